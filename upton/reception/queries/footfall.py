"""How many came, when, why and by which channel, and how long they waited: counted from the facts (FOH-4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from statistics import median

from django.db.models import Count, Min

from upton.claimants.facts import CallRecorded, MessageReceived, RingBackPromised
from upton.diary.facts import (
    CheckInUndone,
    ClaimantArrived,
    ClaimantSeen,
    LeftUnseen,
    LeftUnseenUndone,
    SeenUndone,
)
from upton.foundation.actors import Actor
from upton.foundation.clock import LOCAL, local_day
from upton.foundation.happened import Happened, happened
from upton.policy import dated
from upton.reception.facts import (
    VisitorCame,
    VisitSeen,
    VisitSeenUndone,
    VisitUnseen,
    VisitUnseenUndone,
    VisitWithdrawn,
    WalkedIn,
)
from upton.reception.models import SiteDay, Visit
from upton.reception.queries.floor import WAITING

APPOINTMENT, WALKED_IN, VISITOR = "appointment", "walked_in", "visitor"
SLIP = "slip"
CHANNELS = {
    APPOINTMENT: "At the door, with an appointment",
    WALKED_IN: "At the door, without one",
    VISITOR: "At the door, as a visitor",
    "telephone": "By telephone",
    "online": "Online",
    "post": "By post",
    "face_to_face": "Handed in",
    "visit": "On a visit",
}
"""By which channel somebody came to the service."""
KINDS = (
    ClaimantArrived, CheckInUndone, ClaimantSeen, SeenUndone, WalkedIn, VisitWithdrawn, VisitorCame, VisitSeen,
    VisitSeenUndone, LeftUnseen, LeftUnseenUndone, VisitUnseen, VisitUnseenUndone, CallRecorded, RingBackPromised,
    MessageReceived,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who came: for an appointment (`starts_at`), without one (`reason`), or as a visitor.

    `seen_at` is when a colleague began with them; None as long as nobody has. `left` says that they went before that.
    """

    site_id: int
    channel: str
    came_at: datetime
    reason: str = ""
    avoidable: bool = False
    starts_at: datetime | None = None
    seen_at: datetime | None = None
    left: bool = False

    @property
    def hour(self) -> int:
        """The hour of the local clock in which they came."""
        return self.came_at.astimezone(LOCAL).hour

    @property
    def waited(self) -> int | None:
        """For how many minutes they waited until a colleague began with them."""
        return max(0, int((self.seen_at - self.came_at).total_seconds() // 60)) if self.seen_at else None

    @property
    def late(self) -> int:
        """How many minutes after the time of their appointment they came."""
        return max(0, int((self.came_at - self.starts_at).total_seconds() // 60)) if self.starts_at else 0


@dataclass(frozen=True, slots=True)
class HourLine:
    """An hour of the local clock: how many came, how long they waited, and how many came late for an appointment."""

    hour: int
    came: int
    median: int | None
    longest: int | None
    late: int


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """Why people came without an appointment, and whether another channel would have done."""

    code: str
    name: str
    came: int
    avoidable: bool


@dataclass(frozen=True, slots=True)
class Footfall:
    """Who came in some days, to one site or to several, with the calls and messages of those days by channel."""

    arrivals: Sequence[Arrival]
    contacts: Mapping[str, int]

    @property
    def came(self) -> int:
        """How many came."""
        return len(self.arrivals)

    @property
    def median(self) -> int | None:
        """For how many minutes they waited in the middle."""
        return _median(self.arrivals)

    @property
    def longest(self) -> int | None:
        """The longest wait, in minutes."""
        return max((one.waited for one in self.arrivals if one.waited is not None), default=None)

    @property
    def waiting(self) -> list[Arrival]:
        """Those whom nobody has begun with and who have not left, the longest first; visitors left out."""
        return [one for one in self.arrivals if not one.seen_at and not one.left and one.channel != VISITOR]

    @property
    def late(self) -> int:
        """How many came after the time of their appointment."""
        return sum(one.late > 0 for one in self.arrivals)

    @property
    def avoidable(self) -> int | None:
        """How many in a hundred of those without an appointment came for what another channel would have done for."""
        without = [one for one in self.arrivals if one.channel == WALKED_IN]
        return round(100 * sum(one.avoidable for one in without) / len(without)) if without else None

    @property
    def hours(self) -> list[HourLine]:
        """Hour by hour, from nine to five and whenever else somebody came."""
        came = {one.hour for one in self.arrivals}
        every = range(min([9, *came]), max([16, *came]) + 1)
        return [_hour(hour, [one for one in self.arrivals if one.hour == hour]) for hour in every]

    @property
    def reasons(self) -> list[ReasonLine]:
        """Why they came without an appointment, the most frequent first."""
        words = dated.words("visit_reasons")
        counted = Counter((one.reason, one.avoidable) for one in self.arrivals if one.reason)
        return [ReasonLine(code, words.get(code, code), n, avoidable)
                for (code, avoidable), n in counted.most_common()]  # fmt: skip

    @property
    def channels(self) -> list[tuple[str, int]]:
        """Channel in words → how many, in one order; those by which nobody came are left out."""
        counted = Counter(one.channel for one in self.arrivals) + Counter(self.contacts)
        return [(words, counted[code]) for code, words in CHANNELS.items() if counted[code]]

    @property
    def days(self) -> dict[date, int]:
        """Day → how many came."""
        return dict(sorted(Counter(local_day(one.came_at) for one in self.arrivals).items()))

    def of(self, site_id: int) -> Footfall:
        """Those who came to one of the sites; contacts without the door are not told apart by site here."""
        return Footfall([one for one in self.arrivals if one.site_id == site_id], {})


def footfall_of(actor: Actor, site_ids: Collection[int], *, first: date, last: date) -> Footfall:
    """Who came to some sites from `first` to `last`, as far as one may see footfall; one query over their facts."""
    reach = actor.reach("reception.footfall")
    sites = [one for one in site_ids if reach.covers(one)]
    arrivals: dict[tuple[str, int], Arrival] = {}
    contacts: Counter[str] = Counter()
    for one in happened(KINDS, sites=sites, first=first, last=last) if sites else ():
        if one.kind in (CallRecorded.kind, RingBackPromised.kind):
            contacts["telephone"] += one.body["direction"] == "in"
        elif one.kind == MessageReceived.kind:
            contacts[one.body["channel"]] += 1
        else:
            _READ[one.kind](arrivals, one)
    came = [arrival for (kind, _), arrival in arrivals.items() if kind != SLIP]
    return Footfall(sorted(came, key=lambda o: o.came_at), contacts)


Arrivals = dict[tuple[str, int], Arrival]


def _arrived(arrivals: Arrivals, one: Happened) -> None:
    # Whoever was checked in for another by a slip has waited since then.
    mistaken = arrivals.get((SLIP, one.body.get("instead_of_id") or 0))
    arrivals["appointment", one.body["appointment_id"]] = Arrival(
        site_id=one.site_id or 0,
        channel=APPOINTMENT,
        came_at=mistaken.came_at if mistaken else one.at,
        starts_at=datetime.fromisoformat(one.body["starts_at"]),
    )


def _walked_in(arrivals: Arrivals, one: Happened) -> None:
    arrivals["visit", one.body["visit_id"]] = Arrival(
        one.site_id or 0, WALKED_IN, one.at, one.body["reason"], one.body["avoidable"]
    )


def _visited(arrivals: Arrivals, one: Happened) -> None:
    arrivals["visit", one.body["visit_id"]] = Arrival(one.site_id or 0, VISITOR, one.at, one.body["reason"])


def _key(one: Happened) -> tuple[str, int]:
    return ("visit", one.body["visit_id"]) if "visit_id" in one.body else ("appointment", one.body["appointment_id"])


def _slip(arrivals: Arrivals, one: Happened) -> None:
    taken_back = arrivals.pop(_key(one), None)
    if taken_back:
        arrivals[SLIP, _key(one)[1]] = taken_back


def _seen(arrivals: Arrivals, one: Happened) -> None:
    if _key(one) in arrivals:
        arrivals[_key(one)] = replace(arrivals[_key(one)], seen_at=one.at)


def _unseen(arrivals: Arrivals, one: Happened) -> None:
    if _key(one) in arrivals:
        arrivals[_key(one)] = replace(arrivals[_key(one)], seen_at=None)


def _left(arrivals: Arrivals, one: Happened) -> None:
    if _key(one) in arrivals:
        arrivals[_key(one)] = replace(arrivals[_key(one)], left=one.kind in (LeftUnseen.kind, VisitUnseen.kind))


_READ: dict[str, Callable[[Arrivals, Happened], None]] = {
    ClaimantArrived.kind: _arrived,
    CheckInUndone.kind: _slip,
    ClaimantSeen.kind: _seen,
    SeenUndone.kind: _unseen,
    WalkedIn.kind: _walked_in,
    VisitorCame.kind: _visited,
    VisitWithdrawn.kind: _slip,
    VisitSeen.kind: _seen,
    VisitSeenUndone.kind: _unseen,
    LeftUnseen.kind: _left,
    LeftUnseenUndone.kind: _left,
    VisitUnseen.kind: _left,
    VisitUnseenUndone.kind: _left,
}


def queues_at(site_ids: Collection[int], day: date) -> dict[int, tuple[int, datetime]]:
    """Site → how many wait there and since when the first of them; sites where nobody waits are left out. One query."""
    states = [one.value for one in WAITING]
    rows = Visit.objects.filter(site_id__in=site_ids, day=day, state__in=states, visitor=False)
    counted = rows.values_list("site_id").annotate(Count("pk"), Min("came_at"))
    return {site: (count, since) for site, count, since in counted}


def unsigned_at(site_ids: Collection[int], today: date) -> dict[int, int]:
    """Site → how many days before today people came to it that nobody signed. One query."""
    rows = SiteDay.objects.filter(site_id__in=site_ids, day__lt=today, closed_at=None, tickets__gt=0)
    return dict(rows.values_list("site_id").annotate(Count("pk")))


def _hour(hour: int, came: Sequence[Arrival]) -> HourLine:
    waits = [one.waited for one in came if one.waited is not None]
    return HourLine(hour, len(came), _median(came), max(waits, default=None), sum(one.late > 0 for one in came))


def _median(arrivals: Iterable[Arrival]) -> int | None:
    waits = [one.waited for one in arrivals if one.waited is not None]
    return round(median(waits)) if waits else None
