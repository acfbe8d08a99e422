"""What everybody in the waiting area may read: tickets, times and desks; never a name, a purpose or a reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from upton.foundation.clock import local_day
from upton.foundation.prepared import ask
from upton.policy import dated
from upton.reception.models import VisitState
from upton.reception.queries.devices import message_on
from upton.reception.queries.late import lateness

TICKETS = f"""
SELECT visit.ticket, visit.state, visit.called_at, visit.called_to, visit.colleague_id, lower(appointment.during)
FROM reception_visit AS visit LEFT JOIN diary_appointment AS appointment ON appointment.id = visit.appointment_id
WHERE visit.site_id = %(site)s AND visit.day = %(day)s AND NOT visit.visitor
  AND (visit.state IN ('{VisitState.WAITING.value}', '{VisitState.OUT.value}', '{VisitState.CALLED.value}')
       OR visit.state = '{VisitState.SEEN.value}' AND visit.called_at >= %(lately)s)
ORDER BY visit.ticket
"""  # noqa: S608 (only states of ours are put in)


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
    late = lateness(site_id, day, now)
    found = ask(TICKETS, {"site": site_id, "day": day, "lately": lately})
    calls = sorted((one for one in found if one[1] not in waits), key=lambda one: one[2] or now, reverse=True)
    return Screen(
        calls=[Call(o[0], o[3], f"{o[0]}-{o[2]:%H%M%S}" if o[2] else str(o[0])) for o in calls[: policy["calls"]]],
        waiting=[WaitingTicket(o[0], o[5], late.get(o[4], 0) if o[5] else 0) for o in found if o[1] in waits],
        message=message_on(site_id, day),
    )
