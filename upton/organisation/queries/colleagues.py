"""Colleagues as lists and their own pages show them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from upton.foundation.actors import Actor
from upton.foundation.paging import columns_of, following, rank_of
from upton.foundation.sorting import sort_key
from upton.organisation.models import Colleague, Language, Posting, PostingDay, SpecialistLead, Team
from upton.organisation.queries.ordering import site_key
from upton.organisation.queries.places import names_on
from upton.policy import dated

PAGE = 50
SORTS = {
    "name": ("sort_key", "pk"),
    "role": ("first_role", "sort_key", "pk"),
    "site": ("first_site", "sort_key", "pk"),
    "team": ("first_team", "sort_key", "pk"),
    "number": ("staff_number", "pk"),
}
"""The orders of the list; whoever has several postings stands by the one that began first."""


@dataclass(frozen=True, slots=True)
class ColleaguesWanted:
    """Which colleagues somebody looks for on a day. `words` are parts of names or a staff number."""

    day: date
    site_id: int | None = None
    district_id: int | None = None
    role: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class ListedColleague:
    """A colleague as a list shows them, one line for each posting that holds on the day."""

    id: int
    name: str
    staff_number: str
    roles: str
    sites: str
    teams: str
    leaving: date | None


@dataclass(frozen=True, slots=True)
class PostingLine:
    """A posting on a colleague's time line. `state`: now, planned or past."""

    id: int
    site_id: int
    site: str
    role: str
    team: str
    weekdays: tuple[int, ...]
    fte: Decimal
    since: date
    until: date | None
    state: str

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds."""
        return self.until - timedelta(days=1) if self.until else None


@dataclass(frozen=True, slots=True)
class LanguageLine:
    """A language that somebody offers."""

    id: int
    code: str
    name: str
    allowance: bool
    payable: bool
    since: date


def _colleagues(actor: Actor, wanted: ColleaguesWanted) -> QuerySet[Colleague]:
    posted = Posting.objects.visible_to(actor).filter(colleague=OuterRef("pk")).from_day(wanted.day)
    if wanted.site_id is not None:
        posted = posted.filter(site_id=wanted.site_id)
    if wanted.district_id is not None:
        posted = posted.filter(site__periods__district_id=wanted.district_id, site__periods__valid__contains=wanted.day)
    if wanted.role:
        posted = posted.filter(role=wanted.role)
    rows = Colleague.objects.visible_to(actor).filter(Exists(posted))
    for word in sort_key(wanted.words).split()[:6]:
        # A part of a name at its beginning or after a space, or the beginning of a staff number.
        rows = rows.filter(
            Q(sort_key__startswith=word) | Q(sort_key__contains=f" {word}") | Q(staff_number__istartswith=word)
        )
    return rows


def count_colleagues(actor: Actor, wanted: ColleaguesWanted) -> int:
    """How many colleagues fit."""
    return _colleagues(actor, wanted).count()


def list_colleagues(
    actor: Actor, wanted: ColleaguesWanted, *, sort: str = "name", after: int | None = None, most: int = PAGE
) -> list[ListedColleague]:
    """The colleagues who fit, in an order of `SORTS`, after the colleague `after`; one more than `most` if there are.

    Raises KeyError for an order that there is not.
    """
    known = _known(_colleagues(actor, wanted), sort, wanted.day)
    among = _known(Colleague.objects.visible_to(actor), sort, wanted.day)
    rows = following(known, columns_of(SORTS, sort), after=after, among=among)
    return _listed(list(rows[: most + 1]), wanted.day)


def _known(rows: QuerySet[Colleague], sort: str, day: date) -> QuerySet[Colleague]:
    first = Posting.objects.from_day(day).filter(colleague=OuterRef("pk")).order_by("valid", "pk")
    role = first.annotate(rank=rank_of("role", dated.words("roles"))).values("rank")[:1]
    columns: dict[str, Any] = {
        "first_role": Coalesce(Subquery(role, output_field=IntegerField()), 0),
        "first_site": Coalesce(Subquery(first.annotate(key=site_key("site_id", day)).values("key")[:1]), Value("")),
        "first_team": Coalesce(Subquery(first.values("team__sort_key")[:1]), Value("")),
    }
    return rows.annotate(**{name: columns[name] for name in SORTS[sort.removeprefix("-")] if name in columns})


def every_colleague(actor: Actor, wanted: ColleaguesWanted, *, sort: str = "name") -> Iterator[ListedColleague]:
    """All colleagues who fit, in an order of `SORTS`, for a download."""
    after: int | None = None
    while True:
        found = list_colleagues(actor, wanted, sort=sort, after=after, most=500)
        yield from found[:500]
        if len(found) <= 500:
            return
        after = found[499].id


def _listed(rows: Sequence[Colleague], day: date) -> list[ListedColleague]:
    postings: dict[int, list[Posting]] = {}
    for posting in (
        Posting.objects.from_day(day)
        .filter(colleague_id__in=[row.pk for row in rows])
        .select_related("team")
        .order_by("valid", "pk")
    ):
        postings.setdefault(posting.colleague_id, []).append(posting)
    names = names_on({p.site_id for own in postings.values() for p in own}, day)
    roles = dated.words("roles")
    return [
        ListedColleague(
            id=row.pk,
            name=row.name,
            staff_number=row.staff_number,
            roles=_once(roles.get(p.role, p.role) for p in postings.get(row.pk, ())),
            sites=_once(names.get(p.site_id, "a site") for p in postings.get(row.pk, ())),
            teams=_once(p.team.name for p in postings.get(row.pk, ()) if p.team),
            leaving=row.last_day,
        )
        for row in rows
    ]


def _once(words: Iterator[str]) -> str:
    return ", ".join(dict.fromkeys(words))


def colleague_for(actor: Actor, colleague_id: int) -> Colleague:
    """One colleague whom the actor may look at. Raises Colleague.DoesNotExist."""
    rows = Colleague.objects.visible_to(actor).select_related("account", "line_manager", "home_site")
    return rows.get(pk=colleague_id)


def posting_for(actor: Actor, posting_id: int) -> Posting:
    """One posting that the actor may look at. Raises Posting.DoesNotExist."""
    rows = Posting.objects.visible_to(actor)
    return rows.select_related("colleague__account", "site", "team").get(pk=posting_id)


def postings_of(colleague_id: int, day: date) -> list[PostingLine]:
    """All postings of a colleague, planned ones first, then those that hold on `day`, then past ones."""
    rows = (
        Posting.objects.filter(colleague_id=colleague_id)
        .select_related("team")
        .annotate(weekdays=ArrayAgg("days__weekday", default=[], order_by="days__weekday"))
        .order_by("-valid__startswith", "pk")
    )
    found = list(rows)
    names, roles = names_on({row.site_id for row in found}, day), dated.words("roles")
    lines = [
        PostingLine(
            id=row.pk,
            site_id=row.site_id,
            site=names.get(row.site_id, "a site"),
            role=roles.get(row.role, row.role),
            team=row.team.name if row.team else "",
            weekdays=tuple(row.weekdays),
            fte=row.fte,
            since=row.since,
            until=row.until,
            state="planned" if row.since > day else "past" if row.until and row.until <= day else "now",
        )
        for row in found
    ]
    return sorted(lines, key=lambda line: ("planned", "now", "past").index(line.state))


def languages_of(colleague_id: int, day: date) -> list[LanguageLine]:
    """The languages that somebody offers on `day`, by name."""
    names, payable = dated.words("languages"), dated.words("languages", "allowance")
    rows = Language.objects.on(day).filter(colleague_id=colleague_id)
    lines = [
        LanguageLine(r.pk, r.code, names.get(r.code, r.code), r.allowance, bool(payable.get(r.code)), r.since)
        for r in rows
    ]
    return sorted(lines, key=lambda line: line.name)


def language_for(actor: Actor, language_id: int) -> Language:
    """One offer of a language, by somebody whom the actor may look at. Raises Language.DoesNotExist."""
    found = Language.objects.select_related("colleague").get(pk=language_id)
    colleague_for(actor, found.colleague_id)
    return found


def leads_of(colleague_id: int, day: date) -> list[tuple[str, str]]:
    """The areas that somebody leads on `day`, each with the site, by area."""
    rows = list(SpecialistLead.objects.on(day).filter(colleague_id=colleague_id).values_list("area", "site_id"))
    names, areas = names_on({site for _, site in rows}, day), dated.words("lead_areas")
    return sorted((areas.get(area, area), names.get(site, "a site")) for area, site in rows)


def lead_for(actor: Actor, lead_id: int) -> SpecialistLead:
    """One lead that the actor may look at. Raises SpecialistLead.DoesNotExist."""
    return SpecialistLead.objects.visible_to(actor).select_related("colleague", "site").get(pk=lead_id)


def managed_by(actor: Actor, colleague_id: int) -> list[tuple[int, str]]:
    """Id and name of those whom somebody manages, by name."""
    rows = Colleague.objects.visible_to(actor).filter(line_manager_id=colleague_id, account__closed_at=None)
    return [(row.pk, row.name) for row in rows.order_by("sort_key", "pk")[:100]]


def possible_managers(actor: Actor, site_id: int, day: date) -> list[tuple[int, str]]:
    """Those who can be a line manager at a site: posted in a role that manages others, at the site or its district."""
    managing = {entry.values["managed_by"] for entry in dated.on("roles", day).values()} - {""}
    district = (
        Posting.objects.visible_to(actor)
        .on(day)
        .filter(role__in=managing)
        .filter(
            Q(site_id=site_id)
            | Q(site__periods__district__site_periods__site_id=site_id, site__periods__valid__contains=day)
            & Q(site__periods__district__site_periods__valid__contains=day)
        )
    )
    roles = dated.words("roles")
    rows = district.filter(colleague__last_day=None, colleague__account__closed_at=None).values_list(
        "colleague_id", "colleague__name", "role", "colleague__sort_key"
    )
    found = {pk: (key, f"{name}, {roles.get(role, role)}") for pk, name, role, key in rows}
    return [(pk, text) for pk, (_, text) in sorted(found.items(), key=lambda item: item[1])]


def colleague_with_number(actor: Actor, staff_number: str) -> Colleague | None:
    """Somebody by staff number, among those whom the actor may look at."""
    rows = Colleague.objects.visible_to(actor).select_related("account")
    return rows.filter(staff_number__iexact=staff_number).first()


def team_choices(site_id: int, day: date) -> list[tuple[int, str]]:
    """Id and name of a site's teams on `day` and after, by name."""
    rows = Team.objects.from_day(day).filter(site_id=site_id).order_by("sort_key", "pk")
    return [(team.pk, team.name) for team in rows]


def weekdays_of(posting_id: int) -> list[int]:
    """The days of the week of a posting, Monday (0) first."""
    return sorted(PostingDay.objects.filter(posting_id=posting_id).values_list("weekday", flat=True))


def main_site_among(colleague: Colleague, lines: Sequence[PostingLine]) -> int:
    """Where somebody mainly works, from postings already at hand: what `main_site` would say."""
    sites = [line.site_id for line in sorted(lines, key=lambda line: line.since) if line.state != "past"]
    return colleague.home_site_id if colleague.home_site_id in sites or not sites else sites[0]
