"""Who has come, from what somebody says or shows at the door: a name, a reference, or the code on a card (FOH-1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from upton.claimants import queries as claimants
from upton.claimants.models import Claimant
from upton.diary import queries as diary
from upton.diary.facts import ClaimantArrived
from upton.diary.queries import AppointmentLine
from upton.foundation import reading
from upton.foundation.actors import Actor
from upton.foundation.clock import local_day
from upton.foundation.names import names_for
from upton.pages.words import clock_time
from upton.reception.facts import WalkedIn
from upton.reception.queries.floor import Floor, floor
from upton.reception.queries.matching import fits
from upton.reception.queries.telling import how_they_stand
from upton.reception.queries.visits import VisitLine

MOST_PEOPLE = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody whom the words may mean who is not expected now: how things stand, and what can be done.

    `claimant_id` only where their record is open to the reader; `visit_id` where they are here already.
    """

    name: str
    claimant_id: int | None
    sentences: Sequence[str]
    visit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Came:
    """What the words lead to: those expected here today whom they may mean, and others.

    `exact` says that the words were a reference or a code, which mean one person alone.
    """

    exact: bool
    expected: Sequence[AppointmentLine] = ()
    others: Sequence[Standing] = field(default=())

    @property
    def sure(self) -> AppointmentLine | None:
        """The one expected whom the words mean: there is exactly one."""
        return self.expected[0] if len(self.expected) == 1 else None


def who_came(words: str, actor: Actor, *, site_id: int, now: datetime) -> Came:
    """Who has come to a site, from words in which somebody is named, or their reference or code stands."""
    today = floor(actor, site_id=site_id, day=local_day(now))
    meant = claimant_given(words, actor)
    if meant is not None:
        claimant, appointment_id = meant
        own = [line for line in today.expected if line.claimant_id == claimant.pk]
        expected = [line for line in own if line.id == appointment_id] or own
        others = [] if expected else _standing([claimant.pk], today, actor, site_id=site_id, now=now)
        return Came(True, expected, others)
    expected = [line for line in today.expected if fits(line.claimant, words)]
    if len(expected) == 1:
        return Came(False, expected)
    here = [line for line in _here(today) if fits(line.name, words)]
    nameless = [Standing(line.name, None, [_here_since(line, actor)], line.id) for line in here if not line.claimant_id]
    ids = [line.claimant_id for line in here if line.claimant_id]
    if not expected:
        hits = claimants.search(words, actor, today=local_day(now)).hits
        ids += [one.id for one in hits[:MOST_PEOPLE]]
    ids = list(dict.fromkeys(ids))
    return Came(False, expected, [*_standing(ids, today, actor, site_id=site_id, now=now), *nameless])


def claimant_given(words: str, actor: Actor) -> tuple[Claimant, int | None] | None:
    """Whose reference or code somebody brought, and the appointment of the code; their record may be closed."""
    appointment = diary.appointment_with_code(actor, words)
    if appointment is not None:
        return appointment.claimant, appointment.pk
    claimant = claimants.claimant_at_the_door(actor, words)
    return (claimant, None) if claimant is not None else None


def already_here(appointment_id: int, actor: Actor, *, site_id: int, now: datetime) -> str:
    """When and by whom somebody was checked in for an appointment of today; empty where nobody did."""
    lines = _here(floor(actor, site_id=site_id, day=local_day(now)))
    return next((_here_since(line, actor) for line in lines if line.appointment_id == appointment_id), "")


def _here(today: Floor) -> Sequence[VisitLine]:
    return [*today.waiting, *today.seen, *today.left]


def _standing(ids: Sequence[int], today: Floor, actor: Actor, *, site_id: int, now: datetime) -> Sequence[Standing]:
    visits = {line.claimant_id: line for line in reversed(_here(today)) if line.claimant_id}
    own = diary.own_appointments(actor, ids)
    names = claimants.names_of(ids, actor) if ids else {}
    sites: Mapping[tuple[str, int], str] = names_for({"site": {one.site_id for one in own}}, actor)
    found = []
    for one in ids:
        visit = visits.get(one)
        told = how_they_stand([a for a in own if a.claimant_id == one], here=site_id, sites=sites, now=now)
        found.append(
            Standing(
                name=names.get(one) or "The claimant of this reference or code",
                claimant_id=one if one in names else None,
                sentences=[_here_since(visit, actor)] if visit else told,
                visit_id=visit.id if visit else None,
            )
        )
    return found


def _here_since(line: VisitLine, actor: Actor) -> str:
    since = f"checked in at {clock_time(line.came_at)}{_by(line, actor)} (ticket {line.ticket})"
    return f"They were {since}: {line.words} now."


def _by(line: VisitLine, actor: Actor) -> str:
    if line.claimant_id is None:
        return ""
    said = reading.journal(line.claimant_id, actor, most=6, only=[ClaimantArrived.kind, WalkedIn.kind])
    for one in said:
        if isinstance(one.fact, ClaimantArrived) and one.fact.appointment_id == line.appointment_id:
            return f" by {one.by}"
        if isinstance(one.fact, WalkedIn) and one.fact.visit_id == line.id:
            return f" by {one.by}"
    return ""
