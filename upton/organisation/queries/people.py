"""Colleagues and their postings, for operations and for neighbours."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Greatest, Least

from upton.foundation.actors import Reach
from upton.foundation.dated import from_day
from upton.foundation.prepared import Question, ask, question
from upton.organisation.models import Colleague, Language, Posting, PostingDay, SpecialistLead
from upton.policy import dated

# Every booking asks this of one colleague, under its locks.
POST_DAYS = """
select d.colleague_id, d.weekday, greatest(lower(d.valid), lower(p.valid)),
    least(upper(d.valid), upper(p.valid)), p.site_id
from organisation_postingday d join organisation_posting p on p.id = d.posting_id
where p.colleague_id = any(%(ids)s) and p.role = any(%(roles)s) and d.weekday = any(%(weekdays)s)
  and p.valid && daterange(%(first)s, %(last)s, '[]') and d.valid && daterange(%(first)s, %(last)s, '[]')
order by d.colleague_id, d.id
"""


# The same of many for several types of appointment at once, so with the role.
POSTS = """
select p.role, d.colleague_id, d.weekday, greatest(lower(d.valid), lower(p.valid)),
    least(upper(d.valid), upper(p.valid)), p.site_id
from organisation_postingday d join organisation_posting p on p.id = d.posting_id
where p.colleague_id = any(%(ids)s) and p.role = any(%(roles)s)
  and p.valid && daterange(%(first)s, %(last)s, '[]') and d.valid && daterange(%(first)s, %(last)s, '[]')
order by d.colleague_id, d.id
"""

NAMES = "select id, name from organisation_colleague where id = any(%s)"
AT_SITES = """
select c.id, c.name, p.role, coalesce(t.name, ''), p.fte, p.site_id, p.team_id
from organisation_posting p join organisation_colleague c on c.id = p.colleague_id
    left join organisation_team t on t.id = p.team_id
where p.site_id = any(%(sites)s) and p.valid @> %(day)s::date
  and (%(any)s or exists (
      select from organisation_postingday d
      where d.posting_id = p.id and d.weekday = %(weekday)s and d.valid @> %(day)s::date))
