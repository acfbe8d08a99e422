"""Who registers somebody, who merges and the look at night are told the same of the same two records (CLM-1)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from upton.claimants import operations, queries
from upton.claimants.models import ClaimantName, ClaimantTelephone
from upton.claimants.queries.pairs import compare_everybody, in_words
from upton.claimants.tests.factories import claimant, make_findable
from upton.foundation.actors import SYSTEM
from upton.foundation.tests.clocks import TUESDAY, stop

pytestmark = pytest.mark.django_db
BORN = date(1984, 3, 7)
HOME = {"postcode": "CH49 7NW", "telephone": "+441514960123"}
DOOR = {"address": "4 Quirk Lane\nUpton", **HOME}
GIVEN = ("Ada", "Bella", "Carys", "Dylan", "Eirlys", "Farid", "Gwen", "Huw", "Ines", "Jamal")
FAMILY = ("Quirk", "Price", "Pugh", "Rees", "Probert", "Vaughan", "Meredith", "Bowen")


@pytest.fixture(autouse=True)
def now(monkeypatch):
    return stop(monkeypatch)


@pytest.fixture(autouse=True)
def town(site):
    """Sixty people, of whom a dozen live in one refuge."""
    for place in range(60):
        name = f"{GIVEN[place % 10]} {FAMILY[place % 8]}"
        home = {"postcode": "CH60 1AA", "telephone": "+441514960999"} if place % 5 == 0 else {}
        claimant(name, site=site, born=date(1950 + place % 47, 1 + place % 12, 1 + place % 28), **home)


def look():
    """What the database notes of its tables, as it does by itself after some changes."""
    with connection.cursor() as cursor:
        cursor.execute("set role none")
        cursor.execute("analyze claimants_findable")
        cursor.execute("reset role")


def nightly():
    return {(pair.first, pair.second): (pair.probability, in_words(pair.because)) for pair in compare_everybody()}


def at_the_desk(one, other):
    found = {alike.id: (alike.probability, alike.why.split("; ")) for alike in queries.alike_to(one.pk)}
    return found.get(other.pk)


class TestOnePair:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (("Amina Khatun", DOOR), ("Aminah Khatun", DOOR)),
            (("Amina Khatun", HOME), ("Amina Khatun", HOME)),
            (("Amina Khatun", {}), ("Khatun Amina", {})),
            (("Amina Khatun", DOOR), ("Amina Aziz", HOME)),
            (("Amina Khatun", {"born": date(1984, 7, 3)}), ("Amina Khatun", {})),
            (("Siân Price", {"born": date(1984, 3, 8), **HOME}), ("Sian Price", HOME)),
            (("Seren Pugh", {"postcode": "CH60 1AA", "telephone": "+441514960999"}),
             ("Seren Pughe", {"postcode": "CH60 1AA", "telephone": "+441514960999"})),
            (("Ada Quirk", {}), ("Ada Quirk", {"known_as": "Addie"})),
            (("Ada Quirk", {}), ("Ada Quirk", {})),
            (("Rhys Owain Khatun", DOOR), ("Mr Owain Khatun", DOOR)),
            (("Amina Khatun", {"known_as": "Mina"}), ("Mina Khatun", {"email": "m@example.org"})),
        ],
        ids=[
            "alike", "written alike", "swapped", "married", "day and month", "day after", "refuge", "common",
            "alike and common", "a second name", "known as",
        ],
    )  # fmt: skip
    def test_is_as_likely_at_the_desk_as_at_night_for_the_same_reasons(self, site, one, other):
        both = [claimant(name, site=site, **{"born": BORN, **more}) for name, more in (one, other)]
        look()
        probability, why = nightly()[both[0].pk, both[1].pk]
        assert at_the_desk(*both) == at_the_desk(*reversed(both)) == (pytest.approx(probability, abs=1e-6), why)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (("Hasan Khatun", DOOR), ("Husain Khatun", DOOR)),
            (("John Khatun", {"born": date(1958, 3, 7), **DOOR}), ("John Khatun", DOOR)),
            (("Shirin Sarkar", {}), ("Shirin Laskar", {"born": date(1984, 3, 17), **HOME})),
            (("Dyfan Khatun", DOOR), ("Dylan Khatun", DOOR)),
        ],
        ids=["twins", "father and son", "two slips that nothing bears out", "twins with like names"],
    )
    def test_is_two_people_at_the_desk_and_at_night(self, site, one, other):
        both = [claimant(name, site=site, **{"born": BORN, **more}) for name, more in (one, other)]
        look()
        assert (both[0].pk, both[1].pk) not in nightly()
        assert at_the_desk(*both) is None

    def test_is_known_by_former_names_and_by_each_telephone(self, site):
        one, other = claimant("Amina Khatun", site=site, born=BORN), claimant("Zahra Aziz", site=site, **HOME)
        ClaimantName.objects.create(claimant=one, kind="previous", name="Zahra Aziz", sort_key="zahra aziz")
        for number in (HOME["telephone"], "+447700900123"):
            ClaimantTelephone.objects.create(claimant=one, number=number)
        other.born = BORN
        other.save(update_fields=["born"])
        make_findable(one)
        make_findable(other)
        look()
        probability, why = nightly()[one.pk, other.pk]
        assert {"former or other name", "same telephone"} <= set(why)
        assert at_the_desk(one, other) == (pytest.approx(probability, abs=1e-6), why)

    def test_is_as_likely_before_somebody_is_registered_as_in_the_night_after(self, site):
        known = claimant("Aminah Khatun", site=site, born=BORN, **HOME)
        look()
        told = {"name": "Amina Khatun", "born": BORN, **HOME}
        (alike,) = queries.likely(**told)
        made = operations.register(site=site, told_apart=None, **told, by=SYSTEM, now=TUESDAY)
        probability, why = nightly()[known.pk, made.pk]
        assert (alike.probability, alike.why.split("; ")) == (pytest.approx(probability, abs=1e-3), why)


class TestARefuge:
    @pytest.fixture(autouse=True)
    def _few_are_compared(self, monkeypatch):
        monkeypatch.setattr("upton.claimants.queries.looking.LOOKED_AT", 10)

    def test_hides_nobody_who_comes_again_among_all_who_live_there(self, site, django_assert_max_num_queries):
        known = claimant("Amina Khatun", site=site, born=BORN, postcode="CH60 1AA", telephone="+441514960999")
        with django_assert_max_num_queries(6):
            found = queries.likely(name="Amina Kathun", born=BORN, postcode="CH60 1AA", telephone="0151 496 0999")
        assert [one.id for one in found] == [known.pk]

    def test_is_as_crowded_at_the_desk_as_at_night(self, site):
        both = [claimant("Ada Quirk", site=site, born=born, postcode="CH60 1AA") for born in (BORN, date(1984, 7, 3))]
        look()
        probability, why = nightly()[both[0].pk, both[1].pk]
        assert at_the_desk(*both) == (pytest.approx(probability, abs=1e-6), why)

    def test_makes_nobody_of_those_who_live_there(self):
        assert not queries.likely(name="Amina Kathun", born=BORN, postcode="CH60 1AA", telephone="0151 496 0999")
