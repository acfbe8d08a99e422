"""Every address × every role × a stranger, GET and POST, own and foreign objects, against the one declared table."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from upton.foundation import clock
from upton.foundation.addresses import ANYONE, DEMO, DEVICES, SIGNED_IN, TABLET, Address, table
from upton.foundation.devices import COOKIE
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
    from upton.claimants.models import PossibleDuplicate
    from upton.diary import operations as diary
    from upton.diary.models import GroupSession, Series, Spread
    from upton.diary.tests import working
    from upton.duties.models import Duty
    from upton.evidence.models import Receipt
    from upton.foundation.actors import SYSTEM
    from upton.foundation.dated import from_day
    from upton.organisation.models import Language, OutreachPlace, Register, SiteLink, SpecialistLead
    from upton.reception import operations as reception
    from upton.reception.models import Computer, Proof, SiteDay, TravelRefund

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
    visit = reception.walk_in(
        site=site, claimant=None, name=f"Somebody at {name}", reason="payment", need="", by=SYSTEM, now=now
    )
    computer = Computer.objects.create(site=site, name="Computer 1", added_at=now)
    letter = {"visit": visit, "given_at": now}
    papers = Receipt.objects.create(claimant=claimant, kind="wages", site=site, taken_at=now, returned=True)
    call = claimants.begin_call(site=site, claimant=claimant, direction="in", security="passed", by=SYSTEM, now=now)
    device = reception.add_device(site=site, kind="tablet", name="Front door", by=SYSTEM, now=now)
    return {
        "device_id": device.pk,
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
        "page": "at-the-desk",
        "picture": "front-before-my-day.png",
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
        "spread_id": Spread.objects.create(
            colleague=coach, site=site, during=(now, now + timedelta(hours=4)), done_at=now
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
        "other_id": other.pk,
        "merge_id": _merge(site).pk,
        "pair_id": PossibleDuplicate.objects.create(
            first=claimant, second=other, probability=0.9, because=["same_phone"], found_at=now
        ).pk,
        "computer_id": computer.pk,
        "use_id": reception.walk_up(computer=computer, by=SYSTEM, now=now).pk,
        "proof_id": Proof.objects.create(**letter, until=now).pk,
        "refund_id": TravelRefund.objects.create(**letter, how="bus", paid_pence=210, amount_pence=210).pk,
        "receipt_id": papers.pk,
        "evidence_id": papers.documents.create(
            content_type="application/pdf", size=9, sha256="0" * 64, stored_as=f"{papers.pk:032}"
        ).pk,
        "note_id": claimants.pin_note(claimant=claimant, text="Ring first.", by=SYSTEM, now=now).pk,
        "clock_id": _clock(site, coach).pk,
        "site_day_id": SiteDay.objects.create(site=site, day=now.date() - timedelta(days=1)).pk,
        "visit_id": visit.pk,
        "whom": "work_coach",
        "reference": "not-a-search",
    }


def _merge(site: Any) -> Any:
    from upton.claimants import operations
    from upton.claimants.tests.factories import claimant
    from upton.foundation.actors import SYSTEM

    one, other = (claimant(f"{name} Twice of {site.pk}", site=site) for name in ("Ann", "Anne"))
    return operations.merge(survivor=one, other=other, by=SYSTEM, now=clock.now())


def _clock(site: Any, coach: Any) -> Any:
    from upton.claimants.tests.factories import claimant
    from upton.coaching.tests.factories import clock as a_clock

    return a_clock(claimant(f"Missed at {site.pk}", site=site, coach=coach))


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
        rights = {entry.code for entry in dated.entries("rights")} | {ANYONE, SIGNED_IN, DEMO, *DEVICES}
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
                elif one.audience.may in DEVICES:
                    assert _is_for_devices_alone(answer, method), f"{method} {one.name}: {answer.status_code}"
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


def _again(signed_in: Client) -> Client:
    """Another browser window of somebody: signed in, and nothing of what was done before."""
    client = Client()
    client.handler = signed_in.handler
    client.cookies.load(signed_in.cookies.output(header="", sep=";"))
    return client


def _is_for_devices_alone(answer: Any, method: str) -> bool:
    """Whether whoever came is told to pair the device: nobody's rights open what is a device's."""
    return answer.status_code == 403 if method == "POST" else answer.get("Location") == "/device/"


class TestADevice:
    def test_comes_to_the_pages_of_its_kind_and_is_a_stranger_everywhere_else(self, world):
        """A tablet that is paired: its own pages open, those of screens and of colleagues do not."""
        from upton.foundation.actors import SYSTEM
        from upton.reception import operations, queries
        from upton.reception.models import Device

        device = Device.objects.get(pk=world["own"]["device_id"])
        made = operations.pair(device=device, by=SYSTEM, now=clock.now())
        wrong = []
        for one in _others():
            if one.audience.may in (ANYONE, DEMO):
                continue
            for method in one.audience.methods:
                client = Client()
                client.cookies[COOKIE] = queries.cookie_of(made, made.key)
                answer = client.generic(method, _address(one, world["own"], []))
                if one.audience.may == TABLET:
                    fits = answer.status_code == 200
                elif one.audience.may in DEVICES:
                    fits = _is_for_devices_alone(answer, method)
                else:
                    fits = answer.status_code == 401 or "/sign-in/" in answer.get("Location", "")
                if not fits:
                    wrong.append(f"{method} {one.name}: {answer.status_code}")
        assert wrong == []


@pytest.mark.parametrize("role", ROLES)
class TestARole:
    def test_comes_to_what_it_may_and_to_nothing_else(self, role, world):
        """Own objects: open to those with the right; 403 to all others; never an error."""
        signed_in = factories.sign_in(Client(), factories.colleague(role=role, site=world["own"]["site"]))
        wrong = []
        for one in _others():
            if one.audience.may in (ANYONE, DEMO):
                continue
            if one.audience.may in DEVICES:
                answers = [
                    (m, _again(signed_in).generic(m, _address(one, world["own"], []))) for m in one.audience.methods
                ]
                wrong += [f"{m} {one.name}" for m, answer in answers if not _is_for_devices_alone(answer, m)]
                continue
            allowed = one.audience.may == SIGNED_IN or _covers(role, one.audience.may, "own")
            for method in one.audience.methods:
                status = _again(signed_in).generic(method, _address(one, world["own"], [])).status_code
                fits = status < 500 and (status != 403 if method == "GET" else True) if allowed else status == 403
                if not fits:
                    wrong.append(f"{method} {one.name}: {status}, allowed: {allowed}")
        assert wrong == []

    def test_opens_nothing_foreign_beyond_its_reach(self, role, world):
        """Foreign objects: what the right doesn't reach does not exist, and nothing is ever stated there."""
        signed_in = factories.sign_in(Client(), factories.colleague(role=role, site=world["own"]["site"]))
        before = set(FactRow.objects.filter(chain=world["foreign"]["site_id"]).values_list("id", flat=True))
        wrong = []
        for one in _others():
            objects = set(PARAMETER.findall(one.route)) - {"reference", "username", "register_id", "page", "picture"}
            if one.audience.may in (ANYONE, DEMO) or not objects:
                continue
            right = SEEN_BY.get(one.name.partition(":")[0], one.audience.may)
            if right != SIGNED_IN and _covers(role, right, "foreign"):
                continue
            if one.audience.may != SIGNED_IN and not _covers(role, one.audience.may, "own"):
                continue  # They are stopped at the gate, as their own objects show, whatever the object is.
            for method in one.audience.methods:
                answer = _again(signed_in).generic(method, _address(one, world["foreign"], []))
                if method == "GET" and answer.status_code not in (403, 404):
                    wrong.append(f"{method} {one.name}: {answer.status_code}")
        after = set(FactRow.objects.filter(chain=world["foreign"]["site_id"]).values_list("id", flat=True))
        assert wrong == []
        assert after == before
