"""The demo's people are invented, the same every time, and fill every role."""

from __future__ import annotations

import re
from decimal import Decimal
from random import Random

import pytest

from upton.demo.callers import draw_callers
from upton.demo.data import read
from upton.demo.people import JOINER, draw_people
from upton.policy import dated

DRAMA = re.compile(r"\+44(1514960\d{3}|1632960\d{3}|7700900\d{3}|2079460\d{3})")
"""The numbers that Ofcom keeps free of subscribers for use in drama: Liverpool, no area, mobile, London."""
SEEDS = pytest.mark.parametrize("seed", [1, 2, 77])


def people(seed: int = 1):
    return draw_people(Random(f"{seed} people"))


def callers(seed: int = 1):
    return draw_callers(Random(f"{seed} callers"), people(seed))


class TestPeople:
    def test_fill_every_role(self):
        assert {one.role for one in people()} == set(dated.words("roles"))

    def test_are_the_same_for_the_same_seed_and_others_for_another(self):
        assert people(3) == people(3)
        assert callers(3) == callers(3)
        assert [one.named for one in people(3)] != [one.named for one in people(4)]

    def test_come_to_what_the_sheet_of_each_office_says(self):
        for site, sheet in read("places")["sheet"].items():
            here = [one for one in people() if site in one.where and not one.passing]
            fte = sum(one.fte if len(one.where) == 1 else Decimal(len(one.where[site])) / 5 for one in here)
            assert (site, len(here), fte) == (site, sheet["staff_in_post"], Decimal(sheet["fte"]))

    def test_work_as_many_days_as_their_fte_needs_and_nowhere_twice(self):
        for one in people():
            days = [day for days in one.where.values() for day in days]
            assert len(days) == len(set(days)), one
            assert one.fte <= Decimal(len(days)) / 5

    def test_stand_behind_the_front_desk_every_day_of_the_week_at_upton(self):
        front = [one for one in people() if one.role == "service_delivery_support" and "upton" in one.where]
        assert {day for one in front for day in one.where["upton"]} == set(range(7))

    @SEEDS
    def test_have_names_and_usernames_of_their_own(self, seed):
        everybody = [one.named for one in (*people(seed), *callers(seed))]
        assert len(set(everybody)) == len(everybody)
        usernames = [one.named.username for one in people(seed)]
        assert len(set(usernames)) == len(usernames)
        assert all(re.fullmatch(r"[a-z][a-z.-]{2,63}", one) for one in usernames)

    @SEEDS
    def test_have_only_numbers_kept_for_drama(self, seed):
        sites = [one["telephone"] for one in read("places")["site"]]
        numbers = [one.telephone for one in (*people(seed), *callers(seed)) if one.telephone]
        assert all(DRAMA.fullmatch(number) for number in [*sites, *numbers])
        assert len(set(numbers)) == len(numbers)

    def test_have_addresses_that_nobody_can_have(self):
        written = [one.email for one in (*people(), *callers()) if one.email]
        assert all(re.fullmatch(r"\S+@example\.(org|com)", address) for address in written)
        assert all(one.postcode.endswith(" 9ZZ") for one in callers())

    def test_write_their_names_in_more_scripts_than_one(self):
        named = [one.named for one in (*people(), *callers())]
        assert sum(one.name != one.latin for one in named) >= 5
        assert any(" " not in one.name for one in named)
        assert all(one.known_as for one in callers() if one.named.name != one.named.latin)

    def test_have_somebody_who_joins_and_whom_nobody_counts_on_yet(self):
        (joiner,) = [one for one in people() if one.passing == JOINER]
        assert not any(joiner.works("upton", day) for day in [one.since for one in people()])
