"""Writing what was found: whole files or none."""

from __future__ import annotations

import errno
import os
from io import StringIO

import pytest

from upton.engines.duplicates import Findings, Pair, Reason
from upton.engines.duplicates.writing import Unwritable, require_writable, whole_files, write_clusters, write_pairs

FOUND = Findings(
    [
        Pair("a", "b", 0.75, (Reason.SAME_PHONE,)),
        Pair("a", "c,d", 0.9876543, (Reason.SAME_NAME, Reason.SAME_PLACE)),
    ],
    {"a": "a", "b": "a", "c,d": "a", "e": "e"},
)


class TestWrites:
    def test_pairs_with_the_likeliest_first(self):
        file = StringIO()
        write_pairs(FOUND.pairs, file)
        assert file.getvalue().splitlines() == [
            "id_a,id_b,probability,reasons",
            'a,"c,d",0.987654,same name; same place',
            "a,b,0.750000,same telephone",
        ]

    def test_a_cluster_for_every_record_in_the_order_of_the_list(self):
        file = StringIO()
        write_clusters(FOUND, ["e", "c,d", "b", "a"], file)
        assert file.getvalue().splitlines() == ["id,cluster", "e,e", '"c,d",a', "b,a", "a,a"]


class TestWholeFiles:
    def test_stand_together_once_both_are_written(self, tmp_path):
        paths = [tmp_path / "pairs.csv", tmp_path / "clusters.csv"]
        with whole_files(paths) as (pairs, clusters):
            pairs.write("pairs")
            clusters.write("clusters")
            assert not paths[0].exists()
        assert [path.read_text() for path in paths] == ["pairs", "clusters"]
        assert sorted(path.name for path in tmp_path.iterdir()) == ["clusters.csv", "pairs.csv"]

    def test_leave_what_stood_there_when_it_fails_half_way(self, tmp_path):
        path = tmp_path / "pairs.csv"
        path.write_text("before")

        def interrupted() -> None:
            with whole_files([path]) as (file,):
                file.write("half")
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            interrupted()
        assert [one.read_text() for one in tmp_path.iterdir()] == ["before"]

    def test_say_that_the_disk_is_full(self, tmp_path, monkeypatch):
        def full(_: int) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(Unwritable, match="No space left"), whole_files([tmp_path / "pairs.csv"]):
            pass
        assert not list(tmp_path.iterdir())

    def test_write_through_a_link_to_the_file_it_names(self, tmp_path):
        (tmp_path / "real").mkdir()
        link = tmp_path / "pairs.csv"
        link.symlink_to(tmp_path / "real" / "pairs.csv")
        with whole_files([link]) as (file,):
            file.write("pairs")
        assert link.is_symlink()
        assert (tmp_path / "real" / "pairs.csv").read_text() == "pairs"

    def test_keep_who_may_read_the_file(self, tmp_path):
        path = tmp_path / "pairs.csv"
        path.touch(0o600)
        with whole_files([path]) as (file,):
            file.write("pairs")
        assert path.stat().st_mode & 0o777 == 0o600


class TestRequireWritable:
    def test_leaves_nothing_behind(self, tmp_path):
        require_writable([tmp_path / "pairs.csv"])
        assert not list(tmp_path.iterdir())

    def test_refuses_a_folder(self, tmp_path):
        with pytest.raises(Unwritable, match="is a folder"):
            require_writable([tmp_path])

    def test_refuses_a_folder_that_is_not_there(self, tmp_path):
        with pytest.raises(Unwritable, match="There is no folder"):
            require_writable([tmp_path / "none" / "pairs.csv"])

    def test_refuses_where_nothing_may_be_written(self, tmp_path, monkeypatch):
        path = tmp_path / "pairs.csv"
        path.touch()
        monkeypatch.setattr(os, "access", lambda *_: False)
        with pytest.raises(Unwritable, match="can't be written"):
            require_writable([path])

    def test_refuses_a_name_that_no_disk_takes(self, tmp_path):
        with pytest.raises(Unwritable, match="can't be written"):
            require_writable([tmp_path / ("long" * 100)])

    def test_refuses_the_list_itself_under_whatever_name(self, tmp_path):
        (tmp_path / "list.csv").touch()
        (tmp_path / "link.csv").symlink_to(tmp_path / "list.csv")
        with pytest.raises(Unwritable, match="is the list itself"):
            require_writable([tmp_path / "link.csv"], sources=[tmp_path / "list.csv"])

    def test_refuses_one_file_for_two_results(self, tmp_path):
        with pytest.raises(Unwritable, match="named twice"):
            require_writable([tmp_path / "a.csv", tmp_path / "." / "a.csv"])
