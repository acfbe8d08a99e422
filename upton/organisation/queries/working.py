"""Who works where: by site and week, by team, and who is posted beyond a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q

from upton.foundation.actors import Actor
from upton.organisation.models import (
    Posting,
    PostingDay,
    ServedPostcode,
    Site,
    SiteLink,
    SpecialistLead,
    Team,
    TeamServes,
)
from upton.organisation.queries.places import names_on
from upton.policy import dated

NO_TEAM = "In no team"


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One posting at a site as a week shows it; `here` are the days of the week worked (0 Monday)."""

    posting_id: int
    colleague_id: int
    name: str
    staff_number: str
    role: str
    role_code: str
    team_id: int | None
    team: str
    fte: Decimal
    here: frozenset[int]
    since: date
    until: date | None

    def is_here(self, day: date) -> bool:
        """Whether they work here on `day`."""
        return day.weekday() in self.here and self.since <= day and (self.until is None or day < self.until)

    def next_day(self, after: date) -> date | None:
        """The next day after `after` on which they work here, within a week."""
        days = (after + timedelta(days=n) for n in range(1, 8))
        return next((day for day in days if self.is_here(day)), None)


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team at a site, with how many are posted in it and how many other sites it serves."""

    id: int
    name: str
    leader_id: int | None
    leader: str
    serves: int
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Touched:
    """What a site's closing touches beyond its last day: people, teams, and how many links, postcodes and leads end."""

    people: Sequence[WorkLine]
    teams: Sequence[TeamLine]
    links: int
    postcodes: int
    leads: int


def touched_by_closing(actor: Actor, site_id: int, last_day: date) -> Touched:
    """What the closing of a site after a day would touch."""
    after = last_day + timedelta(days=1)
    counted = (
        Site.objects.filter(pk=site_id)
        .annotate(
            ending_links=ArraySubquery(
                SiteLink.objects.from_day(after).filter(Q(site=OuterRef("pk")) | Q(other=OuterRef("pk"))).values("pk")
            ),
            ending_postcodes=ArraySubquery(
                ServedPostcode.objects.from_day(after).filter(site=OuterRef("pk")).values("pk")
            ),
            ending_leads=ArraySubquery(SpecialistLead.objects.from_day(after).filter(site=OuterRef("pk")).values("pk")),
        )
        .get()
    )
    return Touched(
        people=posted_beyond(actor, site_id, last_day),
        teams=teams_at(actor, site_id, after),
        links=len(counted.ending_links),
        postcodes=len(counted.ending_postcodes),
        leads=len(counted.ending_leads),
    )


def working_at(actor: Actor, site_id: int, first: date, *, days: int = 7, role: str | None = None) -> list[WorkLine]:
    """Everybody posted at a site on any of `days` days from `first`, by team and name."""
    last = first + timedelta(days=days - 1)
    rows = Posting.objects.visible_to(actor).filter(site_id=site_id, valid__overlap=(first, last + timedelta(days=1)))
    if role:
        rows = rows.filter(role=role)
    return _lines(rows, dated.words("roles"))


def posted_beyond(actor: Actor, site_id: int, last_day: date) -> list[WorkLine]:
    """Everybody posted at a site after a day, by name: whom its closing touches."""
    rows = Posting.objects.visible_to(actor).from_day(last_day + timedelta(days=1)).filter(site_id=site_id)
    return sorted(_lines(rows, dated.words("roles")), key=lambda line: line.name.casefold())


def _lines(rows: Iterable[Posting], roles: Mapping[str, str]) -> list[WorkLine]:
    found = (
        rows.select_related("colleague", "team")  # type: ignore[attr-defined]
        .annotate(weekdays=ArrayAgg("days__weekday", default=[]))
        .order_by("team__sort_key", "colleague__sort_key", "pk")
    )
    return [
        WorkLine(
            posting_id=row.pk,
            colleague_id=row.colleague_id,
            name=row.colleague.name,
            staff_number=row.colleague.staff_number,
            role=roles.get(row.role, row.role),
            role_code=row.role,
            team_id=row.team_id,
            team=row.team.name if row.team else NO_TEAM,
            fte=row.fte,
            here=frozenset(row.weekdays),
            since=row.since,
            until=row.until,
        )
        for row in found
    ]


def by_team(lines: Iterable[WorkLine]) -> list[tuple[str, list[WorkLine]]]:
    """The lines under the names of their teams, those in no team last."""
    ordered = sorted(lines, key=lambda line: (line.team_id is None, line.team.casefold(), line.team_id or 0))
    return [(key[1], list(group)) for key, group in groupby(ordered, key=lambda line: (line.team_id, line.team))]


def elsewhere(lines: Sequence[WorkLine], site_id: int, day: date) -> dict[int, dict[int, str]]:
    """Colleague → day of the week → the other site at which they work on it, in two queries."""
    days = (
        PostingDay.objects.on(day)
        .filter(colleague_id__in={line.colleague_id for line in lines})
        .exclude(posting__site_id=site_id)
        .values_list("colleague_id", "weekday", "posting__site_id")
    )
    rows = list(days)
    names = names_on({site for _, _, site in rows}, day) if rows else {}
    found: dict[int, dict[int, str]] = {}
    for colleague, weekday, site in rows:
        found.setdefault(colleague, {})[weekday] = names.get(site, "another site")
    return found


def teams_at(actor: Actor, site_id: int, day: date) -> list[TeamLine]:
    """The teams of a site on `day` and those to come, by name."""
    rows = Team.objects.visible_to(actor).from_day(day).filter(site_id=site_id).select_related("leader")
    serving = ArrayAgg("serves__site_id", filter=Q(serves__valid__contains=day), default=[])
    return [
        TeamLine(
            id=team.pk,
            name=team.name,
            leader_id=team.leader_id,
            leader=team.leader.name if team.leader else "",
            serves=len(team.serving),
            since=team.since,
            until=team.until,
        )
        for team in rows.annotate(serving=serving).order_by("sort_key", "pk")
    ]


def team_for(actor: Actor, team_id: int, site_id: int) -> Team:
    """One team of a site that the actor may look at. Raises Team.DoesNotExist."""
    return Team.objects.visible_to(actor).select_related("site", "leader").get(pk=team_id, site_id=site_id)


def served_by(team_id: int, day: date) -> list[int]:
    """The other sites that a team serves on `day`."""
    return list(
        TeamServes.objects.on(day).filter(team_id=team_id).order_by("site_id").values_list("site_id", flat=True)
    )


def team_names(ids: Iterable[int]) -> dict[int, str]:
    """Team → name."""
    return dict(Team.objects.filter(pk__in=set(ids)).values_list("pk", "name"))
