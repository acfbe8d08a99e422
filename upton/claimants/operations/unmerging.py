"""A merge is taken back at any time: what moved goes back, and what was written since stays where it is (CLM-1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from upton.claimants import access, facts
from upton.claimants.models import Claimant, ClaimantTelephone, Merge
from upton.claimants.models.relations import How, Two, relations
from upton.claimants.operations.holding import hold_all
from upton.claimants.operations.joining import Parted, join, part
from upton.claimants.operations.merging import stand_anew, tell
from upton.claimants.rules import merging as rules
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.refusals import MEANWHILE, NotPossible

TELEPHONES = f"{ClaimantTelephone._meta.label}.claimant_id"


@operation
def unmerge(*, merge: Merge, by: Actor, now: datetime) -> Merge:
    """Let a record that was merged be one of its own again, whatever it was merged into meanwhile.

    Merges that built on this one are taken back too and then made again, with the same choices: so nothing of this one
    stays in what they brought. What was written since stays with the other record, but for what hangs on a row that
    goes back. A value that somebody changed since is not overwritten; what was said since of who may know of them or
    reach them holds for both. What became of it all stands in `merge.undone`. Raises NotPermitted; NotPossible where it
    was undone already or is being changed.
    """
    held = hold_all(_concerned([merge, *_built_on(merge)]), merged=True, to_merge=True)
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    rules.require_stands(merge.undone_at)
    later = _built_on(merge)
    # Between the look and the lock somebody else may have merged or undone.
    if not _concerned([merge, *later]) <= held.keys():
        raise NotPossible(MEANWHILE)
    other, holder = held[merge.other_id], held[held[merge.other_id].merged_into_id or 0]
    access.require_review(by, site_id=holder.site_id)
    access.require_seen(by, claimant_id=holder.pk)
    since = _since([merge, *later], holder)
    parted = {one.pk: part(one) for one in reversed([merge, *later])}
    stays = _stays([merge, *later], holder.pk)
    stricter = _stricter(merge, other.pk, since)
    for one in later:
        _join_again(one, parted[one.pk], now=now)
    merge.undone_at, merge.undone_by_id = now, by.id
    back = parted[merge.pk].back
    merge.undone = {
        "back": {one.label: len(back[one.model]) for one in relations() if one.words and back[one.model]},
        "stays": stays,
        "kept": _kept([merge, *later], parted),
        "stricter": stricter,
        "with": holder.pk,
        "reference": holder.reference,
    }
    merge.save(update_fields=["undone_at", "undone_by_id", "undone"])
    stand_anew(_concerned([merge, *later]), by=by, now=now)
    for row in (holder, other):
        told = {"site_id": row.site_id, "claimant_id": row.pk, "merge_id": merge.pk}
        went = sum(merge.undone["back"].values())
        state(facts.ClaimantsUnmerged(**told, back=went, stays=sum(stays.values())))
    tell(holder, other)
    return merge


def _built_on(merge: Merge) -> list[Merge]:
    """The merges that stand and came after this one: into its survivor, and on from there, in their order."""
    found: list[Merge] = []
    record, since = merge.survivor_id, merge.pk
    while True:
        found += Merge.objects.standing().filter(survivor_id=record, pk__gt=since)
        onwards = Merge.objects.standing().filter(other_id=record, pk__gt=since).first()
        if onwards is None:
            return sorted(found, key=lambda one: one.pk)
        found.append(onwards)
        record, since = onwards.survivor_id, onwards.pk


def _concerned(merges: Iterable[Merge]) -> set[int]:
    return {record for one in merges for record in (one.survivor_id, one.other_id)}


def _path(merges: Sequence[Merge]) -> list[Merge]:
    """Of a merge and those that built on it, it and the ones by which its rows went on."""
    path = [merges[0]]
    for one in merges[1:]:
        if one.other_id == path[-1].survivor_id:
            path.append(one)
    return path


@part_of_operation
def _join_again(merge: Merge, parted: Parted, *, now: datetime) -> None:
    """Make a merge again that was taken back for the sake of one before it; what was changed since stays changed."""
    survivor, other = (Claimant.objects.get(pk=one) for one in (merge.survivor_id, merge.other_id))
    chosen = {rules.NUMBER: rules.SURVIVOR} | merge.chosen
    memory = join(Two(survivor, other, now), chosen, kept=parted.kept)
    merge.moved, merge.copied, merge.changed = memory.moved, memory.copied, memory.changed
    merge.save(update_fields=["moved", "copied", "changed"])


def _kept(merges: Sequence[Merge], parted: dict[int, Parted]) -> list[str]:
    """What this merge brought, wherever it went on to, and is left as it stands, as somebody changed it since."""
    path = _path(merges)
    brought = {*merges[0].copied, *(column for *_, values in merges[0].changed for column in values)}
    return sorted(brought & {one for each in path for one in parted[each.pk].kept})


def _since(merges: Sequence[Merge], holder: Claimant) -> dict[str, Any]:
    """What was said since the last merge of who may know of the holder and reach them."""
    last = [one for one in merges if one.survivor_id == holder.pk][-1]
    after: dict[str, Any] = {}
    for label, row_id, values in last.changed:
        if (label, row_id) == (Claimant._meta.label, holder.pk):
            after |= {column: value for column, (_, value) in values.items()}
    unsafe = sorted({*holder.unsafe} - {*after.get("unsafe", holder.unsafe)})
    restricted = "" if after.get("restricted_as", holder.restricted_as) else holder.restricted_as
    numbers = set(holder.telephones.filter(safe=False).values_list("number", flat=True))
    return {"unsafe": unsafe, "restricted_as": restricted, "telephones": numbers}


@part_of_operation
def _stricter(merge: Merge, other_id: int, since: dict[str, Any]) -> list[str]:
    """Let what was said since hold for the record that stands again too: nobody knows of whom it was said."""
    other = Claimant.objects.get(pk=other_id)
    other.unsafe = sorted({*other.unsafe, *since["unsafe"]})
    other.restricted_as = other.restricted_as or since["restricted_as"]
    other.save(update_fields=["unsafe", "restricted_as"])
    copied = {told for _, told in merge.copied.get(TELEPHONES, ())}
    rows = other.telephones.filter(safe=True, number__in=copied & since["telephones"])
    found = {"unsafe": bool(since["unsafe"]), "restricted_as": bool(since["restricted_as"])}
    found["telephones"] = bool(rows.update(safe=False))
    return [what for what, told in found.items() if told]


def _stays(merges: Sequence[Merge], holder_id: int) -> dict[str, int]:
    """How many rows written since stand with the other records, by relation; of what is counted in words alone."""
    found = {}
    for relation in relations():
        if relation.how is How.MOVES and relation.words:
            rows = relation.model._default_manager
            found[relation.label] = sum(
                rows.filter(**{relation.column: one.survivor_id}, pk__gt=one.marks.get(relation.label, 0)).count()
                for one in _path(merges)
            )
    return {label: count for label, count in found.items() if count}
