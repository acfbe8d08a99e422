"""Moving the rest of a colleague's morning or day in one act, and taking that back in one (DIA-3, FOH-1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from upton.diary import access, facts, queries
from upton.diary.models import Absence, Appointment, Spread, SpreadLine
from upton.diary.operations.away import reckon_rebooking, record_absence, take_back_absence
from upton.diary.operations.booking import rearrange, undo_booking
from upton.diary.operations.day import admit, send_back, told
from upton.diary.operations.placing import hold_claimant, hold_colleagues, hold_rooms, locked
from upton.diary.rules import State, require_undoable
from upton.diary.rules import spreading as rules
from upton.diary.rules.spreading import Choice, Pick, Telling
from upton.duties import operations as duties
from upton.foundation import live
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import day_bounds, local_day
from upton.foundation.refusals import NotPossible
from upton.organisation import queries as organisation
from upton.organisation.models import Colleague, Site
from upton.policy import dated

RING_MOVED = "ring_moved"


@operation
def spread(
    *,
    colleague: Colleague,
    site: Site,
    starts_at: datetime,
    ends_at: datetime,
    picks: Sequence[Pick],
    by: Actor,
    now: datetime,
    absence_kind: str = "",
) -> Spread:
    """Give what a colleague has booked in a time today the places that were chosen: all of it, or nothing.

    Notice isn't asked for, since nobody could have given it: whoever gets less, and can't be written to in time, is
    owed a call. `absence_kind` records that the colleague is away for the rest of the day too. Raises NotPermitted;
    NotPossible at the line (`rules.line_of`) of the first appointment that can't be had as it was chosen.
    """
    access.require_book(by, site_id=site.pk)
    rules.require_picks(picks)
    hold_colleagues([colleague.pk, *(one.colleague_id for one in picks if one.colleague_id is not None)])
    standing = {row.pk: row for row in _held(colleague, site, picks, now=now)}
    rules.require_left(standing=standing, picks=picks)
    done = Spread.objects.create(
        colleague=colleague, site=site, during=DateTimeTZRange(starts_at, ends_at), done_at=now, done_by_id=by.id
    )
    in_order = sorted(picks, key=lambda one: standing[one.appointment_id].during.lower)
    lines = [_do(done, one, standing[one.appointment_id], by=by, now=now) for one in in_order]
    SpreadLine.objects.bulk_create(lines)
    if absence_kind:
        done.absence = record_absence(
            colleague=colleague, starts_at=starts_at, ends_at=day_bounds(local_day(now))[1], kind=absence_kind,
            by=by, now=now,
        )  # fmt: skip
        done.save(update_fields=["absence"])
    state(_fact_of(done, lines))
    live.tell(f"floor:{site.pk}")
    return done


@part_of_operation
def _held(colleague: Colleague, site: Site, picks: Sequence[Pick], *, now: datetime) -> Sequence[Appointment]:
    """The appointments, with everybody's time held in the one order: colleagues (held already), rooms, claimants."""
    ids = [one.appointment_id for one in picks]
    asked = queries.asked_of(ids)
    kinds = [queries.kind_on(purpose, now) for purpose in sorted({purpose for _, purpose in asked})]
    for kind in [one for one in kinds if one.place == "room"][:1]:
        hold_rooms(kind, site.pk)
    for claimant_id in sorted({claimant_id for claimant_id, _ in asked}):
        hold_claimant(claimant_id)
    return queries.held_for_spreading(ids, colleague_id=colleague.pk, site_id=site.pk)


@part_of_operation
def _do(done: Spread, pick: Pick, old: Appointment, *, by: Actor, now: datetime) -> SpreadLine:
    """What was chosen for one appointment."""
    here = old.state == State.ARRIVED.value
    became, telling = None, Telling.NOTHING
    if pick.choice is not Choice.LEAVE:
        kind = queries.kind_on(old.purpose, now)
        telling = queries.told(old, kind, starts_at=pick.starts_at if pick.choice is Choice.MOVE else None, now=now)
    if pick.choice is Choice.MOVE:
        became = _move(old, pick, by=by, now=now)
    if telling is Telling.RING:
        about = became or old
        duties.owe(
            what=RING_MOVED, site_id=done.site_id, subject=("appointment", about.pk), claimant_id=old.claimant_id,
            role=dated.on("duties", local_day(now))[RING_MOVED].values["role"],
            due_at=max(old.during.lower, now), now=now,
        )  # fmt: skip
    return SpreadLine(spread=done, appointment=old, became=became, choice=pick.choice, told=telling, here=here)


