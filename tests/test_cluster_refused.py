"""What stands in the way of a private PostgreSQL, a full disk above all, is said in a sentence; and its data folder."""

from __future__ import annotations

import os
import pwd
import shutil
from pathlib import Path

import pytest

from config import data_folder, making_cluster, postgres
from config.cluster import Cluster
from config.data_folder import NotStarted
from tests.clusters import programs_that_say


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