order by c.sort_key, p.id
"""


@dataclass(frozen=True, slots=True)
class PostedLine:
    """Somebody who works at a site on a day."""

    colleague_id: int
    name: str
    role: str
    team: str
    fte: Decimal
    site_id: int
    team_id: int | None = None


def colleague_names(ids: Iterable[int]) -> dict[int, str]:
    """Colleague → name."""
    return dict(ask(NAMES, [list(set(ids))]))


def posted(
    site_id: int, day: date, *, roles: Iterable[str] | None = None, weekday: bool = True
) -> Sequence[PostedLine]:
    """Who works at a site on `day`, by name; with `weekday` false, everybody posted there on any day of the week."""
    wanted = list(roles) if roles is not None else None
    found = posted_at([site_id], day, weekday=weekday)
    return [one for one in found if wanted is None or one.role in wanted]


def posted_at(site_ids: Iterable[int], day: date, *, weekday: bool = True) -> Sequence[PostedLine]:
    """Who works at any of some sites on `day`, as `posted` says: a line for each posting. One query."""
    values = {"sites": list(site_ids), "day": day, "weekday": day.weekday(), "any": not weekday}
    return [PostedLine(*row) for row in ask(AT_SITES, values)]


@dataclass(frozen=True, slots=True)
class SpeakingLine:
    """Somebody posted at a site, with whether they offered to use a language at work."""

    colleague_id: int
    name: str
    role: str
    speaks: bool


def speaking(site_id: int, day: date, language: str) -> Sequence[SpeakingLine]:
    """Who is posted at a site on `day` or will be, by name, and who of them offered a language; a line for each role.

    A language is used only by those who offered it (001, annex languages). One query.
    """
    offered = Language.objects.on(day).filter(colleague_id=OuterRef("colleague_id"), code=language)
    rows = (
        Posting.objects.from_day(day)
        .filter(site_id=site_id)
        .order_by("colleague__sort_key", "pk")
        .values_list("colleague_id", "colleague__name", "role", Exists(offered))
    )
    return [SpeakingLine(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """Somebody posted at a site, with the languages that they offered to use at work."""

    colleague_id: int
    name: str
    role: str
    languages: tuple[str, ...]


def spoken_at(site_id: int, day: date) -> Sequence[SpokenLine]:
    """Who is posted at a site on `day` or will be, by name, with every language they offered; a line for each role.

    What `speaking` says of one language, for all of them. One query.
    """
    offered = Language.objects.on(day).filter(colleague_id=OuterRef("colleague_id")).values("code")
    rows = (
        Posting.objects.from_day(day)
        .filter(site_id=site_id)
        .order_by("colleague__sort_key", "pk")
        .values_list("colleague_id", "colleague__name", "role", ArraySubquery(offered))
    )
    return [SpokenLine(colleague_id, name, role, tuple(codes)) for colleague_id, name, role, codes in rows]


def leading(site_id: int, day: date) -> dict[int, frozenset[str]]:
    """Colleague → the areas of need in which they lead at a site on a day (ORG-5). One query."""
    found: dict[int, set[str]] = {}
    rows = SpecialistLead.objects.on(day).filter(site_id=site_id)
    for colleague_id, area in rows.values_list("colleague_id", "area"):
        found.setdefault(colleague_id, set()).add(area)
    return {colleague_id: frozenset(areas) for colleague_id, areas in found.items()}


def posted_by_day(site_id: int, first: date, last: date) -> dict[date, list[PostedLine]]:
    """Day → who works at a site, by name, for every day from `first` to `last`, in one query."""
    rows = list(
        PostingDay.objects.filter(posting__site_id=site_id, valid__overlap=from_day(first, last + timedelta(days=1)))
        .select_related("posting__colleague", "posting__team")
        .order_by("posting__colleague__sort_key", "posting_id")
    )
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return {day: [_posted(row.posting) for row in rows if _is_there(row, day)] for day in every}


def post_days(
    site_id: int, first: date, last: date, *, roles: Collection[str], also: QuerySet[Any, Any]
) -> dict[int, dict[date, int]]:
    """Colleague → each day from `first` to `last` on which they work in one of the roles → the site they are posted to.

    Of those posted to the site at any time then, and of `also` (colleagues' ids as a query, which becomes a part of
    this one). One query. Nobody is posted to two sites on one day.
    """
    during = from_day(first, last + timedelta(days=1))
    posts = Posting.objects.filter(role__in=list(roles), valid__overlap=during).order_by()
    wanted = posts.filter(site_id=site_id).values("pk").union(posts.filter(colleague_id__in=also).values("pk"))
    rows = (
        PostingDay.objects.filter(posting__in=wanted, valid__overlap=during)
        .order_by("colleague_id", "pk")
        .annotate(
            earliest=Greatest("valid__startswith", "posting__valid__startswith"),
            latest=Least("valid__endswith", "posting__valid__endswith"),
        )
        .values_list("colleague_id", "weekday", "earliest", "latest", "posting__site_id")
    )
    return _post_days(rows, first, last)


def post_days_asked(
    colleague_ids: Collection[int], first: date, last: date, *, roles: Collection[str]
) -> Question[dict[int, dict[date, int]]]:
    """What `post_days` answers, but of some colleagues, wherever they are posted; to be asked with something else."""
    values: dict[str, Any] = {
        "ids": list(colleague_ids),
        "roles": list(roles),
        "weekdays": sorted({day.weekday() for day in _days(first, last)[:7]}),
        "first": first,
        "last": last,
    }
    return question(POST_DAYS, values, lambda rows: _post_days(rows, first, last))


def posts_asked(
    colleague_ids: Collection[int], first: date, last: date, *, roles: Collection[str]
) -> Question[dict[str, dict[int, dict[date, int]]]]:
    """Role → what `post_days_asked` answers for it; one query for all of them."""
    values: dict[str, Any] = {"ids": list(colleague_ids), "roles": sorted(roles), "first": first, "last": last}

    def read(rows: list[tuple[Any, ...]]) -> dict[str, dict[int, dict[date, int]]]:
        return {role: _post_days((row[1:] for row in rows if row[0] == role), first, last) for role in roles}

    return question(POSTS, values, read)


def _post_days(rows: Iterable[tuple[Any, ...]], first: date, last: date) -> dict[int, dict[date, int]]:
    every = _days(first, last)
    found: dict[int, dict[date, int]] = {}
    for colleague_id, weekday, since, until, at in rows:
        for day in every[(weekday - first.weekday()) % 7 :: 7]:
            if (since is None or since <= day) and (until is None or day < until):
                found.setdefault(colleague_id, {})[day] = at
    return found


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _is_there(row: PostingDay, day: date) -> bool:
    return row.weekday == day.weekday() and row.holds_on(day) and row.posting.holds_on(day)


def _posted(r: Posting) -> PostedLine:
    team = r.team.name if r.team else ""
    return PostedLine(r.colleague_id, r.colleague.name, r.role, team, r.fte, r.site_id, r.team_id)


def last_roles(colleague_id: int) -> dict[int, str]:
    """Site → the last role that a colleague held there."""
    return dict(
        Posting.objects.filter(colleague_id=colleague_id).order_by("valid__startswith").values_list("site_id", "role")
    )


def works_at(colleague_id: int, site_id: int, day: date) -> bool:
    """Whether a colleague is posted to a site on `day` or will be."""
    return Posting.objects.from_day(day).filter(colleague_id=colleague_id, site_id=site_id).exists()


def posted_within(reach: Reach, colleague_ids: Collection[int], day: date) -> set[int]:
    """Those of some colleagues who are posted on a day or later where a reach covers it; one query at most."""
    wanted = set(colleague_ids)
    if reach.everywhere or not wanted or not reach:
        return wanted if reach.everywhere else set()
    rows = Posting.objects.from_day(day).filter(colleague_id__in=wanted, site_id__in=reach.sites)
    return set(rows.values_list("colleague_id", flat=True))


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


def role_names() -> Mapping[str, str]:
    """Role → its name, past roles too."""
    return dated.words("roles")
