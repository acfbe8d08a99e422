"""Who is registered already that somebody new may be: looked for before a record is made (CLM-1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from upton.claimants.models import Claimant
from upton.claimants.rules import age_on
from upton.foundation.actors import Actor
from upton.foundation.names import names_for


@dataclass(frozen=True, slots=True)
class AlikeLine:
    """Somebody alike as the page of registering shows them; of one whose record is hidden only where to ask."""

    id: int
    name: str
    reference: str
    born: date | None
    age: int | None
    postcode: str
    site: str
    why: str
    hidden: bool


def alike_lines(whys: Mapping[int, str], actor: Actor, *, today: date) -> Sequence[AlikeLine]:
    """Those alike (id → why) in the order given, as far as the actor may see them: why, of those alone."""
    rows = {row.pk: row for row in Claimant.objects.filter(pk__in=whys)}
    seen = set(Claimant.objects.visible_to(actor).filter(pk__in=whys).values_list("pk", flat=True))
    sites = names_for({"site": {row.site_id for row in rows.values()}}, actor)
    return [
        _line(rows[one], sites["site", rows[one].site_id], why if one in seen else None, today)
        for one, why in whys.items()
        if one in rows
    ]


def _line(row: Claimant, site: str, why: str | None, today: date) -> AlikeLine:
    if why is None:
        return AlikeLine(row.pk, "", "", None, None, "", "" if row.is_restricted else site, "", hidden=True)
    age = age_on(row.born, today)
    return AlikeLine(row.pk, row.listed_as, row.reference, row.born, age, row.postcode, site, why, hidden=False)
