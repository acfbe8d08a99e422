"""Who is here: everybody who came to a site on a day, as the floor and the pages about one of them show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from upton.claimants.models import Claimant
from upton.diary import queries as diary
from upton.diary.facts import CheckInUndone, ClaimantArrived, ClaimantSeen, LeftUnseen, LeftUnseenUndone, SeenUndone
from upton.diary.queries import AppointmentLine
from upton.foundation import reading
from upton.foundation.actors import Actor
from upton.foundation.facts import Fact
from upton.foundation.reading import Said
from upton.policy import dated
from upton.policy.dated import Entry
from upton.reception import facts
from upton.reception.models import Visit, VisitQuerySet, VisitState
from upton.reception.rules import WORDS

TONES = {
    VisitState.WAITING: "wait",
    VisitState.CALLED: "info",
    VisitState.OUT: "quiet",
    VisitState.SEEN: "good",
    VisitState.LEFT: "quiet",
    VisitState.LEFT_UNSEEN: "late",
    VisitState.WITHDRAWN: "plain",
}

STATES = {one.value: one for one in VisitState}
MOST_TOLD = 60
OF_A_VISIT = [
    *(one.kind for one in (ClaimantArrived, CheckInUndone, ClaimantSeen, SeenUndone, LeftUnseen, LeftUnseenUndone)),
    *(getattr(facts, name).kind for name in facts.__all__),
]


class Came(NamedTuple):
    """A visit as lists need it, in place of all that is kept of it; `colleague` is whom they wait for, by name."""

    id: int
    ticket: int
    name: str
    claimant_id: int | None
    appointment_id: int | None
    colleague_id: int | None
    visitor: bool
    reason: str
    need: str
    role: str
    came_at: datetime
    called_at: datetime | None
    called_to: str
    seen_at: datetime | None
    left_at: datetime | None
    companions: int
    children: int
    state: str
    colleague: str


@dataclass(frozen=True, slots=True)
class VisitLine:
    """Somebody who came, as lists show them.

    `what` is the purpose of the appointment or the reason for which they came; `whom` the colleague they wait for, or
    the role. `starts_at` is the time of their appointment; `code` that of its type or of the reason, empty where one
    may not know it; `opens` says that the record behind it does.
    """

    id: int
    ticket: int
    name: str
    claimant_id: int | None
    appointment_id: int | None
    visitor: bool
    what: str
    need: str
    whom: str
    colleague_id: int | None
    urgent: bool
    starts_at: datetime | None
    came_at: datetime
    called_at: datetime | None
    called_to: str
    seen_at: datetime | None
    left_at: datetime | None
    companions: int
    children: int
    state: VisitState
    role: str = ""
    code: str = ""
    opens: bool = False

    @property
    def words(self) -> str:
        """Where they stand, in words."""
        return WORDS[self.state]

    @property
    def tone(self) -> str:
        """The tone in which the words are shown."""
        return TONES[self.state]

    @property
    def early_by(self) -> int:
        """How many minutes before the time of their appointment they came; less than one is none."""
        if self.starts_at is None:
            return 0
        return max(0, int((self.starts_at - self.came_at).total_seconds() // 60))

    @property
    def late_by(self) -> int:
        """How many minutes after the time of their appointment they came; less than one is none."""
        if self.starts_at is None:
            return 0
        return max(0, int((self.came_at - self.starts_at).total_seconds() // 60))


def on_day(
    actor: Actor, *, site_id: int, day: date, known: Mapping[int, AppointmentLine] | None = None
) -> Sequence[VisitLine]:
    """Everybody who came to a site on a day, as far as one may see its floor, in the order in which they came.

    `known` are appointments that the same reader was shown already, by their ids: they are not asked for again.
    """
    rows = Visit.objects.visible_to(actor).filter(site_id=site_id, day=day).exclude(state=VisitState.WITHDRAWN.value)
    return lines_of(rows.order_by("came_at", "pk"), actor, day=day, known=known)


def visit_for(actor: Actor, visit_id: int) -> Visit:
    """One visit that the actor may see. Raises Visit.DoesNotExist."""
    return (
        Visit.objects.visible_to(actor).select_related("claimant", "appointment", "colleague", "site").get(pk=visit_id)
    )


def visit_for_appointment(actor: Actor, appointment_id: int) -> Visit | None:
    """The visit of somebody who was checked in for an appointment, where the actor may see it."""
    rows = Visit.objects.visible_to(actor).exclude(state=VisitState.WITHDRAWN.value)
    return rows.filter(appointment_id=appointment_id).select_related("claimant", "appointment").first()


def line_of(visit: Visit, actor: Actor) -> VisitLine:
    """One visit as lists show it."""
    (line,) = lines_of(Visit.objects.filter(pk=visit.pk), actor, day=visit.day)
    return line


def is_named(line: VisitLine) -> bool:
    """Whether one may put their whole name on paper: not where the record behind it does not open."""
    return line.claimant_id is None or line.opens


def story_of(visit: Visit, actor: Actor) -> Sequence[Said]:
    """What happened with the visit of a claimant, and who did it, the first first; of others only times are kept."""
    if visit.claimant_id is None:
        return []
    said = reading.journal(visit.claimant_id, actor, most=MOST_TOLD, only=OF_A_VISIT)
    return [one for one in reversed(said) if _about(one.fact, visit)]


def _about(fact: Fact | None, visit: Visit) -> bool:
    if getattr(fact, "visit_id", None) == visit.pk:
        return True
    return visit.appointment_id is not None and getattr(fact, "appointment_id", None) == visit.appointment_id


def lines_of(
    rows: VisitQuerySet, actor: Actor, *, day: date, known: Mapping[int, AppointmentLine] | None = None
) -> Sequence[VisitLine]:
    """Visits as lists show them: two questions beside the visits and their appointments, whatever their number."""
    visits = [Came._make([*own, name or ""]) for *own, name in rows.values_list(*Came._fields[:-1], "colleague__name")]
    known = known or {}
    wanted = {one.appointment_id for one in visits if one.appointment_id}
    appointments = {**known, **diary.appointment_lines(actor, wanted.difference(known), day=day)}
    walked_in = {one.claimant_id for one in visits if one.claimant_id and not one.appointment_id}
    people = (
        {one.pk: one.listed_as for one in Claimant.objects.visible_to(actor).filter(pk__in=walked_in)}
        if walked_in
        else {}
    )
    reasons = dated.on("visit_reasons", day)
    return [_line(one, appointments.get(one.appointment_id or 0), people, reasons) for one in visits]


def _line(
    visit: Came, appointment: AppointmentLine | None, people: dict[int, str], reasons: Mapping[str, Entry]
) -> VisitLine:
    reason, roles = reasons.get(visit.reason), dated.words("roles")
    return VisitLine(
        id=visit.id,
        ticket=visit.ticket,
        name=appointment.claimant if appointment else people.get(visit.claimant_id or 0) or visit.name or diary.UNNAMED,
        claimant_id=visit.claimant_id,
        appointment_id=visit.appointment_id,
        visitor=visit.visitor,
        what=appointment.purpose if appointment else reason.values["name"] if reason else visit.reason,
        need=visit.need,
        whom=visit.colleague or roles.get(visit.role, visit.role),
        colleague_id=visit.colleague_id,
        urgent=bool(reason and reason.values.get("urgent")),
        starts_at=appointment.starts_at if appointment else None,
        came_at=visit.came_at,
        called_at=visit.called_at,
        called_to=visit.called_to,
        seen_at=visit.seen_at,
        left_at=visit.left_at,
        companions=visit.companions,
        children=visit.children,
        state=STATES[visit.state],
        role=visit.role,
        code=appointment.code if appointment else visit.reason,
        opens=appointment.opens if appointment else visit.claimant_id in people,
    )
