"""The floor narrowed to a colleague or a role, and to what people came for; with what else it could be narrowed to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from upton.diary.queries import AppointmentLine
from upton.policy import dated
from upton.reception.queries.floor import Floor
from upton.reception.queries.visits import VisitLine

PRIVATE = "private"
"""Stands for everything of which the reader may not know what it is for."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Something to narrow the floor to: its code in the address, its words, and how many are on the floor for it."""

    code: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The floor as it is shown: `whom` and `what` list what it could be narrowed to, whoever has most first."""

    floor: Floor
    whom: Sequence[Kind]
    what: Sequence[Kind]
    chosen_whom: str = ""
    chosen_what: str = ""


def narrowed(floor: Floor, *, whom: str, what: str) -> Narrowed:
    """The floor for a colleague (by id) or role (by code), and for a purpose or reason; nonsense is ignored."""
    people, reasons = _counted(floor, _whom), _counted(floor, _what)
    whom = whom if whom in {one.code for one in people} else ""
    what = what if what in {one.code for one in reasons} else ""

    def wanted(line: Any) -> bool:
        return (not whom or _whom(line)[0] == whom) and (not what or _what(line)[0] == what)

    shown = replace(
        floor,
        expected=[line for line in floor.expected if wanted(line)],
        waiting=[line for line in floor.waiting if wanted(line)],
        seen=[line for line in floor.seen if wanted(line)],
        left=[line for line in floor.left if wanted(line)],
    )
    return Narrowed(shown, people, reasons, whom, what)


def _counted(floor: Floor, of: Callable[[Any], tuple[str, str]]) -> Sequence[Kind]:
    words: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for line in _on_the_floor(floor):
        code, text = of(line)
        words[code] = text
        counts[code] += 1
    return sorted(
        (Kind(code, words[code], many) for code, many in counts.items()), key=lambda o: (-o.count, o.text.casefold())
    )


def _on_the_floor(floor: Floor) -> Iterator[AppointmentLine | VisitLine]:
    yield from floor.expected
    yield from floor.waiting
    yield from floor.seen


def _whom(line: AppointmentLine | VisitLine) -> tuple[str, str]:
    if isinstance(line, AppointmentLine):
        return str(line.colleague_id), line.colleague
    if line.colleague_id is not None:
        return str(line.colleague_id), line.whom
    return line.role, f"Any {dated.words('roles').get(line.role, line.role)}"


def _what(line: AppointmentLine | VisitLine) -> tuple[str, str]:
    words = line.purpose if isinstance(line, AppointmentLine) else line.what
    return line.code or PRIVATE, words
