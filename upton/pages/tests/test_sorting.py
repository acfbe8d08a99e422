"""Sorting by links: the order that an address asks for, and the addresses of the others."""

from __future__ import annotations

import pytest

from upton.pages.sorting import Column, Sorted, arranged, sort_column, sorted_by


class TestSortedBy:
    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("name", Sorted("name")),
            ("-came", Sorted("came", descending=True)),
            ("", Sorted("came", descending=True)),
            ("--name", Sorted("came", descending=True)),
            ("\x00", Sorted("came", descending=True)),
        ],
    )
    def test_takes_what_is_a_column_and_else_the_usual(self, asked, found):
        assert sorted_by({"sort": asked}, ["name", "came"], usual="-came") == found

    def test_applies_to_lines_and_leaves_equals_as_they_stood(self):
        lines = [("b", 1), ("a", 1), ("c", 2)]
        keys = {"count": lambda one: one[1]}
        assert Sorted("count").apply(lines, keys) == lines
        assert Sorted("count", descending=True).apply(lines, keys) == [("c", 2), ("b", 1), ("a", 1)]


class TestArranged:
    COLUMNS = {"name": Column("Name", lambda one: one[0]), "count": Column("Count", lambda one: one[1], numeric=True)}

    def test_gives_lines_heads_and_order_for_what_is_asked(self):
        lines, heads, order = arranged([("b", 1), ("a", 2)], self.COLUMNS, {"sort": "-count", "day": "x"}, usual="name")
        assert lines == [("a", 2), ("b", 1)]
        assert [head["sort"] for head in heads] == ["?day=x&sort=name", "?day=x&sort=count"]
        assert heads[1]["sorted"] == "descending"
        assert order.wish == "-count"


class TestSortColumn:
    def test_leads_to_the_other_way_of_itself_and_keeps_the_filters(self):
        column = sort_column("Came", "came", Sorted("came"), {"site": "7", "sort": "came", "after": "3"}, numeric=True)
        assert column == {"label": "Came", "sort": "?site=7&sort=-came", "sorted": "ascending", "numeric": True}

    def test_leads_to_itself_from_another(self):
        assert sort_column("Name", "name", Sorted("came"), {})["sort"] == "?sort=name"
