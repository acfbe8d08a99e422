"""What becomes of appointments when a claimant moves to another site, or dies (CLM-1, DIA-3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from upton.claimants import operations as claimants
from upton.claimants import queries as people
from upton.claimants.models import Claimant
from upton.diary import facts, queries
from upton.diary.models import Appointment, Series
from upton.diary.operations.booking import FIRST, let_go
from upton.diary.operations.placing import HOLD_COLLEAGUES, Request, hold_group, locked, take
from upton.diary.rules import Wanted
from upton.duties import operations as duties
from upton.foundation import live
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.foundation.refusals import NotPossible
from upton.organisation import queries as organisation
from upton.organisation.models import Site

MOVED, DIED, REBOOK = "claimant_moved", "claimant_died", "rebook_moved"


@operation
def follow_claimant(
    *, claimant: Claimant, site: Site, from_site: Site, coach_id: int | None, by: Actor, now: datetime
) -> list[Appointment]:
    """Book again at the new site what a claimant who moved had to come at the old one, if possible with their coach.

    Each goes to the first suitable time on its day or after it. What can't be had is owed by the new site. It never
    waits for anybody's lock: who is being booked at this moment counts as somebody who can't be had.
    """
    old = _let_all_go(claimant, reason=MOVED, now=now, site_id=from_site.pk)
    if not old:
        return []
    again = [new for one in old if one.group_id is None and (new := _book_again(one, site, coach_id, now=now))]
    if len(again) < len(old):
        duties.owe(
            what=REBOOK, site_id=site.pk, subject=("claimant", claimant.pk), claimant_id=claimant.pk,
            role="service_delivery_support", now=now,
        )  # fmt: skip
    series = Series.objects.filter(claimant=claimant, site=from_site, ended_at=None)
    series.update(site=site, **({"colleague_id": coach_id} if coach_id else {}))
    state(
        facts.AppointmentsFollowed(
            site_id=site.pk, claimant_id=claimant.pk, count=len(again), left=len(old) - len(again),
            appointment_ids=tuple(one.pk for one in again), instead_of_ids=tuple(one.pk for one in old),
        )
    )  # fmt: skip
    for site_id in (from_site.pk, site.pk):
        live.tell(f"floor:{site_id}")
    return again


@part_of_operation
def _book_again(old: Appointment, site: Site, coach_id: int | None, *, now: datetime) -> Appointment | None:
    needs = people.booking_needs(old.claimant_id)
    wanted = Wanted(
        site_id=site.pk, purpose=old.purpose, first=local_day(old.during.lower), claimant_id=old.claimant_id,
        own_coach_id=coach_id, language=needs.language, interpreter=old.interpreter, access=needs.access,
    )  # fmt: skip
    slot = queries.first_with(wanted, coach_id, now=now)
    if slot is None or not _hold_at_once(slot.colleague_id):
        return None
    slot = queries.first_with(wanted, slot.colleague_id, now=now)
    if slot is None:
        return None
    colleague = organisation.colleague_with_id(slot.colleague_id)
    asked = Request(old.claimant, colleague, site, old.purpose, [slot.starts_at], slot.interpreter)
    try:
        (new,) = take(asked, now=now, claimant_agreed=True, series_id=old.series_id, instead_of=old)
    except NotPossible:
        return None
    return new


def _hold_at_once(colleague_id: int) -> bool:
    """Lock a colleague without waiting: this act holds its claimant already, and others lock colleagues first."""
    with connection.cursor() as cursor:
        cursor.execute(f"{HOLD_COLLEAGUES} skip locked", [[colleague_id]])
        return cursor.fetchone() is not None


@operation
def drop_for_death(*, claimant: Claimant, by: Actor, now: datetime) -> int:
    """Cancel all that a claimant who has died had to come; nothing is sent, and nothing is due for them any more.

    Gives how many.
    """
    gone = _let_all_go(claimant, reason=DIED, now=now)
    Series.objects.filter(claimant=claimant, ended_at=None).update(ended_at=now)
    for what in (FIRST, REBOOK):
        duties.withdraw(what=what, subject=("claimant", claimant.pk))
    if gone:
        state(
            facts.AppointmentsDropped(
                site_id=claimant.site_id, claimant_id=claimant.pk, count=len(gone),
                appointment_ids=tuple(one.pk for one in gone),
            )
        )  # fmt: skip
    for site_id in {one.site_id for one in gone}:
        live.tell(f"floor:{site_id}")
    return len(gone)


@part_of_operation
def owe_again(*, claimant: Claimant, now: datetime) -> None:
    """Owe an appointment to somebody whose death was taken back: theirs were cancelled."""
    if not queries.to_come(claimant.pk, now):
        claimants.owe_first_appointment(claimant, now=now)


@part_of_operation
def _let_all_go(claimant: Claimant, *, reason: str, now: datetime, site_id: int | None = None) -> Sequence[Appointment]:
    coming = [one for one in queries.to_come(claimant.pk, now) if site_id in (None, one.site_id)]
    for group_id in sorted({one.group_id for one in coming if one.group_id is not None}):
        hold_group(group_id)
    held = [locked(one) for one in sorted(coming, key=lambda one: one.pk)]
    booked = [one for one in held if one.state == "booked"]
    for one in booked:
        let_go(one, reason=reason, now=now)
    return sorted(booked, key=lambda one: one.during.lower)
