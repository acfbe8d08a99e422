"""What diaries do when something is stated."""

from __future__ import annotations

from upton.claimants import queries as claimants
from upton.claimants.facts import CallRecorded, ClaimantDied, ClaimantMoved, DeathTakenBack, RingBackPromised
from upton.diary import facts, operations, queries
from upton.duties import operations as duties
from upton.foundation.acts import Heard, hears
from upton.foundation.clock import local_day
from upton.organisation import queries as organisation
from upton.policy import dated


@hears(facts.AppointmentCancelled, facts.AppointmentMoved, facts.CancelUndone)
def reckon_absences(
    fact: facts.AppointmentCancelled | facts.AppointmentMoved | facts.CancelUndone, heard: Heard
) -> None:
    """What is left to be booked again for an absence is reckoned anew when one in it goes or stands again."""
    left_id = fact.instead_of_id if isinstance(fact, facts.AppointmentMoved) else fact.appointment_id
    for absence in queries.absences_around(left_id):
        operations.reckon_rebooking(absence=absence, by=heard.by, now=heard.at)


@hears(ClaimantMoved)
def follow_a_claimant_who_moved(moved: ClaimantMoved, heard: Heard) -> None:
    """What they had to come at the old site is booked again at the new one, as far as it can be."""
    assert moved.site_id is not None
    assert moved.claimant_id is not None
    operations.follow_claimant(
        claimant=claimants.claimant_for(heard.system, moved.claimant_id),
        site=organisation.site_row(moved.site_id),
        from_site=organisation.site_row(moved.from_site_id),
        coach_id=moved.coach_id,
        by=heard.system,
        now=heard.at,
    )


@hears(ClaimantDied)
def drop_what_was_to_come(died: ClaimantDied, heard: Heard) -> None:
    """Nobody waits for somebody who has died, and nothing is sent."""
    assert died.claimant_id is not None
    claimant = claimants.claimant_for(heard.system, died.claimant_id)
    operations.drop_for_death(claimant=claimant, by=heard.system, now=heard.at)


@hears(DeathTakenBack)
def owe_an_appointment_again(back: DeathTakenBack, heard: Heard) -> None:
    """It was another person who died: what was cancelled is owed to them."""
    assert back.claimant_id is not None
    claimant = claimants.claimant_for(heard.system, back.claimant_id)
    operations.owe_again(claimant=claimant, now=heard.at)


@hears(CallRecorded, RingBackPromised)
def settle_with_whom_one_spoke(call: CallRecorded | RingBackPromised, heard: Heard) -> None:
    """Who left without being seen has been spoken with, once they were reached by telephone."""
    reached = dated.on("call_outcomes", local_day(heard.at))[call.outcome].values["reached"]
    if call.claimant_id is not None and reached:
        for what in ("call_left_unseen", operations.RING_MOVED):
            duties.settle_for(what=what, claimant_id=call.claimant_id, by=heard.by, now=heard.at)


@hears(facts.AppointmentCancelled, facts.AppointmentMoved)
def ring_no_more_about_what_went(fact: facts.AppointmentCancelled | facts.AppointmentMoved, heard: Heard) -> None:
    """Who was to be rung about an appointment has another now, or none."""
    left_id = fact.instead_of_id if isinstance(fact, facts.AppointmentMoved) else fact.appointment_id
    duties.settle(what=operations.RING_MOVED, subject=("appointment", left_id), by=heard.by, now=heard.at)
