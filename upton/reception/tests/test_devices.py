"""Screens and tablets of a site: paired by a code, taken out of use; and a public screen on which nobody has a name."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from upton.claimants.tests.factories import claimant
from upton.diary import operations as diary
from upton.foundation import devices
from upton.foundation.actors import SYSTEM
from upton.foundation.models import FactRow
from upton.foundation.refusals import NotPermitted, NotPossible
from upton.foundation.tests.clocks import stop
from upton.organisation.tests import factories
from upton.reception import operations, queries
from upton.reception.models import Device, LastSeen, Visit
from upton.reception.rules import devices as rules
from upton.reception.tests.at_the_desk import Desk, at, text, words

pytestmark = pytest.mark.django_db
NOW = at(10, 5)
MANAGER = "customer_service_manager"


@pytest.fixture
def desk(client, monkeypatch):
    stop(monkeypatch)
    made = Desk(client)
    made.manager = factories.colleague("Maeve Oduya", role=MANAGER, site=made.site)
    made.maeve = factories.actor(made.manager)
    made.keeper = factories.sign_in(Client(), made.manager)
    return made


def added(desk, kind="screen", **own):
    return operations.add_device(site=desk.site, kind=kind, name="Front door", by=desk.maeve, now=NOW, **own)


def paired(desk, kind="screen", **own):
    """A browser on a machine that is paired with the site."""
    device = added(desk, kind, **own)
    machine = Client()
    machine.post("/device/", {"key": "2b1e7a3c-8f5d-4b6a-9c0e-000000000001", "code": device.code})
    machine.device = Device.objects.get(pk=device.pk)
    return machine


class TestRules:
    @pytest.mark.parametrize("typed", ["A2C3 D4E5", "a2c3-d4e5", " A2C3D4E5\n"])
    def test_know_a_code_however_it_was_typed(self, typed):
        assert rules.signs_in(typed) == "A2C3D4E5"

    @pytest.mark.parametrize(
        ("text", "fits"), [("", False), ("  \n ", False), ("x" * 121, False), ("Lift is out", True)]
    )
    def test_keep_a_message_short(self, text, fits):
        if fits:
            assert rules.require_message(text, longest=120) == text
        else:
            with pytest.raises(NotPossible):
                rules.require_message(text, longest=120)


class TestPairing:
    def test_needs_the_right_at_the_site(self, desk):
        for by in (desk.ada, factories.actor_as(MANAGER)):
            with pytest.raises(NotPermitted):
                operations.add_device(site=desk.site, kind="screen", name="X", by=by, now=NOW)

    def test_keeps_neither_code_nor_key(self, desk):
        device = added(desk)
        made = operations.pair(device=device, by=SYSTEM, now=NOW)
        kept = str(Device.objects.values().get())
        assert device.code not in kept
        assert made.key not in kept

    def test_happens_once_by_each_code(self, desk):
        device = added(desk)
        operations.pair(device=device, by=SYSTEM, now=NOW)
        with pytest.raises(NotPossible):
            operations.device_with_code(device.code, address="x", now=NOW)
        with pytest.raises(NotPossible):
            operations.pair(device=device, by=SYSTEM, now=NOW)

    def test_is_over_after_ten_minutes(self, desk):
        device = added(desk)
        assert operations.device_with_code(device.code, address="x", now=NOW + timedelta(minutes=9)) == device
        with pytest.raises(NotPossible, match="ten minutes"):
            operations.device_with_code(device.code, address="x", now=NOW + timedelta(minutes=10))

    def test_lets_nobody_guess(self, desk):
        device = added(desk)
        for _ in range(5):
            with pytest.raises(NotPossible, match="not known"):
                operations.device_with_code("AAAAAAAA", address="x", now=NOW)
        with pytest.raises(NotPossible, match="too many tries"):
            operations.device_with_code(device.code, address="x", now=NOW)
        assert operations.device_with_code(device.code, address="y", now=NOW) == device

    def test_puts_another_machine_in_place_of_the_first(self, desk):
        first = paired(desk)
        again = operations.renew_code(device=first.device, by=desk.maeve, now=NOW)
        assert first.get("/screen/").status_code == 200
        Client().post("/device/", {"key": "2b1e7a3c-8f5d-4b6a-9c0e-000000000002", "code": again.code})
        assert first.get("/screen/").status_code == 302

    def test_gives_a_cookie_that_no_script_reads(self, desk):
        cookie = paired(desk).cookies[devices.COOKIE]
        assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 365 * 24 * 3600)

    @pytest.mark.parametrize("code", ["", "nonsense", "AAAAAAAA", "A" * 500, "²²²²²²²²", "\x00"])
    def test_says_at_the_field_what_is_wrong(self, db, code):
        response = Client().post("/device/", {"key": "2b1e7a3c-8f5d-4b6a-9c0e-000000000003", "code": code})
        assert response.status_code == 422
        assert devices.COOKIE not in response.cookies


class TestADevice:
    def test_opens_its_own_page_and_no_other(self, desk):
        screen, tablet = paired(desk), paired(desk, "tablet")
        assert screen.get("/screen/").status_code == 200
        assert tablet.get("/self-check-in/").status_code == 200
        for machine, address in ((screen, "/self-check-in/"), (tablet, "/screen/"), (Client(), "/screen/")):
            assert machine.get(address)["Location"] == "/device/"
        assert screen.post("/self-check-in/").status_code == 403
        for address in ("/floor/", "/", f"/sites/{desk.site.pk}/devices/"):
            assert "/sign-in/" in screen.get(address)["Location"]

    def test_is_nobody_even_where_somebody_is_signed_in(self, desk):
        machine = factories.sign_in(paired(desk), desk.manager)
        html = text(machine.get("/screen/"))
        assert "Maeve" not in html
        assert desk.keeper.get("/screen/").status_code == 302

    def test_is_shut_out_at_once_and_let_in_again_by_undoing_it(self, desk):
        machine = paired(desk)
        operations.revoke_device(device=machine.device, by=desk.maeve, now=NOW)
        assert machine.get("/screen/").status_code == 302
        operations.restore_device(device=machine.device, by=desk.maeve, now=NOW + timedelta(minutes=9))
        assert machine.get("/screen/").status_code == 200
        operations.revoke_device(device=machine.device, by=desk.maeve, now=NOW)
        with pytest.raises(NotPossible):
            operations.restore_device(device=machine.device, by=desk.maeve, now=NOW + timedelta(minutes=11))

    def test_believes_no_cookie_that_we_did_not_sign(self, desk):
        machine = paired(desk)
        for forged in ("x", f"{machine.device.pk}:key", machine.cookies[devices.COOKIE].value + "x"):
            assert devices.device_behind(forged) is None

    def test_may_follow_the_floor_of_its_site_and_nothing_else(self, desk):
        one = devices.device_behind(paired(desk).cookies[devices.COOKIE].value)
        topics = [f"floor:{desk.site.pk}", f"floor:{factories.site().pk}", "claimant:1", "duties:1", "floor:"]
        assert [topic for topic in topics if one.may_follow(topic)] == [f"floor:{desk.site.pk}"]

    def test_is_seen_at_most_once_a_minute(self, desk, monkeypatch):
        machine = paired(desk)
        machine.get("/screen/")
        stop(monkeypatch, NOW + timedelta(seconds=59))
        machine.get("/screen/")
        assert LastSeen.objects.get().at == NOW
        stop(monkeypatch, NOW + timedelta(seconds=61))
        machine.get("/screen/")
        assert LastSeen.objects.get().at == NOW + timedelta(seconds=61)


class TestThePageOfASite:
    def address(self, desk):
        return f"/sites/{desk.site.pk}/devices/"

    def posts(self, desk, address, **data):
        from uuid import uuid4

        return desk.keeper.post(address, {"key": str(uuid4())} | data, follow=True)

    def test_shows_the_code_once(self, desk):
        html = text(self.posts(desk, self.address(desk), kind="screen", name="Front door"))
        code = re.search(r'u-code__signs">([^<]+)<', html)[1]
        assert operations.device_with_code(code, address="x", now=NOW).name == "Front door"
        assert code not in text(desk.keeper.get(self.address(desk)))

    def test_says_how_each_stands_and_when_it_was_seen(self, desk):
        added(desk, "tablet")
        paired(desk).get("/screen/")
        html = words(desk.keeper.get(self.address(desk)))
        for said in ("waits for its code", "on", "just now", "never"):
            assert said in html

    @pytest.mark.parametrize(
        ("kind", "name"), [("", "Door"), ("toaster", "Door"), ("screen", ""), ("screen", "x" * 61)]
    )
    def test_keeps_what_was_typed_and_adds_nothing(self, desk, kind, name):
        assert self.posts(desk, self.address(desk), kind=kind, name=name).status_code == 422
        assert not Device.objects.exists()

    def test_takes_out_of_use_and_offers_to_undo_it(self, desk):
        one = added(desk)
        html = text(self.posts(desk, f"/devices/{one.pk}/revoke/"))
        assert f"/devices/{one.pk}/restore/" in html
        assert "No screen or tablet stands here yet." in html
        assert "Front door" in words(self.posts(desk, f"/devices/{one.pk}/restore/"))

    def test_puts_a_line_on_the_screens_takes_it_down_and_back(self, desk):
        machine, message = paired(desk), f"/sites/{desk.site.pk}/screen-message/"
        self.posts(desk, message, text="The lift is   out of order.")
        assert "The lift is out of order." in text(machine.get("/screen/"))
        assert f"{message}put-back/" in text(self.posts(desk, message + "take-down/"))
        assert "The lift" not in text(machine.get("/screen/"))
        self.posts(desk, message + "put-back/")
        assert "The lift is out of order." in text(machine.get("/screen/"))
        assert self.posts(desk, message, text="x" * 121).status_code == 422
        bodies = " ".join(row.body for row in FactRow.objects.all())
        assert "lift" not in bodies

    def test_is_not_there_for_other_sites(self, desk):
        other = factories.site()
        assert desk.keeper.get(f"/sites/{other.pk}/devices/").status_code == 404
        assert desk.client.get(self.address(desk)).status_code == 403

    def test_asks_little(self, desk, django_assert_max_num_queries):
        for _ in range(12):
            added(desk)
        desk.keeper.get(self.address(desk))
        with django_assert_max_num_queries(12):
            desk.keeper.get(self.address(desk))


class TestTheScreen:
    """A full floor, and nobody's name, purpose, reason, need or reference."""

    def walks_in(self, desk, name, minute, **own):
        told = {"claimant": None, "reason": "payment", "need": "Money is short"} | own
        return operations.walk_in(site=desk.site, name=name, by=desk.ada, now=at(9, minute), **told)

    @pytest.fixture
    def full(self, desk):
        people = [claimant(f"Person{n} Secretname", site=desk.site) for n in range(30)]
        for number, one in enumerate(people):
            booked = desk.expects(claimant=one, starts_at=at(9) + timedelta(minutes=10 * number), minutes=10)
            diary.check_in(appointment=booked, by=SYSTEM, now=at(8, 30))
        desk.expects("Not Yethere", at(16))
        urgent = self.walks_in(desk, "Zoe Undertow", 20, reason="urgent_help")
        self.walks_in(desk, "", 21, claimant=claimant("Wanda Walkin", site=desk.site))
        operations.receive_visitor(
            site=desk.site, name="Boiler Firm", reason="contractor", need="", by=desk.ada, now=NOW
        )
        for number, visit in enumerate([*Visit.objects.order_by("ticket")[:3], urgent]):
            operations.call_in(visit=visit, to=f"Desk {number + 1}", by=desk.ada, now=at(10, number))
        return desk

    def test_names_nobody_and_nothing_they_came_for(self, full):
        html = paired(full).get("/screen/").content.decode()
        secret = [one.reference for one in [v.claimant for v in Visit.objects.exclude(claimant=None)]]
        names = ["Secretname", "Undertow", "Wanda", "Walkin", "Boiler", "Yethere", "Ben Hart", "Ada Obi", "Money"]
        codes = [
            "payment",
            "urgent",
            "work_focused",
            "interview",
            "contractor",
            "claimants/",
            "appointments/",
            "visits/",
        ]
        assert [word for word in [*secret, *names, *codes] if word.casefold() in html.casefold()] == []

    def test_shows_the_last_three_calls_the_newest_first(self, full):
        html = text(paired(full).get("/screen/"))
        calls = re.findall(r'u-screen__ticket">(\d+)</b>.*?</span> (Desk \d)', html)
        assert calls == [("31", "Desk 4"), ("3", "Desk 3"), ("2", "Desk 2")]

    def test_shows_who_waits_by_ticket_with_time_lateness_and_how_many_more(self, full):
        html = words(paired(full).get("/screen/"))
        assert re.search(r"4 09:30 about 35 min late 5 09:40", html)
        assert "and 13 more wait" in html

    def test_says_that_somebody_has_no_appointment(self, desk):
        self.walks_in(desk, "Joe", 30)
        assert re.search(r"1 no appointment", words(paired(desk).get("/screen/")))

    def test_leaves_a_call_that_was_answered_for_five_minutes(self, desk):
        visit = self.walks_in(desk, "Joe", 30)
        operations.call_in(visit=visit, to="Desk 4", by=desk.ada, now=at(10))
        operations.see(visit=visit, by=factories.actor(desk.ben), now=at(10, 1))
        found = [len(queries.screen_of(desk.site.pk, now=at(10, minute)).calls) for minute in (5, 6)]
        assert found == [1, 0]

    def test_shows_its_own_site_alone(self, full):
        other = Desk(Client())
        other.maeve = factories.actor_as(MANAGER, site=other.site)
        html = words(paired(other).get("/screen/"))
        assert ("Nobody waits." in html, "Nobody is called yet." in html) == (True, True)

    def test_follows_the_floor_live(self, full):
        assert f'data-live="floor:{full.site.pk}"' in text(paired(full).get("/screen/"))

    def test_asks_as_much_for_a_full_floor(self, full, django_assert_max_num_queries):
        machine = paired(full)
        machine.get("/screen/")
        with django_assert_max_num_queries(8):
            machine.get("/screen/")
