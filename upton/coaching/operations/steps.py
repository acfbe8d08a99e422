"""The steps of a contact: the message and the call, wherever they are made; a call that reaches nobody is no step."""

from __future__ import annotations

from datetime import datetime

from upton.claimants import operations as claimants
from upton.claimants.models import JournalEntry
from upton.coaching import access, facts, queries, rules
from upton.coaching.models import ContactClock
from upton.coaching.operations.opening import told
from upton.coaching.operations.owing import held, open_of, tell
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.policy import dated

ABOUT = "appointment"


@operation
def write(*, clock: ContactClock, by: Actor, now: datetime) -> ContactClock:
    """Write to them in the words of the policy, in their language.

    Raises NotPermitted; NotPossible for one who was written to, for a closed contact, and after a death.
    """
    clock = held(clock)
    access.require_contact(by, clock)
    rules.require_open(clock.ended)
    rules.require_unwritten(clock.message_at)
    entry = claimants.send_message(
        claimant=clock.claimant,
        text=queries.words_for(clock, clock.claimant, day=local_day(now)),
        about=ABOUT,
        by=by,
        now=now,
    )
    _count(clock, entry_id=entry.pk, now=now)
    state(facts.ContactWritten(**told(clock), entry_id=entry.pk))
    return clock


@operation
def count_message(*, claimant_id: int, entry_id: int, by: Actor, now: datetime) -> ContactClock | None:
    """Count a message that a colleague sent to somebody whose contact is open, from whatever page."""
    clock = open_of(claimant_id)
    if clock is not None and clock.message_at is None:
        _count(clock, entry_id=entry_id, now=now)
        state(facts.ContactWritten(**told(clock), entry_id=entry_id))
    return clock


@part_of_operation
def _count(clock: ContactClock, *, entry_id: int, now: datetime) -> None:
    clock.message_id, clock.message_at = entry_id, now
    clock.save(update_fields=["message", "message_at"])
    tell(clock)


@operation
def forget_message(*, claimant_id: int, entry_id: int, by: Actor, now: datetime) -> ContactClock | None:
    """Let a message that was taken back count no more, unless another one was sent since the contact was opened."""
    clock = open_of(claimant_id)
    if clock is None or clock.message_id != entry_id:
        return clock
    another = (
        JournalEntry.objects.filter(claimant_id=claimant_id, kind="to_claimant", taken_back_at=None)
        .filter(at__gte=clock.opened_at)
        .order_by("at", "pk")
        .first()
    )
    clock.message, clock.message_at = another, another.at if another else None
    clock.save(update_fields=["message", "message_at"])
    if another is None:
        state(facts.ContactWrittenUndone(**told(clock)))
    tell(clock)
    return clock


@operation
def count_call(
    *, claimant_id: int, call_id: int, outcome: str, direction: str, by: Actor, now: datetime
) -> ContactClock | None:
    """Count a call with somebody whose contact is open: reached is done; rung and not reached is shown, and no more."""
    clock = open_of(claimant_id)
    if clock is None or clock.called_at is not None:
        return clock
    if dated.on("call_outcomes", local_day(now))[outcome].values["reached"]:
        clock.call_id, clock.called_at = call_id, now
        clock.save(update_fields=["call", "called_at"])
        state(facts.ContactCalled(**told(clock), call_id=call_id))
    elif direction == "out":
        clock.tries, clock.tried_at = clock.tries + 1, now
        clock.save(update_fields=["tries", "tried_at"])
        state(facts.ContactTried(**told(clock), call_id=call_id, tries=clock.tries))
    tell(clock)
    return clock


@operation
def count_contact(*, claimant_id: int, entry_id: int, channel: str, by: Actor, now: datetime) -> ContactClock | None:
    """Count a contact that was written down and stands in place of the call, as the policy has it: face to face."""
    clock = open_of(claimant_id)
    if clock is None or clock.called_at is not None or channel not in rules.policy_on(clock.since)["instead_of_call"]:
        return clock
    clock.called_at = now
    clock.save(update_fields=["called_at"])
    state(facts.ContactCalled(**told(clock), entry_id=entry_id))
    tell(clock)
    return clock


@operation
def count_meeting(
    *, claimant_id: int, appointment_id: int, starts_at: datetime, outcome: str, by: Actor, now: datetime
) -> ContactClock | None:
    """Count an appointment that was held after the missed one, as what it came to says: they were spoken with.

    `outcome` is a code of the policy `outcomes`. One that is put right later counts no more. DIA-4; source 004, 2.
    """
    clock = open_of(claimant_id)
    if clock is None:
        return None
    spoken = dated.on("outcomes", local_day(now))[outcome].values["spoken"]
    if spoken and clock.called_at is None and _came_after(clock, starts_at):
        clock.met_id, clock.called_at = appointment_id, now
        state(facts.ContactCalled(**told(clock), appointment_id=appointment_id))
    elif not spoken and clock.met_id == appointment_id:
        clock.met, clock.called_at = None, None
        state(facts.ContactCalledUndone(**told(clock), appointment_id=appointment_id))
    else:
        return clock
    clock.save(update_fields=["met", "called_at"])
    tell(clock)
    return clock


def _came_after(clock: ContactClock, starts_at: datetime) -> bool:
    missed = [each.appointment.during.lower for each in clock.missed.select_related("appointment")]
    return starts_at > max(missed) if missed else local_day(starts_at) >= clock.since
