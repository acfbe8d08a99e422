"""Customer computers: one person at a time, in quarter hours, help counted, and every slip undone (FOH-3)."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from upton.claimants.tests.factories import claimant
from upton.foundation.models import FactRow
from upton.foundation.refusals import NotPermitted, NotPossible
from upton.foundation.tests.clocks import TUESDAY, stop
from upton.organisation.tests import factories
from upton.reception import operations, queries
from upton.reception.models import Computer, ComputerUse, SiteDay
from upton.reception.rules import computers as rules
from upton.reception.tests.at_the_desk import Desk, at, words

OPEN = (time(9), time(17))


@pytest.fixture
def desk(client, monkeypatch, db):
    stop(monkeypatch)
    return Desk(client)


@pytest.fixture
def one(desk):
    return Computer.objects.create(site=desk.site, name="Computer 1", added_at=at(8))


@pytest.fixture
def two(desk):
    return Computer.objects.create(site=desk.site, name="Computer 2", added_at=at(8))


@pytest.fixture
def amina(desk):
    return claimant("Amina Khan", site=desk.site)


def book(desk, computer, starts_at=None, minutes=30, **own):
    return operations.book_computer(
        computer=computer, starts_at=starts_at or at(11), minutes=minutes, by=desk.ada, now=TUESDAY, **own
    )


def sit(desk, computer, now=TUESDAY, **own):
    return operations.walk_up(computer=computer, by=desk.ada, now=now, **own)


class TestRequireTime:
    @pytest.mark.parametrize(
        ("starts_at", "minutes", "opening", "field"),
        [
            (at(11, 10), 30, OPEN, "starts_at"),
            (at(11), 25, OPEN, "minutes"),
            (at(9), 30, OPEN, "starts_at"),
            (at(16, 45), 30, OPEN, "starts_at"),
            (at(8), 30, (time(9), time(17)), "starts_at"),
            (at(11), 30, None, "day"),
            (at(11) + timedelta(days=29), 30, OPEN, "day"),
        ],
    )
    def test_refuses_at_the_field(self, starts_at, minutes, opening, field):
        with pytest.raises(NotPossible) as refused:
            rules.require_time(starts_at, minutes, now=TUESDAY, opening=opening)
        assert refused.value.field == field

    def test_takes_the_quarter_that_has_begun(self):
        assert rules.require_time(at(10), 15, now=TUESDAY, opening=OPEN) == (at(10), at(10, 15))


class TestBooking:
    def test_takes_the_time_of_the_computer(self, desk, one, two, amina):
        book(desk, one, claimant=amina)
        with pytest.raises(NotPossible, match="taken at that time"):
            book(desk, one, at(11, 15), name="Joe")

    def test_lets_somebody_have_one_computer_at_a_time(self, desk, one, two, amina):
        book(desk, one, claimant=amina)
        with pytest.raises(NotPossible, match="They have a computer"):
            book(desk, two, at(11, 15), claimant=amina)

    def test_follows_at_once(self, desk, one):
        book(desk, one, name="Joe")
        assert book(desk, one, at(11, 30), name="Ann").during.lower == at(11, 30)

    def test_needs_an_open_site_a_computer_in_use_and_an_unsigned_day(self, desk, one):
        with pytest.raises(NotPossible, match="closed"):
            book(desk, one, at(11) + timedelta(days=4), name="Joe")
        operations.take_out(computer=one, reason="No screen", by=desk.ada, now=TUESDAY)
        with pytest.raises(NotPossible, match="out of use"):
            book(desk, one, name="Joe")
        operations.put_back(computer=one, by=desk.ada, now=TUESDAY)
        SiteDay.objects.create(site=desk.site, day=TUESDAY.date(), closed_at=TUESDAY)
        with pytest.raises(NotPossible, match="signed"):
            book(desk, one, name="Joe")

    def test_is_for_the_front_of_house_of_the_site(self, desk, one):
        for role, site in (("work_coach", desk.site), ("service_delivery_support", None)):
            by = factories.actor(factories.colleague(role=role, site=site or factories.site("Elsewhere")))
            with pytest.raises(NotPermitted):
                operations.book_computer(computer=one, starts_at=at(11), minutes=30, name="Joe", by=by, now=TUESDAY)

    def test_keeps_names_out_of_the_facts(self, desk, one):
        book(desk, one, name="Josephine")
        assert "Josephine" not in FactRow.objects.get(kind="reception.computer_booked").body


class TestUse:
    def test_lasts_half_an_hour_or_until_the_next_booking(self, desk, one, two):
        assert sit(desk, two).until == TUESDAY + timedelta(minutes=30)
        book(desk, one, at(10, 15), name="Joe")
        assert sit(desk, one).until == at(10, 15)

    def test_does_not_begin_just_before_a_booking(self, desk, one):
        book(desk, one, at(10, 15), name="Joe")
        with pytest.raises(NotPossible, match="booked in a few minutes"):
            sit(desk, one, now=at(10, 11))

    def test_holds_the_computer_until_it_is_ended_however_late(self, desk, one):
        use = sit(desk, one)
        later = at(11, 30)
        with pytest.raises(NotPossible, match="sits at this computer still"):
            sit(desk, one, now=later)
        (line,) = queries.computers_at(desk.ada, site_id=desk.site.pk, day=TUESDAY.date(), now=later)
        assert (line.taken.over, line.taken.words) == (55, "55 min over")
        operations.end_use(use=use, by=desk.ada, now=later)
        assert sit(desk, one, now=later).begun_at == later

    def test_of_yesterday_stands_on_the_page_until_it_is_ended(self, desk, one):
        use = sit(desk, one, now=TUESDAY - timedelta(days=1))
        html = words(desk.client.get("/computers/"))
        assert "1 of 1 in use" in html
        assert "min over" in html
        desk.posts(f"/computers/uses/{use.pk}/end-use/")
        assert "0 of 1 in use" in words(desk.client.get("/computers/"))

    def test_gives_free_what_is_left(self, desk, one):
        use = book(desk, one, at(10), minutes=60, name="Joe")
        operations.begin_use(use=use, by=desk.ada, now=TUESDAY)
        operations.end_use(use=use, by=desk.ada, now=at(10, 20))
        assert book(desk, one, at(10, 30), name="Ann").during.lower == at(10, 30)

    def test_is_not_begun_before_its_time(self, desk, one):
        use = book(desk, one, at(11), name="Joe")
        with pytest.raises(NotPossible, match="comes later"):
            operations.begin_use(use=use, by=desk.ada, now=at(10, 44))
        assert operations.begin_use(use=use, by=desk.ada, now=at(10, 45)).begun_at == at(10, 45)

    def test_is_counted_for_the_close_of_day(self, desk, one, two):
        day = TUESDAY.date()
        use = sit(desk, one)
        book(desk, two, name="Joe")
        assert queries.computers_in_use(desk.site.pk, day) == 1
        operations.end_use(use=use, by=desk.ada, now=TUESDAY)
        assert queries.computers_in_use(desk.site.pk, day) == 0


class TestUndo:
    def test_takes_each_act_back_for_ten_minutes(self, desk, one):
        late = TUESDAY + timedelta(minutes=11)
        use = book(desk, one, at(10), name="Joe")
        acts = [
            (operations.begin_use, operations.undo_begin),
            (operations.cancel_use, operations.restore_use),
        ]
        for do, undo in acts:
            do(use=use, by=desk.ada, now=TUESDAY)
            with pytest.raises(NotPossible):
                undo(use=use, by=desk.ada, now=late)
            undo(use=use, by=desk.ada, now=TUESDAY)
        operations.begin_use(use=use, by=desk.ada, now=TUESDAY)
        operations.end_use(use=use, by=desk.ada, now=TUESDAY)
        with pytest.raises(NotPossible):
            operations.undo_end(use=use, by=desk.ada, now=late)
        back = operations.undo_end(use=use, by=desk.ada, now=TUESDAY)
        assert (back.ended_at, back.during.upper) == (None, use.until)

    def test_says_when_the_computer_was_booked_meanwhile(self, desk, one):
        use = book(desk, one, name="Joe")
        operations.cancel_use(use=use, by=desk.ada, now=TUESDAY)
        book(desk, one, name="Ann")
        with pytest.raises(NotPossible, match="taken at that time"):
            operations.restore_use(use=use, by=desk.ada, now=TUESDAY)

    def test_counts_help_and_takes_it_back(self, desk, one):
        use = sit(desk, one)
        operations.give_coaching(use=use, minutes=10, by=desk.ada, now=TUESDAY)
        given = operations.give_coaching(use=use, minutes=15, by=desk.ada, now=TUESDAY)
        assert (given.coached_minutes, given.coached_by_id) == (15, desk.ada.id)
        for minutes in (0, 121, -5):
            with pytest.raises(NotPossible):
                operations.give_coaching(use=use, minutes=minutes, by=desk.ada, now=TUESDAY)
        assert operations.undo_coaching(use=use, by=desk.ada, now=TUESDAY).coached_minutes == 0


class TestThePages:
    def test_let_somebody_sit_down_and_leave_in_one_press_each(self, desk, one):
        assert "Somebody is at Computer 1." in words(desk.posts(f"/computers/{one.pk}/walk-up/"))
        use = ComputerUse.objects.get()
        assert "1 of 1 in use" in words(desk.client.get("/computers/"))
        assert "Somebody has left Computer 1." in words(desk.posts(f"/computers/uses/{use.pk}/end-use/"))
        assert "Somebody is at Computer 1 still." in words(desk.posts(f"/computers/uses/{use.pk}/undo-end/"))

    def test_seat_somebody_who_came_at_a_free_computer(self, desk, one, two, amina):
        sit(desk, one)
        visit = operations.walk_in(
            site=desk.site, claimant=amina, name="", reason="payment", need="", by=desk.ada, now=at(10)
        )
        assert "Amina Khan is at Computer 2." in words(desk.posts(f"/visits/{visit.pk}/computer/"))
        assert "No computer is free now" in words(desk.posts(f"/visits/{visit.pk}/computer/"))

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"starts_at": "09:00"}, "This time is over"),
            ({"starts_at": "11:07"}, "Choose"),
            ({"starts_at": "19:45"}, "The site is open from 09:00 to 17:00"),
            ({"minutes": "7"}, "Choose"),
            ({"computer": "99999999999999999999"}, "Choose"),
            ({"who": "0"}, "Choose"),
            ({"day": "31 2 2026"}, ""),
            ({"day": "2026-11-28"}, "The site is closed on that day"),
        ],
    )
    def test_refuse_bad_input_at_its_field(self, desk, one, wrong, sentence):
        data = {"computer": one.pk, "day": "2026-11-24", "starts_at": "11:00", "minutes": "30", "name": "Joe"}
        answer = desk.posts("/computers/book/", **(data | wrong))
        assert (answer.status_code, sentence in words(answer)) == (422, True)
        assert not ComputerUse.objects.exists()

    def test_book_ahead_for_a_name_and_for_a_claimant(self, desk, one, amina):
        data = {"computer": one.pk, "day": "2026-11-25", "starts_at": "11:00", "minutes": "30"}
        assert "Joe" in words(desk.posts("/computers/book/", name="Joe", **data))
        html = words(desk.posts(f"/claimants/{amina.pk}/computer/", **data | {"starts_at": "12:00"}))
        assert "Computer 1 is booked, Wed 25 Nov, 12:00." in html
        assert "Amina Khan" in html

    def test_take_a_computer_out_of_use_with_what_is_wrong(self, desk, one):
        assert desk.posts(f"/computers/{one.pk}/out-of-use/", reason="x").status_code == 422
        html = words(desk.posts(f"/computers/{one.pk}/out-of-use/", reason="No screen"))
        assert "Computer 1 is out of use." in html
        assert "No screen" in html
        assert "in use again" in words(desk.posts(f"/computers/{one.pk}/back-into-use/"))

    def test_add_and_remove_computers_for_those_who_keep_devices(self, desk, client):
        assert desk.client.post("/computers/add/", {"name": "Computer 9"}).status_code == 403
        factories.sign_in(client, factories.colleague(role="service_delivery_coach", site=desk.site))
        assert "Computer 9 is added." in words(desk.posts("/computers/add/", name="Computer 9"))
        again = desk.posts("/computers/add/", name="Computer 9")
        assert (again.status_code, "called that already" in words(again)) == (422, True)
        assert "is removed" in words(desk.posts(f"/computers/{Computer.objects.get().pk}/remove/"))

    def test_count_use_and_help_day_by_day(self, desk, one):
        use = sit(desk, one, now=at(9))
        operations.give_coaching(use=use, minutes=12, by=desk.ada, now=at(9, 20))
        operations.end_use(use=use, by=desk.ada, now=at(9, 25))
        (*before, last) = queries.used_at(
            desk.ada, site_id=desk.site.pk, first=date(2026, 11, 18), last=date(2026, 11, 24), now=TUESDAY
        )
        assert (last.uses, last.minutes, last.coached, last.coached_minutes) == (1, 25, 1, 12)
        assert sum(line.uses for line in before) == 0
        sheet = b"".join(desk.client.get("/computers/used/download/").streaming_content).decode()
        assert "2026-11-24,1,25,1,12" in sheet
        assert desk.client.get("/computers/used/?span=age").status_code == 422

    def test_hide_the_name_of_a_restricted_record(self, desk, one, amina):
        sit(desk, one, claimant=amina)
        type(amina).objects.update(restricted_as="staff")
        assert "Amina" not in words(desk.client.get("/computers/"))

    def test_ask_few_questions(self, desk, one, two, amina, django_assert_max_num_queries):
        sit(desk, one, claimant=amina)
        book(desk, two, name="Joe")
        desk.client.get("/due/")
        for address in ("/computers/", "/computers/used/", "/computers/book/"):
            with django_assert_max_num_queries(14):
                desk.client.get(address)
