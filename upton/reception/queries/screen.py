"""What everybody in the waiting area may read: tickets, times and desks; never a name, a purpose or a reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Func, Q
from django.db.models.fields import DateTimeField

from upton.foundation.clock import local_day
from upton.policy import dated
from upton.reception.models import Visit, VisitState
from upton.reception.queries.devices import message_on
from upton.reception.queries.late import lateness


@dataclass(frozen=True, slots=True)
class Call:
    """A ticket that was called, and to which desk or room; `key` tells one call from another of the same ticket."""

    ticket: int
    to: str
    key: str


@dataclass(frozen=True, slots=True)
class WaitingTicket:
    """A ticket that waits: the time of its appointment, None without one, and by how much that runs late."""

    ticket: int
    starts_at: datetime | None
    late: int


@dataclass(frozen=True, slots=True)
class Screen:
    """A public screen: the last calls, the newest first, who waits, by ticket, and the line of the day."""

    calls: Sequence[Call]
    waiting: Sequence[WaitingTicket]
    message: str


def screen_of(site_id: int, *, now: datetime) -> Screen:
    """The public screen of a site; three questions."""
    day = local_day(now)
    policy = dated.on("screens", day)["public_screen"].values
    lately = now - timedelta(minutes=policy["answered_minutes"])
    waits = [VisitState.WAITING.value, VisitState.OUT.value]
    called = Q(state=VisitState.CALLED.value) | Q(state=VisitState.SEEN.value, called_at__gte=lately)
    rows = (
        Visit.objects.filter(Q(state__in=waits) | called, site_id=site_id, day=day, visitor=False)
        .annotate(starts_at=Func(F("appointment__during"), function="lower", output_field=DateTimeField()))
        .values_list("ticket", "state", "called_at", "called_to", "colleague_id", "starts_at")
    )
    late = lateness(site_id, day, now)
    found = list(rows.order_by("ticket"))
    calls = sorted((one for one in found if one[1] not in waits), key=lambda one: one[2] or now, reverse=True)
    return Screen(
        calls=[Call(o[0], o[3], f"{o[0]}-{o[2]:%H%M%S}" if o[2] else str(o[0])) for o in calls[: policy["calls"]]],
        waiting=[WaitingTicket(o[0], o[5], late.get(o[4], 0) if o[5] else 0) for o in found if o[1] in waits],
        message=message_on(site_id, day),
    )
