"""The death of a claimant: everything that would still go out stops; a wrong person comes back in one act (CLM-1)."""

from __future__ import annotations

from datetime import date, datetime

from upton.claimants import facts
from upton.claimants.models import Claimant
from upton.claimants.operations.holding import hold
from upton.claimants.rules.details import require_died
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, state
from upton.foundation.clock import local_day
from upton.foundation.refusals import NotPossible
from upton.policy import dated


@operation
def record_death(
    *, claimant: Claimant, died_on: date, source: str, by: Actor, now: datetime, version: int | None = None
) -> Claimant:
    """Record that a claimant has died, and from whom the service heard; from then on nothing is sent to them.

    Raises NotPermitted; NotPossible for a day in the future, before the birth, or a death recorded already; Overtaken.
    """
    today = local_day(now)
    if source not in dated.on("death_sources", today):
        raise NotPossible("Choose from whom you heard.", field="source")
    held = hold(claimant, what="death", by=by, now=now, version=version)
    require_died(on=died_on, born=held.born, today=today)
    if held.died_on is not None:
        raise NotPossible("Their death is recorded already. Look at what stands now.")
    held.died_on, held.death_source = died_on, source
    held.save(update_fields=["died_on", "death_source"])
    state(facts.ClaimantDied(site_id=held.site_id, claimant_id=held.pk, on=died_on, source=source))
    return held


@operation
def take_back_death(*, claimant: Claimant, by: Actor, now: datetime, version: int | None = None) -> Claimant:
    """Take back a death that was recorded for the wrong person. Raises NotPermitted, NotPossible, Overtaken."""
    held = hold(claimant, what="death", by=by, now=now, version=version)
    if held.died_on is None:
        raise NotPossible("No death is recorded for them. Look at what stands now.")
    held.died_on, held.death_source = None, ""
    held.save(update_fields=["died_on", "death_source"])
    state(facts.DeathTakenBack(site_id=held.site_id, claimant_id=held.pk))
    return held
