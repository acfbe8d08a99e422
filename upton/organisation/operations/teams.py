"""Teams opened, led, closed, and centralised for other sites (ORG-1, 000:36)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.foundation.dated import from_day
from upton.foundation.refusals import NotPossible
from upton.foundation.sorting import sort_key
from upton.organisation import access, facts, queries, rules
from upton.organisation.models import Colleague, Posting, Site, Team, TeamServes
from upton.organisation.operations.holding import (
    end_on,
    hold_colleagues,
    hold_site,
    hold_sites,
    require_site_open,
    who_and_when,
    whose,
)
from upton.organisation.operations.posts import carry
from upton.organisation.operations.set_aside import forget

CHANGED = {"name": "the name", "leader": "the leader", "serves": "the sites served", "until": "the last day"}
"""What can change about a team, in words."""


@operation
def open_team(*, site: Site, name: str, leader: Colleague | None, starts_on: date, by: Actor, now: datetime) -> Team:
    """Open a team at a site from a day. Raises NotPermitted, NotPossible."""
    access.require_staff(by, site_id=site.pk)
    name = rules.require_name(name)
    held = hold_site(site, by=by, now=now)
    require_site_open(held, starts_on)
    _require_new_name(held, name, starts_on, None)
    _require_leader(held, leader, max(starts_on, local_day(now)))
    team = Team.objects.create(
        site=held, name=name, sort_key=sort_key(name), leader=leader, valid=from_day(starts_on, held.until)
    )
    state(facts.TeamOpened(site_id=site.pk, team_id=team.pk, starts_on=starts_on))
    return team


@operation
def change_team(
    *, team: Team, name: str, leader: Colleague | None, by: Actor, now: datetime, version: int | None = None
) -> Team:
    """Correct a team's name or name another leader. Raises NotPermitted, NotPossible, Overtaken."""
    access.require_staff(by, site_id=team.site_id)
    name = rules.require_name(name)
    site = hold_site(team.site, by=by, now=now)
    held = _held(team, version)
    leads = leader.pk if leader else None
    changed = [what for what, new in (("name", held.name != name), ("leader", held.leader_id != leads)) if new]
    rules.require_difference(bool(changed), "That is how the team stands already. Nothing was changed.")
    _require_new_name(site, name, held.since, held.pk)
    if leads != held.leader_id:
        _require_leader(site, leader, max(held.since, local_day(now)))
    held.name, held.sort_key, held.leader = name, sort_key(name), leader
    held.save(update_fields=["name", "sort_key", "leader"])
    _note(held, changed, by=by, now=now)
    state(facts.TeamChanged(site_id=site.pk, team_id=held.pk, leader_id=leads))
    return held


@operation
def close_team(
    *, team: Team, last_day: date, into: Team | None, by: Actor, now: datetime, version: int | None = None
) -> Team:
    """Close a team after a day; those posted in it go on in the team `into`, or in none.

    Raises NotPermitted, NotPossible, Overtaken.
    """
    access.require_staff(by, site_id=team.site_id)
    hold_site(team.site, by=by, now=now)
    held = _held(team, version)
    rules.require_period(held.since, last_day)
    if held.until is not None and held.until <= last_day:
        raise NotPossible("It ends before that day already. Nothing was changed.", field="last_day")
    after = last_day + timedelta(days=1)
    postings = list(Posting.objects.from_day(after).filter(team=held).order_by("colleague_id", "pk"))
    hold_colleagues([posting.colleague for posting in postings])
    for posting in postings:
        for fact in carry(posting, after, team=into).facts:
            state(fact)
    end_on(TeamServes.objects.from_day(after).filter(team=held), last_day)
    end_on([held], last_day)
    _note(held, ["until"], by=by, now=now)
    state(facts.TeamClosed(site_id=held.site_id, team_id=held.pk, last_day=last_day))
    return held


@operation
def set_team_serves(
    *, team: Team, sites: Sequence[Site], starts_on: date, by: Actor, now: datetime, version: int | None = None
) -> Team:
    """Set which other sites a centralised team serves from a day.

    Raises NotPermitted where a site that is added lies outside one's districts: serving opens its records to the team;
    NotPossible, Overtaken.
    """
    access.require_staff(by, site_id=team.site_id)
    held_sites = hold_sites([team.site, *sites])
    held = _held(team, version)
    _require_lasting(held, starts_on)
    wanted = {site.pk for site in sites} - {held.site_id}
    served = TeamServes.objects.from_day(starts_on).filter(team=held)
    stay = {row.site_id for row in served if row.site_id in wanted and row.since <= starts_on and row.until is None}
    for site_id in sorted(wanted - stay):
        access.require_structure(by, site_id=site_id)
        require_site_open(held_sites[site_id], starts_on)
    end_on(served.exclude(site_id__in=stay), starts_on - timedelta(days=1))
    forget(TeamServes, values__team_id=held.pk)
    TeamServes.objects.bulk_create(
        TeamServes(team=held, site_id=site_id, valid=from_day(starts_on, held.until))
        for site_id in sorted(wanted - stay)
    )
    _note(held, ["serves"], by=by, now=now)
    state(
        facts.TeamServesSet(
            site_id=held.site_id, team_id=held.pk, served_ids=tuple(sorted(wanted)), starts_on=starts_on
        )
    )
    return held


@part_of_operation
def _held(team: Team, version: int | None) -> Team:
    held = Team.objects.select_for_update(of=("self",)).get(pk=team.pk)
    if version is not None and version != held.version:
        raise rules.Overtaken(_overtaken(held, version))
    return held


@part_of_operation
def _note(team: Team, changed: Sequence[str], *, by: Actor, now: datetime) -> None:
    """Count a change to a locked team, and note whose it is and what it changed."""
    team.version += 1
    team.changed_in |= dict.fromkeys(changed, team.version)
    team.changed_by_id, team.changed_at = whose(by), now
    team.save(update_fields=["version", "changed_in", "changed_by_id", "changed_at"])


def _overtaken(team: Team, version: int) -> str:
    changed = [words for what, words in CHANGED.items() if team.changed_in.get(what, 0) > version]
    return (
        f"{who_and_when(team.changed_by_id, team.changed_at)} {' and '.join(changed)} of the team {team.name}, "
        "after you opened this page. "
        "What you typed is kept below. Compare the two, then keep yours if it still holds."
    )


def _require_lasting(team: Team, day: date) -> None:
    if day < team.since or (team.until is not None and day >= team.until):
        raise NotPossible(
            f"The team {team.name} does not exist on {rules.on(day)}. Choose another day.", field="starts_on"
        )


def _require_new_name(site: Site, name: str, day: date, own: int | None) -> None:
    if Team.objects.from_day(day).filter(site=site, name=name).exclude(pk=own).exists():
        raise NotPossible(f"This site has a team called {name} already. Choose another name.", field="name")


def _require_leader(site: Site, leader: Colleague | None, day: date) -> None:
    if leader is not None and not queries.works_at(leader.pk, site.pk, day):
        raise NotPossible(f"{leader.name} doesn't work at this site. Choose somebody who does.", field="leader")
