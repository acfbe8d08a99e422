"""The private PostgreSQL and the addresses of databases: made, found again, and refused with a sentence."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config import data_folder, making_cluster, postgres
from config.cluster import Cluster, test_database_address
from config.data_folder import NotStarted
from config.database import WrongDatabase, connection, databases, require_usable

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder that PostgreSQL's user can reach, which pytest's own folders are not."""
    with tempfile.TemporaryDirectory(prefix="upton-cluster-") as name:
        Path(name).chmod(0o755)
        yield Path(name) / "data"


@pytest.fixture(scope="module")
def unpacked() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="upton-server-") as name:
        Path(name).chmod(0o755)
        postgres.from_wheel(Path(name))
        yield Path(name)


@pytest.fixture(scope="module")
def from_wheel(unpacked) -> Path:
    return make(unpacked / "from-wheel", lambda _: iter([postgres.from_wheel(unpacked)]))


@pytest.fixture(scope="module")
def from_machine(unpacked) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        if not postgres.on_this_machine():
            # A machine without PostgreSQL finds the wheel's as if it were installed.
            patch.setenv("PATH", f"{postgres.from_wheel(unpacked).folder}{os.pathsep}{os.environ['PATH']}")
        return make(unpacked / "from-machine", lambda _: iter(postgres.on_this_machine()))


def make(folder: Path, installations) -> Path:
    """Make a cluster, start and stop it: the tests of this module share it, because making one takes seconds."""
    one = Cluster(folder, installations=installations)
    assert one.start() is True
    one.stop()
    return folder


@pytest.fixture(params=["from_machine", "from_wheel"])
def cluster(request) -> Iterator[Cluster]:
    """A cluster whose server was found in one way, then in the other."""
    one = Cluster(request.getfixturevalue(request.param))
    yield one
    one.stop()


@pytest.fixture
def quick(from_wheel) -> Iterator[Cluster]:
    """A cluster for tests in which the way its server was found does not matter."""
    one = Cluster(from_wheel, durable=False)
    yield one
    one.stop()


@pytest.fixture
def fresh(folder, unpacked) -> Iterator[Cluster]:
    """A cluster that is still to be made, durable as the real one."""
    one = Cluster(folder, installations=lambda _: iter([postgres.from_wheel(unpacked)]))
    yield one
    one.stop()


def ask(cluster: Cluster, question: str) -> object:
    with psycopg.connect(cluster.address, autocommit=True) as opened:
        answer = opened.execute(question)
        return answer.fetchone() if answer.description else None


def wait_for(is_true) -> bool:
    deadline = time.monotonic() + 30
    while not is_true() and time.monotonic() < deadline:
        time.sleep(0.02)
    return is_true()


