"""What coaching does on hearing what others state: a contact by day 7 opens, goes on, and is withdrawn."""

from __future__ import annotations

from upton.claimants import facts as claimants
from upton.coaching import operations
from upton.diary import facts as diary
from upton.diary import queries as diaries
from upton.foundation.actors import ActorKind
from upton.foundation.acts import Heard, hears


@hears(diary.AppointmentMissed)
def look_for_whoever_did_not_come(missed: diary.AppointmentMissed, heard: Heard) -> None:
    """Whoever did not come is written to and rung by day 7."""
    appointment = diaries.appointment_for(heard.system, missed.appointment_id)
    operations.open_for_missed(appointment=appointment, by=heard.system, now=heard.at)


@hears(diary.MissedUndone)
def they_had_come(undone: diary.MissedUndone, heard: Heard) -> None:
    """It was a slip: nobody has to look for them."""
    operations.take_back_missed(appointment_id=undone.appointment_id, by=heard.by, now=heard.at)


@hears(claimants.MessageSent)
def they_were_written_to(sent: claimants.MessageSent, heard: Heard) -> None:
    """A message of a colleague counts, from whatever page; one that the service sends by itself does not."""
    if heard.by.kind is ActorKind.COLLEAGUE and sent.claimant_id is not None:
        operations.count_message(claimant_id=sent.claimant_id, entry_id=sent.entry_id, by=heard.by, now=heard.at)


@hears(claimants.MessageTakenBack)
def they_were_not_written_to(back: claimants.MessageTakenBack, heard: Heard) -> None:
    """A message that was taken back counts no more."""
    if back.claimant_id is not None:
        operations.forget_message(claimant_id=back.claimant_id, entry_id=back.entry_id, by=heard.by, now=heard.at)


@hears(claimants.CallRecorded, claimants.RingBackPromised)
def they_were_rung(call: claimants.CallRecorded | claimants.RingBackPromised, heard: Heard) -> None:
    """A call counts once they were reached, from whatever page it was made."""
    if call.claimant_id is not None:
        operations.count_call(
            claimant_id=call.claimant_id,
            call_id=call.call_id,
            outcome=call.outcome,
            direction=call.direction,
            by=heard.by,
            now=heard.at,
        )


@hears(claimants.ContactNoted)
def they_were_met(noted: claimants.ContactNoted, heard: Heard) -> None:
    """Whoever was met in person has been spoken with."""
    if noted.claimant_id is not None:
        operations.count_contact(
            claimant_id=noted.claimant_id,
            entry_id=noted.entry_id,
            channel=noted.channel,
            by=heard.by,
            now=heard.at,
        )


@hears(diary.OutcomeRecorded)
def they_came(recorded: diary.OutcomeRecorded, heard: Heard) -> None:
    """Whoever came to a later appointment has been spoken with, unless it could not be held."""
    if recorded.claimant_id is not None:
        operations.count_meeting(
            claimant_id=recorded.claimant_id,
            appointment_id=recorded.appointment_id,
            starts_at=recorded.starts_at,
            outcome=recorded.outcome,
            by=heard.by,
            now=heard.at,
        )


@hears(claimants.ClaimantMoved)
def follow_a_claimant_who_moved(moved: claimants.ClaimantMoved, heard: Heard) -> None:
    """The contact is made at the new site."""
    assert moved.claimant_id is not None
    assert moved.site_id is not None
    operations.follow_move(claimant_id=moved.claimant_id, site_id=moved.site_id, by=heard.by, now=heard.at)


@hears(claimants.ClaimantDied)
def look_for_nobody_who_died(died: claimants.ClaimantDied, heard: Heard) -> None:
    """Nothing goes out to them any more."""
    assert died.claimant_id is not None
    operations.die(claimant_id=died.claimant_id, by=heard.by, now=heard.at)


@hears(claimants.DeathTakenBack)
def look_for_them_again(back: claimants.DeathTakenBack, heard: Heard) -> None:
    """It was another person who died."""
    assert back.claimant_id is not None
    operations.stand_again(claimant_id=back.claimant_id, by=heard.by, now=heard.at)
