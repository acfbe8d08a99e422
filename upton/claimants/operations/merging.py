"""Two records of one person become one, in one act, and two again in another (CLM-1, decision 0019)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from upton.claimants import access, facts
from upton.claimants.models import Claimant, Findable, Merge
from upton.claimants.models.relations import Two, obstacles, put_right
from upton.claimants.operations.finding import index
from upton.claimants.operations.holding import hold_all, note, require_not_overtaken
from upton.claimants.operations.joining import join, marks
from upton.claimants.rules import merging as rules
from upton.foundation import live
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.refusals import NotPossible


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
    held = hold_all([survivor.pk, other.pk], to_merge=True)
    one, two = held[survivor.pk], held[other.pk]
    access.require_merge(by, one, two)
    require_not_overtaken(one, version)
    require_not_overtaken(two, other_version)
    both = Two(one, two, now)
    if against := obstacles(both):
        raise NotPossible(" ".join(against))
    memory = join(both, dict(chosen))
    made = Merge.objects.create(
        survivor=one,
        other=two,
        at=now,
        by_id=by.id,
        moved=memory.moved,
        copied=memory.copied,
        changed=memory.changed,
        chosen=dict(chosen),
        marks=marks(),
    )
    stand_anew([one.pk, two.pk], by=by, now=now)
    state(facts.ClaimantsMerged(site_id=one.site_id, claimant_id=one.pk, merge_id=made.pk, merged_id=two.pk))
    tell(one, two)
    return made


@part_of_operation
def stand_anew(ids: Collection[int], *, by: Actor, now: datetime) -> None:
    """Count the change in each record; those that stand are found by what is theirs now, the others by nothing."""
    for row in hold_all(ids, merged=True).values():
        note(row, what="merged", by=by, now=now)
        if row.merged_into_id is None:
            put_right(row.pk, now)
            index(row)
        else:
            Findable.objects.filter(claimant=row).delete()


def tell(*claimants: Claimant) -> None:
    """Tell whoever looks at one of these records, or at the floor of their sites."""
    for one in claimants:
        live.tell(f"claimant:{one.pk}")
        live.tell(f"floor:{one.site_id}")
