"""What came of an appointment: nobody came, or what it came to (DIA-4)."""

from __future__ import annotations

from datetime import datetime

from upton.diary import access, facts, rules
from upton.diary.models import Appointment
from upton.diary.operations.day import OUTCOME, UNSEEN, told
from upton.diary.operations.placing import hold_claimant, hold_colleagues, locked, move, occupy
from upton.duties import operations as duties
from upton.foundation import live
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, state
from upton.foundation.clock import local_day


@operation
def mark_missed(*, appointment: Appointment, by: Actor, now: datetime) -> Appointment:
    """Note that a claimant did not come or was not reached; the time is free. Raises NotPermitted, NotPossible."""
    held = locked(appointment)
    access.require_outcome(by, held)
    rules.require_begun(starts_at=held.during.lower, now=now)
    move(held, "mark_missed")
    held.ended_at = now
    held.occupancies.all().delete()
    held.save(update_fields=["state", "ended_at"])
    state(facts.AppointmentMissed(**told(held), purpose=held.purpose))
    live.tell(f"floor:{held.site_id}")
    return held


@operation
def undo_missed(*, appointment: Appointment, by: Actor, now: datetime) -> Appointment:
    """Take back within ten minutes that nobody came. Raises NotPermitted; NotPossible where the time is taken."""
    hold_colleagues([appointment.colleague_id])
    hold_claimant(appointment.claimant_id)
    held = locked(appointment)
    access.require_outcome(by, held)
    rules.require_undoable(done_at=held.ended_at, now=now)
    move(held, "undo_missed")
    held.ended_at = None
    held.save(update_fields=["state", "ended_at"])
    occupy([held])
    state(facts.MissedUndone(**told(held)))
    live.tell(f"floor:{held.site_id}")
    return held


@operation
def record_outcome(*, appointment: Appointment, outcome: str, by: Actor, now: datetime) -> Appointment:
    """Record what an appointment came to; its colleague owns it, and a second record puts the first one right.

    `outcome` is a code of the policy `outcomes`. Raises NotPermitted; NotPossible before the claimant was seen.
    """
    held = locked(appointment)
    access.require_outcome(by, held)
    rules.require_outcome(outcome, state=rules.State(held.state), day=local_day(now))
    held.outcome, held.ended_at = outcome, held.ended_at or now
    held.save(update_fields=["outcome", "ended_at"])
    duties.settle(what=OUTCOME, subject=("appointment", held.pk), by=by, now=now)
    state(facts.OutcomeRecorded(**told(held), purpose=held.purpose, outcome=outcome))
    live.tell(f"floor:{held.site_id}")
    return held


@operation
def record_held(*, appointment: Appointment, outcome: str, by: Actor, now: datetime) -> Appointment:
    """Record of an appointment that is over that it was held, and what it came to, where nobody noted it on the day.

    Raises NotPermitted; NotPossible before its end, for one that is no longer open, and for an unknown outcome.
    """
    held = locked(appointment)
    access.require_outcome(by, held)
    rules.require_over(ends_at=held.during.upper, now=now)
    rules.require_known_outcome(outcome, day=local_day(now))
    move(held, "note_held")
    held.seen_at, held.ended_at, held.outcome = held.during.lower, now, outcome
    held.save(update_fields=["state", "seen_at", "ended_at", "outcome"])
    duties.settle(what="see_claimant", subject=("appointment", held.pk), by=by, now=now)
    duties.settle_for(what=UNSEEN, claimant_id=held.claimant_id, by=by, now=now)
    state(facts.HeldUnnoted(**told(held), purpose=held.purpose))
    state(facts.OutcomeRecorded(**told(held), purpose=held.purpose, outcome=outcome))
    live.tell(f"floor:{held.site_id}")
    return held
