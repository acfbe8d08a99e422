"""Colleagues and their postings, for operations and for neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from upton.foundation.dated import from_day
from upton.organisation.models import Colleague, Posting, PostingDay
from upton.policy import dated


@dataclass(frozen=True, slots=True)
class PostedLine:
    """Somebody who works at a site on a day."""

    colleague_id: int
    name: str
    role: str
    team: str
    fte: Decimal
    site_id: int


def colleague_names(ids: Iterable[int]) -> dict[int, str]:
    """Colleague → name."""
    return dict(Colleague.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def posted(
    site_id: int, day: date, *, roles: Iterable[str] | None = None, weekday: bool = True
) -> Sequence[PostedLine]:
    """Who works at a site on `day`, by name; with `weekday` false, everybody posted there on any day of the week."""
    rows = Posting.objects.on(day).filter(site_id=site_id)
    if weekday:
        rows = rows.filter(days__weekday=day.weekday(), days__valid__contains=day)
    if roles is not None:
        rows = rows.filter(role__in=list(roles))
    return [_posted(r) for r in rows.select_related("colleague", "team").order_by("colleague__sort_key", "pk")]


def posted_by_day(site_id: int, first: date, last: date) -> dict[date, list[PostedLine]]:
    """Day → who works at a site, by name, for every day from `first` to `last`, in one query."""
    rows = list(
        PostingDay.objects.filter(posting__site_id=site_id, valid__overlap=from_day(first, last + timedelta(days=1)))
        .select_related("posting__colleague", "posting__team")
        .order_by("posting__colleague__sort_key", "posting_id")
    )
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return {day: [_posted(row.posting) for row in rows if _is_there(row, day)] for day in every}


def _is_there(row: PostingDay, day: date) -> bool:
    return row.weekday == day.weekday() and row.holds_on(day) and row.posting.holds_on(day)


def _posted(r: Posting) -> PostedLine:
    return PostedLine(r.colleague_id, r.colleague.name, r.role, r.team.name if r.team else "", r.fte, r.site_id)


def last_roles(colleague_id: int) -> dict[int, str]:
    """Site → the last role that a colleague held there."""
    return dict(
        Posting.objects.filter(colleague_id=colleague_id).order_by("valid__startswith").values_list("site_id", "role")
    )


def works_at(colleague_id: int, site_id: int, day: date) -> bool:
    """Whether a colleague is posted to a site on `day` or will be."""
    return Posting.objects.from_day(day).filter(colleague_id=colleague_id, site_id=site_id).exists()


def colleague_with_id(colleague_id: int) -> Colleague:
    """One colleague. Raises Colleague.DoesNotExist."""
    return Colleague.objects.select_related("account", "line_manager").get(pk=colleague_id)


def postings_from(colleague_id: int, day: date) -> Sequence[Posting]:
    """Somebody's postings on `day` and after it, first ones first."""
    rows = Posting.objects.from_day(day).filter(colleague_id=colleague_id)
    return list(rows.select_related("site", "team", "colleague").order_by("valid", "pk"))


def main_site(colleague: Colleague, day: date) -> int:
    """The site at which somebody mainly works on `day`: their home site while posted there, else their first one."""
    sites = [row.site_id for row in postings_from(colleague.pk, day)]
    return colleague.home_site_id if colleague.home_site_id in sites or not sites else sites[0]


def first_day_of(colleague_id: int) -> date | None:
    """The first day of somebody's first posting."""
    first = Posting.objects.filter(colleague_id=colleague_id).order_by("valid").first()
    return first.since if first else None


def departures_due(today: date) -> Sequence[Colleague]:
    """Those whose recorded last day has passed and whose account is still open."""
    return list(Colleague.objects.filter(last_day__lt=today, account__closed_at=None).order_by("pk"))


def role_names() -> dict[str, str]:
    """Role → its name, past roles too."""
    return dated.words("roles")
