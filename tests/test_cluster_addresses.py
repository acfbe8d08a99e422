"""The addresses of databases: read in every part, refused with a sentence, and tried before they are used."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from config.cluster import test_database_address
from config.database import WrongDatabase, databases, require_usable

PROJECT = Path(__file__).resolve().parent.parent


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
