"""The demo's colleagues let join, and what happens to them between the beginning and now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from upton.demo.people import FRONT, JOINER, LEAVER, Cast, Person, depth, founder
from upton.demo.places import district_codes
from upton.demo.when import Timeline, When, at
from upton.foundation.actors import SYSTEM, Actor
from upton.organisation import operations as organisation
from upton.organisation.models import Posting
from upton.organisation.operations import Post
from upton.policy import dated

TEAMS_SINCE = date(2010, 1, 4)
LANGUAGES = ("bfi", "cy", "pl", "ur", "ar", "so", "yue", "fr", "bn", "ro", "pt", "pa")
"""Languages offered at the Wirral's offices, by one colleague each."""


def employ(cast: Cast, tick: Iterator[datetime]) -> None:
    """Let everybody join who was there when the service began, managers before those whom they manage."""
    by, districts = founder(), district_codes()
    for person in sorted(cast.people, key=lambda one: depth(one.role)):
        if person.passing == JOINER:
            continue
        manager = cast.manager_of(person, districts)
        _join(cast, person, manager, person.since, by=by, now=next(tick))
        for site, days in list(person.where.items())[1:]:
            where = _post(cast, person, site, days)
            organisation.post(colleague=person.colleague, where=where, starts_on=person.since, by=by, now=next(tick))
        if person.leads:
            _open_team(cast, person, by, tick)


def _join(cast: Cast, person: Person, manager: Person | None, starts_on: date, *, by: Actor, now: datetime) -> None:
    person.row = organisation.join(
        name=person.named.name,
        staff_number=person.number,
        username=person.named.username,
        password=None,
        where=_post(cast, person, person.site, person.where[person.site]),
        starts_on=starts_on,
        line_manager=manager.colleague if manager else None,
        by=by,
        now=now,
    )
    person.row = organisation.change_colleague(
        colleague=person.row,
        name=person.named.name,
        telephone=person.telephone,
        email=person.email,
        line_manager=person.row.line_manager,
        by=by,
        now=now + timedelta(seconds=1),
    )


def _post(cast: Cast, person: Person, site: str, days: tuple[int, ...]) -> Post:
    fte = person.fte if len(person.where) == 1 else Decimal(len(days)) / 5
    team = cast.teams.get((site, person.team))
    return Post(site=cast.sites[site], role=person.role, weekdays=days, fte=fte, team=team)


def _open_team(cast: Cast, leader: Person, by: Actor, tick: Iterator[datetime]) -> None:
    team = organisation.open_team(
        site=cast.sites[leader.site],
        name=leader.leads,
        leader=leader.colleague,
        starts_on=TEAMS_SINCE,
        by=by,
        now=next(tick),
    )
    cast.teams[leader.site, leader.leads] = team
    if leader.serves:
        sites = [cast.sites[code] for code in leader.serves]
        organisation.set_team_serves(team=team, sites=sites, starts_on=TEAMS_SINCE, by=by, now=next(tick))


def plan_staff(cast: Cast, when: When, timeline: Timeline) -> None:
    """What happens to colleagues between the beginning and now, and what is planned for later."""
    _plan_leads(cast, when, timeline)
    _plan_languages(cast, when, timeline)
    left = when.today - timedelta(weeks=4)
    timeline.add(at(left - timedelta(days=12), 11, 15), lambda now: _record_departure(cast, left, now))
    timeline.add(at(left + timedelta(days=1), 2, 30), lambda now: _end_departure(cast, now))
    timeline.add(at(when.working_day(6), 9, 50), lambda now: _let_join(cast, when, now))
    timeline.add(at(when.working_day(9), 13, 25), lambda now: _retire(cast, when, now))
    timeline.add(at(when.working_day(7), 14, 45), lambda now: _promote(cast, when, now))