class TestCluster:
    def test_answers_with_every_write_safe_on_disk_and_text_in_utf_8(self, cluster):
        assert cluster.start() is True
        question = (
            "SELECT current_setting('fsync'), current_setting('full_page_writes'), current_setting('server_encoding'),"
            " 'École' ~ '^\\w+$', lower('ÉCOLE'), current_setting('data_checksums')"
        )
        assert ask(cluster, question) == ("on", "on", "UTF8", True, "école", "on")

    def test_listens_to_this_machine_alone(self, cluster):
        cluster.start()
        socket_folder, host = (cluster.data / "postmaster.pid").read_text().splitlines()[4:6]
        assert (socket_folder, host) == ("", "127.0.0.1")

    def test_gives_its_owner_what_a_migration_needs_and_no_more(self, cluster):
        cluster.start()
        with psycopg.connect(cluster.address, autocommit=True) as owner:
            owner.execute("CREATE EXTENSION btree_gist")
            owner.execute(
                "CREATE TABLE visit (room int, during tstzrange, EXCLUDE USING gist (room WITH =, during WITH &&))"
            )
            owner.execute("CREATE ROLE upton_service NOLOGIN")
            owner.execute("GRANT upton_service TO upton_owner")
            owner.execute("CREATE DATABASE test_upton")
            assert owner.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (False,)
        service = connection(databases({"UPTON_DATA": str(cluster.folder)}))
        with psycopg.connect(**service) as opened:
            assert opened.execute("SELECT current_user").fetchone() == ("upton_service",)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                opened.execute("SELECT * FROM visit")
        with psycopg.connect(cluster.address, autocommit=True) as owner:
            for statement in ("DROP DATABASE test_upton", "DROP TABLE visit", "DROP ROLE upton_service"):
                owner.execute(statement)

    def test_lets_nobody_in_without_the_password(self, cluster):
        cluster.start()
        for user, password in (("upton_owner", "wrong"), ("postgres", ""), ("postgres", "postgres")):
            with pytest.raises(psycopg.OperationalError):
                psycopg.connect(host="127.0.0.1", port=cluster.port, user=user, password=password, dbname="upton")
        assert (cluster.folder / "cluster.json").stat().st_mode & 0o777 == 0o600
        assert cluster.data.stat().st_mode & 0o077 == 0

    def test_keeps_port_and_data_from_one_start_to_the_next(self, cluster):
        cluster.start()
        port = cluster.port
        ask(cluster, "CREATE TABLE kept AS SELECT 7 AS seven")
        cluster.stop()
        cluster.start()
        assert (cluster.port, ask(cluster, "SELECT seven FROM kept")) == (port, (7,))
        ask(cluster, "DROP TABLE kept")

    def test_leaves_no_process_when_stopped(self, cluster):
        cluster.start()
        pid = cluster.running_as()
        cluster.stop()
        assert cluster.running_as() is None
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(cluster.address)

    def test_stops_twice_and_before_any_start_without_harm(self, quick):
        quick.stop()
        quick.start()
        quick.stop()
        quick.stop()
        assert quick.running_as() is None

    def test_stops_while_it_is_still_starting(self, quick, monkeypatch):
        monkeypatch.setattr(quick, "_wait_until_ready", lambda: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            quick.start()
        started = quick._process.pid
        quick.stop()
        with pytest.raises(ProcessLookupError):
            os.kill(started, 0)

    def test_stops_only_what_it_started_when_used_for_a_while(self, quick):
        quick.start()
        with Cluster(quick.folder).running() as address:
            assert address == quick.address
        assert quick.running_as() is not None
        quick.stop()
        with quick.running():
            assert ask(quick, "SELECT 1") == (1,)
        assert quick.running_as() is None


class TestRecovery:
    def test_takes_another_port_when_its_own_is_taken(self, quick):
        quick.start()
        before = quick.port
        quick.stop()
        with socket.socket() as taken:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            taken.bind(("127.0.0.1", before))
            taken.listen()
            quick.start()
        assert quick.port != before
        assert ask(quick, "SELECT 1") == (1,)

    def test_finds_every_commit_after_a_kill_also_when_the_number_went_to_another_program(self, fresh):
        fresh.start()
        ask(fresh, "CREATE TABLE kept AS SELECT 7 AS seven")
        os.kill(fresh.running_as(), signal.SIGKILL)
        assert wait_for(lambda: fresh.running_as() is None)
        lock_file = fresh.data / "postmaster.pid"
        lines = lock_file.read_text().splitlines(keepends=True)
        with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as another:
            lock_file.write_text("".join([f"{another.pid}\n", *lines[1:]]))
            assert fresh.start() is True
            assert ask(fresh, "SELECT seven FROM kept") == (7,)
            fresh.stop()
            another.communicate(b"\n")

    def test_takes_over_a_server_that_still_runs(self, quick):
        quick.start()
        second = Cluster(quick.folder)
        assert second.start() is False
        assert second.running_as() == quick.running_as()
        second.stop()
        assert quick.running_as() is None

    @pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems cannot tell a child of this")
    def test_shuts_down_when_whoever_started_it_is_killed(self, quick):
        quick.start()
        quick.stop()
        script = (
            "import sys, time; from pathlib import Path; from config.cluster import Cluster;"
            "c = Cluster(Path(sys.argv[1])); c.start(); print(c.running_as(), flush=True); time.sleep(600)"
        )
        parent = subprocess.Popen([sys.executable, "-c", script, quick.folder], cwd=PROJECT, stdout=subprocess.PIPE)
        with parent:
            assert int(parent.stdout.readline()) == quick.running_as()
            parent.kill()
        assert wait_for(lambda: quick.running_as() is None)
        assert quick.start() is True
        assert ask(quick, "SELECT 1") == (1,)

    def test_makes_anew_what_was_only_half_made(self, fresh):
        left = fresh.folder / "postgres.draft"
        left.mkdir(parents=True)
        (left / "PG_VERSION").write_text("18\n")
        fresh.start()
        assert ask(fresh, "SELECT 1") == (1,)
        assert not left.exists()


def programs_that_say(folder: Path, sentence: str) -> postgres.Programs:
    folder = folder / "bin"
    folder.mkdir(parents=True)
    for name in postgres.NEEDED:
        (folder / name).write_text(f"#!/bin/sh\necho '{sentence}' >&2\nexit 1\n")
        (folder / name).chmod(0o755)
    return postgres.Programs(folder, 15)


class TestFullDisk:
    def test_is_told_before_anything_is_made(self, fresh, monkeypatch):
        monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 10_000_000))
        with pytest.raises(NotStarted, match=r"is full. Make room on it.*10 MB left"):
            fresh.start()
        assert not fresh.data.exists()

    def test_is_told_when_it_fills_while_the_cluster_is_made(self, folder):
        programs = programs_that_say(folder, "initdb: error: could not write file: No space left on device")
        cluster = Cluster(folder, installations=lambda _: iter([programs]))
        with pytest.raises(NotStarted, match="Make room on it"):
            cluster.start()
        assert not cluster.data.exists()

    def test_is_told_when_the_server_cannot_start_on_it(self, quick, folder):
        quick.start()
        quick.stop()
        programs = programs_that_say(folder, "FATAL:  could not write lock file: No space left on device")
        kept = (quick.folder / "cluster.json").read_text()
        data_folder.keep(quick.folder / "cluster.json", {"port": "20001", "programs": str(programs.folder)})
        with pytest.raises(NotStarted, match="Make room on it"):
            quick.start()
        (quick.folder / "cluster.json").write_text(kept)


