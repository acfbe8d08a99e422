"""One new record against many."""

from __future__ import annotations

import pytest

from upton.engines.duplicates import Field, Index, Kind
from upton.engines.duplicates.tests import lists


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(lists.providers(400).records(), Kind.ORGANISATION)


class TestLike:
    def test_finds_the_records_of_one_body_the_likeliest_first(self, index):
        many = lists.providers(400)
        found = index.like({**many.rows[7], Field.NAME: f"The {many.rows[7][Field.NAME]} Ltd"}, limit=3)
        assert many.truth[int(found[0].second)] == many.truth[7]
        assert [pair.probability for pair in found] == sorted((pair.probability for pair in found), reverse=True)

    def test_finds_nothing_like_a_record_without_a_word(self, index):
        assert index.like({Field.NAME: "!!"}) == []

    def test_gives_no_more_than_it_is_asked_for(self, index):
        assert len(index.like({Field.NAME: "Training Trust", Field.PLACE: "Bolton"}, limit=2)) <= 2

    def test_finds_people_too(self):
        many = lists.families(60)
        found = Index(many.records(), Kind.PERSON).like(many.rows[10], limit=1)
        assert many.truth[int(found[0].second)] == many.truth[10]
