"""Who looks after claimants at a site, and how many each has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from upton.claimants.models import Claimant
from upton.organisation import queries as organisation
from upton.policy import dated


@dataclass(frozen=True, slots=True)
class CoachLine:
    """A coach at a site with the number of those whom they look after; the dead are not counted."""

    id: int
    name: str
    caseload: int


def coaches_at(site_id: int, day: date) -> Sequence[CoachLine]:
    """Everybody posted at the site in a role with a caseload, by name, in two queries."""
    roles = [code for code, entry in dated.on("roles", day).items() if entry.values.get("caseload")]
    posted = {one.colleague_id: one.name for one in organisation.posted(site_id, day, roles=roles, weekday=False)}
    counted = (
        Claimant.objects.filter(coach_id__in=posted, died_on=None).values("coach_id").annotate(Count("pk")).order_by()
    )
    caseloads = {row["coach_id"]: row["pk__count"] for row in counted}
    return [CoachLine(pk, name, caseloads.get(pk, 0)) for pk, name in posted.items()]
