"""Every question about diaries that a page or a neighbour asks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from upton.diary import rules
from upton.diary.models import Appointment
from upton.diary.queries.knowing import Shown, shown_to
from upton.diary.queries.lines import Told, as_seen, listed, opens, told, told_of
from upton.diary.rules import State
from upton.foundation import clock
from upton.foundation.actors import Actor
from upton.foundation.clock import day_bounds, local_day
from upton.pages.words import moment

STATES = {one.value: one for one in State}
IN_PERSON = "face_to_face"
"""The channel of appointments to which the claimant comes."""
LATEST = 50
"""Appointments of a claimant that their page shows."""
TONES = {
    State.BOOKED: "quiet",
    State.ARRIVED: "wait",
    State.SEEN: "good",
    State.MISSED: "late",
    State.LEFT: "late",
    State.CANCELLED: "plain",
}


@dataclass(frozen=True, slots=True)
class AppointmentLine:
    """An appointment as lists, day lines and the floor show it; `opens` when the record of its claimant does.

    `code` is what it is for, by the code of its type; empty to whoever may not know it.
    """

    id: int
    claimant_id: int
    claimant: str
    colleague_id: int
    colleague: str
    starts_at: datetime
    ends_at: datetime
    purpose: str
    state: State
    arrived_at: datetime | None
    seen_at: datetime | None
    channel: str = "face_to_face"
    opens: bool = True
    code: str = ""

    @property
    def words(self) -> str:
        """Where the appointment stands, in a word."""
        return rules.WORDS[self.state]

    @property
    def in_person(self) -> bool:
        """Whether the claimant comes to the site for it, and waits to be seen."""
        return self.channel == IN_PERSON

    @property
    def tone(self) -> str:
        """The tone in which the word is shown."""
        return TONES[self.state]


def on_day(
    actor: Actor,
    *,
    day: date,
    site_id: int | None = None,
    colleague_id: int | None = None,
    states: Sequence[State] = (),
    channel: str = "",
    most: int | None = None,
) -> Sequence[AppointmentLine]:
    """The appointments of a day that one may see, in the order of their times.

    Only those in `states`, without them all but the cancelled ones; only those of a `channel`, and the first so many.
    """
    first, after = day_bounds(day)
    rows = Appointment.objects.visible_to(actor).filter(during__startswith__gte=first, during__startswith__lt=after)
    if site_id is not None:
        rows = rows.filter(site_id=site_id)
    if colleague_id is not None:
        rows = rows.filter(colleague_id=colleague_id)
    rows = rows.filter(state__in=[one.value for one in states]) if states else rows.exclude(state=State.CANCELLED.value)
    if channel:
        rows = rows.filter(channel=channel)
    return lines_of(told(rows.order_by("during__startswith", "pk")[:most], actor), actor, day=day)


def appointment_lines(actor: Actor, ids: Collection[int], *, day: date) -> dict[int, AppointmentLine]:
    """Appointments of one day by their ids, as far as one may see them; one question for any number."""
    if not ids:
        return {}
    rows = told(Appointment.objects.visible_to(actor).filter(pk__in=ids), actor)
    return {line.id: line for line in lines_of(rows, actor, day=day)}


def of_claimant(actor: Actor, claimant_id: int) -> Sequence[AppointmentLine]:
    """The appointments of a claimant that one may see, the latest first."""
    rows = Appointment.objects.visible_to(actor).filter(claimant_id=claimant_id)
    latest = rows.order_by("-during__startswith", "-pk")[:LATEST]
    return lines_of(told(latest, actor), actor, day=local_day(clock.now()))


def next_of(lines: Iterable[AppointmentLine], now: datetime) -> str:
    """The next of a claimant's appointments in words for the person bar; empty when there is none."""
    coming = [line for line in lines if line.state is State.BOOKED and line.starts_at >= now]
    if not coming:
        return ""
    first = min(coming, key=lambda line: line.starts_at)
    return f"{moment(first.starts_at)} with {first.colleague}"


def appointment_for(actor: Actor, appointment_id: int) -> Appointment:
    """One appointment that the actor may see. Raises Appointment.DoesNotExist."""
    found: Appointment = as_seen(Appointment.objects.visible_to(actor), actor).get(pk=appointment_id)
    return found


def to_come(claimant_id: int, now: datetime) -> Sequence[Appointment]:
    """A claimant's appointments that are booked and have not begun, first ones first."""
    rows = Appointment.objects.filter(
        claimant_id=claimant_id, state=State.BOOKED.value, during__startswith__gt=now
    ).select_related("colleague")
    return list(rows.order_by("during__startswith", "pk"))


def next_words(claimant_id: int, now: datetime) -> str:
    """The next of a claimant's appointments in words for the person bar; empty when there is none."""
    coming = to_come(claimant_id, now)
    return f"{moment(coming[0].during.lower)} with {coming[0].colleague.name}" if coming else ""


def has_any(claimant_id: int) -> bool:
    """Whether a claimant has an appointment that was not cancelled, past ones included."""
    return Appointment.objects.filter(claimant_id=claimant_id).exclude(state=State.CANCELLED.value).exists()


def lines_of(rows: Iterable[Appointment | Told], actor: Actor, *, day: date) -> Sequence[AppointmentLine]:
    """Appointments asked `as_seen` or `told` as lists show them; what a sensitive one is for, only to who must know."""
    shown = shown_to(actor, day)
    given = [row if isinstance(row, Told) else told_of(row) for row in rows]
    return [_line(row, shown(row)) for row in given]


def line_of(row: Appointment, actor: Actor) -> AppointmentLine:
    """One appointment as lists show it."""
    (line,) = lines_of([row], actor, day=local_day(row.during.lower))
    return line


def _line(row: Told, what: Shown) -> AppointmentLine:
    return AppointmentLine(
        id=row.pk,
        claimant_id=row.claimant_id,
        claimant=listed(row),
        colleague_id=row.colleague_id,
        colleague=row.colleague,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        purpose=what.words,
        opens=opens(row),
        state=STATES[row.state],
        arrived_at=row.arrived_at,
        seen_at=row.seen_at,
        channel=row.channel,
        code=row.purpose if what.known else "",
    )