class TestRefusals:
    def test_name_the_user_who_cannot_reach_the_folder(self, folder, unpacked, monkeypatch):
        folder.mkdir(mode=0o700)
        somebody = pwd.getpwuid(os.geteuid())
        monkeypatch.setattr(making_cluster, "unprivileged_user", lambda: somebody)
        cluster = Cluster(folder, installations=lambda _: iter([postgres.from_wheel(unpacked)]))
        with pytest.raises(NotStarted, match=f"runs as the user {somebody.pw_name}, who cannot reach"):
            cluster.start()

    def test_name_the_version_that_made_the_data_and_is_gone(self, folder):
        (folder / "postgres").mkdir(parents=True)
        (folder / "postgres" / "PG_VERSION").write_text("15\n")
        with pytest.raises(NotStarted, match="made by PostgreSQL 15, which is no longer on this machine"):
            Cluster(folder, installations=lambda _: iter([])).start()

    def test_say_why_a_server_did_not_start(self, folder):
        programs = programs_that_say(folder, "initdb: error: something unheard of")
        with pytest.raises(NotStarted, match="did not start: initdb: error: something unheard of"):
            Cluster(folder, installations=lambda _: iter([programs])).start()

    def test_say_that_the_data_folder_is_no_folder(self, folder):
        folder.write_text("a file")
        with pytest.raises(NotStarted, match=r"cannot be written \(.+\). Name another folder in UPTON_DATA"):
            Cluster(folder).start()

    def test_say_that_nothing_was_started_yet(self, folder):
        with pytest.raises(NotStarted, match="never started here"):
            _ = Cluster(folder).address


