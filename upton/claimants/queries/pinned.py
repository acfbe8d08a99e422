"""The note pinned to a record: for its page, and as a mark wherever somebody is about to begin with them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from upton.claimants.models import Claimant, PinnedNote
from upton.foundation.actors import Actor
from upton.organisation.models import Colleague

BY = Colleague.objects.filter(pk=OuterRef("by_id")).values("name")[:1]
AS_JSON = JSONObject(id="pk", text="text", by=Subquery(BY), at="pinned_at", until="until")


@dataclass(frozen=True, slots=True)
class PinnedLine:
    """A pinned note as the page of a claimant shows it."""

    id: int
    text: str
    by: str
    pinned_at: datetime
    until: date | None


def pinned_to(actor: Actor, claimant_id: int, today: date) -> PinnedLine | None:
    """The note pinned to a record that one may see; None where there is none. One query."""
    found = PinnedNote.objects.visible_to(actor).standing(today).filter(claimant_id=claimant_id)
    return _line(found.values_list(AS_JSON, flat=True).first())


def with_pinned(rows: QuerySet[Claimant], today: date) -> QuerySet[Claimant]:
    """Claimants with the note pinned to each, for `pinned_of`: no question of its own."""
    note = PinnedNote.objects.standing(today).filter(claimant_id=OuterRef("pk"))
    return rows.annotate(pinned=Subquery(note.values_list(AS_JSON)[:1]))


def pinned_of(claimant: Claimant) -> PinnedLine | None:
    """The note pinned to a claimant asked `with_pinned`; None where there is none."""
    return _line(getattr(claimant, "pinned", None))


def _line(found: dict[str, Any] | None) -> PinnedLine | None:
    if found is None:
        return None
    until = date.fromisoformat(found["until"]) if found["until"] else None
    at = datetime.fromisoformat(found["at"])
    return PinnedLine(found["id"], found["text"], found["by"] or "Upton", at, until)


def with_notes(actor: Actor, claimant_ids: Collection[int], today: date) -> frozenset[int]:
    """Those of some claimants to whose record a note is pinned that one may read. One query at most."""
    if not claimant_ids:
        return frozenset()
    rows = PinnedNote.objects.visible_to(actor).standing(today).filter(claimant_id__in=claimant_ids)
    return frozenset(rows.values_list("claimant_id", flat=True))


def note_for(actor: Actor, note_id: int) -> PinnedNote:
    """One note, pinned or taken off, on a record that one may see. Raises PinnedNote.DoesNotExist."""
    return PinnedNote.objects.visible_to(actor).select_related("claimant").get(pk=note_id)
