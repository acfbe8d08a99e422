"""Every address × every role × a stranger, GET and POST, own and foreign objects, against the one declared table."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from upton.foundation import clock
from upton.foundation.addresses import ANYONE, DEMO, SIGNED_IN, Address, table
from upton.foundation.models import FactRow
from upton.organisation.tests import factories
from upton.policy import dated

ROLES = [entry.code for entry in dated.entries("roles")]
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
SEEN_BY = {"duties": "duties.see_all"}
"""Where everybody has things of their own, the right that shows them other people's."""
LEAVE = {"accounts:sign_out"}
"""Addresses whose POST ends the session: they are tried last."""


@pytest.fixture
def world(db, monkeypatch) -> dict[str, Any]:
    """Two districts, and in each one object of every kind that stands in an address."""
    now = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: now)
    return {"own": _place("Hoylake"), "foreign": _place("Elsewhere")}


def _place(name: str) -> dict[str, Any]:
    from upton.claimants import operations as claimants
    from upton.diary import operations as diary
    from upton.diary.models import GroupSession, Series
    from upton.diary.tests import working
    from upton.duties.models import Duty
    from upton.foundation.actors import SYSTEM
    from upton.foundation.dated import from_day
    from upton.organisation.models import Language, OutreachPlace, Register, SiteLink, SpecialistLead

    now = clock.now()
    since = from_day(factories.LONG_AGO)
    district = factories.district(f"District of {name}", region=factories.region(f"Region of {name}"))
    site = factories.site(name, district=district)
    coach = factories.colleague(f"Coach of {name}", role="work_coach", site=site)
    claimant = claimants.register(
        site=site, name=f"Claimant of {name}", born=date(1990, 1, 1), told_apart=None, by=SYSTEM, now=now
    )
    appointment = diary.book(
        claimant=claimant,
        colleague=coach,
        site=site,
        purpose="new_claim",
        starts_at=datetime(2026, 11, 25, 11, tzinfo=UTC),
        by=SYSTEM,
        now=now,
    )
    other = claimants.register(
        site=site, name=f"Other of {name}", born=date(1991, 1, 1), told_apart=None, by=SYSTEM, now=now
    )
    register = Register.objects.create(
        filename="list.csv",
        content=b"name,address,postcode\nX,1 Road,CH49 7NW\n",
        complete=False,
        as_of=now.date(),
        uploaded_at=now,
    )
    message = claimants.send_message(claimant=claimant, text="Bring your passport.", by=SYSTEM, now=now)
    call = claimants.begin_call(site=site, claimant=claimant, direction="in", security="passed", by=SYSTEM, now=now)
    return {
        "site": site,
        "region": district.region,
        "district": district,
        "site_id": site.pk,
        "district_id": district.pk,
        "region_id": district.region_id,
        "colleague_id": coach.pk,
        "username": coach.account.username,
        "claimant_id": claimant.pk,
        "representative_id": claimants.let_represent(
            claimant=claimant, kind="appointee", name="Zoe", covers=["everything"], by=SYSTEM, now=now
        )
        .representatives.get()
        .pk,
        "member_id": claimants.add_dependant(
            claimant=claimant, name="Ali", born=date(2019, 1, 1), since=date(2020, 1, 1), by=SYSTEM, now=now
        ).pk,
        "appointment_id": appointment.pk,
        "type_code": "new_claim",
        "absence_id": working.absence(coach, now + timedelta(days=40), now + timedelta(days=41)).pk,
        "room_id": working.room(f"Room of {name}", site=site).pk,
        "series_id": Series.objects.create(
            claimant=claimant, colleague=coach, site=site, purpose="new_claim", starts_at=now, booked_until=now.date()
        ).pk,
        "group_id": GroupSession.objects.create(
            colleague=coach,
            site=site,
            purpose="group_session",
            places=2,
            during=(now + timedelta(days=3), now + timedelta(days=3, hours=1)),
        ).pk,
        "duty_id": Duty.objects.get(claimant_id=other.pk).pk,
        "register_id": register.pk,
        "team_id": factories.team(f"Team of {name}", site=site).pk,
        "posting_id": coach.postings.get().pk,
        "link_id": SiteLink.objects.create(
            site=site, other=factories.site(f"Beside {name}"), kind="linked", valid=since
        ).pk,
        "closure_id": factories.closure(site, now.date() + timedelta(days=30), now.date() + timedelta(days=31)).pk,
        "place_id": OutreachPlace.objects.create(site=site, name="Library", valid=since).pk,
        "lead_id": SpecialistLead.objects.create(colleague=coach, site=site, area="homeless", valid=since).pk,
        "language_id": Language.objects.create(colleague=coach, code="pl", valid=since).pk,
        "entry_id": message.pk,
        "call_id": call.pk,
        "reference": "not-a-search",
    }


