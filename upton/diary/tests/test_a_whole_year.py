"""A whole year at sites of three nations: what is offered and booked on each of its days (DIA-1, DIA-3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection

from upton.claimants.tests.factories import claimant
from upton.diary import operations, queries
from upton.diary.models import Appointment
from upton.diary.rules import Wanted
from upton.diary.tests.working import pattern
from upton.foundation.dated import from_day
from upton.organisation.models import OpeningHours
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db

NEW_YEAR, LAST = date(2027, 1, 1), date(2027, 12, 31)
DAYS = [NEW_YEAR + timedelta(days=n) for n in range(365)]
BEFORE = datetime(2026, 12, 31, 12, tzinfo=UTC)
SPRING, AUTUMN = datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2027, 10, 31, 1, tzinfo=UTC)
"""When the clocks are put forward and back in 2027 (Summer Time Act 1972: the last Sundays of March and October)."""
LONG = timedelta(minutes=30)
HOURS = {**dict.fromkeys(range(5), (time(8, 45), time(17, 15))), 5: (time(10), time(13)), 6: (time(0, 30), time(4))}
"""Open every day; on Sundays at night, so that the clocks change while it is open."""
WORKS = [
    *(f"{day} 09:00-16:00" for day in ("Mon", "Tue", "Wed", "Thu", "Fri")),
    *(f"{day} 12:00-12:45 break" for day in ("Mon", "Tue", "Wed", "Thu", "Fri")),
    "Sat 09:00-14:00",
    "Sun 00:00-06:00",
]


def days(*told: str) -> set[date]:
    """Days of 2027, as "29 3"."""
    return {date(2027, int(month), int(day)) for day, month in (one.split() for one in told)}


EVERYWHERE = days("1 1", "26 3", "3 5", "31 5", "27 12", "28 12")
SHUT = {
    "england": EVERYWHERE | days("29 3", "30 8"),
    "scotland": EVERYWHERE | days("4 1", "2 8", "30 11"),
    "northern_ireland": EVERYWHERE | days("17 3", "29 3", "12 7", "30 8"),
}
"""Bank holidays of 2027 as the nations publish them, those given instead of a day at the weekend among them."""
OUGHT = {"scotland": days("2 1", "25 12", "26 12"), "*": days("25 12", "26 12")}
"""Days at the weekend on which the holiday itself falls: the site may be shut on them too."""


class Place:
    """A site of one nation, with a colleague who works by a pattern, and what is booked there."""

    def __init__(self, nation: str) -> None:
        self.nation = nation
        self.site = factories.site(f"In {nation}", nation=nation, hours=False)
        OpeningHours.objects.bulk_create(
            OpeningHours(site=self.site, valid=from_day(factories.LONG_AGO), weekday=day, opens=opens, closes=closes)
            for day, (opens, closes) in HOURS.items()
        )
        self.coach = factories.colleague("Ben Hart", site=self.site, weekdays=range(7))
        pattern(self.coach, *WORKS)
        self.by = factories.actor(factories.colleague(role="service_delivery_support", site=self.site))
        self.amina = claimant(site=self.site)
        self.closed = days("10 2", "11 2")
        factories.closure(self.site, date(2027, 2, 10), date(2027, 2, 12))
        self.kind = queries.types_on(NEW_YEAR)["commitments"]

    def offered(self, first: date, *, now: datetime = BEFORE) -> Sequence[queries.Offer]:
        """What is offered in the week from a day."""
        wanted = Wanted(
            site_id=self.site.pk, purpose="commitments", first=first, claimant_id=self.amina.pk,
            colleague_id=self.coach.pk,
        )  # fmt: skip
        found = queries.find(wanted, now=now, days=7, kind=self.kind).offers
        return [one for one in found if one.day < first + timedelta(days=7)]

    def book(self, at: datetime) -> Appointment:
        """One appointment."""
        return operations.book(
            claimant=self.amina, colleague=self.coach, site=self.site, purpose="commitments", starts_at=at, by=self.by,
            now=BEFORE, claimant_agreed=True,
        )  # fmt: skip


def wall(moment: datetime) -> datetime:
    """What the clock on the wall shows, reckoned from the two changes alone."""
    assert moment.utcoffset() == timedelta(), "Times are kept and offered in UTC."
    return (moment + timedelta(hours=1) if SPRING <= moment < AUTUMN else moment).replace(tzinfo=None)


def first_wall(day: date) -> time:
    """When the first appointment of a day can begin: the colleague is there and the site is open."""
    return {5: time(10), 6: time(0, 30)}.get(day.weekday(), time(9))


@pytest.fixture(params=sorted(SHUT))
def place(request: pytest.FixtureRequest) -> Place:
    return Place(request.param)


class TestAYear:
    def test_offers_the_days_and_hours_of_the_nation_and_keeps_them_in_utc(self, place):
        every: dict[date, list[datetime]] = {}
        for week in range(0, 365, 7):
            offers = place.offered(DAYS[week])
            every |= {one.day: list(one.times) for one in offers}
            booked = place.book(self.one_of(offers))
            assert booked.during.lower not in self.times(place.offered(DAYS[week]))
        self.look_at_days(place, every)
        for day, times in every.items():
            self.look_at_hours(day, times)
        self.look_at_what_is_stored(place)

    def one_of(self, offers):
        """One time of a week: on the day on which the clocks change, if it is among them, and late in the night."""
        for one in offers:
            if one.day in (SPRING.date(), AUTUMN.date()):
                return one.times[len(one.times) // 2]
        return offers[len(offers) // 2].times[-1]

    def times(self, offers):
        return {at for one in offers for at in one.times}

    def look_at_days(self, place, every):
        shut = SHUT[place.nation] | place.closed
        weekend = OUGHT.get(place.nation, OUGHT["*"])
        assert not shut & set(every), "Something is offered while the site is shut."
        missing = {day for day in DAYS if day not in every} - shut
        assert missing <= weekend, f"Nothing is offered though the site is open: {sorted(missing - weekend)}"

    def look_at_hours(self, day, times):
        walls = [wall(at) for at in times]
        assert {one.date() for one in walls} == {day}
        assert walls[0].time() == first_wall(day), day
        opens, closes = HOURS[day.weekday()]
        for at, shown in zip(times, walls, strict=True):
            ends = wall(at + LONG)
            assert opens <= shown.time(), (day, shown)
            assert ends.time() <= closes, (day, shown)
            assert ends.date() == day
            assert day.weekday() > 4 or ends.time() <= time(12) or shown.time() >= time(12, 45), "A break is kept."
        assert not (day == SPRING.date() and any(one.hour == 1 for one in walls)), "That hour does not exist."
        assert day.weekday() != 6 or len(times) == {SPRING.date(): 9, AUTUMN.date(): 17}.get(day, 13)

    def look_at_what_is_stored(self, place):
        # The database knows the clocks by itself.
        with connection.cursor() as cursor:
            cursor.execute(
                "select lower(during), lower(during) at time zone 'Europe/London' from diary_appointment"
                " where site_id = %s",
                [place.site.pk],
            )
            rows = cursor.fetchall()
        assert len(rows) == 53
        assert all(wall(at.astimezone(UTC)) == shown for at, shown in rows)
        assert {SPRING.date(), AUTUMN.date()} <= {shown.date() for _, shown in rows}
