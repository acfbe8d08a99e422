"""A day of a site on paper: for each colleague who is booked and when, and who is expected by time (FOH-1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from upton.claimants import queries as claimants
from upton.claimants.models import Claimant
from upton.diary import queries as diary
from upton.diary.queries import CalendarLine
from upton.foundation.actors import Actor
from upton.foundation.names import names_for
from upton.pages.words import telephone


@dataclass(frozen=True, slots=True)
class PaperLine:
    """An appointment as paper may tell it: a sensitive one by no more than that, nobody by name whose record is closed.

    `needs` says what to do; `ring` is the number and whom to ask for, or that they must not be rung.
    """

    starts_at: datetime
    ends_at: datetime
    claimant: str
    reference: str
    purpose: str
    how: str
    needs: str
    ring: str
    colleague: str
    in_person: bool


@dataclass(frozen=True, slots=True)
class DayLists:
    """The lists of a day: each colleague with their appointments in order, and everybody expected at the site."""

    site: str
    day: date
    printed_at: datetime
    colleagues: Sequence[tuple[str, Sequence[PaperLine]]]
    arrivals: Sequence[PaperLine]


def day_lists(actor: Actor, *, site_id: int, day: date, now: datetime) -> DayLists:
    """The lists of a day at a site, as far as the actor may see its diaries; five questions."""
    lines = diary.appointments(actor, first=day, last=day, types=diary.types_on(day), site_id=site_id)
    named = {one.claimant_id for one in lines if one.named}
    people = Claimant.objects.visible_to(actor).filter(pk__in=named).prefetch_related("telephones")
    known = {one.pk: one for one in people}
    told = [(one, _told(one, known.get(one.claimant_id))) for one in lines]
    by_colleague = sorted(told, key=lambda pair: (pair[0].colleague.casefold(), pair[0].colleague_id))
    return DayLists(
        site=names_for({"site": [site_id]}, actor)["site", site_id],
        day=day,
        printed_at=now,
        colleagues=[
            (next(iter(own))[0].colleague, [line for _, line in own])
            for own in (list(group) for _, group in groupby(by_colleague, key=lambda pair: pair[0].colleague_id))
        ],
        arrivals=[line for _, line in told if line.in_person],
    )


def _told(line: CalendarLine, claimant: Claimant | None) -> PaperLine:
    return PaperLine(
        starts_at=line.starts_at,
        ends_at=line.ends_at,
        claimant=line.claimant_on_paper,
        reference=line.reference if line.named else "",
        purpose=line.on_paper,
        how=line.how,
        needs="; ".join(claimants.needs_in_words(claimant)) if claimant else "",
        ring=_ring(claimant) if claimant else "",
        colleague=line.colleague,
        in_person=line.channel == "face_to_face",
    )


def _ring(claimant: Claimant) -> str:
    reach = claimants.reach_of(claimant)
    if not reach.may_ring:
        return "do not ring" if claimant.telephones.all() else ""
    ask_for = f"ask for {reach.ask_for}" if reach.ask_for else ""
    voicemail = "" if reach.may_leave_voicemail else "no voicemail"
    return "; ".join(filter(None, [telephone(reach.number), ask_for, reach.safe_times, voicemail]))
