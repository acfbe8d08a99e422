"""What diaries do when something is stated."""

from __future__ import annotations

from upton.claimants import queries as claimants
from upton.claimants.facts import ClaimantDied, ClaimantMoved, DeathTakenBack
from upton.diary import facts, operations, queries
from upton.foundation.acts import Heard, hears
from upton.organisation import queries as organisation


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
