"""The crowd at the door written: a visit with its ticket for everybody who came, until they left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from upton.demo.meetings import Meeting
from upton.demo.people import Cast
from upton.foundation.acts import part_of_operation
from upton.foundation.bulk import PastAct, copy_rows, reserve
from upton.foundation.clock import local_day
from upton.foundation.stating import Stated
from upton.reception import facts
from upton.reception.models import SiteDay, Visit, VisitState

VISIT = (
    "id", "site_id", "day", "ticket", "claimant_id", "appointment_id", "colleague_id", "state", "came_at", "seen_at",
    "left_at", "name", "visitor", "reason", "need", "role", "companions", "children", "how", "called_to",
)  # fmt: skip
ALONE = ("", False, "", "", "", 0, 0, "desk", "")
"""The last of those: somebody known, who came for their appointment, alone, and was checked in at the desk."""


@part_of_operation
def write_visits(cast: Cast, meetings: Iterable[Meeting]) -> Sequence[PastAct]:
    """Write who came, with the tickets of each day; the acts that tell of it beside those of the appointments."""
    came = sorted((one for one in meetings if one.arrived_at), key=lambda one: (one.arrived_at, one.key))
    keys = reserve(Visit, len(came))
    tickets: dict[tuple[int, date], int] = defaultdict(int)
    rows = []
    for key, one in zip(keys, came, strict=True):
        place = cast.sites[one.site].pk, local_day(one.starts_at)
        tickets[place] += 1
        rows.append(_visit(key, place, tickets[place], one))
    copy_rows(Visit, VISIT, rows)
    copy_rows(SiteDay, ("site_id", "day", "tickets", "reopen_reason"), ((*at, n, "") for at, n in tickets.items()))
    return [_left(cast, key, one) for key, one in zip(keys, came, strict=True) if one.left_at]


def _visit(key: int, place: tuple[int, date], ticket: int, one: Meeting) -> tuple[Any, ...]:
    state = VisitState.LEFT if one.left_at else VisitState.SEEN if one.seen_at else VisitState.WAITING
    return (
        key, *place, ticket, one.regular.key, one.key, one.coach.colleague.pk, state.value, one.arrived_at,
        one.seen_at, one.left_at, *ALONE,
    )  # fmt: skip


def _left(cast: Cast, key: int, one: Meeting) -> PastAct:
    assert one.left_at is not None
    told = facts.Left(site_id=cast.sites[one.site].pk, claimant_id=one.regular.key, visit_id=key)
    return PastAct([Stated(told, cast.by(one.coach), one.left_at, None)])
