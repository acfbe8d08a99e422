"""Customer computers: booked, begun, ended, help given, and each taken back (FOH-3)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from upton.claimants.models import Claimant
from upton.foundation import live
from upton.foundation.actors import Actor, ActorKind
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.foundation.refusals import NotPossible
from upton.organisation import queries as organisation
from upton.reception import access, facts
from upton.reception.models import Computer, ComputerUse, Visit
from upton.reception.operations.holding import require_open
from upton.reception.rules import computers as rules
from upton.reception.rules import require_undoable

USUAL = (time(9), time(17))
"""When a site is open whose hours nobody recorded."""
SHORTEST = timedelta(minutes=1)


@operation
def book_computer(
    *,
    computer: Computer,
    starts_at: datetime,
    minutes: int,
    by: Actor,
    now: datetime,
    claimant: Claimant | None = None,
    visit: Visit | None = None,
    name: str = "",
) -> ComputerUse:
    """Book a computer ahead for a claimant, a visit, or somebody who is only named.

    Raises NotPermitted; NotPossible at `computer`, `day`, `starts_at` or `minutes`.
    """
    computer = _held(computer)
    access.require_computers(by, site_id=computer.site_id)
    rules.require_in_use(computer.out_since or computer.removed_at)
    day = local_day(starts_at)
    opening = organisation.opening_at([computer.site_id], day, usual=USUAL).get(computer.site_id)
    starts_at, ends_at = rules.require_time(starts_at, minutes, now=now, opening=opening)
    if day == local_day(now):
        require_open(site_id=computer.site_id, now=now)
    use = ComputerUse.objects.create(
        computer=computer, during=DateTimeTZRange(starts_at, ends_at), until=ends_at, made_at=now,
        **_whose(claimant, visit, name),
    )  # fmt: skip
    state(facts.ComputerBooked(**_told(use, computer), starts_at=starts_at, ends_at=ends_at))
    _tell(computer)
    return use


@operation
def walk_up(
    *, computer: Computer, by: Actor, now: datetime, claimant: Claimant | None = None, visit: Visit | None = None
) -> ComputerUse:
    """Let somebody sit down now without a booking, named or not: for half an hour, or until the next booking.

    Raises NotPermitted, NotPossible.
    """
    computer = _held(computer)
    access.require_computers(by, site_id=computer.site_id)
    rules.require_in_use(computer.out_since or computer.removed_at)
    require_open(site_id=computer.site_id, now=now)
    rules.require_free(_taken(computer))
    coming = computer.uses.filter(cancelled_at=None, begun_at=None, during__endswith__gt=now)
    following = coming.order_by("during__startswith").first()
    ends_at = rules.walk_up_until(now, next_at=following.during.lower if following else None)
    use = ComputerUse.objects.create(
        computer=computer, during=DateTimeTZRange(now, ends_at), until=ends_at, made_at=now, begun_at=now,
        **_whose(claimant, visit, ""),
    )  # fmt: skip
    state(facts.ComputerBegun(**_told(use, computer), walked_up=True))
    _tell(computer)
    return use


@operation
def begin_use(*, use: ComputerUse, by: Actor, now: datetime) -> ComputerUse:
    """Note that somebody sits down who was booked. Raises NotPermitted, NotPossible."""
    computer, use = _held_use(use, by)
    rules.require_in_use(computer.out_since)
    rules.require_can_begin(starts_at=use.during.lower, begun_at=use.begun_at, cancelled_at=use.cancelled_at, now=now)
    require_open(site_id=computer.site_id, now=now)
    rules.require_free(_taken(computer))
    use.begun_at = now
    use.save(update_fields=["begun_at"])
    state(facts.ComputerBegun(**_told(use, computer)))
    _tell(computer)
    return use


@operation
def undo_begin(*, use: ComputerUse, by: Actor, now: datetime) -> ComputerUse:
    """Take back within ten minutes that somebody booked sat down. Raises NotPermitted, NotPossible."""
    computer, use = _held_use(use, by)
    rules.require_begun(use.begun_at, cancelled_at=use.cancelled_at)
    rules.require_not_ended(use.ended_at)
    require_undoable(use.begun_at, now=now)
    use.begun_at = None
    use.save(update_fields=["begun_at"])
    state(facts.ComputerBegunUndone(**_told(use, computer)))
    _tell(computer)
    return use


@operation
def end_use(*, use: ComputerUse, by: Actor, now: datetime) -> ComputerUse:
    """Note that somebody leaves their computer; the rest of their time is free. Raises NotPermitted, NotPossible."""
    computer, use = _held_use(use, by)
    rules.require_begun(use.begun_at, cancelled_at=use.cancelled_at)
    rules.require_not_ended(use.ended_at)
    assert use.begun_at is not None
    use.ended_at = max(now, use.begun_at)
    upper = min(max(use.ended_at, use.during.lower + SHORTEST), use.until)
    use.during = DateTimeTZRange(use.during.lower, upper)
    use.save(update_fields=["ended_at", "during"])
    minutes = int((use.ended_at - use.begun_at).total_seconds() // 60)
    state(facts.ComputerEnded(**_told(use, computer), minutes=minutes))
    _tell(computer)
    return use


@operation
def undo_end(*, use: ComputerUse, by: Actor, now: datetime) -> ComputerUse:
    """Take back within ten minutes that somebody left their computer.

    Raises NotPermitted; NotPossible where it was taken or booked meanwhile.
    """
    computer, use = _held_use(use, by)
    if use.ended_at is None:
        raise NotPossible("They sit there still, so nothing was changed.")
    require_undoable(use.ended_at, now=now)
    require_open(site_id=computer.site_id, now=now)
    use.ended_at, use.during = None, DateTimeTZRange(use.during.lower, use.until)
    use.save(update_fields=["ended_at", "during"])
    state(facts.ComputerEndedUndone(**_told(use, computer)))
    _tell(computer)
    return use


@operation
def cancel_use(*, use: ComputerUse, by: Actor, now: datetime) -> ComputerUse:
    """Cancel a booking, or take back within ten minutes that somebody sat down. Raises NotPermitted, NotPossible."""
    computer, use = _held_use(use, by)
    rules.require_not_cancelled(use.cancelled_at)
    rules.require_not_ended(use.ended_at)
    if use.begun_at is not None:
        require_undoable(use.begun_at, now=now)
    use.cancelled_at = now
    use.save(update_fields=["cancelled_at"])
    state(facts.ComputerCancelled(**_told(use, computer)))
    _tell(computer)
    return use


@operation
def restore_use(*, use: ComputerUse, by: Actor, now: datetime) -> ComputerUse:
    """Put back within ten minutes what was cancelled.

    Raises NotPermitted; NotPossible where the computer was booked meanwhile.
    """
    computer, use = _held_use(use, by)
    require_undoable(use.cancelled_at, now=now)
    use.cancelled_at = None
    use.save(update_fields=["cancelled_at"])
    state(facts.ComputerRestored(**_told(use, computer)))
    _tell(computer)
    return use


@operation
def give_coaching(*, use: ComputerUse, minutes: int, by: Actor, now: datetime) -> ComputerUse:
    """Note the help that one gave somebody at a computer, in minutes, in place of what stood there.

    Raises NotPermitted; NotPossible at `minutes`.
    """
    computer, use = _held_use(use, by)
    rules.require_begun(use.begun_at, cancelled_at=use.cancelled_at)
    rules.require_coaching(minutes)
    before, use.coached_minutes, use.coached_at = use.coached_minutes, minutes, now
    use.coached_by_id = by.id if by.kind is ActorKind.COLLEAGUE else None
    use.save(update_fields=["coached_minutes", "coached_at", "coached_by"])
    state(facts.DigitalCoachingGiven(**_told(use, computer), minutes=minutes, before=before))
    _tell(computer)
    return use


@operation
def undo_coaching(*, use: ComputerUse, by: Actor, now: datetime) -> ComputerUse:
    """Take back within ten minutes that help was given. Raises NotPermitted, NotPossible."""
    computer, use = _held_use(use, by)
    require_undoable(use.coached_at, now=now)
    minutes, use.coached_minutes, use.coached_at, use.coached_by = use.coached_minutes, 0, None, None
    use.save(update_fields=["coached_minutes", "coached_at", "coached_by"])
    state(facts.DigitalCoachingUndone(**_told(use, computer), minutes=minutes))
    _tell(computer)
    return use


def _held(computer: Computer) -> Computer:
    return Computer.objects.select_for_update(of=("self",)).get(pk=computer.pk)


def _held_use(use: ComputerUse, by: Actor) -> tuple[Computer, ComputerUse]:
    computer = Computer.objects.select_for_update(of=("self",)).get(pk=use.computer_id)
    access.require_computers(by, site_id=computer.site_id)
    return computer, ComputerUse.objects.select_for_update(of=("self",)).get(pk=use.pk)


def _taken(computer: Computer) -> bool:
    return computer.uses.filter(cancelled_at=None, ended_at=None, begun_at__isnull=False).exists()


def _whose(claimant: Claimant | None, visit: Visit | None, name: str) -> dict[str, Any]:
    known = claimant.pk if claimant else visit.claimant_id if visit else None
    return {
        "claimant_id": known,
        "visit": visit,
        "name": "" if known else name.strip() or (visit.name if visit else ""),
    }


def _told(use: ComputerUse, computer: Computer) -> dict[str, Any]:
    return {
        "site_id": computer.site_id,
        "claimant_id": use.claimant_id,
        "computer_id": computer.pk,
        "use_id": use.pk,
    }


@part_of_operation
def _tell(computer: Computer) -> None:
    live.tell(f"floor:{computer.site_id}")
