"""The private PostgreSQL: made, started, stopped, and found again whatever happened to it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from config.cluster import Cluster
from config.database import connection, databases
from tests.clusters import ask, wait_for

PROJECT = Path(__file__).resolve().parent.parent


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
