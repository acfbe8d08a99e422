"""What can be given to somebody who came: scans, proof of attendance, a refund, a card, a computer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from upton.diary import queries as diary
from upton.diary.models import State
from upton.foundation.actors import Actor
from upton.foundation.clock import local_day
from upton.pages.words import moment
from upton.reception import access, queries
from upton.reception.models import Visit
from upton.reception.queries import VisitLine
from upton.reception.rules import VisitState
from upton.reception.rules.papers import ATTENDED

CARDS = 3
"""The next appointments whose card is offered."""


@dataclass(frozen=True, slots=True)
class AtHand:
    """What the page of a visit offers: addresses, empty where it is not for this person or this actor."""

    links: list[tuple[str, str]]
    proof: str
    computer: str

    def __bool__(self) -> bool:
        return bool(self.links or self.proof or self.computer)


def papers_of(visit: Visit, line: VisitLine, actor: Actor, *, now: datetime) -> AtHand:
    """The papers that can be given for a visit, as far as this actor may give them."""
    attended = not visit.visitor and line.state in ATTENDED
    calls, door = (
        access.may_call(actor, site_id=visit.site_id),
        actor.reach("reception.check_in").covers(visit.site_id),
    )
    links: list[tuple[str, str]] = []
    if line.opens and visit.claimant is not None:
        reach = visit.claimant.site_id
        if actor.reach("evidence.take").covers(reach):
            links.append(("Scan evidence", reverse("evidence:take", args=[visit.claimant_id])))
        links += _cards(actor, visit.claimant_id, now=now)
    today = visit.day == local_day(now)
    if attended and door and today and visit.claimant_id is not None:
        links.append(("Travel refund", reverse("reception:refund", args=[visit.pk])))
    here = today and not visit.visitor and line.state in ATTENDED and line.state is not VisitState.LEFT
    sits = (
        here
        and actor.reach("reception.computers").covers(visit.site_id)
        and queries.has_computers(actor, visit.site_id)
    )
    return AtHand(
        links=links,
        proof=reverse("reception:give_proof", args=[visit.pk]) if attended and calls and queries.is_named(line) else "",
        computer=reverse("reception:walk_up_of", args=[visit.pk]) if sits else "",
    )


def _cards(actor: Actor, claimant_id: int | None, *, now: datetime) -> list[tuple[str, str]]:
    if claimant_id is None or not actor.may("diary.see"):
        return []
    booked = [one for one in diary.of_claimant(actor, claimant_id) if one.state is State.BOOKED and one.starts_at > now]
    coming = sorted(booked, key=lambda one: one.starts_at)[:CARDS]
    return [(f"Appointment card, {moment(one.starts_at)}", reverse("diary:card", args=[one.id])) for one in coming]
