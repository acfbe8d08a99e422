"""Sites, districts and colleagues for tests: rows as the operations would leave them, without the ceremony."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.auth.hashers import make_password
from django.test import Client

from upton.accounts.models import Account
from upton.foundation import clock
from upton.foundation.actors import EVERYWHERE, Actor, ActorKind
from upton.foundation.dated import from_day
from upton.foundation.sorting import sort_key
from upton.organisation import queries
from upton.organisation.models import (
    Closure,
    Colleague,
    District,
    OpeningHours,
    Posting,
    PostingDay,
    Region,
    Site,
    SitePeriod,
    Team,
)
from upton.policy import dated

LONG_AGO = date(2020, 1, 6)
WEEK = (0, 1, 2, 3, 4)
PASSWORD = "a password for tests alone"
_numbers = count(1)


def region(name: str | None = None, *, since: date = LONG_AGO) -> Region:
    """A region."""
    name = name or f"Region {next(_numbers)}"
    return Region.objects.create(valid=from_day(since), name=name, sort_key=sort_key(name))


def district(name: str | None = None, *, region: Region | None = None, since: date = LONG_AGO) -> District:
    """A district, in no region unless one is given."""
    name = name or f"District {next(_numbers)}"
    return District.objects.create(valid=from_day(since), name=name, sort_key=sort_key(name), region=region)


def site(
    name: str | None = None,
    *,
    district: District | None = None,
    kind: str = "jobcentre",
    since: date = LONG_AGO,
    until: date | None = None,
    postcode: str = "CH49 7NW",
    nation: str = "england",
    office_number: str | None = None,
    hours: bool = True,
    **period: Any,
) -> Site:
    """A site with one period, open Monday to Friday from 9:00 to 17:00 unless `hours` is false."""
    name = name or f"Site {next(_numbers)}"
    made = Site.objects.create(valid=from_day(since, until), kind=kind, office_number=office_number)
    SitePeriod.objects.create(
        site=made,
        valid=from_day(since, until),
        name=name,
        sort_key=sort_key(name),
        postcode=postcode,
        nation=nation,
        district=district,
        **period,
    )
    if hours:
        OpeningHours.objects.bulk_create(
            OpeningHours(site=made, valid=from_day(since, until), weekday=d, opens=time(9), closes=time(17))
            for d in WEEK
        )
    return made


def closure(site: Site, first: date, until: date, reason: str = "Staff training") -> Closure:
    """Days on which a site is shut, from `first` up to but without `until`."""
    return Closure.objects.create(site=site, valid=from_day(first, until), reason=reason)


def team(name: str | None = None, *, site: Site, since: date = LONG_AGO, leader: Colleague | None = None) -> Team:
    """A team at a site."""
    name = name or f"Team {next(_numbers)}"
    return Team.objects.create(site=site, valid=from_day(since), name=name, sort_key=sort_key(name), leader=leader)


def colleague(
    name: str | None = None,
    *,
    role: str = "work_coach",
    site: Site | None = None,
    since: date = LONG_AGO,
    until: date | None = None,
    weekdays: Sequence[int] = WEEK,
    fte: str | Decimal | None = None,
    team: Team | None = None,
    line_manager: Colleague | None = None,
    password: str | None = None,
    **own: Any,
) -> Colleague:
    """A colleague with an account and one posting; at a new site unless one is given.

    The account has no password that can be used unless one is given: hashing takes time. `sign_in` needs none.
    """
    number = next(_numbers)
    at = site or globals()["site"]()
    account = Account.objects.create(
        username=f"colleague{number}", kind=ActorKind.COLLEAGUE, password=make_password(password)
    )
    name = name or f"Colleague {number}"
    made = Colleague.objects.create(
        account=account,
        name=name,
        sort_key=sort_key(name),
        staff_number=own.pop("staff_number", f"{number:07d}"),
        home_site=at,
        line_manager=line_manager,
        **own,
    )
    posting(made, site=at, role=role, since=since, until=until, weekdays=weekdays, fte=fte, team=team)
    return made


def posting(
    colleague: Colleague,
    *,
    site: Site,
    role: str = "work_coach",
    since: date = LONG_AGO,
    until: date | None = None,
    weekdays: Sequence[int] = WEEK,
    fte: str | Decimal | None = None,
    team: Team | None = None,
) -> Posting:
    """A posting on some days of the week; full on those days unless `fte` says otherwise."""
    valid = from_day(since, until)
    made = Posting.objects.create(
        colleague=colleague,
        site=site,
        team=team,
        role=role,
        valid=valid,
        fte=Decimal(fte) if fte is not None else min(Decimal(1), Decimal(len(weekdays)) / 5),
    )
    PostingDay.objects.bulk_create(
        PostingDay(posting=made, colleague=colleague, valid=valid, weekday=day) for day in weekdays
    )
    return made


def actor(colleague: Colleague) -> Actor:
    """The actor behind a colleague, with the rights that their postings give them today."""
    found = queries.colleague_actor(colleague.account_id)
    assert found is not None, "The colleague has no posting in force today."
    return found


def actor_as(role: str, *, site: Site | None = None) -> Actor:
    """The actor behind a new colleague in a role, at a new site unless one is given."""
    return actor(colleague(role=role, site=site))


def anybody() -> Actor:
    """Somebody who may do everything everywhere, without a row behind them."""
    return Actor(ActorKind.COLLEAGUE, None, dict.fromkeys(dated.words("rights"), EVERYWHERE), name="Anybody")


def sign_in(client: Client, colleague: Colleague) -> Client:
    """Sign a colleague in to a test client, without a password."""
    client.force_login(colleague.account, backend="upton.accounts.backend.Accounts")
    return client


def today() -> date:
    """The day on which the test runs, as a site reckons it."""
    return clock.local_day(clock.now())
