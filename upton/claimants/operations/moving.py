"""A move of house: site, coach, series and what is due go along in one act (CLM-1)."""

from __future__ import annotations

from datetime import datetime

from upton.claimants import access, facts
from upton.claimants.models import Claimant
from upton.claimants.operations.finding import index
from upton.claimants.operations.holding import hold_all, note, require_not_overtaken
from upton.claimants.operations.record import require_coach_at
from upton.duties import operations as duties
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, state
from upton.foundation.clock import local_day
from upton.organisation.models import Colleague, Site


@operation
def move(
    *,
    claimant: Claimant,
    address: str,
    postcode: str,
    site: Site,
    coach: Colleague | None,
    by: Actor,
    now: datetime,
    version: int | None = None,
) -> Claimant:
    """Record where a claimant lives now, and which site and coach look after them from now on.

    Those who work at the old site may do it and those who work at the new one. What somebody of the old site owed them
    goes to the new one; diaries hear `ClaimantMoved` and book again what is to come. A change of address that changes
    no site is the same act without these consequences. Raises NotPermitted, NotPossible, Overtaken.
    """
    held = hold_all([claimant.pk])[claimant.pk]
    access.require_seen(by, claimant_id=held.pk)
    access.require_move(by, from_site_id=held.site_id, to_site_id=site.pk)
    require_not_overtaken(held, version)
    if (coach is not None and coach.pk != held.coach_id) or (held.site_id != site.pk and coach is not None):
        require_coach_at(coach, site_id=site.pk, today=local_day(now))
    old_site, old_coach = held.site_id, held.coach_id
    note(held, what="address", by=by, now=now)
    held.address, held.postcode, held.site, held.coach = address, postcode, site, coach
    held.save(update_fields=["address", "postcode", "site", "coach"])
    index(held)
    if old_site == site.pk and old_coach == held.coach_id:
        state(facts.DetailsChanged(site_id=site.pk, claimant_id=held.pk, what="address", version=held.version))
        return held
    duties.move_along(claimant_id=held.pk, to_site_id=site.pk, from_coach_id=old_coach, to_coach_id=held.coach_id)
    state(facts.ClaimantMoved(site_id=site.pk, claimant_id=held.pk, from_site_id=old_site, coach_id=held.coach_id))
    return held
