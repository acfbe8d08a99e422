"""The floor of a site: who is expected, who waits and who is with a colleague, and who left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from upton.diary import queries as diary
from upton.diary.models import State
from upton.diary.queries import AppointmentLine
from upton.foundation.actors import Actor
from upton.reception.models import VisitState
from upton.reception.queries.visits import VisitLine, on_day

WAITING = (VisitState.WAITING, VisitState.CALLED, VisitState.OUT)


@dataclass(frozen=True, slots=True)
class Floor:
    """Who is expected (next first), who waits (urgent first, then the longest), who is with a colleague (the latest
    first), and who left, the latest first.
    """

    expected: Sequence[AppointmentLine]
    waiting: Sequence[VisitLine]
    seen: Sequence[VisitLine]
    left: Sequence[VisitLine]


def floor(actor: Actor, *, site_id: int, day: date) -> Floor:
    """The floor of a site on a day."""
    booked = diary.on_day(actor, day=day, site_id=site_id)
    came = on_day(actor, site_id=site_id, day=day, known={line.id: line for line in booked})
    return Floor(
        expected=[line for line in booked if line.state is State.BOOKED and line.in_person],
        waiting=sorted((line for line in came if line.state in WAITING), key=lambda o: (not o.urgent, o.came_at, o.id)),
        seen=sorted(
            (line for line in came if line.state is VisitState.SEEN), key=lambda o: (o.seen_at, o.id), reverse=True
        ),
        left=sorted((line for line in came if line.left_at is not None), key=lambda o: (o.left_at, o.id), reverse=True),
    )
