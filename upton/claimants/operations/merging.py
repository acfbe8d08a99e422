"""Two records of one person become one, in one act, and two again in another (CLM-1, decision 0019)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max

from upton.claimants import access, facts
from upton.claimants.models import Claimant, ClaimantName, Findable, Merge, NameKind
from upton.claimants.models.relations import Change, How, Prepared, Two, obstacles, relations
from upton.claimants.operations.finding import index
from upton.claimants.operations.holding import hold_all, note, require_not_overtaken
from upton.claimants.operations.remembering import Memory, held_at_once
from upton.claimants.rules import merging as rules
from upton.foundation import live
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.refusals import NotPossible

COMPARED = (
    "name", "sort_key", "known_as", "born", "national_insurance_number", "email", "address", "postcode", "post_to",
    "post_address", "post_postcode", "language", "interpreter", "unsafe", "access", "safe_times", "ask_for",
    "restricted_as", "coach_id", "site_id",
)  # fmt: skip
"""The values of a record of which the survivor may take some over."""


@operation
def merge(
    *,
    survivor: Claimant,
    other: Claimant,
    chosen: Collection[tuple[str, str]] = (),
    by: Actor,
    now: datetime,
    version: int | None = None,
    other_version: int | None = None,
) -> Merge:
    """Let everything that stands under `other` stand under `survivor`, and leave a pointer in its place.

    `chosen` says of parts of the record (`rules.merging.PARTS`) whether the `survivor`'s stands or the `other`'s. The
    facts stay as they were stated: whoever reads follows the pointer. Raises NotPermitted; NotPossible for a record
    with itself, at the number where two differ and nobody chose, and for whatever stands against it; Merged; Overtaken.
    """
    rules.require_two_records(survivor.pk, other.pk)
    held = hold_all([survivor.pk, other.pk])
    one, two = held[survivor.pk], held[other.pk]
    access.require_merge(by, one, two)
    require_not_overtaken(one, version)
    require_not_overtaken(two, other_version)
    both = Two(one, two, now)
    if against := obstacles(both):
        raise NotPossible(" ".join(against))
    new = rules.details(values_of(one), values_of(two), dict(chosen))
    memory = Memory()
    prepared = _prepare(both, new)
    for change in [*_names(both, new), *(change for some in prepared.values() for change in some.changes)]:
        memory.change(change)
    _move_all(both, prepared, memory)
    # The number stands once: it leaves the one record before it comes to the other.
    memory.change(Change(Claimant, two.pk, {"national_insurance_number": None}))
    memory.change(Change(Claimant, one.pk, new))
    Claimant.objects.filter(pk=two.pk).update(merged_into=one)
    made = Merge.objects.create(
        survivor=one, other=two, at=now, by_id=by.id, moved=memory.moved, changed=memory.changed, marks=_marks()
    )
    stand_anew([one.pk, two.pk], by=by, now=now)
    state(facts.ClaimantsMerged(site_id=one.site_id, claimant_id=one.pk, merge_id=made.pk, merged_id=two.pk))
    tell(one, two)
    return made


def values_of(claimant: Claimant) -> dict[str, Any]:
    """The values of a record that a merge compares."""
    return {field: getattr(claimant, field) for field in COMPARED}


def _prepare(both: Two, new: Mapping[str, Any]) -> dict[str, Prepared]:
    prepared = {relation.label: relation.prepare(both) for relation in relations() if relation.how is How.MOVES}
    if "name" in new:
        # The name that was chosen comes along, even where the survivor had it before.
        label = f"{ClaimantName._meta.label}.claimant_id"
        current = ClaimantName.objects.filter(claimant=both.other, kind=NameKind.CURRENT).values_list("pk", flat=True)
        stay = set(prepared[label].stay) - set(current)
        prepared[label] = Prepared(prepared[label].changes, stay)
    return prepared


def _names(both: Two, new: Mapping[str, Any]) -> list[Change]:
    """One of the two current names becomes a previous one, so that a search finds them by it still."""
    loser = both.survivor if "name" in new else both.other
    rows = ClaimantName.objects.filter(claimant=loser, kind=NameKind.CURRENT)
    return [Change(ClaimantName, row.pk, {"kind": NameKind.PREVIOUS.value}) for row in rows]


@part_of_operation
def _move_all(both: Two, prepared: Mapping[str, Prepared], memory: Memory) -> None:
    for relation in relations():
        if relation.how is How.MOVES:
            rows = relation.model._default_manager.filter(**{relation.column: both.other.pk})
            ids = held_at_once(rows.exclude(pk__in=list(prepared[relation.label].stay)))
            memory.move(relation, ids, to=both.survivor.pk)


def _marks() -> dict[str, int]:
    found = {}
    for relation in relations():
        if relation.how is How.MOVES:
            found[relation.label] = relation.model._default_manager.aggregate(top=Max("pk"))["top"] or 0
    return found


@part_of_operation
def stand_anew(ids: Collection[int], *, by: Actor, now: datetime) -> None:
    """Count the change in each record; those that stand are found by what is theirs now, the others by nothing."""
    for row in hold_all(ids, merged=True).values():
        note(row, what="merged", by=by, now=now)
        if row.merged_into_id is None:
            index(row)
        else:
            Findable.objects.filter(claimant=row).delete()


def tell(*claimants: Claimant) -> None:
    """Tell whoever looks at one of these records, or at the floor of their sites."""
    for one in claimants:
        live.tell(f"claimant:{one.pk}")
        live.tell(f"floor:{one.site_id}")