def _plan_leads(cast: Cast, when: When, timeline: Timeline) -> None:
    areas = sorted(dated.on("lead_areas", when.today))
    for site, count in (("upton", len(areas)), ("birkenhead", 6)):
        able = [
            one for one in cast.people if one.site == site and one.role in (*FRONT, "work_coach") and not one.passing
        ]
        for place, area in enumerate(areas[:count]):
            moment = at(when.began + timedelta(days=3), 9, 30 + place)
            timeline.add(moment, _naming(cast, site, able[place % len(able)], area, when))


def _naming(cast: Cast, site: str, person: Person, area: str, when: When) -> Callable[[datetime], object]:
    def name(now: datetime) -> object:
        return organisation.name_lead(
            site=cast.sites[site],
            colleague=person.colleague,
            area=area,
            starts_on=when.began + timedelta(days=7),
            by=cast.by(cast.at(site, "customer_service_manager")),
            now=now,
        )

    return name


def languages_of(cast: Cast) -> dict[str, set[str]]:
    """Staff number → the languages that a colleague offers to use at work."""
    found: dict[str, set[str]] = {}
    for person, code in _offers(cast):
        found.setdefault(person.number, set()).add(code)
    return found


def _offers(cast: Cast) -> Iterator[tuple[Person, str]]:
    able = [one for one in cast.people if one.role in (*FRONT, "work_coach") and not one.passing]
    for place, code in enumerate(LANGUAGES):
        yield able[place * 5 % len(able)], code


def _plan_languages(cast: Cast, when: When, timeline: Timeline) -> None:
    for place, (person, code) in enumerate(_offers(cast)):
        timeline.add(at(when.began + timedelta(days=4), 12, place * 4), _offering(cast, person, code))


def _offering(cast: Cast, person: Person, code: str) -> Callable[[datetime], object]:
    def offer(now: datetime) -> None:
        language = organisation.offer_language(colleague=person.colleague, code=code, by=cast.by(person), now=now)
        if dated.words("languages", "allowance")[code]:
            leader = cast.at("birkenhead", "customer_service_leader")
            organisation.set_language_allowance(
                language=language, allowance=True, by=cast.by(leader), now=now + timedelta(minutes=2)
            )

    return offer


def _record_departure(cast: Cast, last_day: date, now: datetime) -> None:
    by = cast.by(cast.at("wallasey", "customer_service_manager"))
    organisation.leave(colleague=cast.passing(LEAVER).colleague, last_day=last_day, by=by, now=now)


def _end_departure(cast: Cast, now: datetime) -> None:
    organisation.end_departure(colleague=cast.passing(LEAVER).colleague, by=SYSTEM, now=now)


def _let_join(cast: Cast, when: When, now: datetime) -> None:
    joiner, leader = cast.passing(JOINER), cast.at("upton", "work_coach_team_leader")
    _join(cast, joiner, leader, when.month_start(1), by=cast.by(leader), now=now)


def retiring(cast: Cast, when: When) -> tuple[Person, date]:
    """The coach who retires, and their last day."""
    leader = cast.at("birkenhead", "work_coach_team_leader")
    oldest = next(one for one in cast.all_at("birkenhead", "work_coach") if one.team == leader.leads)
    return oldest, when.month_start(2) - timedelta(days=1)


def _retire(cast: Cast, when: When, now: datetime) -> None:
    leader = cast.at("birkenhead", "work_coach_team_leader")
    oldest, last_day = retiring(cast, when)
    organisation.leave(colleague=oldest.colleague, last_day=last_day, by=cast.by(leader), now=now)


def _promote(cast: Cast, when: When, now: datetime) -> None:
    person = cast.all_at("birkenhead", "service_delivery_support")[-1]
    posting = Posting.objects.filter(colleague=person.colleague).get()
    site, days = person.site, person.where[person.site]
    where = Post(cast.sites[site], "work_coach", days, person.fte, cast.teams[site, "Mallory team"])
    organisation.change_posting(
        posting=posting,
        where=where,
        starts_on=when.month_start(1),
        by=cast.by(cast.at(site, "customer_service_leader")),
        now=now,
    )
