"""Who looks after claimants at a site, and how many each has."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from upton.claimants.models import Claimant, PinnedNote
from upton.foundation.actors import Actor
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
        Claimant.objects.filter(coach_id__in=posted, died_on=None, merged_into=None)
        .values("coach_id")
        .annotate(Count("pk"))
        .order_by()
    )
    caseloads = {row["coach_id"]: row["pk__count"] for row in counted}
    return [CoachLine(pk, name, caseloads.get(pk, 0)) for pk, name in posted.items()]


@dataclass(frozen=True, slots=True)
class Person:
    """A claimant as a start page knows them: whether the reader looks after them, and whether a note is pinned."""

    name: str
    mine: bool
    noted: bool


def people_of(actor: Actor, today: date, *, also: Collection[int] = ()) -> dict[int, Person]:
    """Those whom a colleague looks after, and some others, by their id, as far as the colleague may see them.

    The dead too, since their coach has to hear of it. One query.
    """
    note = PinnedNote.objects.standing(today).filter(claimant_id=OuterRef("pk"))
    rows = Claimant.objects.visible_to(actor).filter(Q(coach_id=actor.id) | Q(pk__in=also))
    rows = rows.only("name", "known_as", "coach_id").annotate(noted=Exists(note))
    return {one.pk: Person(one.listed_as, one.coach_id == actor.id, one.noted) for one in rows}
