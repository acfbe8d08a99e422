"""Taking hold of a claimant's record before it changes, and noting who changed what in it last."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from upton.claimants import access, facts
from upton.claimants.models import Claimant
from upton.claimants.operations.finding import index
from upton.claimants.rules.details import require_current
from upton.claimants.rules.merging import require_not_merged
from upton.foundation.actors import Actor, ActorKind
from upton.foundation.acts import part_of_operation, state
from upton.organisation.queries import colleague_names
from upton.pages.words import moment

FOUND_BY = {"name", "other_names", "born", "national_insurance_number", "telephones", "email"}
"""The details by which somebody is found."""


@part_of_operation
def hold(claimant: Claimant, *, what: str, by: Actor, now: datetime, version: int | None = None) -> Claimant:
    """Lock a record that the actor may see and change, and note the change to come; the caller saves nothing of that.

    Raises NotPermitted, and Overtaken when `version` is not the one that stands.
    """
    held = hold_all([claimant.pk])[claimant.pk]
    access.require_seen(by, claimant_id=held.pk)
    access.require_change(by, site_id=held.site_id)
    require_not_overtaken(held, version)
    return note(held, what=what, by=by, now=now)


@part_of_operation
def require_not_overtaken(held: Claimant, version: int | None) -> None:
    """Raise Overtaken, with who changed what and when, when `version` is not the one that stands."""
    if version is not None and version != held.version:
        require_current(version, held.version, who=_who(held), when=moment(held.changed_at), what=held.changed_what)


@part_of_operation
def hold_all(ids: Iterable[int], *, merged: bool = False, to_merge: bool = False) -> dict[int, Claimant]:
    """Lock these records in the order of their ids and return them as they stand now.

    Whoever adds a row under one that is held `to_merge` waits for it; under others they go on. Raises Merged where one
    was merged into another, unless that is what is asked for.
    """
    rows = Claimant.objects.filter(pk__in=set(ids)).order_by("pk").select_for_update(no_key=not to_merge)
    held = {row.pk: row for row in rows}
    for row in held.values() if not merged else ():
        require_not_merged(row.merged_into_id)
    return held


@part_of_operation
def note(held: Claimant, *, what: str, by: Actor, now: datetime) -> Claimant:
    """Count a change to a locked record and note whose it is."""
    held.version += 1
    held.changed_by_id = by.id if by.kind is ActorKind.COLLEAGUE else None
    held.changed_at, held.changed_what = now, what
    held.save(update_fields=["version", "changed_by_id", "changed_at", "changed_what"])
    return held


@part_of_operation
def state_change(held: Claimant, *fields: str) -> Claimant:
    """Keep the fields of a record that is held, and state which detail was changed."""
    if fields:
        held.save(update_fields=fields)
    if held.changed_what in FOUND_BY:
        index(held)
    state(facts.DetailsChanged(site_id=held.site_id, claimant_id=held.pk, what=held.changed_what, version=held.version))
    return held


def _who(held: Claimant) -> str:
    names = colleague_names([held.changed_by_id]) if held.changed_by_id else {}
    return names.get(held.changed_by_id or 0, "Somebody else")
