"""What the engine refuses to look through, and how it says so."""

from __future__ import annotations

import pytest

from upton.engines.duplicates import Field, Kind, NotUsable, Records, find


class TestRecords:
    def test_names_the_ids_that_repeat(self):
        with pytest.raises(NotUsable, match="stand more than once: 7, 9"):
            Records(["7", "8", "7", "9", "9"], {Field.NAME: list("abcde")})

    def test_counts_the_repeated_ids_that_it_does_not_name(self):
        ids = [str(number) for number in range(8)] * 2
        with pytest.raises(NotUsable, match="0, 1, 2, 3, 4 and 3 more"):
            Records(ids, {Field.NAME: ["x"] * 16})

    def test_refuses_a_list_without_a_column_of_names(self):
        with pytest.raises(NotUsable, match="no column with names"):
            Records(["1"], {Field.PHONE: ["0161 496 0000"]})

    def test_refuses_a_list_in_which_every_name_is_empty(self):
        with pytest.raises(NotUsable, match="All names are empty"):
            Records(["1", "2"], {Field.NAME: ["", "  "]})

    def test_refuses_columns_of_another_length(self):
        with pytest.raises(NotUsable, match="has 1 entries for 2 ids"):
            Records(["1", "2"], {Field.NAME: ["a"]})

    def test_refuses_a_record_without_an_id(self):
        with pytest.raises(NotUsable, match="has no id"):
            Records(["1", " "], {Field.NAME: ["a", "b"]})

    @pytest.mark.parametrize("kind", Kind)
    @pytest.mark.parametrize("names", [[], ["Only One"]])
    def test_finds_nothing_among_none_and_among_one(self, kind, names):
        ids = [str(number) for number in range(len(names))]
        found = find(Records(ids, {Field.NAME: names}), kind)
        assert (list(found.pairs), dict(found.clusters)) == ([], dict(zip(ids, ids, strict=True)))