@part_of_operation
def _move(old: Appointment, pick: Pick, *, by: Actor, now: datetime) -> Appointment:
    """Move one appointment; whoever is here already waits on for the new one, where that is today."""
    came_at = old.arrived_at if old.state == State.ARRIVED.value else None
    if came_at is not None:
        access.require_check_in(by, old)
        send_back(old)
        state(facts.CheckInUndone(**told(old)))
    assert pick.colleague_id is not None
    assert pick.starts_at is not None
    try:
        new = rearrange(
            appointment=old, colleague=organisation.colleague_with_id(pick.colleague_id), site=old.site,
            starts_at=pick.starts_at, interpreter=pick.interpreter, claimant_agreed=True, by=by, now=now,
        )  # fmt: skip
    except Colleague.DoesNotExist:
        raise NotPossible(rules.TAKEN, field=rules.line_of(old.pk)) from None
    except NotPossible as refused:
        raise NotPossible(refused.sentence, field=rules.line_of(old.pk)) from refused
    if came_at is not None and local_day(new.during.lower) == local_day(now):
        admit(new, at=came_at, now=now)
        state(facts.ClaimantArrived(**told(new), instead_of_id=old.pk))
    return new


def _fact_of(done: Spread, lines: Sequence[SpreadLine]) -> facts.MorningSpread:
    moved = [one for one in lines if one.became_id is not None]
    return facts.MorningSpread(
        site_id=done.site_id, spread_id=done.pk, colleague_id=done.colleague_id, starts_at=done.during.lower,
        ends_at=done.during.upper, count=len(moved), left=len(lines) - len(moved),
        appointment_ids=tuple(one.became_id for one in moved if one.became_id),
        instead_of_ids=tuple(one.appointment_id for one in moved),
        ring_ids=tuple(one.became_id or one.appointment_id for one in lines if one.told == Telling.RING),
    )  # fmt: skip


@operation
def undo_spread(*, spread: Spread, by: Actor, now: datetime) -> Spread:
    """Take the whole of it back within ten minutes: everything stands again where it was, and nobody is to be rung.

    Raises NotPermitted; NotPossible later, and where something became of one of them since.
    """
    access.require_book(by, site_id=spread.site_id)
    lines = list(spread.lines.select_related("appointment", "became").order_by("became_id"))
    moved = [one for one in lines if one.became is not None]
    hold_colleagues([spread.colleague_id, *(one.became.colleague_id for one in moved if one.became)])
    for claimant_id in sorted({one.appointment.claimant_id for one in lines}):
        hold_claimant(claimant_id)
    held = Spread.objects.select_for_update(of=("self",)).select_related("absence", "colleague").get(pk=spread.pk)
    rules.require_not_undone(held.undone_at)
    require_undoable(done_at=held.done_at, now=now)
    news = {one.pk: locked(one.became) for one in moved if one.became is not None}
    rules.require_unchanged(sum(not _as_it_was(one, news[one.pk]) for one in moved))
    for one in moved:
        _stand_again(one, news[one.pk], by=by, now=now)
    for one in lines:
        duties.withdraw(what=RING_MOVED, subject=("appointment", one.became_id or one.appointment_id))
    _take_back_absence(held, by=by, now=now)
    held.undone_at = now
    held.save(update_fields=["undone_at"])
    state(
        facts.SpreadUndone(
            site_id=held.site_id, spread_id=held.pk, colleague_id=held.colleague_id, starts_at=held.during.lower,
            appointment_ids=tuple(one.appointment_id for one in moved),
        )
    )  # fmt: skip
    live.tell(f"floor:{held.site_id}")
    return held


def _as_it_was(line: SpreadLine, new: Appointment) -> bool:
    """Whether nothing became of what was moved: it is booked, or its claimant, who was here, still waits."""
    waits = line.here and new.state == State.ARRIVED.value
    return waits or new.state == State.BOOKED.value


@part_of_operation
def _stand_again(line: SpreadLine, new: Appointment, *, by: Actor, now: datetime) -> None:
    came_at = new.arrived_at
    if came_at is not None:
        access.require_check_in(by, new)
        send_back(new)
        state(facts.CheckInUndone(**told(new)))
    undo_booking(appointment=new, by=by, now=now)
    if came_at is not None:
        old = locked(line.appointment)
        admit(old, at=came_at, now=now)
        state(facts.ClaimantArrived(**told(old), instead_of_id=new.pk))


@part_of_operation
def _take_back_absence(held: Spread, *, by: Actor, now: datetime) -> None:
    """Take back the absence that was recorded with it; what another one covers is to be booked again once more."""
    if held.absence is not None:
        take_back_absence(absence=held.absence, by=by, now=now)
    for absence in _absences_in(held):
        reckon_rebooking(absence=absence, by=by, now=now)


def _absences_in(held: Spread) -> Iterable[Absence]:
    return Absence.objects.filter(colleague_id=held.colleague_id, during__overlap=held.during).order_by("pk")
