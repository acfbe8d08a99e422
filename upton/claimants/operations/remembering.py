"""What a merge moves and changes, remembered row by row so that it can be taken back."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Model, QuerySet
from psycopg.errors import DeadlockDetected, LockNotAvailable

from upton.claimants.models.relations import Change, Relation
from upton.claimants.rules.merging import BUSY
from upton.foundation.acts import part_of_operation
from upton.foundation.refusals import NotPossible


def plain(value: Any) -> Any:
    """A value as it is remembered."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def held_at_once(rows: QuerySet[Any]) -> list[int]:
    """Lock rows and give their ids; raises NotPossible where somebody changes one of them at this moment.

    Others lock these rows in orders of their own: a merge waits for none of them, and so nothing deadlocks.
    """
    try:
        locked = rows.order_by("pk").select_for_update(of=("self",), nowait=True, no_key=True)
        return list(locked.values_list("pk", flat=True))
    except OperationalError as fault:
        if isinstance(fault.__cause__, LockNotAvailable | DeadlockDetected):
            raise NotPossible(BUSY) from fault
        raise


class Memory:
    """The rows that moved, by relation, and the values that changed: `[model, id, {column: [before, after]}]`.

    Of copies their ids, and by what each is known again.
    """

    def __init__(self) -> None:
        self.moved: dict[str, list[int]] = {}
        self.copied: dict[str, list[tuple[int, str]]] = {}
        self.changed: list[tuple[str, int, dict[str, list[Any]]]] = []

    @part_of_operation
    def move(self, relation: Relation, ids: Sequence[int], *, to: int) -> None:
        """Let rows that are locked point at another claimant, and remember which they are."""
        if ids:
            relation.model._default_manager.filter(pk__in=ids).update(**{relation.column: to})
            self.moved[relation.label] = list(ids)

    @part_of_operation
    def copy(self, relation: Relation, copies: Sequence[Model]) -> None:
        """Keep copies of rows, and remember which they are."""
        if copies:
            made = relation.model._default_manager.bulk_create(copies)
            self.copied[relation.label] = [(one.pk, getattr(one, relation.telling)) for one in made]

    @part_of_operation
    def change(self, change: Change, *, told: Collection[str] = ()) -> None:
        """Change values of a row, and remember what stood there; of columns that are `told`, even where it stays."""
        before = _held(change.model, change.id)
        if before is None or not change.values:
            return
        new = {
            column: value
            for column, value in change.values.items()
            if column in told or getattr(before, column) != value
        }
        self.changed.append(
            (
                change.model._meta.label,
                change.id,
                {column: [plain(getattr(before, column)), plain(value)] for column, value in new.items()},
            )
        )
        change.model._default_manager.filter(pk=change.id).update(**new)


@part_of_operation
def put_back(label: str, row_id: int, values: dict[str, list[Any]]) -> list[str]:
    """Put back what stood in a row before a merge; gives the columns that somebody changed since: those stay."""
    model = apps.get_model(label)
    row = _held(model, row_id)
    if row is None:
        return list(values)
    kept = [column for column, (_, after) in values.items() if plain(getattr(row, column)) != after]
    old = {
        column: model._meta.get_field(column).to_python(before)
        for column, (before, _) in values.items()
        if column not in kept
    }
    if old:
        try:
            with transaction.atomic():
                model._default_manager.filter(pk=row_id).update(**old)
        except IntegrityError:
            # Something of the kind stands since, of which there is one at a time: a note, a contact, a household.
            return list(values)
    return kept


@part_of_operation
def take_copies(relation: Relation, copied: Sequence[tuple[int, str]]) -> bool:
    """Take copies away that stand as they were made; says whether all of them did."""
    rows = relation.model._default_manager.filter(pk__in=[pk for pk, _ in copied])
    stand = dict(rows.values_list("pk", relation.telling))
    same = [pk for pk, told in copied if stand.get(pk) == told]
    relation.model._default_manager.filter(pk__in=same).delete()
    return len(same) == len(copied)


def _held(model: type[Model], row_id: int) -> Any:
    rows = model._default_manager.filter(pk=row_id)
    return rows.first() if held_at_once(rows) else None
