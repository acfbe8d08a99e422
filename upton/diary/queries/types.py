"""The types of appointment as they hold on a day: the policy's, and before it what was changed here (DIA-2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.db.models import Max

from upton.diary.models import AppointmentType
from upton.diary.rules.types import FIELDS, Type, type_of
from upton.foundation.names import asked_once
from upton.foundation.prepared import Question, answer, ask, question
from upton.organisation import queries as organisation
from upton.policy import dated
from upton.policy.dated import Entry

POLICY, BRING = "appointment_types", "what_to_bring"


# Every booking asks this under its locks.
ONE = f"select {', '.join(FIELDS)} from diary_appointmenttype where code = %s and valid @> %s::date"  # noqa: S608 (the names of a dataclass's fields)


# Nearly every page asks these; the versions that were made here are few.
VERSIONS = f"select code, lower(valid), upper(valid), {', '.join(FIELDS)} from diary_appointmenttype"  # noqa: S608 (the names of a dataclass's fields)
EVERY = f"{VERSIONS} order by valid, code"
DURING = f"{VERSIONS} where valid && daterange(%s, %s, '[]') order by valid, code"


class Version(NamedTuple):
    """A type as it was made here, from one day to another."""

    code: str
    since: date
    until: date | None
    type: Type


def types_on(day: date) -> dict[str, Type]:
    """Every type by its code as it holds on `day`, in the order of the policy; one query."""
    return {code: one for code, (one, _) in types_since(day, day).items()}


def types_between(first: date, last: date | None = None) -> dict[str, Type]:
    """Every type as it first holds in the days from `first` to `last` (None: ever after); one query."""
    return {code: one for code, (one, _) in types_since(first, last).items()}


def types_known(day: date) -> dict[str, Type]:
    """Every type as it holds on `day`, as it will hold first or held last: whatever is booked is of one; one query."""
    later = _since([row for row in _rows() if row.until is None or row.until > day], day, None)
    return {**_every_policy_type()} | {code: one for code, (one, _) in later.items()}


def types_since(first: date, last: date | None = None) -> dict[str, tuple[Type, date]]:
    """Like `types_between`, each with the first of these days on which it holds."""
    return _since([_version(row) for row in ask(DURING, [first, last])], first, last)


def _rows() -> Sequence[Version]:
    """Every version that was made here, in the order of their days; one query, and once on a page."""
    return asked_once("appointment_types", lambda: [_version(row) for row in ask(EVERY, [])])


def _version(row: Sequence[Any]) -> Version:
    code, since, until, *values = row
    return Version(code, since, until, _made_here(code, since, dict(zip(FIELDS, values, strict=True))))


def _since(rows: Iterable[Version], first: date, last: date | None) -> dict[str, tuple[Type, date]]:
    found = dict(_policy_types(first, last))
    for row in rows:
        if row.code not in found or row.since <= found[row.code][1]:
            found[row.code] = (row.type, max(row.since, first))
    return found


@lru_cache(maxsize=256)
def _policy_types(first: date, last: date | None) -> Mapping[str, tuple[Type, date]]:
    found: dict[str, tuple[Type, date]] = {}
    for entry in dated.entries(POLICY):
        if (entry.until is None or entry.until > first) and (last is None or entry.start <= last):
            found.setdefault(entry.code, (_policy_type(entry, max(entry.start, first)), max(entry.start, first)))
    return found


@cache
def _every_policy_type() -> Mapping[str, Type]:
    return {entry.code: _policy_type(entry, entry.start) for entry in dated.entries(POLICY)}


def type_on(code: str, day: date) -> Type | None:
    """One type as it holds on `day`; None where there is none. One query."""
    return answer(type_asked(code, day))


def type_asked(code: str, day: date) -> Question[Type | None]:
    """What `type_on` asks, to be asked together with something else."""
    return question(ONE, [code, day], lambda rows: _type_of_rows(code, day, rows))


def _type_of_rows(code: str, day: date, rows: Sequence[tuple[Any, ...]]) -> Type | None:
    for row in rows:
        return _made_here(code, day, dict(zip(FIELDS, row, strict=True)))
    entry = dated.on(POLICY, day).get(code)
    return _policy_type(entry, day) if entry else None


def type_words() -> dict[str, str]:
    """Code → what a type is called, those that hold no more too; one query."""
    rows = AppointmentType.objects.order_by("code", "valid").values_list("code", "name")
    return {**dated.words(POLICY)} | dict(rows)


def names_of_types() -> Mapping[str, Sequence[tuple[date, str]]]:
    """Code → from which day on a type was called what, the earliest first; one query."""
    found: dict[str, list[tuple[date, str]]] = {}
    for entry in dated.entries(POLICY):
        found.setdefault(entry.code, []).append((entry.start, entry.values["name"]))
    for row in _rows():
        found.setdefault(row.code, []).append((row.since, row.type.name))
    return found


def _made_here(code: str, day: date, values: Mapping[str, Any]) -> Type:
    return type_of(code, values if values["bring"] is not None else {**values, "bring": _bring(code, day)})


def _row_type(row: AppointmentType) -> Type:
    return _made_here(row.code, row.since, {name: getattr(row, name) for name in FIELDS})


def _policy_type(entry: Entry, day: date) -> Type:
    return type_of(entry.code, {**entry.values, "bring": _bring(entry.code, day)})


def _bring(code: str, day: date) -> Sequence[str]:
    entry = dated.on(BRING, day).get(code)
    return entry.values["bring"] if entry else ()


def bring_to_any(day: date) -> Sequence[str]:
    """What a claimant is asked to bring to an appointment of which nothing else is told."""
    return _bring("any", day)


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
            found.append(TypePeriod(_policy_type(entry, entry.start), entry.start, until, "", None, holds))
    return found


def _by(row: AppointmentType, names: Mapping[int, str]) -> str:
    return names.get(row.changed_by_id or 0, "Upton")


def type_version(code: str) -> int:
    """A number that is another one as soon as somebody changed the type."""
    return AppointmentType.objects.filter(code=code).aggregate(last=Max("pk"))["last"] or 0
