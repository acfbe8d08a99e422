"""Appointments as a list shows them that says what becomes of what is booked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Value

from upton.claimants.models import Called, Claimant
from upton.diary.models import Appointment
from upton.diary.queries.knowing import Shown, shown_to
from upton.diary.rules import LIVE
from upton.diary.rules.types import HIDDEN
from upton.foundation import clock
from upton.foundation.actors import Actor, ActorKind


@dataclass(frozen=True, slots=True)
class BookedLine:
    """An appointment that a change touches; `kept` when it is to stand all the same.

    `purpose` is what the reader may know it is for, in words; `known` says that it is the whole of it; `opens` that the
    record of its claimant does.
    """

    appointment_id: int
    claimant_id: int
    claimant: str
    colleague_id: int
    colleague: str
    site_id: int
    purpose: str
    known: bool
    starts_at: datetime
    ends_at: datetime
    kept: bool = False
    opens: bool = False


class Told(NamedTuple):
    """An appointment as lists need it: what a floor of hundreds reads, in place of all that is kept of each."""

    pk: int
    site_id: int
    claimant_id: int
    colleague_id: int
    group_id: int | None
    starts_at: datetime
    ends_at: datetime
    purpose: str
    state: str
    arrived_at: datetime | None
    seen_at: datetime | None
    channel: str
    interpreter: bool
    language: str
    reference: str
    colleague: str
    room: str
    claimant: Called
    seen: bool
    called: bool


OWN = (
    "pk", "site_id", "claimant_id", "colleague_id", "group_id", "during__startswith", "during__endswith", "purpose",
    "state", "arrived_at", "seen_at", "channel", "interpreter", "language", "claimant__reference", "colleague__name",
    "room__name",
)  # fmt: skip


def told(rows: Any, actor: Actor) -> list[Told]:
    """Appointments as somebody may read them, with what `listed` and `addressed` have to know; one query."""
    columns = (*OWN, "claimant__name", "claimant__known_as", "seen", "called")
    return [
        Told._make([*own, room or "", Called(name, known_as), seen, called])
        for *own, room, name, known_as, seen, called in rows.annotate(**as_told_to(actor)).values_list(*columns)
    ]


def told_of(row: Appointment) -> Told:
    """An appointment asked `as_seen` as lists need it; its room is left out."""
    return Told(
        row.pk, row.site_id, row.claimant_id, row.colleague_id, row.group_id, row.during.lower, row.during.upper,
        row.purpose, row.state, row.arrived_at, row.seen_at, row.channel, row.interpreter, row.language,
        row.claimant.reference, row.colleague.name, "", row.claimant.called, opens(row), calls(row),
    )  # fmt: skip


UNNAMED = "A claimant"
"""What stands for a claimant whose record the reader may not see."""


def as_seen(rows: Any, actor: Actor) -> Any:
    """Appointments with claimants and colleagues at hand, and what `listed` and `addressed` have to know."""
    return rows.select_related("claimant", "colleague").annotate(**as_told_to(actor))


def as_told_to(actor: Actor) -> dict[str, Any]:
    """For each appointment: `seen`, whether the actor may see that record, and `called`, whether they call them in.

    Who calls somebody in has to know how to address them, and learns no more of a record that is closed to them: their
    own coach, and on its day the colleague with whom a live appointment stands (decision 0014).
    """
    seen = Exists(Claimant.objects.visible_to(actor).filter(pk=OuterRef("claimant_id")))
    if actor.kind is not ActorKind.COLLEAGUE or actor.id is None or not actor.may("claimants.see"):
        return {"seen": seen, "called": Value(value=False)}
    first, after = clock.day_bounds(clock.local_day(clock.now()))
    states = [one.value for one in LIVE]
    today = Q(colleague_id=actor.id, state__in=states, during__startswith__gte=first, during__startswith__lt=after)
    called = ExpressionWrapper(Q(claimant__coach_id=actor.id) | today, output_field=BooleanField())
    return {"seen": seen, "called": called}


def listed(row: Appointment | Told) -> str:
    """The claimant of an appointment asked `as_seen` as lists call them; by reference where one may not know them."""
    if opens(row):
        return row.claimant.listed_as
    if calls(row):
        return row.claimant.addressed_as
    return f"{UNNAMED} ({row.reference if isinstance(row, Told) else row.claimant.reference})"


def addressed(row: Appointment) -> str:
    """The claimant of an appointment asked `as_seen` in a sentence, as they wish to be called where one may know it."""
    return row.claimant.addressed_as if opens(row) or calls(row) else f"the claimant {row.claimant.reference}"


def opens(row: Appointment | Told) -> bool:
    """Whether the record of the claimant is open to whoever asked for the appointment `as_seen`."""
    # Whoever forgot to ask is told nothing.
    return bool(getattr(row, "seen", False))


def calls(row: Appointment | Told) -> bool:
    """Whether whoever asked for the appointment `as_seen` calls the claimant in, and so knows how to address them."""
    return bool(getattr(row, "called", False))


def booked_lines(
    rows: Iterable[Appointment], actor: Actor | None = None, kept: Iterable[int] = ()
) -> Sequence[BookedLine]:
    """Appointments, with their claimants and colleagues at hand, as lines that an actor reads; one query."""
    standing, found = set(kept), list(rows)
    shown = shown_to(actor, clock.local_day(clock.now())) if actor and found else _nothing
    return [_line(row, shown(row), kept=row.pk in standing) for row in found]


def _nothing(row: Appointment) -> Shown:
    return Shown(HIDDEN, known=False)


def _line(row: Appointment, what: Shown, *, kept: bool) -> BookedLine:
    return BookedLine(
        appointment_id=row.pk,
        claimant_id=row.claimant_id,
        claimant=listed(row),
        colleague_id=row.colleague_id,
        colleague=row.colleague.name,
        site_id=row.site_id,
        purpose=what.words,
        known=what.known,
        starts_at=row.during.lower,
        ends_at=row.during.upper,
        kept=kept,
        opens=opens(row),
    )