def _address(one: Address, place: dict[str, Any], missing: list[str]) -> str | None:
    names = PARAMETER.findall(one.route)
    unknown = [name for name in names if name not in place]
    if unknown:
        missing.append(f"{one.name} ({', '.join(unknown)})")
        return None
    return reverse(one.name, kwargs={name: place[name] for name in names})


def _covers(role: str, right: str, place: str) -> bool:
    """What the policy itself says: does this role's right reach the place from a posting at the own site?"""
    values = next(entry.values for entry in dated.entries("roles") if entry.code == role)
    if right not in values["rights"]:
        return False
    reach = next(e.values.get("reach", values["reach"]) for e in dated.entries("rights") if e.code == right)
    return place == "own" or reach == "national"


def _others() -> list[Address]:
    return [one for one in table() if one.name not in LEAVE]


class TestTheTable:
    def test_names_an_audience_for_every_address(self):
        rights = {entry.code for entry in dated.entries("rights")} | {ANYONE, SIGNED_IN, DEMO}
        assert [one.name for one in table() if one.audience.may not in rights] == []

    def test_knows_no_right_that_nobody_holds(self):
        held = {right for entry in dated.entries("roles") for right in entry.values["rights"]}
        assert {entry.code for entry in dated.entries("rights")} == held

    def test_has_an_example_for_every_parameter(self, world):
        missing: list[str] = []
        for one in table():
            _address(one, world["own"], missing)
        assert missing == [], "Give `_place` an object for these, so that they are tried as own and foreign."


class TestAStranger:
    def test_comes_only_to_what_is_for_anyone(self, world, client: Client):
        for one in _others():
            for method in one.audience.methods:
                answer = client.generic(method, _address(one, world["own"], []))
                if one.audience.may in (ANYONE, DEMO):
                    assert answer.status_code < 500, f"{method} {one.name}: {answer.status_code}"
                elif method == "POST":
                    assert (answer.status_code, b"You have been signed out" in answer.content) == (401, True), one.name
                else:
                    assert (answer.status_code, "/sign-in/" in answer.get("Location", "")) == (302, True), (
                        f"{method} {one.name}"
                    )
                client.cookies.clear()

    def test_finds_nothing_of_the_demo_outside_it(self, world, client: Client, settings):
        settings.UPTON_DEMO = False
        for one in table():
            if one.audience.may == DEMO:
                assert client.get(_address(one, world["own"], [])).status_code == 404


@pytest.mark.parametrize("role", ROLES)
class TestARole:
    def test_comes_to_what_it_may_and_to_nothing_else(self, role, world):
        """Own objects: open to those with the right; 403 to all others; never an error."""
        colleague = factories.colleague(role=role, site=world["own"]["site"])
        wrong = []
        for one in _others():
            if one.audience.may in (ANYONE, DEMO):
                continue
            allowed = one.audience.may == SIGNED_IN or _covers(role, one.audience.may, "own")
            for method in one.audience.methods:
                client = factories.sign_in(Client(), colleague)
                status = client.generic(method, _address(one, world["own"], [])).status_code
                fits = status < 500 and (status != 403 if method == "GET" else True) if allowed else status == 403
                if not fits:
                    wrong.append(f"{method} {one.name}: {status}, allowed: {allowed}")
        assert wrong == []

    def test_opens_nothing_foreign_beyond_its_reach(self, role, world):
        """Foreign objects: what the right doesn't reach does not exist, and nothing is ever stated there."""
        colleague = factories.colleague(role=role, site=world["own"]["site"])
        before = set(FactRow.objects.filter(chain=world["foreign"]["site_id"]).values_list("id", flat=True))
        wrong = []
        for one in _others():
            objects = set(PARAMETER.findall(one.route)) - {"reference", "username", "register_id"}
            if one.audience.may in (ANYONE, DEMO) or not objects:
                continue
            right = SEEN_BY.get(one.name.partition(":")[0], one.audience.may)
            if right != SIGNED_IN and _covers(role, right, "foreign"):
                continue
            for method in one.audience.methods:
                client = factories.sign_in(Client(), colleague)
                answer = client.generic(method, _address(one, world["foreign"], []))
                if method == "GET" and answer.status_code not in (403, 404):
                    wrong.append(f"{method} {one.name}: {answer.status_code}")
        after = set(FactRow.objects.filter(chain=world["foreign"]["site_id"]).values_list("id", flat=True))
        assert wrong == []
        assert after == before
