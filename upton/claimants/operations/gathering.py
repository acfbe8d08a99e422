"""What was being written to a record at the very moment at which it was merged follows it (decision 0019)."""

from __future__ import annotations

from datetime import datetime, timedelta

from upton.claimants import facts
from upton.claimants.models import Claimant, Merge
from upton.claimants.models.relations import How, Two, relations
from upton.claimants.operations.holding import hold_all
from upton.claimants.operations.remembering import Memory, held_at_once
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, state

WITHIN = timedelta(hours=1)
"""For how long after a merge rows are looked for: longer than any act takes."""


@operation
def gather(*, by: Actor, now: datetime) -> int:
    """Bring rows along that came to a record in the moment at which it was merged; gives how many.

    Acts that hold the claimant, as bookings do, wait for a merge and are refused; others may be under way. Raises
    NotPossible where such a row is being changed: the next look brings it.
    """
    count = 0
    for merge in Merge.objects.standing().filter(at__gte=now - WITHIN).order_by("pk"):
        count += _gather(merge, now=now)
    if count:
        state(facts.RowsGathered(site_id=None, count=count))
    return count


def _gather(merge: Merge, *, now: datetime) -> int:
    stray = {
        one.label: list(one.model._default_manager.filter(**{one.column: merge.other_id}).values_list("pk", flat=True))
        for one in relations()
        if one.how is How.MOVES
    }
    if not any(stray.values()):
        return 0
    held = hold_all([merge.other_id, Claimant.objects.get(pk=merge.other_id).merged_into_id or 0], merged=True)
    into = held[merge.other_id].merged_into_id
    if into is None or into not in held:
        return 0
    both, memory = Two(held[into], held[merge.other_id], now), Memory()
    for relation in relations():
        if relation.how is not How.MOVES or not stray[relation.label]:
            continue
        prepared = relation.prepare(both)
        for change in prepared.changes:
            memory.change(change)
        rows = relation.model._default_manager.filter(pk__in=stray[relation.label]).exclude(pk__in=list(prepared.stay))
        memory.move(relation, held_at_once(rows), to=into)
    if not memory.moved:
        return 0
    merge.moved = {
        label: [*merge.moved.get(label, []), *memory.moved.get(label, [])] for label in {*merge.moved, *memory.moved}
    }
    merge.changed = [*merge.changed, *memory.changed]
    merge.save(update_fields=["moved", "changed"])
    return sum(len(ids) for ids in memory.moved.values())
