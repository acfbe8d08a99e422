"""Series of appointments: booked in one act, and ended in one (DIA-3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from upton.claimants.models import Claimant
from upton.diary import access, facts, queries
from upton.diary.models import Series
from upton.diary.operations.booking import FIRST, let_go
from upton.diary.operations.placing import Request, hold_claimant, hold_colleagues, hold_rooms, locked, take
from upton.diary.rules import series as rules
from upton.duties import operations as duties
from upton.foundation import live
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.foundation.holding import as_it_stands
from upton.organisation.models import Colleague, Site

ENDED = "series_ended"


@operation
def start_series(
    *,
    claimant: Claimant,
    colleague: Colleague,
    site: Site,
    purpose: str,
    every: str,
    times: Sequence[datetime],
    by: Actor,
    now: datetime,
    interpreter: bool = False,
    claimant_agreed: bool = False,
) -> Series:
    """Book a series at the times that were shown, all of them or none; `every` is a code of the policy `series`.

    Raises NotPermitted; NotPossible for more than the policy books in one go, and for the first time that can't be had.
    """
    access.require_book(by, site_id=site.pk)
    entry = rules.require_every(every, day=local_day(now))
    rules.require_count(len(times), most=entry.values["most"])
    rules.require_apart(times)
    hold_colleagues([colleague.pk])
    hold_rooms(queries.kind_on(purpose, min(times)), site.pk)
    hold_claimant(claimant.pk)
    series = Series.objects.create(
        claimant=claimant, colleague=colleague, site=site, purpose=purpose, every_days=entry.values["every_days"],
        starts_at=min(times), booked_until=local_day(max(times)),
    )  # fmt: skip
    asked = Request(claimant, colleague, site, purpose, sorted(times), interpreter)
    made = take(asked, now=now, claimant_agreed=claimant_agreed, series=series)
    duties.settle(what=FIRST, subject=("claimant", claimant.pk), by=by, now=now)
    state(
        facts.SeriesBooked(
            site_id=site.pk, claimant_id=claimant.pk, series_id=series.pk, colleague_id=colleague.pk, purpose=purpose,
            starts_at=made[0].during.lower, last_at=made[-1].during.lower, count=len(made),
            appointment_ids=tuple(one.pk for one in made),
        )
    )  # fmt: skip
    live.tell(f"floor:{site.pk}")
    return series


@operation
def end_series(*, series: Series, by: Actor, now: datetime) -> Series:
    """End a series: what is booked and still to come is cancelled, in one act. Raises NotPermitted, NotPossible."""
    held = as_it_stands(Series.objects.select_for_update(of=("self",)).select_related("claimant"), series.pk)
    access.require_book(by, site_id=held.site_id)
    rules.require_running(held.ended_at)
    held.ended_at = now
    held.save(update_fields=["ended_at"])
    gone = _cancel_rest(held, now=now)
    state(
        facts.SeriesEnded(
            site_id=held.site_id, claimant_id=held.claimant_id, series_id=held.pk, colleague_id=held.colleague_id,
            count=len(gone), appointment_ids=gone,
        )
    )  # fmt: skip
    live.tell(f"floor:{held.site_id}")
    return held


@part_of_operation
def _cancel_rest(series: Series, *, now: datetime) -> tuple[int, ...]:
    left = sorted(queries.left_of(series.pk, now), key=lambda one: one.pk)
    for one in left:
        let_go(locked(one), reason=ENDED, now=now)
    return tuple(one.pk for one in left)
