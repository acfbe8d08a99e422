"""The close of a day: what is left of it, what goes on tomorrow, and the days that nobody signed (DIA-4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Min

from upton.diary import queries as diary
from upton.diary.queries import AppointmentLine
from upton.duties import queries as due
from upton.duties.queries import Carried
from upton.foundation.actors import Actor
from upton.foundation.clock import day_bounds
from upton.organisation import queries as organisation
from upton.reception.models import SiteDay
from upton.reception.queries.computers import computers_in_use
from upton.reception.queries.visits import VisitLine, on_day
from upton.reception.rules import PRESENT
from upton.reception.rules.closing import blocking

USUAL = (time(9), time(17))
MOST = 15


@dataclass(frozen=True, slots=True)
class UnsignedDay:
    """A day before today that nobody signed."""

    id: int
    day: date


@dataclass(frozen=True, slots=True)
class DayToClose:
    """A day of a site as its closing page shows it; `blocks` is what stands against signing it, in words.

    `over` are appointments of which nothing is noted, `held` those without an outcome, `to_come` those whose time is
    not over, `present` the people in the building, `computers` how many are in use, `goes_on` what is due by then and
    need not hold anybody up.
    """

    site_id: int
    day: date
    signed_at: datetime | None
    signed_by: str
    reopened_at: datetime | None
    reopen_reason: str
    over: Sequence[AppointmentLine]
    held: Sequence[AppointmentLine]
    to_come: Sequence[AppointmentLine]
    present: Sequence[VisitLine]
    computers: int
    goes_on: Sequence[Carried]
    just_missed: Sequence[AppointmentLine]

    @property
    def blocks(self) -> Sequence[str]:
        """What stands against signing the day."""
        return blocking(
            unnoted=len(self.over) + len(self.held) + len(self.to_come),
            present=len(self.present),
            computers=self.computers,
        )


def day_to_close(actor: Actor, *, site_id: int, day: date, now: datetime) -> DayToClose:
    """What is left of a day at a site, as far as one may see its floor and its diaries."""
    one = SiteDay.objects.visible_to(actor).filter(site_id=site_id, day=day).select_related("closed_by").first()
    left = diary.left_of_day(actor, site_id=site_id, day=day, now=now)
    return DayToClose(
        site_id=site_id,
        day=day,
        signed_at=one.closed_at if one else None,
        signed_by=one.closed_by.name if one and one.closed_by else "",
        reopened_at=one.reopened_at if one else None,
        reopen_reason=one.reopen_reason if one else "",
        over=[line for line in left.booked if line.ends_at <= now],
        held=left.held,
        to_come=[line for line in left.booked if line.ends_at > now],
        present=[line for line in on_day(actor, site_id=site_id, day=day) if line.state in PRESENT],
        computers=computers_in_use(site_id, day),
        goes_on=due.carried_over(site_id, until=day_bounds(day)[1]),
        just_missed=left.missed,
    )


def site_day_for(actor: Actor, site_day_id: int) -> SiteDay:
    """One day of a site whose floor the actor may see. Raises SiteDay.DoesNotExist."""
    return SiteDay.objects.visible_to(actor).select_related("site").get(pk=site_day_id)


def site_day_on(actor: Actor, *, site_id: int, day: date) -> SiteDay | None:
    """A day of a site, as far as one may see its floor; None where nobody came on it and nobody signed it."""
    return SiteDay.objects.visible_to(actor).filter(site_id=site_id, day=day).first()


def unsigned(actor: Actor, *, site_id: int, today: date) -> Sequence[UnsignedDay]:
    """The days before today that nobody signed, the oldest first; at most fifteen."""
    rows = SiteDay.objects.visible_to(actor).filter(site_id=site_id, day__lt=today, closed_at=None)
    return [UnsignedDay(pk, day) for pk, day in rows.order_by("day").values_list("pk", "day")[:MOST]]


def went_by_unsigned(first: date, last: date) -> Sequence[tuple[int, date]]:
    """(site, day) for each day from `first` to `last` that nobody signed and on which the site was open or people came.

    Only of sites that had opened their door in Upton by then.
    """
    begun = dict(SiteDay.objects.values("site_id").annotate(began=Min("day")).values_list("site_id", "began"))
    rows = SiteDay.objects.filter(day__range=(first, last)).values_list("site_id", "day", "closed_at", "tickets")
    known = {(site_id, day): (closed_at, tickets) for site_id, day, closed_at, tickets in rows}
    found: list[tuple[int, date]] = []
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        sites = [one for one, began in begun.items() if began <= day and not known.get((one, day), (None, 0))[0]]
        opened = organisation.opening_at(sites, day, usual=USUAL)
        found += [(one, day) for one in sorted(sites) if one in opened or known.get((one, day), (None, 0))[1]]
    return found
