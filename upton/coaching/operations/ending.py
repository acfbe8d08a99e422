"""How a contact by day 7 comes to its end, and stands again."""

from __future__ import annotations

from datetime import datetime

from upton.coaching import access, facts, rules
from upton.coaching.models import ContactClock, MissedAppointment
from upton.coaching.operations.opening import told
from upton.coaching.operations.owing import end, held, open_of, reopen
from upton.coaching.rules import Cause, Ended
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, state
from upton.foundation.clock import local_day
from upton.policy import dated


@operation
def record_finding(*, clock: ContactClock, finding: str, by: Actor, now: datetime) -> ContactClock:
    """Close a contact with what was found; what was held may happen from now on.

    `finding` is a code of the policy `contact_findings`. Raises NotPermitted; NotPossible before they were written to
    and reached. DIA-4; source 004, 2.
    """
    clock = held(clock)
    access.require_contact(by, clock)
    rules.require_open(clock.ended)
    today = local_day(now)
    steps = rules.still_to_do(message_at=clock.message_at, called_at=clock.called_at, finding="")
    rules.require_finding(
        finding, steps=steps, tries=clock.tries, due=clock.due_on, today=today, leads=access.leads(by, clock)
    )
    end(clock, Ended.FOUND, finding=finding, by=by, now=now)
    needs = bool(dated.on("contact_findings", today)[finding].values["needs"])
    state(facts.ContactFound(**told(clock), finding=finding, needs=needs, in_time=today <= clock.due_on))
    return clock


@operation
def take_back_finding(*, clock: ContactClock, by: Actor, now: datetime) -> ContactClock:
    """Take back within ten minutes what was found; the contact is open as before. Raises NotPermitted, NotPossible."""
    clock = held(clock)
    access.require_contact(by, clock)
    rules.require_undoable(clock.closed_at if clock.ended == Ended.FOUND else None, now=now)
    reopen(clock, now=now)
    state(facts.ContactClockStandsAgain(**told(clock), due_on=clock.due_on))
    return clock


@operation
def take_back_missed(*, appointment_id: int, by: Actor, now: datetime) -> ContactClock | None:
    """Let an appointment that was not missed after all be looked for no more; without any, the contact is withdrawn."""
    missed = MissedAppointment.objects.filter(appointment_id=appointment_id).select_related("clock").first()
    if missed is None:
        return None
    clock = held(missed.clock)
    missed.delete()
    if not clock.ended and clock.cause == Cause.MISSED and not clock.missed.exists():
        end(clock, Ended.UNDONE, by=by, now=now)
        state(facts.ContactClockWithdrawn(**told(clock), ended=clock.ended))
    return clock


@operation
def die(*, claimant_id: int, by: Actor, now: datetime) -> ContactClock | None:
    """Nobody is written to or rung who has died."""
    clock = open_of(claimant_id)
    if clock is not None:
        end(clock, Ended.DIED, by=by, now=now)
        state(facts.ContactClockWithdrawn(**told(clock), ended=clock.ended))
    return clock


@operation
def stand_again(*, claimant_id: int, by: Actor, now: datetime) -> ContactClock | None:
    """It was another person who died: the contact that was open then is open again."""
    clocks = ContactClock.objects.filter(claimant_id=claimant_id).order_by("-opened_at", "-pk")
    last = clocks.first()
    if last is None or last.ended != Ended.DIED:
        return None
    clock = held(last)
    reopen(clock, now=now)
    state(facts.ContactClockStandsAgain(**told(clock), due_on=clock.due_on))
    return clock
