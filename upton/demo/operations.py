"""Loading the demo: everything through the ordinary operations, in the order of time, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import count
from random import Random
from time import sleep

from django.db import connection, transaction

from upton.demo import facts, queries
from upton.demo.at_desk import plan_desk
from upton.demo.callers import draw_callers
from upton.demo.copying import settle
from upton.demo.crowd import Regular, draw_crowd
from upton.demo.days import Away, Visit, absences, busy_of, looked_at_first, plan_visits
from upton.demo.groups import busy_with, fill_groups, plan_groups
from upton.demo.guarding import plan_guarding
from upton.demo.journals import plan_journals
from upton.demo.keeping import plan_diaries, set_up_diaries
from upton.demo.living import plan_lateness, plan_visits_lived, plan_waiting
from upton.demo.looking_for import plan_looking
from upton.demo.meetings import Group, Meeting
from upton.demo.people import Cast, Person, draw_people, founder
from upton.demo.places import open_places, plan_places
from upton.demo.playing import Play
from upton.demo.signing import plan_signing, signed_before
from upton.demo.staffing import employ, plan_staff, retiring
from upton.demo.strangers import Stranger, plan_strangers, until
from upton.demo.twice import look_for_twice, plan_twice
from upton.demo.walking_in import plan_walk_ins
from upton.demo.weeks import plan_weeks
from upton.demo.when import Timeline, When, at
from upton.duties import operations as duties
from upton.foundation import clock
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, state
from upton.foundation.clock import local_day
from upton.foundation.refusals import NotPossible
from upton.organisation.models import Colleague, Site

CROWD = 12_000
LOCK = 20_170_815
"""Two loads at once queue behind this number, so that the second finds the first one's people."""
LIVED = "upton"
"""The office at which those of today without an appointment are let in one by one."""
ASKED = (
    ("review_site_sheet", "upton", "upton", "customer_service_manager", "birkenhead", "cluster_manager", 6),
    ("review_site_sheet", "birkenhead", "birkenhead", "customer_service_manager", "birkenhead", "cluster_manager", 29),
    ("review_site_sheet", "wallasey", "wallasey", "customer_service_manager", "birkenhead", "cluster_manager", 13),
    ("place_sites", "neston", "teesside", "administrator", "ellesmere_port", "district_manager", 7),
)
"""What was asked of whom: what, about which office, whose (office and role), by whom, so many working days ago."""


def load_demo(*, seed: int = 1, now: datetime | None = None, crowd: int = CROWD) -> None:
    """Load the demo into an empty service: the same people for the same seed, and the same days for the same day.

    `now` is the moment at which it is loaded; everything in it happened before. `crowd` is how many claimants there are
    beside those whose days are lived one by one. Raises NotPossible for a service that holds anything.
    """
    when = When(now or clock.now())
    _make_months(when)
    with transaction.atomic():
        _require_empty()
        cast = Cast(draw_people(_hand(seed, "people")))
        callers = draw_callers(_hand(seed, "callers"), cast.people)
        visits = plan_visits(cast, callers, when, _hand(seed, "visits", when.today))
        tick = _ticking(at(when.began, 7))
        open_places(cast, tick)
        employ(cast, tick)
        set_up_diaries(cast, when, tick)
        strangers, meetings = _settle_crowd(cast, visits, when, seed, crowd)
        timeline, references = Timeline(when.now), _hand(seed, "references")
        plan_places(cast, when, timeline)
        plan_staff(cast, when, timeline)
        featured = looked_at_first(cast, visits, when)
        plan_guarding(cast, visits, when, timeline)
        plan_visits_lived(cast, visits, timeline, references)
        plan_lateness(cast, visits, timeline)
        plan_walk_ins(cast, strangers, timeline)
        plan_desk(cast, visits, when, timeline)
        plan_signing(cast, when, timeline)
        plan_looking(cast, visits, meetings, when, timeline, _hand(seed, "looking", when.today))
        plan_diaries(cast, when, timeline)
        plan_journals(cast, visits, featured, when, timeline)
        plan_waiting(cast, callers, featured, when, timeline, references)
        _plan_asking(cast, when, timeline)
        plan_twice(cast, visits, when, timeline, references)
        timeline.play()
        look_for_twice(when)
        mark(seed=seed, by=founder(), now=when.now)


