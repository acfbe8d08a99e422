"""Papers at the desk: proof of attendance, travel refunds worked out line by line, and the refunds of a day (FOH-1)."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest

from upton.claimants.tests.factories import claimant
from upton.foundation.models import FactRow
from upton.foundation.refusals import NotPermitted, NotPossible
from upton.foundation.tests.clocks import TUESDAY, stop
from upton.organisation.tests import factories
from upton.reception import operations
from upton.reception.models import Computer, Proof, SiteDay, TravelRefund, Visit
from upton.reception.rules import papers
from upton.reception.tests.at_the_desk import Desk, at, words

DAY = date(2026, 11, 24)


@pytest.fixture
def desk(client, monkeypatch, db):
    stop(monkeypatch)
    return Desk(client)


@pytest.fixture
def amina(desk):
    operations.check_in(appointment=desk.expects(), by=desk.ada, now=at(10))
    return Visit.objects.get()


def refund(desk, visit, how="bus", **own):
    own = {"paid": Decimal("4.60"), "seen": True} | own
    return operations.refund_travel(visit=visit, how=how, by=desk.ada, now=TUESDAY, **own)


class TestWorkOut:
    @pytest.mark.parametrize(
        ("how", "given", "lines", "pence"),
        [
            ("car", {"miles": Decimal("12.4")}, ["Own car or motorcycle: 12.4 miles at 25p a mile"], 310),
            ("bicycle", {"miles": Decimal("0.1")}, ["Bicycle: 0.1 miles at 20p a mile"], 2),
            ("car", {"miles": Decimal("0.1")}, ["Own car or motorcycle: 0.1 miles at 25p a mile"], 3),
            ("bus", {"paid": Decimal("4.60"), "seen": True}, ["Bus or tram: as paid, ticket seen"], 460),
            (
                "train",
                {"paid": Decimal("41.05"), "seen": True},
                ["Train or underground: as paid, ticket seen", "The most for one visit is £30.00"],
                3000,
            ),
        ],
    )
    def test_says_each_line_and_the_sum(self, how, given, lines, pence):
        worked = papers.work_out(how, **({"miles": None, "paid": None, "seen": False} | given), day=DAY)
        assert [line for line, _ in worked.lines] == lines
        assert worked.pence == pence == sum(one for _, one in worked.lines)

    @pytest.mark.parametrize(
        ("how", "given", "field"),
        [
            ("", {}, "how"),
            ("visit", {"miles": Decimal(1)}, "how"),
            ("broomstick", {}, "how"),
            ("car", {}, "miles"),
            ("car", {"miles": Decimal(0)}, "miles"),
            ("car", {"miles": Decimal("500.1")}, "miles"),
            ("bus", {"seen": True}, "paid"),
            ("bus", {"paid": Decimal("-1"), "seen": True}, "paid"),
            ("bus", {"paid": Decimal("4.60")}, "seen"),
        ],
    )
    def test_refuses_at_the_field(self, how, given, field):
        with pytest.raises(NotPossible) as refused:
            papers.work_out(how, **({"miles": None, "paid": None, "seen": False} | given), day=DAY)
        assert refused.value.field == field

    @pytest.mark.parametrize(("pence", "said"), [(0, "£0.00"), (5, "5p"), (310, "£3.10"), (-1105, "-£11.05")])
    def test_writes_money_as_people_do(self, pence, said):
        assert papers.pounds(pence) == said


class TestProof:
    def test_prints_name_day_times_and_who_signed(self, desk, amina):
        html = words(desk.posts(f"/visits/{amina.pk}/proof/"))
        for said in ("To whom it may concern", "Tuesday 24 November 2026", "Ada Obi",
                     "Amina Khan was at this office on this day, from 10:00 to 10:05."):  # fmt: skip
            assert said in html
        row = FactRow.objects.get(kind="reception.proof_given")
        assert json.loads(row.body) == {"visit_id": amina.pk, "proof_id": Proof.objects.get().pk}

    def test_ends_when_they_left(self, desk, amina):
        Visit.objects.filter(pk=amina.pk).update(state="left", left_at=at(10, 2))
        assert operations.give_proof(visit=amina, by=desk.ada, now=TUESDAY).until == at(10, 2)

    @pytest.mark.parametrize("state", ["withdrawn", "left_unseen"])
    def test_is_not_for_who_did_not_attend(self, desk, amina, state):
        Visit.objects.filter(pk=amina.pk).update(state=state)
        with pytest.raises(NotPossible):
            operations.give_proof(visit=amina, by=desk.ada, now=TUESDAY)

    def test_is_not_given_by_who_does_not_see_the_name(self, desk, amina):
        type(amina.claimant).objects.update(restricted_as="staff")
        with pytest.raises(NotPossible, match="Open the record"):
            operations.give_proof(visit=amina, by=desk.ada, now=TUESDAY)

    def test_is_taken_back_within_ten_minutes(self, desk, amina):
        one = operations.give_proof(visit=amina, by=desk.ada, now=TUESDAY)
        with pytest.raises(NotPossible):
            operations.take_proof_back(proof=one, by=desk.ada, now=TUESDAY + timedelta(minutes=11))
        desk.posts(f"/proofs/{one.pk}/take-back/")
        assert "taken back" in words(desk.client.get(f"/proofs/{one.pk}/"))


class TestRefund:
    def test_is_worked_out_on_the_slip_and_told_to_the_claimant(self, desk, amina):
        html = words(desk.posts(f"/visits/{amina.pk}/travel-refund/", how="car", miles="12.4"))
        for said in ("£3.10", "12.4 miles at 25p a mile", "Paid by Ada Obi", amina.claimant.reference):
            assert said in html
        body = json.loads(FactRow.objects.get(kind="reception.travel_refunded").body)
        assert (body["how"], body["amount_pence"]) == ("car", 310)

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            ({}, "Choose how they came"),
            ({"how": "car", "miles": "far"}, "12"),
            ({"how": "bus", "paid": "4.60"}, "Look at the ticket"),
            ({"how": "bus", "seen": "seen"}, "Enter what the tickets cost"),
            ({"how": "bus", "paid": "99999999999999999999", "seen": "seen"}, "Enter"),
        ],
    )
    def test_refuses_bad_input_and_keeps_what_was_typed(self, desk, amina, data, sentence):
        answer = desk.posts(f"/visits/{amina.pk}/travel-refund/", **data)
        assert (answer.status_code, sentence in words(answer)) == (422, True)
        assert data.get("paid", "") in answer.content.decode()
        assert not TravelRefund.objects.exists()

    def test_happens_once_for_a_visit_until_it_is_taken_back(self, desk, amina):
        one = refund(desk, amina)
        with pytest.raises(NotPossible, match="already"):
            refund(desk, amina)
        operations.take_refund_back(refund=one, by=desk.ada, now=TUESDAY + timedelta(minutes=9))
        assert refund(desk, amina).amount_pence == 460

    def test_is_paid_on_the_day_and_before_it_is_signed(self, desk, amina):
        with pytest.raises(NotPossible, match="on the day"):
            operations.refund_travel(
                visit=amina, how="car", miles=Decimal(3), by=desk.ada, now=TUESDAY + timedelta(days=1)
            )
        SiteDay.objects.update(closed_at=TUESDAY)
        with pytest.raises(NotPossible, match="signed"):
            refund(desk, amina)

    def test_needs_a_claimant_with_a_record(self, desk):
        joe = operations.walk_in(
            site=desk.site, claimant=None, name="Joe", reason="payment", need="", by=desk.ada, now=at(10)
        )
        with pytest.raises(NotPossible, match="Register them first"):
            refund(desk, joe)

    def test_is_for_the_front_of_house(self, desk, amina):
        ben = factories.actor(desk.ben)
        with pytest.raises(NotPermitted):
            operations.refund_travel(visit=amina, how="car", miles=Decimal(3), by=ben, now=TUESDAY)


class TestTheDay:
    def test_shows_the_total_and_downloads_it(self, desk, amina, client):
        refund(desk, amina)
        other = claimant("Ben Gale", site=desk.site)
        visit = operations.walk_in(
            site=desk.site, claimant=other, name="", reason="payment", need="", by=desk.ada, now=at(10)
        )
        refund(desk, visit, how="car", miles=Decimal(10), paid=None)
        assert client.get("/travel-refunds/").status_code == 403
        factories.sign_in(client, factories.colleague(role="customer_service_manager", site=desk.site))
        html = words(client.get("/travel-refunds/"))
        assert "£7.10" in html
        assert "Amina Khan" in html
        sheet = b"".join(client.get("/travel-refunds/download/?day=2026-11-24").streaming_content).decode()
        assert "Total,,,,,7.10," in sheet
        assert "Nothing was paid back" in words(client.get("/travel-refunds/?day=2026-11-23"))
        least = words(client.get("/travel-refunds/?sort=paid"))
        assert least.index("Ben Gale") < least.index("Amina Khan")
        most = b"".join(client.get("/travel-refunds/download/?day=2026-11-24&sort=-paid").streaming_content).decode()
        assert most.index("Amina Khan") < most.index("Ben Gale")
        assert client.get("/travel-refunds/?day=nonsense").status_code == 422

    def test_asks_few_questions(self, desk, amina, client, django_assert_max_num_queries):
        refund(desk, amina)
        factories.sign_in(client, factories.colleague(role="customer_service_manager", site=desk.site))
        client.get("/due/")
        with django_assert_max_num_queries(12):
            client.get("/travel-refunds/")


class TestTheVisit:
    def test_offers_a_computer_only_where_there_is_one(self, desk, amina):
        computer = Computer.objects.create(site=desk.site, name="By the window", added_at=at(9), out_since=at(9, 30))
        assert "A computer now" not in words(desk.client.get(f"/visits/{amina.pk}/"))
        Computer.objects.filter(pk=computer.pk).update(out_since=None)
        assert "A computer now" in words(desk.client.get(f"/visits/{amina.pk}/"))

    def test_offers_what_can_be_given(self, desk, amina):
        Computer.objects.create(site=desk.site, name="By the window", added_at=at(9))
        desk.expects(claimant=amina.claimant, starts_at=at(15))
        html = words(desk.client.get(f"/visits/{amina.pk}/"))
        for said in ("Proof of attendance", "Scan evidence", "Travel refund", "A computer now",
                     "Appointment card, Tue 24 Nov, 15:00"):  # fmt: skip
            assert said in html
