"""A merge is taken back at any time: what moved goes back, and what was written since stays where it is (CLM-1)."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db.models import Model, Q

from upton.claimants import access, facts
from upton.claimants.models import Claimant, ClaimantName, Merge, NameKind
from upton.claimants.models.relations import How, Relation, relations, subjects
from upton.claimants.operations.holding import hold_all
from upton.claimants.operations.merging import stand_anew, tell
from upton.claimants.operations.remembering import held_at_once, put_back
from upton.claimants.rules.merging import NUMBER, require_not_merged, require_stands
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.refusals import MEANWHILE, NotPossible

Back = dict[type[Model], set[int]]


@operation
def unmerge(*, merge: Merge, by: Actor, now: datetime) -> Merge:
    """Let a record that was merged be one of its own again, whatever it was merged into meanwhile.

    Rows that moved go back from where they stand now, and so does what hangs on them; what else was written since stays
    with the other record. A value that somebody changed since is not overwritten. What became of it stands in
    `merge.undone`. Raises NotPermitted; NotPossible where it was undone already or is being changed.
    """
    stands_with = Claimant.objects.values_list("merged_into_id", flat=True).get(pk=merge.other_id)
    require_stands(None if stands_with is not None else now)
    held = hold_all([merge.survivor_id, merge.other_id, stands_with or 0], merged=True)
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    require_stands(merge.undone_at)
    other, holder = held[merge.other_id], held[stands_with or 0]
    # Between the look and the lock somebody else may have merged or undone.
    if other.merged_into_id != holder.pk:
        raise NotPossible(MEANWHILE)
    require_not_merged(holder.merged_into_id)
    access.require_review(by, site_id=holder.site_id)
    access.require_seen(by, claimant_id=holder.pk)
    later = _written_since(merge, holder.pk)
    back = _rows_back(merge, holder_id=holder.pk)
    Claimant.objects.filter(pk=other.pk).update(merged_into=None)
    kept = _values_back(merge)
    for one in {holder.pk, other.pk}:
        _one_current_name(one)
    went = {one.label: len(back[one.model]) for one in relations() if one.words and back[one.model]}
    stays = {label: len(left) for label, (model, ids) in later.items() if (left := ids - back[model])}
    merge.undone_at, merge.undone_by_id = now, by.id
    merge.undone = {"back": went, "stays": stays, "kept": kept, "with": holder.pk}
    merge.save(update_fields=["undone_at", "undone_by_id", "undone"])
    stand_anew({merge.survivor_id, other.pk, holder.pk}, by=by, now=now)
    for row in (holder, other):
        told = {"site_id": row.site_id, "claimant_id": row.pk, "merge_id": merge.pk}
        state(facts.ClaimantsUnmerged(**told, back=sum(went.values()), stays=sum(stays.values())))
    tell(holder, other)
    return merge


@part_of_operation
def _rows_back(merge: Merge, *, holder_id: int) -> Back:
    """Let rows go back that moved, or hang on such a one, as far as they stand with the holder still."""
    back: Back = defaultdict(set)
    for relation in relations():
        while relation.how is How.MOVES:
            rows = relation.model._default_manager.filter(_goes(relation, merge, back), **{relation.column: holder_id})
            ids = held_at_once(rows)
            if not ids:
                break
            # What hangs on these is looked for anew: an appointment that was moved hangs on the one before it.
            relation.model._default_manager.filter(pk__in=ids).update(**{relation.column: merge.other_id})
            back[relation.model] |= set(ids)
    return back


def _goes(relation: Relation, merge: Merge, back: Back) -> Q:
    goes = Q(pk__in=merge.moved.get(relation.label, []))
    for column, parent in relation.hangs_on.items():
        goes |= Q(**{f"{column}__in": back[parent]})
    for kind, model in subjects().items() if relation.by_subject else ():
        goes |= Q(subject_kind=kind, subject_id__in=back[model])
    return goes


@part_of_operation
def _values_back(merge: Merge) -> list[str]:
    """Put back the values that the merge changed, the last one first; gives those that were changed since."""
    kept = []
    for label, row_id, values in reversed(merge.changed):
        number = values.get(NUMBER) if label == Claimant._meta.label else None
        if number and number[0] and Claimant.objects.filter(**{NUMBER: number[0]}).exclude(pk=row_id).exists():
            # Whoever has the number now keeps it: a number stands once.
            values = {column: value for column, value in values.items() if column != NUMBER}
            kept.append(NUMBER)
        left = put_back(label, row_id, values)
        kept += left if label == Claimant._meta.label else []
    return sorted(set(kept))


@part_of_operation
def _one_current_name(claimant_id: int) -> None:
    """The current name is the one in the record, whatever was changed meanwhile."""
    one = Claimant.objects.get(pk=claimant_id)
    current = ClaimantName.objects.filter(claimant=one, kind=NameKind.CURRENT)
    if not current.exists():
        ClaimantName.objects.create(claimant=one, kind=NameKind.CURRENT, name=one.name, sort_key=one.sort_key)
    elif current.exclude(name=one.name).exists():
        current.update(name=one.name, sort_key=one.sort_key)


def _written_since(merge: Merge, holder_id: int) -> dict[str, tuple[type[Model], set[int]]]:
    """The rows written since the merge that stand with the holder, by relation; of what is counted in words alone."""
    told = [relation for relation in relations() if relation.how is How.MOVES and relation.words]
    return {one.label: (one.model, _since(merge, one, holder_id)) for one in told}


def _since(merge: Merge, relation: Relation, holder_id: int) -> set[int]:
    mark = merge.marks.get(relation.label, 0)
    rows = relation.model._default_manager.filter(**{relation.column: holder_id}, pk__gt=mark)
    if holder_id == merge.survivor_id:
        return set(rows.values_list("pk", flat=True))
    # Of a record that was merged on, only what came along from it, or was written after that.
    onwards: Any = Merge.objects.filter(survivor_id=holder_id, other_id=merge.survivor_id, undone_at=None).first()
    if onwards is None:
        return set()
    came = Q(pk__in=onwards.moved.get(relation.label, [])) | Q(pk__gt=onwards.marks.get(relation.label, 0))
    return set(rows.filter(came).values_list("pk", flat=True))
