"""The site sheet as pages show it: in groups, version by version, two side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from upton.foundation.actors import Actor
from upton.organisation.models import SiteSheet
from upton.organisation.queries.people import colleague_names
from upton.organisation.sheet_fields import FIELDS, GROUPS, differences, in_words


@dataclass(frozen=True, slots=True)
class Row:
    """One question of the sheet with its answer, or two answers to compare."""

    label: str
    value: str = ""
    left: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a sheet in its history, with what it changed."""

    number: int
    since: date | None
    until: date | None
    by: str
    at: datetime | None
    changed: str
    in_force: bool

    @property
    def held(self) -> str:
        """Whether it ever held: a version that was corrected on its own first day did not."""
        return "" if self.since else "corrected the same day"

    @property
    def last_day(self) -> date | None:
        """The last day on which it held."""
        return self.until - timedelta(days=1) if self.until else None


def sheet_on(actor: Actor, site_id: int, day: date) -> SiteSheet | None:
    """The sheet that holds on a day; None where none does."""
    return SiteSheet.objects.visible_to(actor).on(day).filter(site_id=site_id).first()


def latest_sheet(actor: Actor, site_id: int) -> SiteSheet | None:
    """The last version of a sheet, whether it holds already or from a day to come."""
    return SiteSheet.objects.visible_to(actor).filter(site_id=site_id).order_by("version").last()


def sheet_version(actor: Actor, site_id: int, version: int) -> SiteSheet | None:
    """One version of a site's sheet."""
    return SiteSheet.objects.visible_to(actor).filter(site_id=site_id, version=version).first()


def in_groups(sheet: SiteSheet) -> Sequence[tuple[str, Sequence[Row]]]:
    """The answers under the headings of the sheet."""
    return [
        (group, [Row(label, in_words(field, getattr(sheet, field))) for field, label in fields.items()])
        for group, fields in GROUPS.items()
    ]


def versions_of(actor: Actor, site_id: int, day: date) -> list[Version]:
    """Every version of a sheet, latest first, with who kept it and what it changed."""
    sheets = list(SiteSheet.objects.visible_to(actor).filter(site_id=site_id).order_by("version"))
    names = colleague_names([sheet.kept_by_id for sheet in sheets if sheet.kept_by_id])
    found = []
    for place, sheet in enumerate(sheets):
        changed = differences(sheets[place - 1], sheet) if place else ()
        since, until = (None, None) if sheet.valid.isempty else (sheet.since, sheet.until)
        found.append(
            Version(
                number=sheet.version,
                since=since,
                until=until,
                by=names.get(sheet.kept_by_id or 0, "Upton"),
                at=sheet.kept_at,
                changed=", ".join(FIELDS[field] for field in changed) or "First version",
                in_force=since is not None and since <= day and (until is None or day < until),
            )
        )
    return found[::-1]


def compared(left: SiteSheet | None, right: SiteSheet | Mapping[str, Any] | None) -> list[Row]:
    """The questions in which two sheets differ, or a sheet and what somebody typed, with both answers."""
    return [
        Row(FIELDS[field], left=_answer(left, field), right=_answer(right, field)) for field in differences(left, right)
    ]


def _answer(sheet: SiteSheet | Mapping[str, Any] | None, field: str) -> str:
    found = sheet.get(field) if isinstance(sheet, Mapping) else getattr(sheet, field, None)
    return in_words(field, found)
