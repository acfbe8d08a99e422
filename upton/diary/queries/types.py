"""The types of appointment as they hold on a day: the policy's, and before it what was changed here (DIA-2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from upton.diary.models import Appointment, AppointmentType
from upton.diary.queries.lines import BookedLine, as_seen, booked_lines
from upton.diary.rules import State
from upton.diary.rules.types import FIELDS, Type, type_of
from upton.foundation.actors import Actor
from upton.foundation.clock import day_bounds
from upton.foundation.prepared import ask
from upton.organisation import queries as organisation
from upton.policy import dated

POLICY = "appointment_types"


# Every booking asks this under its locks.
ONE = f"select {', '.join(FIELDS)} from diary_appointmenttype where code = %s and valid @> %s::date"  # noqa: S608 (the names of a dataclass's fields)


def types_on(day: date) -> dict[str, Type]:
    """Every type by its code as it holds on `day`, in the order of the policy; one query."""
    found = {code: type_of(code, entry.values) for code, entry in dated.on(POLICY, day).items()}
    changed = {row.code: _row_type(row) for row in AppointmentType.objects.on(day).order_by("code")}
    return found | changed


def type_on(code: str, day: date) -> Type | None:
    """One type as it holds on `day`; None where there is none. One query."""
    for row in ask(ONE, [code, day]):
        return type_of(code, dict(zip(FIELDS, row, strict=True)))
    entry = dated.on(POLICY, day).get(code)
    return type_of(code, entry.values) if entry else None


def type_words() -> dict[str, str]:
    """Code → what a type is called, those that hold no more too; one query."""
    rows = AppointmentType.objects.order_by("code", "valid").values_list("code", "name")
    return dated.words(POLICY) | dict(rows)


def _row_type(row: AppointmentType) -> Type:
    return type_of(row.code, {name: getattr(row, name) for name in FIELDS})


@dataclass(frozen=True, slots=True)
class TypePeriod:
    """What a type was, is or will be from one day to another; `by` is who changed it, empty for the policy."""

    type: Type
    since: date
    until: date | None
    by: str
    at: datetime | None
    in_force: bool


def history_of_type(code: str, today: date) -> Sequence[TypePeriod]:
    """Every version of a type, the latest first; the policy's last, as it stood before anybody changed it here."""
    rows = list(AppointmentType.objects.filter(code=code).order_by("-valid"))
    names = organisation.colleague_names([row.changed_by_id for row in rows if row.changed_by_id])
    found = [
        TypePeriod(_row_type(row), row.since, row.until, _by(row, names), row.changed_at, row.holds_on(today))
        for row in rows
    ]
    first = min((row.since for row in rows), default=None)
    for entry in reversed(dated.entries(POLICY)):
        if entry.code == code and (first is None or entry.start < first):
            until = min((day for day in (entry.until, first) if day), default=None)
            holds = entry.in_force(today) and not any(one.in_force for one in found)
            found.append(TypePeriod(type_of(code, entry.values), entry.start, until, "", None, holds))
    return found


def _by(row: AppointmentType, names: Mapping[int, str]) -> str:
    return names.get(row.changed_by_id or 0, "Upton")


def type_version(code: str) -> int:
    """A number that is another one as soon as somebody changed the type."""
    return AppointmentType.objects.filter(code=code).aggregate(last=Max("pk"))["last"] or 0


def count_booked_of_type(code: str, day: date, *, now: datetime) -> int:
    """How many appointments of a type are booked from a day on, wherever they are."""
    return _booked(code, day, now).count()


def booked_of_type(actor: Actor, code: str, day: date, *, now: datetime, most: int = 50) -> Sequence[BookedLine]:
    """The first of the appointments of a type that are booked from a day on and that one may see, by time."""
    rows = as_seen(_booked(code, day, now).visible_to(actor), actor)
    return booked_lines(rows.order_by("during__startswith", "pk")[:most])


def _booked(code: str, day: date, now: datetime) -> Any:
    first = max(day_bounds(day)[0], now)
    return Appointment.objects.filter(purpose=code, state=State.BOOKED.value, during__startswith__gte=first)
