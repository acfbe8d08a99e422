"""Lists sorted by plain links in their heads: which column, which way, and the address of each other way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.utils.http import urlencode

T = TypeVar("T")
WAYS = {"": "ascending", "-": "descending"}


@dataclass(frozen=True, slots=True)
class Sorted:
    """How a list is sorted: by the column `code`, descending or not."""

    code: str
    descending: bool = False

    @property
    def wish(self) -> str:
        """The order as an address asks for it, and as a question takes it."""
        return f"-{self.code}" if self.descending else self.code

    def apply(self, lines: Iterable[T], keys: Mapping[str, Callable[[T], Any]]) -> list[T]:
        """The lines in this order; what is equal stays as it stood."""
        return sorted(lines, key=keys[self.code], reverse=self.descending)


def sorted_by(asked: Mapping[str, str], codes: Iterable[str], *, usual: str) -> Sorted:
    """The order that an address asks for by `sort=code` or `sort=-code`; the usual one for anything that is none."""
    wished = asked.get("sort", "")
    code = wished.removeprefix("-")
    if code not in set(codes):
        wished, code = usual, usual.removeprefix("-")
    return Sorted(code, wished.startswith("-"))


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A column of a list that is whole at hand: what it is called, and by what its lines stand."""

    label: str
    key: Callable[[T], Any]
    numeric: bool = False


def arranged(
    lines: Iterable[T], columns: Mapping[str, Column[T]], asked: Mapping[str, str], *, usual: str
) -> tuple[list[T], list[dict[str, Any]], Sorted]:
    """The lines in the order that an address asks for, the columns of `listing` for them, and that order."""
    order = sorted_by(asked, columns, usual=usual)
    heads = [sort_column(one.label, code, order, asked, numeric=one.numeric) for code, one in columns.items()]
    return order.apply(lines, {code: one.key for code, one in columns.items()}), heads, order


def sort_column(label: str, code: str, order: Sorted, asked: Mapping[str, str], **column: Any) -> dict[str, Any]:
    """A column of `listing` whose head sorts by it: again, the other way. The filters of the address are kept."""
    here = order.code == code
    wish = f"-{code}" if here and not order.descending else code
    # A page in the middle of a list is none in another order.
    kept = [(key, value) for key, value in asked.items() if key not in ("sort", "after", "before") and value]
    said = {"sorted": WAYS["-" if order.descending else ""]} if here else {}
    return {"label": label, "sort": "?" + urlencode([*kept, ("sort", wish)]), **said, **column}
