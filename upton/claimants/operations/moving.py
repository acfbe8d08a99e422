"""A move of house: site, coach, series and what is due go along, and who moves too, in one act (CLM-1)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from upton.claimants import access, facts, queries
from upton.claimants.models import Claimant
from upton.claimants.operations.finding import index
from upton.claimants.operations.holding import hold_all, note, require_not_overtaken
from upton.claimants.operations.record import require_coach_at
from upton.claimants.rules.household import require_members
from upton.duties import operations as duties
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
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
    with_them: Collection[int] = (),
) -> Claimant:
    """Record where a claimant lives now, and which site and coach look after them from now on.

    Those who work at the old site may do it and those who work at the new one. What somebody of the old site owed them
    goes to the new one; diaries hear `ClaimantMoved` and book again what is to come. A change of address that changes
    no site is the same act without these consequences. `with_them` are claimants of the household, by id, who move too:
    all of them or nobody, each with a fact of their own that names no other. Who had the same coach keeps it with them;
    others keep theirs where that coach works at the site. Raises NotPermitted, NotPossible, Overtaken.
    """
    rows = hold_all([claimant.pk, *with_them])
    held = rows.pop(claimant.pk)
    require_members(with_them, known={one.pk for one in queries.living_with(held, by)})
    for row in (held, *rows.values()):
        access.require_seen(by, claimant_id=row.pk)
        access.require_move(by, from_site_id=row.site_id, to_site_id=site.pk)
    require_not_overtaken(held, version)
    if (coach is not None and coach.pk != held.coach_id) or (held.site_id != site.pk and coach is not None):
        require_coach_at(coach, site_id=site.pk, today=local_day(now))
    known = {one.id for one in queries.coaches_at(site.pk, local_day(now))} if rows else set()
    shared = held.coach_id
    state(_move(held, address, postcode, site, coach.pk if coach else None, by=by, now=now))
    for row in rows.values():
        follows = coach.pk if coach and row.coach_id == shared else row.coach_id
        stays = row.site_id == site.pk or follows in known
        state(_move(row, address, postcode, site, follows if stays else None, by=by, now=now))
    return held


@part_of_operation
def _move(
    held: Claimant, address: str, postcode: str, site: Site, coach_id: int | None, *, by: Actor, now: datetime
) -> facts.DetailsChanged | facts.ClaimantMoved:
    old_site, old_coach = held.site_id, held.coach_id
    note(held, what="address", by=by, now=now)
    held.address, held.postcode, held.site, held.coach_id = address, postcode, site, coach_id
    held.save(update_fields=["address", "postcode", "site", "coach"])
    index(held)
    if old_site == site.pk and old_coach == coach_id:
        return facts.DetailsChanged(site_id=site.pk, claimant_id=held.pk, what="address", version=held.version)
    duties.move_along(claimant_id=held.pk, to_site_id=site.pk, from_coach_id=old_coach, to_coach_id=coach_id)
    return facts.ClaimantMoved(site_id=site.pk, claimant_id=held.pk, from_site_id=old_site, coach_id=coach_id)
