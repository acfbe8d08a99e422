"""Every question about the demo: whether it is there, and who can be signed in as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.urls import reverse

from upton.accounts.models import Account
from upton.claimants.models import Claimant
from upton.demo.facts import DemoLoaded
from upton.diary.models import Appointment, State
from upton.duties.models import Duty
from upton.foundation import clock
from upton.foundation.chain import NATIONAL
from upton.foundation.models import FactRow
from upton.foundation.refusals import NotPossible
from upton.organisation import queries as organisation
from upton.organisation.models import Colleague, District, Posting, Region, Site, SitePeriod
from upton.policy import dated

FIRST = ("work_coach", "service_delivery_support", "work_coach_team_leader", "customer_service_manager")
"""The roles that a visitor looks at first: coach, front of house, team leader, manager."""
OWED_FIRST = "answer_message"
"""What the coach owes who has a full day: the messages of the demo wait for that one."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody whom a visitor can be: their role, name and office in words, and the path that signs them in."""

    role: str
    name: str
    site: str
    link: str
    answers_for: str


@dataclass(frozen=True, slots=True)
class Held:
    """How much the service holds."""

    sites: int
    colleagues: int
    claimants: int
    appointments: int


def is_empty() -> bool:
    """Whether the service holds nothing yet that the demo would stand beside."""
    return not any(kind.objects.exists() for kind in (Account, Colleague, Site, District, Region, Claimant))


def is_demo() -> bool:
    """Whether the service holds the demo: a fact says so, which nobody can state by hand or take away."""
    return FactRow.objects.filter(chain=NATIONAL, kind=DemoLoaded.kind).exists()


def held() -> Held:
    """How much the service holds, for the sentence after loading."""
    return Held(Site.objects.count(), Colleague.objects.count(), Claimant.objects.count(), Appointment.objects.count())


def people() -> Sequence[DemoPerson]:
    """One person for each role of today, those looked at first in front; nobody where the service is no demo.

    Of a role, whoever is at work on this day of the week goes first; of those, who has messages to answer; and of
    those, for whom somebody waits.
    """
    if not is_demo():
        return []
    today = clock.local_day(clock.now())
    roles = dated.on("roles", today)
    chosen = _by_role(today)
    sites = organisation.site_names({one.site_id for one in chosen.values()}, today)
    order = [*FIRST, *(code for code in roles if code not in FIRST)]
    return [
        DemoPerson(
            role=roles[code].values["name"],
            name=chosen[code].colleague.name,
            site=sites.get(chosen[code].site_id, ""),
            link=reverse("demo:enter", args=[chosen[code].colleague.account.username]),
            answers_for=roles[code].values["answers_for"],
        )
        for code in order
        if code in chosen
    ]


def _by_role(today: date) -> dict[str, Posting]:
    rows = (
        Posting.objects.on(today)
        .filter(colleague__account__closed_at=None)
        .select_related("colleague__account")
        .annotate(weekdays=ArrayAgg("days__weekday", default=[]))
    )
    awaited = set(Appointment.objects.filter(state=State.ARRIVED.value).values_list("colleague_id", flat=True))
    owing = set(Duty.objects.open().filter(what=OWED_FIRST).values_list("colleague_id", flat=True))
    found: dict[str, Posting] = {}

    def order(one: Any) -> tuple[bool, bool, bool, str]:
        off = today.weekday() not in one.weekdays
        return off, one.colleague_id not in owing, one.colleague_id not in awaited, one.colleague.staff_number

    for row in sorted(rows, key=order):
        found.setdefault(row.role, row)
    return found


def account_of(username: str) -> Account:
    """The account of somebody of the demo who has a posting today.

    Raises Account.DoesNotExist for anybody else, and for everybody where the service is no demo.
    """
    if not is_demo():
        raise Account.DoesNotExist
    today = clock.local_day(clock.now())
    posted = Posting.objects.on(today).values("colleague__account_id")
    return Account.objects.get(username=username, closed_at=None, pk__in=posted)


def office(name: str, day: date) -> Site:
    """The office of a name on a day; "Upton" is enough for "Upton Jobcentre". Raises NotPossible."""
    rows = SitePeriod.objects.on(day).order_by("name")
    found = rows.filter(name__iexact=name.strip()).first() or rows.filter(name__istartswith=name.strip()).first()
    if found is None:
        raise NotPossible(f"There is no office “{name}”. Those there are: {', '.join(one.name for one in rows)}.")
    return found.site


def duty_of(colleague: Colleague) -> Duty:
    """The one thing that is due from a colleague. Raises Duty.DoesNotExist."""
    return Duty.objects.open().get(colleague=colleague)
