"""Whether a time can be taken, asked again under the locks of those whose time it is (DIA-3)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from upton.diary import rules
from upton.diary.queries.busy import busy
from upton.diary.queries.types import type_asked
from upton.diary.queries.working import USUAL_HOURS, windows_asked
from upton.diary.rules.types import Type
from upton.foundation.clock import local_day
from upton.foundation.prepared import Question, answer, both, together
from upton.foundation.refusals import NotPossible
from upton.organisation import queries as organisation


def kind_on(purpose: str, starts_at: datetime) -> Type:
    """The type of an appointment on the day of its start. Raises NotPossible where there is none."""
    return answer(kind_asked(purpose, starts_at))


def kind_asked(purpose: str, starts_at: datetime) -> Question[Type]:
    """What `kind_on` asks, to be asked together with something else."""
    return together(_offered, type_asked(purpose, local_day(starts_at)))


def _offered(kind: Type | None) -> Type:
    if kind is None:
        raise NotPossible("This kind of appointment isn't offered on that day. Choose another.", field="purpose")
    return kind


def require_times(
    times: Sequence[datetime],
    *,
    kind: Type,
    minutes: int,
    colleague_id: int,
    site_id: int,
    claimant_id: int | None = None,
    access: Collection[str] = (),
) -> list[int | None]:
    """The room of each of the times (None where the type takes none) that a colleague and a claimant have free.

    Raises NotPossible, saying of the first that can't be taken why not. One journey,
    however many times.
    """
    first, last = local_day(min(times)), local_day(max(times))
    named: dict[str, Any] = {
        "site_id": site_id, "wanted": kind, "first": first, "last": last, "colleague_ids": [colleague_id],
    }  # fmt: skip
    found, taken = answer(both(windows_asked(**named), busy(**named, claimant_id=claimant_id, access=access)))
    spans = found.get(colleague_id, ())
    own = taken.colleagues.get(colleague_id, ())
    rooms: list[int | None] = []
    for start in times:
        if not rules.fits(start, minutes=minutes, windows=spans):
            _say_why(start, minutes=minutes, spans=spans, site_id=site_id)
        rules.require_free(start, minutes=minutes, windows=spans, taken=own)
        rules.require_free_claimant(start, minutes=minutes, taken=taken.claimant)
        rooms.append(None if taken.rooms is None else rules.free_room(taken.rooms.items(), start, minutes=minutes))
    return rooms


def _say_why(start: datetime, *, minutes: int, spans: Sequence[tuple[datetime, datetime]], site_id: int) -> None:
    day = local_day(start)
    hours = rules.require_open(organisation.open_on(site_id, day, usual=USUAL_HOURS), day=day)
    rules.require_there([span for span in spans if local_day(span[0]) == day], day=day)
    rules.require_fits(start, minutes=minutes, windows=spans, hours=hours)