class TestProgramsOfThisMachine:
    def test_leave_out_what_is_too_old_or_not_whole(self, folder):
        folder.mkdir()
        assert postgres.programs_in(folder) is None
        for name in postgres.NEEDED:
            (folder / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n")
            (folder / name).chmod(0o755)
        assert postgres.programs_in(folder) is None
        (folder / "postgres").write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 16.2'\n")
        assert postgres.programs_in(folder) == postgres.Programs(folder, 16)


class TestDataFolder:
    def test_is_the_one_that_was_named(self, tmp_path):
        assert data_folder.data_folder({"UPTON_DATA": str(tmp_path)}) == tmp_path.resolve()

    def test_stands_outside_a_project_that_the_databases_user_cannot_reach(self, tmp_path, monkeypatch):
        tmp_path.chmod(0o700)
        monkeypatch.setattr(data_folder, "PROJECT", tmp_path)
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        assert data_folder.data_folder({}).parent == Path("/var/lib/upton")
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        assert data_folder.data_folder({}) == tmp_path / ".upton"

    def test_keeps_its_keys_and_gives_way_to_the_environment(self, tmp_path):
        first = data_folder.secret_keys(tmp_path, {})
        assert data_folder.secret_keys(tmp_path, {}) == first
        assert min(map(len, first.values())) >= 50
        assert len(set(first.values())) == 2
        assert data_folder.secret_keys(tmp_path, {"UPTON_SECRET_KEY": "mine"})["UPTON_SECRET_KEY"] == "mine"
        assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600

    def test_reads_a_file_that_was_cut_off_as_nothing(self, tmp_path):
        (tmp_path / "kept.json").write_text('{"port": ')
        assert data_folder.read_kept(tmp_path / "kept.json") == {}


class TestDatabases:
    def test_reads_every_part_of_an_address(self):
        address = "postgresql://a%40b:p%40ss%2Fw%25@db.example:6543/upt%C3%B6n?sslmode=require&application_name=x"
        settings = databases({"DATABASE_URL": address}, as_owner=True)
        assert [settings[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
            "a@b", "p@ss/w%", "db.example", "6543", "uptön",
        ]  # fmt: skip
        assert settings["OPTIONS"] == {"connect_timeout": 2, "sslmode": "require", "application_name": "x"}

    @pytest.mark.parametrize(
        "address", ["postgres://me@%2Fvar%2Frun%2Fpg/upton", "postgres://me@/upton?host=/var/run/pg", "postgres:///upton?host=/var/run/pg"]
    )  # fmt: skip
    def test_finds_a_socket_folder(self, address):
        settings = databases({"DATABASE_URL": address})
        assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("/var/run/pg", "", "upton")

    def test_takes_the_services_role_unless_the_owner_is_asked_for(self):
        environ = {"DATABASE_URL": "postgres://me:pw@db/upton?options=-c%20search_path%3Dx"}
        assert databases(environ)["OPTIONS"]["options"].startswith("-c search_path=x -c role=upton_service ")
        assert databases(environ, as_owner=True)["OPTIONS"]["options"] == "-c search_path=x"

    def test_uses_the_owners_own_address_for_the_owner_alone(self):
        environ = {"DATABASE_URL": "postgres://service@db/upton", "OWNER_DATABASE_URL": "postgres://owner@db/upton"}
        assert databases(environ)["USER"] == "service"
        assert databases(environ, as_owner=True)["USER"] == "owner"

    @pytest.mark.parametrize(
        ("address", "sentence"),
        [
            ("mysql://me:secret1@db/upton", "does not name a PostgreSQL database"),
            ("upton", "does not name a PostgreSQL database"),
            ("postgres://me:secret1@db", "names no database"),
            ("postgres://me:secret1@db/", "names no database"),
            ("postgres://me:secret1@db:port/upton", "port that is no number"),
            ("postgres://me:secret1@db:99999/upton", "port that is no number"),
            ("postgres://me:secret1/x@db:5432/upton", "must be percent-encoded"),
            ("postgres://me:secret1#x@db:5432/upton", "must be percent-encoded"),
            ("postgres://me:secret1@x@db:5432/upton", "must be percent-encoded"),
            ("postgres://me:secret1?x@db:5432/upton", "must be percent-encoded"),
            ("postgres://me:secret1[x@db:5432/upton", "must be percent-encoded"),
            ("postgres://me:secret1%ff@db:5432/upton", "not UTF-8"),
            ("postgres://me:secret1@db/upton?sslmod=x", "setting that Upton does not know: 'sslmod'"),
        ],
    )
    def test_refuses_with_a_sentence_that_never_shows_the_password(self, address, sentence):
        with pytest.raises(WrongDatabase) as refused:
            databases({"DATABASE_URL": address})
        assert sentence in str(refused.value)
        assert "secret1" not in str(refused.value)
        assert refused.value.__cause__ is None

    def test_before_the_first_start_name_an_address_where_nobody_answers(self, tmp_path):
        with pytest.raises(WrongDatabase, match="No database answers at"):
            require_usable(databases({"UPTON_DATA": str(tmp_path)}))


class TestRequireUsable:
    def wrong(self, address: str) -> str:
        with pytest.raises(WrongDatabase) as refused:
            require_usable(databases({"DATABASE_URL": address}, as_owner=True))
        return str(refused.value)

    def test_says_in_a_sentence_what_is_wrong_with_an_address(self, quick):
        quick.start()
        right = quick.address
        assert require_usable(databases({"DATABASE_URL": right}, as_owner=True))
        password = right.partition("upton_owner:")[2].partition("@")[0]
        assert "refused the user or password" in self.wrong(right.replace(password, "wrong"))
        assert "no database or user of the name" in self.wrong(right.removesuffix("upton") + "other")
        assert "sslmode" in self.wrong(f"{right}?sslmode=require")
        assert "No machine called nowhere.invalid" in self.wrong("postgres://me:secret1@nowhere.invalid/upton")
        quick.stop()
        assert "No database answers" in self.wrong(right)

    def test_says_that_the_services_role_is_not_there_before_the_first_migration(self, quick):
        quick.start()
        with pytest.raises(WrongDatabase, match="Run: upton migrate"):
            require_usable(databases({"DATABASE_URL": quick.address}))

    def test_gives_up_after_two_seconds_where_nobody_speaks(self):
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            silent.listen()
            address = f"postgres://me:secret1@127.0.0.1:{silent.getsockname()[1]}/upton"
            assert "No database answers" in self.wrong(address)

    def test_refuses_a_database_that_is_not_in_utf_8(self, quick):
        quick.start()
        making = "CREATE DATABASE ascii ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0"
        with psycopg.connect(quick.address, autocommit=True) as opened:
            opened.execute(making)
        assert "--encoding=UTF8" in self.wrong(quick.address.removesuffix("upton") + "ascii")

    def test_tells_one_database_from_another_in_the_same_cluster(self, quick):
        quick.start()
        first = databases({"DATABASE_URL": quick.address}, as_owner=True)
        with psycopg.connect(quick.address, autocommit=True) as opened:
            opened.execute("CREATE DATABASE second")
        assert require_usable(first) == require_usable(first)
        assert require_usable(first) != require_usable({**first, "NAME": "second"})


class TestTestDatabaseAddress:
    def test_is_the_one_that_was_named(self, monkeypatch):
        monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")
        assert test_database_address() == "postgres://somewhere/else"

    def test_lasts_as_long_as_the_process_that_asked(self):
        script = (
            "from config.cluster import test_database_address; import psycopg; a = test_database_address();"
            "psycopg.connect(a).close(); print(a)"
        )
        environ = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        said = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, env=environ, capture_output=True, text=True)
        assert said.returncode == 0, said.stderr
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(said.stdout.strip())
        assert not list(Path(tempfile.gettempdir()).glob(f"upton-tests-{os.getpid()}"))
