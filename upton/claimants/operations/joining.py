"""What a merge does to the rows and values of two records, and its reverse: parts of operations (decision 0019)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Max, Model, Q

from upton.claimants.models import Claimant, ClaimantName, Merge, NameKind
from upton.claimants.models.relations import Change, How, Relation, Two, relations, subjects
from upton.claimants.operations.remembering import Memory, held_at_once, put_back, take_copies
from upton.claimants.rules import merging as rules
from upton.foundation.acts import part_of_operation

Back = dict[type[Model], set[int]]


@dataclass(frozen=True, slots=True)
class Parted:
    """What went back to a record, by model, and which values and copies did not, as somebody changed them since."""

    back: Back
    kept: frozenset[str]


def values_of(claimant: Claimant) -> dict[str, Any]:
    """The values of a record that a merge compares."""
    return {column: getattr(claimant, column) for column in rules.COMPARED}


@part_of_operation
def join(two: Two, chosen: Mapping[str, str], *, kept: Collection[str] = ()) -> Memory:
    """Let what stands under the one record stand under the other, and leave a pointer; gives what an undo needs.

    `kept` are values and copies that are not to be taken over. Raises NotPossible at the number where two differ and
    nobody chose, and where somebody changes a row at this moment.
    """
    found = rules.details(values_of(two.survivor), values_of(two.other), chosen)
    both = replace(two, new={column: value for column, value in found.items() if column not in kept})
    prepared = {one.label: one.prepare(both) for one in relations() if one.how in (How.MOVES, How.COPIED)}
    memory = Memory()
    for some in prepared.values():
        for change in some.changes:
            memory.change(change)
    for relation in relations():
        if relation.how is How.COPIED and relation.label not in kept:
            memory.copy(relation, prepared[relation.label].copies)
        elif relation.how is How.MOVES:
            rows = relation.model._default_manager.filter(**{relation.column: both.other.pk})
            ids = held_at_once(rows.exclude(pk__in=list(prepared[relation.label].stay)))
            memory.move(relation, ids, to=both.survivor.pk)
    # The number stands once: it leaves the one record before it comes to the other.
    memory.change(Change(Claimant, both.other.pk, {rules.NUMBER: None}))
    told = {column: getattr(both.survivor, column) for column in rules.TOLD}
    memory.change(Change(Claimant, both.survivor.pk, told | dict(both.new)), told=rules.TOLD)
    Claimant.objects.filter(pk=both.other.pk).update(merged_into=both.survivor)
    return memory


def marks() -> dict[str, int]:
    """The highest id of each relation that moves: what is above is written later."""
    return {
        one.label: one.model._default_manager.aggregate(top=Max("pk"))["top"] or 0
        for one in relations()
        if one.how is How.MOVES
    }


@part_of_operation
def part(merge: Merge) -> Parted:
    """Take back what a merge did; every merge that built on it was taken back before."""
    back = _rows_back(merge)
    told = {one.label: one for one in relations() if one.how is How.COPIED}
    kept = {label for label, copied in merge.copied.items() if not take_copies(told[label], copied)}
    Claimant.objects.filter(pk=merge.other_id).update(merged_into=None)
    kept |= set(_values_back(merge))
    for one in (merge.survivor_id, merge.other_id):
        _one_current_name(one)
    return Parted(back, frozenset(kept))


@part_of_operation
def _rows_back(merge: Merge) -> Back:
    """Let rows go back that moved, or hang on such a one, as far as they stand with the survivor still."""
    back: Back = defaultdict(set)
    for relation in relations():
        while relation.how is How.MOVES:
            rows = relation.model._default_manager.filter(
                _goes(relation, merge, back), **{relation.column: merge.survivor_id}
            )
            ids = held_at_once(rows)
            if not ids:
                break
            # What hangs on these is looked for anew: an appointment that was moved hangs on the one before it.
            relation.model._default_manager.filter(pk__in=ids).update(**{relation.column: merge.other_id})
            back[relation.model] |= set(ids)
    return back


def _goes(relation: Relation, merge: Merge, back: Back) -> Q:
    goes = Q(pk__in=merge.moved.get(relation.label, []))
    for path, parent in relation.hangs_on.items():
        goes |= Q(**{f"{path}__in": back[parent]})
    for kind, model in subjects().items() if relation.by_subject else ():
        goes |= Q(subject_kind=kind, subject_id__in=back[model])
    return goes


@part_of_operation
def _values_back(merge: Merge) -> list[str]:
    """Put back the values that the merge changed, the last one first; gives those that were changed since."""
    kept = []
    for label, row_id, values in reversed(merge.changed):
        number = values.get(rules.NUMBER) if label == Claimant._meta.label else None
        if number and number[0] and _is_taken(number[0], but=row_id):
            # Whoever has the number now keeps it: a number stands once.
            values = {column: value for column, value in values.items() if column != rules.NUMBER}
            kept.append(rules.NUMBER)
        left = put_back(label, row_id, values)
        kept += left if label == Claimant._meta.label else []
    return kept


def _is_taken(number: str, *, but: int) -> bool:
    return Claimant.objects.filter(national_insurance_number=number).exclude(pk=but).exists()


@part_of_operation
def _one_current_name(claimant_id: int) -> None:
    """The current name is the one in the record; one that is not becomes one they had before."""
    one = Claimant.objects.get(pk=claimant_id)
    names = ClaimantName.objects.filter(claimant=one)
    names.filter(kind=NameKind.CURRENT).exclude(name=one.name).update(kind=NameKind.PREVIOUS)
    if not names.filter(kind=NameKind.CURRENT).exists():
        ClaimantName.objects.create(claimant=one, kind=NameKind.CURRENT, name=one.name, sort_key=one.sort_key)
