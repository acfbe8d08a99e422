"""Who speaks for a claimant: an appointee, or a representative with their consent (CLM-1)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from upton.claimants.models import Claimant, Representative, RepresentativeKind
from upton.claimants.operations.holding import hold, state_change
from upton.claimants.rules.details import require_forward, require_name
from upton.foundation.actors import Actor
from upton.foundation.acts import operation
from upton.foundation.clock import local_day
from upton.foundation.refusals import NotPossible
from upton.policy import dated


@operation
def let_represent(
    *,
    claimant: Claimant,
    kind: str,
    name: str,
    telephone: str = "",
    covers: Collection[str],
    until: date | None = None,
    by: Actor,
    now: datetime,
    version: int | None = None,
) -> Claimant:
    """Let somebody speak for a claimant, on what they consented to, from today on and up to `until` (the last day).

    Raises NotPermitted, NotPossible, Overtaken.
    """
    today = local_day(now)
    name = require_name(name)
    require_forward(today, until)
    if kind not in RepresentativeKind.values:
        raise NotPossible("Choose whether they are an appointee or a representative.", field="kind")
    if not covers or set(covers) - dated.on("consents", today).keys():
        raise NotPossible("Choose what they may speak about.", field="covers")
    held = hold(claimant, what="representative", by=by, now=now, version=version)
    Representative.objects.create(
        claimant=held, kind=kind, name=name, telephone=telephone, covers=sorted(set(covers)), since=today, until=until
    )
    return state_change(held)


@operation
def end_representing(
    *, representative: Representative, by: Actor, now: datetime, version: int | None = None
) -> Claimant:
    """Let somebody speak for a claimant no more, from now on. Raises NotPermitted, Overtaken."""
    held = hold(representative.claimant, what="representative", by=by, now=now, version=version)
    row = Representative.objects.select_for_update(of=("self",)).get(pk=representative.pk)
    yesterday = local_day(now) - timedelta(days=1)
    if row.since > yesterday:
        row.delete()
    elif row.until is None or row.until > yesterday:
        row.until = yesterday
        row.save(update_fields=["until"])
    return state_change(held)