def _settle_crowd(
    cast: Cast, visits: Sequence[Visit], when: When, seed: int, many: int
) -> tuple[Sequence[Stranger], Sequence[Meeting]]:
    """Let the crowd settle, if there is any; returns who is lived one by one today, and its meetings."""
    crowd = draw_crowd(_hand(seed, "crowd", when.today), cast, when, many)
    planned, groups = plan_crowd(cast, crowd, visits, when, _hand(seed, "weeks", when.today)) if crowd else ([], [])
    sites = sorted({LIVED, *(one.site for one in crowd)})
    strangers = plan_strangers(cast, crowd, planned, sites, when, _hand(seed, "strangers", when.today))
    lived = [one for one in strangers if _is_lived(one, when)]
    if crowd:
        settle(
            cast=cast,
            crowd=crowd,
            meetings=planned,
            groups=groups,
            strangers=[until(one, when.now) for one in strangers if not _is_lived(one, when)],
            signed=signed_before(cast, {one.site for one in crowd}, when),
            by=founder(),
            now=at(when.began, 7),
        )
    return lived, planned


def _is_lived(one: Stranger, when: When) -> bool:
    return one.site == LIVED and one.arrived_at is not None and local_day(one.arrived_at) == when.today


def plan_crowd(
    cast: Cast, crowd: Sequence[Regular], visits: Sequence[Visit], when: When, random: Random
) -> tuple[list[Meeting], list[Group]]:
    """What the crowd comes for around the visits of today: meetings and places, and the sessions they are in."""
    retires, last_day = retiring(cast, when)
    gone = Away(retires, at(last_day + timedelta(days=1), 0), at(last_day + timedelta(days=365), 0), at(when.began, 0))
    away, busy = [*absences(cast, when), gone], busy_of(visits)
    groups = plan_groups(cast, busy, away, when)
    meetings = plan_weeks(cast, crowd, busy_with(busy, groups), away, when, random)
    return [*meetings, *fill_groups(cast, groups, crowd, meetings, when, random)], groups


def day_to_play(
    *,
    site: str,
    tell: Callable[[str], object],
    speed: float = 1,
    clock: Callable[[], datetime] = clock.now,
    sleep: Callable[[float], object] = sleep,
    random: Random | None = None,
) -> Play:
    """The day of an office, ready to go on by itself: `run` lets it.

    `speed` is how many minutes of the play pass in a minute of `clock`. Every act is an ordinary operation by whoever's
    it is, and a refused one is told and ends nothing. Raises NotPossible without the demo, for an unknown office, and
    for one that is shut today.
    """
    if not queries.is_demo():
        raise NotPossible("This service does not hold the demo, so there is no day to play. Real days are lived.")
    row = queries.office(site, local_day(clock()))
    return Play(row, speed, clock, sleep, tell, random or Random())  # noqa: S311 (nothing secret)


@operation
def mark(*, seed: int, by: Actor, now: datetime) -> None:
    """State that this service holds the demo."""
    state(facts.DemoLoaded(site_id=None, seed=seed))


@operation
def ask(*, what: str, site: Site, colleague: Colleague, by: Actor, now: datetime) -> None:
    """Let a colleague owe something about an office, because their manager asked for it."""
    duties.owe(what=what, site_id=site.pk, subject=("site", site.pk), colleague_id=colleague.pk, now=now)
    state(facts.ColleagueAsked(site_id=site.pk, colleague_id=colleague.pk, what=what))


def _hand(seed: int, *what: object) -> Random:
    """A hand that draws the same every time; nothing secret is drawn with it."""
    return Random(" ".join(map(str, (seed, *what))))  # noqa: S311


def _make_months(when: When) -> None:
    """Make the months of facts that the demo's past needs, up to today's."""
    last = max(when.now, clock.now())
    ahead = (last.year - when.began.year) * 12 + last.month - when.began.month + 1
    with connection.cursor() as cursor:
        cursor.execute("select foundation_make_fact_months(%s, %s)", [when.began, ahead])


def _require_empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
    if not queries.is_empty():
        raise NotPossible(
            "This service holds sites or colleagues already, and the demo goes into an empty one alone. "
            "Nothing was changed. Make a new database for it, and name that in DATABASE_URL."
        )


def _ticking(first: datetime) -> Iterator[datetime]:
    return (first + timedelta(seconds=15 * n) for n in count())


def _plan_asking(cast: Cast, when: When, timeline: Timeline) -> None:
    for what, about, site, role, managed_at, managed_as, back in ASKED:
        owner, manager = cast.at(site, role), cast.at(managed_at, managed_as)
        timeline.add(at(when.working_day(back), 9, 25), _asking(cast, what, about, owner, manager))
    paused = cast.at("wallasey", "customer_service_manager")
    timeline.add(at(when.working_day(10), 16, 30), lambda now: _pause(cast, paused, now))


def _asking(cast: Cast, what: str, about: str, owner: Person, manager: Person) -> Callable[[datetime], object]:
    return lambda now: ask(what=what, site=cast.sites[about], colleague=owner.colleague, by=cast.by(manager), now=now)


def _pause(cast: Cast, owner: Person, now: datetime) -> None:
    duty = queries.duty_of(owner.colleague)
    duties.pause(duty=duty, reason="The survey of the interview rooms is not in yet.", by=cast.by(owner), now=now)
