"""Who and what is around at an office while a day is played: its colleagues, whoever is here, and who may come in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from upton.claimants import operations as claimants
from upton.claimants.models import Call, Claimant
from upton.demo.data import read
from upton.demo.names import Names
from upton.demo.people import DOOR, FRONT
from upton.demo.strangers import BY_HOUR
from upton.demo.when import at
from upton.diary.models import Appointment, State
from upton.foundation.actors import Actor, ActorKind
from upton.foundation.clock import LOCAL, local_day
from upton.foundation.refusals import NotPossible
from upton.organisation import queries as organisation
from upton.organisation.models import Colleague, Posting, Site
from upton.policy import dated
from upton.reception import operations as reception
from upton.reception.models import Visit, VisitState

USUAL = (time(9), time(17))
ABOUT = ("payment", "appointment", "change", "work_search", "support")


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who acts: a colleague of the office, or a claimant at the tablet, who is no colleague."""

    name: str
    actor: Actor
    colleague_id: int | None = None


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody who comes in: what is said of it, and the operation with what it takes."""

    line: str
    act: Callable[..., object]
    what: dict[str, Any]


def expected(site: Site, day: date, *, before: datetime) -> Sequence[Appointment]:
    """Those expected at an office who are to come before a moment, the nearest first."""
    rows = Appointment.objects.filter(site=site, state=State.BOOKED.value, during__startswith__lt=before)
    return list(rows.filter(during__startswith__gte=at(day, 0)).order_by("during", "pk"))


def appointment(key: int) -> Appointment:
    """An appointment as it stands now."""
    return Appointment.objects.select_related("claimant", "colleague").get(pk=key)


def present(site: Site, day: date) -> Sequence[Visit]:
    """Everybody who is in the building."""
    return list(Visit.objects.present().filter(site=site, day=day).select_related("appointment").order_by("came_at"))


def visit(key: int) -> Visit:
    """A visit as it stands now."""
    return Visit.objects.select_related("claimant", "appointment", "colleague").get(pk=key)


def name_of(one: Visit) -> str:
    """Whoever came, as they are called."""
    return one.claimant.listed_as if one.claimant else one.name


def is_busy(colleague_id: int | None, day: date) -> bool:
    """Whether somebody is with a colleague now."""
    return (
        colleague_id is not None
        and Visit.objects.filter(colleague_id=colleague_id, day=day, state=VisitState.SEEN.value).exists()
    )


@dataclass(slots=True)
class Around:
    """An office on the day of a moment. Raises NotPossible where it is shut, or nobody of the demo works there."""

    site: Site
    now: datetime
    random: Random
    day: date = field(init=False)
    opens: datetime = field(init=False)
    closes: datetime = field(init=False)
    _by_role: dict[str, list[Colleague]] = field(default_factory=lambda: defaultdict(list))
    _staff: dict[int, Staff | None] = field(default_factory=dict)
    _names: Names = field(init=False)

    def __post_init__(self) -> None:
        self.day = local_day(self.now)
        self._names = Names(self.random)
        hours = organisation.opening_at([self.site.pk], self.day, usual=USUAL).get(self.site.pk)
        if hours is None:
            raise NotPossible("This office is shut today, so nobody comes. Play on a day on which it is open.")
        self.opens, self.closes = (at(self.day, one.hour, one.minute) for one in hours)
        rows = Posting.objects.on(self.day).filter(site=self.site, days__weekday=self.day.weekday())
        for row in rows.select_related("colleague__account").order_by("pk"):
            self._by_role[row.role].append(row.colleague)

    def of(self, colleague: Colleague) -> Staff | None:
        """A colleague as they act; None without a posting in force."""
        if colleague.pk not in self._staff:
            actor = organisation.colleague_actor(colleague.account_id)
            self._staff[colleague.pk] = Staff(colleague.name, actor, colleague.pk) if actor else None
        return self._staff[colleague.pk]

    def themselves(self, claimant: Claimant) -> Staff:
        """A claimant who acts for themselves."""
        return Staff(claimant.listed_as, Actor(ActorKind.CLAIMANT, claimant.pk))

    def front(self) -> Staff | None:
        """Somebody of the front of house, or whoever stands in for it."""
        able = self._of_role(*FRONT) or self._of_role(*DOOR)
        return self.of(self.random.choice(able)) if able else None

    def _of_role(self, *roles: str) -> list[Colleague]:
        return [one for role in roles for one in self._by_role.get(role, ())]

    def helper_of(self, one: Visit) -> Staff | None:
        """Who is to see somebody: the colleague they wait for, or one of the role, or of the front of house."""
        if one.colleague is not None:
            return self.of(one.colleague)
        able = self._of_role(one.role)
        return self.of(self.random.choice(able)) if able else self.front()

    def desk_of(self, helper: Staff | None) -> str:
        """Where a colleague sees people."""
        return f"Desk {(helper.colleague_id or 0) % 28 + 1}" if helper else "the front desk"

    def minutes_with(self, one: Visit) -> float:
        """How long somebody is planned to be here, in minutes, once a colleague begins with them."""
        if one.appointment is not None:
            return float((one.appointment.during.upper - one.appointment.during.lower).total_seconds() / 60)
        kinds = {each["code"]: each["minutes"] for kind in ("reason", "visitor") for each in read("walk_ins")[kind]}
        return float(self.random.randint(*kinds.get(one.reason, (5, 15))))

    def children(self) -> int:
        """How many children somebody brings; mostly none."""
        return self.random.randint(1, 2) if self.random.random() < 0.08 else 0

    def pace(self, moment: datetime) -> float:
        """How many come without an appointment in a quarter of an hour."""
        return BY_HOUR.get(moment.astimezone(LOCAL).hour, 0.1)

    def stranger(self, moment: datetime) -> Coming:
        """Somebody who comes without an appointment."""
        kind = "visitor" if self.random.random() < 0.1 else "reason"
        kinds = read("walk_ins")[kind]
        one = self.random.choices(kinds, [each["weight"] for each in kinds])[0]
        why = dated.words("visit_reasons")[one["code"]].lower()
        what = {"site": self.site, "reason": one["code"], "need": self.random.choice(one["words"])}
        if kind == "visitor":
            name = self.random.choice(one["who"])
            return Coming(f"{name} comes in: {why}", reception.receive_visitor, what | {"name": name})
        known = self._somebody()
        name = known.listed_as if known else self._names.draw().name
        who = {"claimant": known, "name": "" if known else name, "children": self.children()}
        return Coming(f"{name} walks in: {why}", reception.walk_in, what | who)

    def _somebody(self) -> Claimant | None:
        """A claimant of the office who has nothing to do here today."""
        rows = Claimant.objects.filter(site=self.site, died_on=None, merged_into=None, restricted_as="").order_by("pk")
        today = Appointment.objects.filter(site=self.site, during__startswith__gte=at(self.day, 0))
        today = today.filter(during__startswith__lt=at(self.day + timedelta(days=1), 0))
        here = Visit.objects.filter(site=self.site, day=self.day, claimant__isnull=False)
        keys = list(
            rows.exclude(pk__in=today.values("claimant"))
            .exclude(pk__in=here.values("claimant"))
            .values_list("pk", flat=True)
        )
        return Claimant.objects.get(pk=self.random.choice(keys)) if keys and self.random.random() < 0.6 else None

    def caller(self) -> Claimant | None:
        """A claimant of the office who rings."""
        rows = Claimant.objects.filter(
            site=self.site, died_on=None, merged_into=None, restricted_as="", telephones__isnull=False
        )
        keys = list(rows.order_by("pk").values_list("pk", flat=True)[:500])
        return Claimant.objects.get(pk=self.random.choice(keys)) if keys else None


@dataclass(slots=True)
class Answered:
    """A telephone call that somebody answers and finishes."""

    site: Site
    caller: Claimant
    random: Random
    call: Call | None = None

    def begin(self, *, by: Actor, now: datetime) -> None:
        """Begin it, the security questions passed."""
        self.call = claimants.begin_call(
            site=self.site, claimant=self.caller, direction="in", security="passed", by=by, now=now
        )

    def finish(self, *, by: Actor, now: datetime) -> None:
        """Record what it was about. Raises NotPossible where it never began."""
        if self.call is None:
            raise NotPossible("Nobody had answered.")
        about = self.random.choice(ABOUT)
        claimants.finish_call(call=self.call, about=about, outcome="answered", by=by, now=now)
