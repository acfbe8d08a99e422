"""Keeping types, patterns, absences and rooms: what each operation does, and what it states (DIA-1, DIA-2)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from upton.diary import operations, queries
from upton.diary.models import Absence, AppointmentType, KeptAppointment, Pattern, Room
from upton.diary.rules import patterns
from upton.diary.rules.working import Part
from upton.diary.tests.factories import TEN, appointment
from upton.diary.tests.working import absence, changed_type, pattern, room
from upton.duties.models import Duty
from upton.foundation.models import FactRow
from upton.foundation.refusals import NotPermitted, NotPossible
from upton.organisation.tests import factories
from upton.policy import dated

pytestmark = pytest.mark.django_db
TODAY, MONDAY = date(2026, 11, 24), date(2026, 11, 30)
DAY = timedelta(days=1)
REASON = dated.entries("cancel_reasons")[0].code


@pytest.fixture
def anybody():
    return factories.anybody()


@pytest.fixture
def ben():
    return factories.colleague("Ben Hart")


def kinds():
    return list(FactRow.objects.order_by("id").values_list("kind", flat=True))


class TestTypes:
    def change(self, by, day=MONDAY, version=None, **changes):
        wanted = replace(queries.type_on("commitments", day), **changes)
        return operations.change_type(wanted=wanted, starts_on=day, version=version, by=by, now=TEN)

    def test_change_from_a_day_on_and_state_it(self, anybody):
        self.change(anybody, minutes=35)
        assert [queries.type_on("commitments", day).minutes for day in (TODAY, MONDAY)] == [30, 35]
        assert queries.types_on(MONDAY)["commitments"].minutes == 35
        assert kinds() == ["diary.type_changed"]

    def test_replace_what_was_planned_for_later(self, anybody):
        self.change(anybody, MONDAY + DAY, minutes=40)
        self.change(anybody, MONDAY, minutes=35)
        assert queries.type_on("commitments", MONDAY + 9 * DAY).minutes == 35
        assert AppointmentType.objects.count() == 1

    def test_keep_their_history(self, anybody):
        self.change(anybody, TODAY, minutes=35)
        self.change(anybody, MONDAY, minutes=40)
        history = queries.history_of_type("commitments", TODAY)
        assert [(one.type.minutes, one.in_force) for one in history] == [(40, False), (35, True), (30, False)]
        assert history[-1].until == TODAY

    def test_are_withdrawn_while_booked_and_brought_back(self, anybody):
        appointment(starts_at=TEN + 7 * DAY, purpose="commitments")
        operations.withdraw_type(code="commitments", starts_on=MONDAY, by=anybody, now=TEN)
        assert not queries.type_on("commitments", MONDAY).offered
        assert json.loads(FactRow.objects.get().body)["booked"] == 1
        assert queries.count_booked_of_type("commitments", MONDAY, now=TEN) == 1
        with pytest.raises(NotPossible, match="already"):
            operations.withdraw_type(code="commitments", starts_on=MONDAY, by=anybody, now=TEN)
        operations.bring_back_type(code="commitments", starts_on=MONDAY + DAY, by=anybody, now=TEN)
        assert queries.type_on("commitments", MONDAY + DAY).offered
        with pytest.raises(NotPossible):
            operations.bring_back_type(code="commitments", starts_on=MONDAY + DAY, by=anybody, now=TEN)

    def test_refuse_the_second_of_two_editors(self, anybody):
        version = queries.type_version("commitments")
        self.change(anybody, minutes=35, version=version)
        with pytest.raises(NotPossible, match="Somebody else changed"):
            self.change(anybody, minutes=50, version=version)

    def test_refuse_a_day_that_has_passed_and_a_change_that_is_none(self, anybody):
        with pytest.raises(NotPossible, match="passed"):
            self.change(anybody, TODAY - DAY, minutes=35)
        with pytest.raises(NotPossible, match="Nothing would change"):
            self.change(anybody)

    @pytest.mark.parametrize("role", ["work_coach", "customer_service_manager", "cluster_manager"])
    def test_are_for_district_managers_and_administrators(self, role):
        with pytest.raises(NotPermitted):
            self.change(factories.actor_as(role), minutes=35)
        self.change(factories.actor_as("district_manager"), minutes=35)

    def test_have_a_word_for_old_records_too(self):
        changed_type("commitments", since=MONDAY, name="Agreement")
        assert queries.type_words()["commitments"] == "Agreement"
        assert queries.type_words()["new_claim"] == "New claim"

    def test_are_asked_in_one_query(self, django_assert_num_queries):
        for ask in (lambda: queries.types_on(TODAY), lambda: queries.type_on("payment", TODAY), queries.type_words):
            with django_assert_num_queries(1):
                ask()


class TestPatterns:
    def put(self, ben, by, *parts, since=MONDAY, until=None, weeks=1, version=None):
        told = [Part(week, weekday, a, b, ben.home_site_id) for week, weekday, a, b in parts]
        return operations.set_pattern(
            colleague=ben, starts_on=since, until=until, weeks=weeks, parts=told, version=version, by=by, now=TEN
        )

    def on(self, ben, day):
        cycle = queries.patterns_on([ben.pk], day).get(ben.pk)
        return None if cycle is None else cycle.minutes_on(day, ben.home_site_id, "commitments")

    def test_hold_from_a_day_on_and_are_stated(self, ben, anybody):
        made = self.put(ben, anybody, (0, 0, 540, 720))
        assert self.on(ben, MONDAY) == ((540, 720),)
        assert self.on(ben, MONDAY - DAY) is None
        row = FactRow.objects.get()
        assert (row.kind, json.loads(row.body)["pattern_id"]) == ("diary.pattern_set", made.pk)

    def test_for_some_weeks_let_what_stood_before_hold_again_in_its_order(self, ben, anybody):
        self.put(ben, anybody, (0, 0, 540, 600), (1, 0, 600, 660), since=TODAY, weeks=2)
        before = [self.on(ben, MONDAY + 7 * n * DAY) for n in range(8)]
        self.put(ben, anybody, (0, 0, 0, 60), since=MONDAY + 7 * DAY, until=MONDAY + 14 * DAY)
        after = [self.on(ben, MONDAY + 7 * n * DAY) for n in range(8)]
        assert after == [before[0], ((0, 60),), *before[2:]]
        assert Pattern.objects.count() == 3

    def test_end_and_the_hours_of_the_site_hold(self, ben, anybody):
        pattern(ben, "Mon 09:00-10:00")
        operations.end_pattern(colleague=ben, starts_on=MONDAY, by=anybody, now=TEN)
        assert self.on(ben, MONDAY) is None
        with pytest.raises(NotPossible):
            operations.end_pattern(colleague=ben, starts_on=MONDAY, by=anybody, now=TEN)

    def test_refuse_the_second_of_two_editors(self, ben, anybody):
        version = queries.pattern_version(ben.pk)
        self.put(ben, anybody, (0, 0, 540, 720), version=version)
        with pytest.raises(NotPossible) as refused:
            self.put(ben, anybody, (0, 0, 540, 600), version=version)
        assert refused.value.sentence == patterns.OVERTAKEN

    def test_refuse_a_site_that_is_not_there(self, ben, anybody):
        part = Part(0, 0, 540, 720, factories.site(until=MONDAY).pk)
        with pytest.raises(NotPossible, match="no such site"):
            operations.set_pattern(colleague=ben, starts_on=MONDAY, weeks=1, parts=[part], by=anybody, now=TEN)

    def test_are_kept_by_managers_of_a_site_of_theirs(self, ben):
        for actor in (factories.actor(ben), factories.actor_as("customer_service_manager")):
            with pytest.raises(NotPermitted):
                self.put(ben, actor, (0, 0, 540, 720))
        self.put(ben, factories.actor_as("customer_service_manager", site=ben.home_site), (0, 0, 540, 720))

    def test_show_what_would_lie_outside(self, ben, anybody):
        inside = appointment(ben, starts_at=TEN + 6 * DAY)
        outside = appointment(ben, starts_at=TEN + 6 * DAY + timedelta(hours=4))
        appointment(ben, starts_at=TEN + timedelta(hours=4))
        cycle = patterns.Cycle(MONDAY, None, 1, [Part(0, 0, 540, 720, ben.home_site_id)])
        found = queries.bookings_outside(anybody, ben.pk, cycle, since=MONDAY, until=None, now=TEN)
        assert [one.appointment_id for one in found.lines] == [outside.pk]
        assert inside.pk not in {one.appointment_id for one in found.lines}

    def test_count_what_one_may_not_see(self, ben):
        appointment(ben, site=factories.site(), starts_at=TEN + 6 * DAY)
        manager = factories.actor_as("customer_service_manager", site=ben.home_site)
        found = queries.bookings_outside(manager, ben.pk, None, since=MONDAY, until=None, now=TEN)
        assert (found.lines, found.others) == ([], 1)


class TestAbsences:
    def record(self, ben, by, *, starts=TEN + DAY, ends=TEN + 2 * DAY, kind="leave"):
        return operations.record_absence(colleague=ben, starts_at=starts, ends_at=ends, kind=kind, by=by, now=TEN)

    def test_state_when_and_never_what_for(self, ben):
        self.record(ben, factories.actor(ben), kind="sick")
        row = FactRow.objects.get()
        assert row.kind == "diary.absence_recorded"
        assert "sick" not in str(row.body)

    def test_let_somebody_owe_what_is_to_be_booked_again(self, ben):
        booked = appointment(ben, starts_at=TEN + DAY)
        made = self.record(ben, factories.actor(ben))
        duty = Duty.objects.get(what="rebook_away")
        assert (duty.subject_id, duty.site_id, duty.role) == (made.pk, ben.home_site_id, "service_delivery_support")
        assert [one.appointment_id for one in queries.booked_while_away(made, now=TEN)] == [booked.pk]

    def test_owe_nothing_when_nothing_is_booked(self, ben):
        self.record(ben, factories.actor(ben))
        assert not Duty.objects.exists()

    def test_are_done_with_when_all_is_kept(self, ben, anybody):
        booked = appointment(ben, starts_at=TEN + DAY)
        made = self.record(ben, anybody)
        for _ in range(2):
            operations.keep_appointment(absence=made, appointment=booked, by=anybody, now=TEN)
        assert KeptAppointment.objects.count() == 1
        assert Duty.objects.get().done_at == TEN
        operations.leave_to_rebook(absence=made, appointment=booked, by=anybody, now=TEN)
        assert Duty.objects.filter(done_at=None).count() == 1

    def test_are_done_with_when_all_is_cancelled(self, ben, anybody):
        booked = appointment(ben, starts_at=TEN + DAY)
        self.record(ben, anybody)
        operations.cancel(appointment=booked, reason=REASON, by=anybody, now=TEN)
        assert Duty.objects.get(what="rebook_away").done_at == TEN

    def test_keep_nothing_that_lies_elsewhere(self, ben, anybody):
        made, other = self.record(ben, anybody), appointment(ben, starts_at=TEN + 5 * DAY)
        with pytest.raises(NotPossible):
            operations.keep_appointment(absence=made, appointment=other, by=anybody, now=TEN)

    def test_are_taken_back_as_far_as_they_are_to_come(self, ben, anybody):
        made = self.record(ben, anybody)
        operations.take_back_absence(absence=made, by=anybody, now=TEN)
        assert not Absence.objects.exists()
        with pytest.raises(NotPossible, match="already"):
            operations.take_back_absence(absence=made, by=anybody, now=TEN)
        begun = absence(ben, TEN - DAY, TEN + DAY)
        operations.take_back_absence(absence=begun, by=anybody, now=TEN)
        assert Absence.objects.get().during.upper == TEN
        with pytest.raises(NotPossible, match="passed"):
            operations.take_back_absence(absence=begun, by=anybody, now=TEN)

    def test_are_one_at_a_time(self, ben, anybody):
        self.record(ben, anybody)
        with pytest.raises(NotPossible, match="away at that time already"):
            self.record(ben, anybody, starts=TEN + DAY + timedelta(hours=1))

    def test_are_recorded_by_oneself_or_a_manager_of_the_site(self, ben):
        for actor in (
            factories.actor_as("work_coach", site=ben.home_site),
            factories.actor_as("customer_service_manager"),
        ):
            with pytest.raises(NotPermitted):
                self.record(ben, actor)
        self.record(ben, factories.actor_as("customer_service_manager", site=ben.home_site))

    def test_hide_what_for_from_colleagues(self, ben):
        absence(ben, TEN, TEN + DAY, kind="sick")
        other = factories.actor_as("work_coach", site=ben.home_site)
        manager = factories.actor_as("customer_service_manager", site=ben.home_site)
        told = [
            [one.words for one in queries.away_from(actor, TEN, colleague_ids=[ben.pk])]
            for actor in (other, factories.actor(ben), manager, factories.actor_as("work_coach"))
        ]
        assert told == [["Away"], ["Sick"], ["Sick"], []]


class TestRooms:
    def test_are_added_changed_and_closed(self, anybody):
        site = factories.site()
        given = {"name": "Room 4", "kind": "group", "places": 12, "step_free": True, "hearing_loop": False}
        made = operations.add_room(site=site, starts_on=TODAY, **given, by=anybody, now=TEN)
        operations.change_room(room=made, **given | {"places": 10}, by=anybody, now=TEN)
        operations.close_room(room=made, last_day=MONDAY, by=anybody, now=TEN)
        assert (Room.objects.get().places, Room.objects.get().until) == (10, MONDAY + DAY)
        operations.reopen_room(room=made, by=anybody, now=TEN)
        assert Room.objects.get().until is None
        assert kinds() == [
            "diary.room_added", "diary.room_changed", "diary.room_closed", "diary.room_opened_again",
        ]  # fmt: skip

    def test_have_a_name_of_their_own_while_they_are_there(self, anybody):
        site, given = factories.site(), {"kind": "group", "places": 12, "step_free": True, "hearing_loop": False}
        room("Room 4", site=site)
        with pytest.raises(NotPossible, match="room of that name"):
            operations.add_room(site=site, name="ROOM 4", starts_on=TODAY, **given, by=anybody, now=TEN)

    def test_are_kept_by_managers_of_the_site(self):
        one = room()
        with pytest.raises(NotPermitted):
            operations.close_room(room=one, last_day=TODAY, by=factories.actor_as("customer_service_manager"), now=TEN)
