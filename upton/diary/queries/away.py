"""Who is away when, as far as it is one's business, and what is booked in that time (DIA-1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Subquery

from upton.diary.models import Absence, Appointment
from upton.diary.queries.lines import BookedLine, as_seen, booked_lines
from upton.diary.rules import State, away
from upton.foundation.actors import Actor, ActorKind
from upton.foundation.clock import day_bounds
from upton.organisation import queries as organisation
from upton.policy import dated


@dataclass(frozen=True, slots=True)
class AwayLine:
    """An absence in the words that the reader may read; `own` when it is theirs or they keep that colleague's diary."""

    id: int
    colleague_id: int
    colleague: str
    starts_at: datetime
    ends_at: datetime
    words: str
    knows: bool

    @property
    def last_day(self) -> date:
        """The last day of it."""
        return away.last_day_of(self.ends_at)

    @property
    def whole_days(self) -> bool:
        """Whether it is of whole days."""
        first, last = day_bounds(self.first_day)[0], day_bounds(self.last_day)[1]
        return (self.starts_at, self.ends_at) == (first, last)

    @property
    def first_day(self) -> date:
        """The first day of it."""
        return away.local_day(self.starts_at)


def absence_for(actor: Actor, absence_id: int) -> Absence:
    """One absence that the actor may see, with its colleague. Raises Absence.DoesNotExist."""
    found: Absence = Absence.objects.visible_to(actor).select_related("colleague").get(pk=absence_id)
    return found


def away_between(actor: Actor, first: date, last: date, *, colleague_ids: Collection[int]) -> Sequence[AwayLine]:
    """Who of some colleagues is away on any day from `first` to `last`, by time, as far as the actor may see it.

    What it is for reads as "Away" where it is sensitive, unless it is one's own or one keeps that colleague's diary.
    Two queries.
    """
    during = (day_bounds(first)[0], day_bounds(last)[1])
    rows = Absence.objects.visible_to(actor).filter(colleague_id__in=list(colleague_ids), during__overlap=during)
    return away_lines(actor, rows.select_related("colleague").order_by("during", "pk"), first)


def away_from(actor: Actor, now: datetime, *, colleague_ids: Collection[int]) -> Sequence[AwayLine]:
    """Who of some colleagues is away now or will be, by time."""
    rows = Absence.objects.visible_to(actor).filter(colleague_id__in=list(colleague_ids), during__endswith__gt=now)
    return away_lines(actor, rows.select_related("colleague").order_by("during", "pk"), away.local_day(now))


def away_lines(actor: Actor, rows: Collection[Absence], day: date) -> Sequence[AwayLine]:
    """Absences in the words that the actor may read; who is kept by the actor is asked once."""
    found = list(rows)
    kept = organisation.posted_within(actor.reach("diary.keep"), {row.colleague_id for row in found}, day)
    entries = {entry.code: entry.values for entry in dated.entries("absences")}
    return [_line(actor, row, row.colleague_id in kept, entries[row.kind]) for row in found]


def _line(actor: Actor, row: Absence, kept: bool, kind: Mapping[str, Any]) -> AwayLine:
    knows = kept or (actor.kind is ActorKind.COLLEAGUE and actor.id == row.colleague_id)
    return AwayLine(
        id=row.pk,
        colleague_id=row.colleague_id,
        colleague=row.colleague.name,
        starts_at=row.during.lower,
        ends_at=row.during.upper,
        words=away.shown(kind["name"], sensitive=kind["sensitive"], knows=knows),
        knows=knows,
    )


def booked_while_away(absence: Absence, *, now: datetime, actor: Actor | None = None) -> Sequence[BookedLine]:
    """What is booked with a colleague in the time of an absence that is still to come, by time; `kept`: it is to stand.

    With an actor, what they may see of it.
    """
    rows = Appointment.objects.filter(
        colleague_id=absence.colleague_id,
        state=State.BOOKED.value,
        during__overlap=absence.during,
        during__endswith__gt=now,
    )
    if actor is not None:
        rows = as_seen(rows.visible_to(actor), actor)
    found = list(rows.select_related("claimant", "colleague").order_by("during__startswith", "pk"))
    kept = absence.kept.values_list("appointment_id", flat=True) if found else ()
    return booked_lines(found, actor, kept)


def absences_around(appointment_id: int) -> Sequence[Absence]:
    """The absences of its colleague in whose time an appointment lies or lay; one query."""
    one = Appointment.objects.filter(pk=appointment_id)
    return list(
        Absence.objects.filter(
            colleague_id__in=one.values("colleague_id"), during__overlap=Subquery(one.values("during"))
        ).order_by("pk")
    )


def away_line(actor: Actor, absence: Absence, day: date) -> AwayLine:
    """One absence, with its colleague at hand, in the words that the actor may read."""
    return away_lines(actor, [absence], day)[0]
