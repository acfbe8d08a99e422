"""What a fact is: ids, codes and times, with the sentence that each audience reads."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any, ClassVar, TypeVar, dataclass_transform, get_args, get_type_hints
from uuid import UUID

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True)
CODE = re.compile(r"[A-Za-z0-9_.:+/-]{0,64}")


class Audience(StrEnum):
    """Who may read a fact in a journal."""

    CLAIMANT = "claimant"
    STAFF = "staff"
    RESTRICTED = "restricted"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened. A subclass adds ids, codes and times, never a name or free text.

    `site_id` is the site at which it happened and names the chain it joins (None: the national chain);
    `claimant_id` is the person whose journal shows it.
    Fields that end in `_id` and are listed in `names` are shown by name; those in `words` by their word; those in
    `terms` by what they were called when it happened.
    """

    site_id: int | None
    claimant_id: int | None = None

    kind: ClassVar[str]
    audience: ClassVar[Audience]
    staff: ClassVar[str]
    claimant: ClassVar[Any]
    names: ClassVar[Mapping[str, str]]
    words: ClassVar[Mapping[str, Mapping[str, Any]]]
    terms: ClassVar[Mapping[str, str]]

    def sentence(self, audience: Audience) -> str:
        """The sentence that an audience reads of it, with the names of its fields where their words go."""
        return str(self.claimant if audience is Audience.CLAIMANT else self.staff)


F = TypeVar("F", bound=Fact)
_kinds: dict[str, type[Fact]] = {}
_fields: dict[type[Fact], dict[str, Any]] = {}


@dataclass_transform(kw_only_default=True, frozen_default=True)
def fact(
    kind: str,
    *,
    staff: str,
    claimant: Any = None,
    audience: Audience | None = None,
    names: Mapping[str, str] | None = None,
    words: Mapping[str, Mapping[str, Any]] | None = None,
    terms: Mapping[str, str] | None = None,
) -> Callable[[type[F]], type[F]]:
    """Declare a fact class: its code, its sentence for colleagues and, where claimants may read it, for them.

    Sentences hold {placeholders}: {by}, {claimant}, {site}, any field, or a field of `names` without its `_id`.
    `names` maps a field to the kind of thing it names, `words` a field to its code → word table, `terms` a field to the
    kind of code whose word changes from day to day: it stands as it is in quotation marks, elsewhere as in a sentence.
    """

    def declare(cls: type[F]) -> type[F]:
        if _kinds.setdefault(kind, cls) is not cls and _kinds[kind].__qualname__ != cls.__qualname__:
            raise TypeError(f"Two facts are called {kind}.")
        cls = dataclass(frozen=True, kw_only=True)(cls)
        _kinds[kind] = cls
        cls.kind = kind
        cls.staff = staff
        cls.claimant = claimant
        cls.audience = audience or (Audience.CLAIMANT if claimant is not None else Audience.STAFF)
        cls.names = dict(names or {})
        cls.words = dict(words or {})
        cls.terms = dict(terms or {})
        return cls

    return declare


def kinds() -> Mapping[str, type[Fact]]:
    """Every kind of fact that has been declared, by code."""
    return _kinds


def body_of(stated: Fact) -> str:
    """The fact's own fields as canonical JSON: what is digested, and what is kept.

    Raises TypeError for a value that is neither id, code nor time: free text has no place in a fact.
    """
    own = {name: _plain(name, getattr(stated, name)) for name in _own_fields(type(stated))}
    return _CANONICAL.encode(own)


def from_body(kind: str, body: str, *, site_id: int | None, claimant_id: int | None) -> Fact | None:
    """The fact that `body_of` wrote; None for a kind that this version no longer knows."""
    cls = _kinds.get(kind)
    if cls is None:
        return None
    values = json.loads(body)
    hints = _own_fields(cls)
    own = {name: _typed(hints[name], value) for name, value in values.items() if name in hints}
    return cls(site_id=site_id, claimant_id=claimant_id, **own)


def _own_fields(cls: type[Fact]) -> dict[str, Any]:
    if cls not in _fields:
        hints = get_type_hints(cls)
        common = ("site_id", "claimant_id")
        _fields[cls] = {f.name: hints[f.name] for f in dataclasses.fields(cls) if f.name not in common}
    return _fields[cls]


def _plain(name: str, value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, str):
        if not CODE.fullmatch(value):
            raise TypeError(f"A fact holds codes, not text: {name} is neither.")
        return value
    if isinstance(value, tuple | list):
        return [_plain(name, one) for one in value]
    raise TypeError(f"A fact can't hold {name}: {type(value).__name__}.")


def _typed(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    for kind, read in (
        (datetime, datetime.fromisoformat),
        (date, date.fromisoformat),
        (Decimal, Decimal),
        (UUID, UUID),
    ):
        if hint is kind or hint == kind | None:
            return read(value)
    if isinstance(value, list):
        one = next(iter(get_args(hint)), Any)
        return tuple(_typed(one, item) for item in value)
    return value
