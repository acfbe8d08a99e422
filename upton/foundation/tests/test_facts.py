"""A fact holds ids, codes and times, never free text; each audience has its sentence (OPS-2)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import IntEnum
from string import Formatter
from uuid import UUID

import pytest
from django.utils.functional import Promise

from upton.foundation.facts import Audience, Fact, body_of, fact, from_body, kinds
from upton.foundation.tests.stated import BellCracked, BellRang, BellStruck, EverythingHappened, Tone

WHOLE = EverythingHappened(
    site_id=7,
    claimant_id=3,
    number=12,
    maybe=None,
    yes=True,
    code="work_coach",
    tone=Tone.LOW,
    at=datetime(2026, 11, 24, 10, 40, 0, 5, tzinfo=UTC),
    later=datetime(2026, 11, 24, 11, tzinfo=UTC),
    on=date(2026, 11, 24),
    until=None,
    amount=Decimal("0.60"),
    mark=UUID("8d9d3c7e-0d3b-4a9f-9a55-6b7a3c3f2f10"),
    ids=(4, 2),
    days=(date(2026, 11, 24), date(2026, 12, 25)),
)


class Finger(IntEnum):
    """An enumeration of numbers."""

    THUMB = 1


def with_code(value):
    return EverythingHappened(**{**vars(WHOLE), "code": value})


class TestBody:
    def test_comes_back_as_it_was_stated_whatever_the_type(self):
        body = body_of(WHOLE)
        again = from_body("tests.everything", body, site_id=7, claimant_id=3)
        assert again == WHOLE
        assert {name: type(value) for name, value in vars(again).items() if name != "tone"} == {
            name: type(value) for name, value in vars(WHOLE).items() if name != "tone"
        }

    def test_is_the_same_text_every_time(self):
        assert body_of(WHOLE) == body_of(from_body("tests.everything", body_of(WHOLE), site_id=7, claimant_id=3))

    def test_leaves_out_what_stands_in_the_header(self):
        assert body_of(BellRang(site_id=7, claimant_id=3, times=2)) == '{"times":2}'

    @pytest.mark.parametrize(
        "text",
        ["two words", "Ada Obi", "O'Brien", "naïve", "a\nb", "x" * 65, "name@example.com", "=1", "(new)"],
    )
    def test_refuses_free_text_and_names_its_field_but_not_what_was_written(self, text):
        with pytest.raises(TypeError, match="codes, not text: code is neither") as wrong:
            body_of(with_code(text))
        assert text not in str(wrong.value)

    def test_refuses_free_text_within_a_list(self):
        with pytest.raises(TypeError, match="codes, not text"):
            body_of(EverythingHappened(**{**vars(WHOLE), "ids": ("two words",)}))

    @pytest.mark.parametrize("value", [1.5, b"Ada", {"name": 1}, object(), iter("Ada")])
    def test_refuses_what_is_neither_id_code_nor_time(self, value):
        with pytest.raises(TypeError, match="can't hold code"):
            body_of(with_code(value))

    def test_takes_codes_that_are_numbers(self):
        assert '"code":1' in body_of(with_code(Finger.THUMB))


class TestReadingABody:
    def test_gives_none_for_a_kind_that_this_version_does_not_know(self):
        assert from_body("tests.gone", "{}", site_id=None, claimant_id=None) is None

    def test_leaves_out_a_field_that_this_version_no_longer_has(self):
        found = from_body("tests.rang", '{"loudness":9,"times":2}', site_id=7, claimant_id=None)
        assert found == BellRang(site_id=7, times=2)


class TestDeclaring:
    def test_refuses_a_code_that_another_fact_has(self):
        with pytest.raises(TypeError, match="Two facts are called"):

            @fact("tests.rang", staff="Another bell rang.")
            class BellRangAgain(Fact): ...

    @pytest.mark.parametrize(
        ("kind", "audience"),
        [(BellStruck, Audience.CLAIMANT), (BellRang, Audience.STAFF), (BellCracked, Audience.RESTRICTED)],
    )
    def test_settles_the_audience(self, kind, audience):
        assert kind.audience is audience


def placeholders(sentence):
    return {name for _, name, _, _ in Formatter().parse(str(sentence)) if name}


@pytest.mark.parametrize("kind", kinds().values(), ids=kinds())
class TestEveryKindOfFact:
    """Over every fact of the house: a slip in a sentence would break a journal."""

    def test_says_only_what_it_knows(self, kind):
        known = {"by", "claimant", "site", *kind.__dataclass_fields__}
        known |= {field.removesuffix("_id") for field in kind.names}
        for sentence in filter(None, (kind.staff, kind.claimant)):
            assert placeholders(sentence) <= known

    def test_names_and_words_fields_that_it_has(self, kind):
        assert set(kind.names) <= set(kind.__dataclass_fields__)
        assert set(kind.words) <= set(kind.__dataclass_fields__)

    def test_is_worded_for_claimants_in_their_language(self, kind):
        assert kind.claimant is None or isinstance(kind.claimant, Promise)

    def test_ends_its_sentences(self, kind):
        assert all(str(sentence).endswith(".") for sentence in (kind.staff, kind.claimant) if sentence)
