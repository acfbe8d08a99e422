"""Every question about diaries that a page or a neighbour asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from upton.diary import rules
from upton.diary.models import Appointment, Occupancy
from upton.diary.rules import State
from upton.foundation.actors import Actor
from upton.foundation.clock import day_bounds, local_day
from upton.foundation.refusals import NotPossible
from upton.organisation import queries as organisation
from upton.pages.words import moment
from upton.policy import dated

USUAL_HOURS = (time(9), time(17))
"""When a site is open whose hours nobody has recorded yet."""

LOOKED_AHEAD = 21
"""Days within which a time is looked for."""

TONES = {State.BOOKED: "quiet", State.ARRIVED: "wait", State.SEEN: "good", State.CANCELLED: "plain"}


@dataclass(frozen=True, slots=True)
class AppointmentLine:
    """An appointment as lists, day lines and the floor show it."""

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

    @property
    def words(self) -> str:
        """Where the appointment stands, in a word."""
        return rules.WORDS[self.state]

    @property
    def tone(self) -> str:
        """The tone in which the word is shown."""
        return TONES[self.state]


@dataclass(frozen=True, slots=True)
class Offer:
    """The free times of one colleague on one day, and why they are offered."""

    day: date
    colleague_id: int
    colleague: str
    times: Sequence[datetime]
    why: str


def on_day(
    actor: Actor, *, day: date, site_id: int | None = None, colleague_id: int | None = None
) -> Sequence[AppointmentLine]:
    """The appointments of a day that one may see, in the order of their times; cancelled ones are left out."""
    first, after = day_bounds(day)
    rows = Appointment.objects.visible_to(actor).filter(during__startswith__gte=first, during__startswith__lt=after)
    if site_id is not None:
        rows = rows.filter(site_id=site_id)
    if colleague_id is not None:
        rows = rows.filter(colleague_id=colleague_id)
    rows = rows.exclude(state=State.CANCELLED.value).select_related("claimant", "colleague")
    return [_line(row) for row in rows.order_by("during__startswith", "pk")]


def of_claimant(actor: Actor, claimant_id: int) -> Sequence[AppointmentLine]:
    """The appointments of a claimant that one may see, the latest first."""
    rows = Appointment.objects.visible_to(actor).filter(claimant_id=claimant_id).select_related("claimant", "colleague")
    return [_line(row) for row in rows.order_by("-during__startswith", "-pk")[:50]]


def next_of(lines: Iterable[AppointmentLine], now: datetime) -> str:
    """The next of a claimant's appointments in words for the person bar; empty when there is none."""
    coming = [line for line in lines if line.state is State.BOOKED and line.starts_at >= now]
    if not coming:
        return ""
    first = min(coming, key=lambda line: line.starts_at)
    return f"{moment(first.starts_at)} with {first.colleague}"


def appointment_for(actor: Actor, appointment_id: int) -> Appointment:
    """One appointment that the actor may see. Raises Appointment.DoesNotExist."""
    return Appointment.objects.visible_to(actor).select_related("claimant", "colleague").get(pk=appointment_id)


def offers(
    *,
    site_id: int,
    purpose: str,
    first: date,
    now: datetime,
    days: int = 5,
    colleague_id: int | None = None,
    own_coach_id: int | None = None,
) -> Sequence[Offer]:
    """The free times at a site for a purpose, day by day from `first`, the claimant's own coach first on each day.

    Looks at `days` days on which the site is open, within three weeks.
    """
    hours = organisation.open_hours(site_id, first, LOOKED_AHEAD, usual=USUAL_HOURS)
    open_days = [day for day in hours if purpose in dated.on("purposes", day)][:days]
    if not open_days:
        return []
    posted = organisation.posted_by_day(site_id, open_days[0], open_days[-1])
    busy = _busy({p.colleague_id for people in posted.values() for p in people}, open_days[0], open_days[-1])
    found: list[Offer] = []
    for day in open_days:
        entry = dated.on("purposes", day)[purpose].values
        people = [p for p in posted[day] if p.role in entry["roles"] and colleague_id in (None, p.colleague_id)]
        for person in sorted(people, key=lambda p: p.colleague_id != own_coach_id):
            taken = busy.get(person.colleague_id, ())
            opens, closes = hours[day]
            times = rules.grid(day=day, opens=opens, closes=closes, minutes=entry["minutes"], taken=taken, now=now)
            if times:
                why = "own coach" if person.colleague_id == own_coach_id else dated.words("roles").get(person.role, "")
                found.append(Offer(day, person.colleague_id, person.name, times, why))
    return found


def require_free(*, colleague_id: int, site_id: int, purpose: str, starts_at: datetime) -> int:
    """The length in minutes of an appointment that a colleague can begin then. Raises NotPossible, saying why not."""
    day = local_day(starts_at)
    entry = dated.on("purposes", day).get(purpose)
    if entry is None:
        raise NotPossible("This kind of appointment isn't offered on that day. Choose another.", field="purpose")
    minutes: int = entry.values["minutes"]
    opens, closes = rules.require_open(organisation.open_on(site_id, day, usual=USUAL_HOURS), day=day)
    people = organisation.posted(site_id, day, roles=entry.values["roles"])
    rules.require_there(any(p.colleague_id == colleague_id for p in people), day=day)
    taken = _busy([colleague_id], day, day).get(colleague_id, ())
    rules.require_slot(starts_at, opens=opens, closes=closes, minutes=minutes, taken=taken)
    return minutes


def has_any(claimant_id: int) -> bool:
    """Whether a claimant has an appointment that was not cancelled, past ones included."""
    return Appointment.objects.filter(claimant_id=claimant_id).exclude(state=State.CANCELLED.value).exists()


def _busy(colleagues: Iterable[int], first: date, last: date) -> Mapping[int, Sequence[tuple[datetime, datetime]]]:
    during = (day_bounds(first)[0], day_bounds(last)[1])
    busy: dict[int, list[tuple[datetime, datetime]]] = {}
    rows = Occupancy.objects.filter(colleague_id__in=list(colleagues), during__overlap=during)
    for colleague_id, during in rows.values_list("colleague_id", "during"):
        busy.setdefault(colleague_id, []).append((during.lower, during.upper))
    return busy


def _line(row: Appointment) -> AppointmentLine:
    return AppointmentLine(
        id=row.pk,
        claimant_id=row.claimant_id,
        claimant=row.claimant.listed_as,
        colleague_id=row.colleague_id,
        colleague=row.colleague.name,
        starts_at=row.during.lower,
        ends_at=row.during.upper,
        purpose=dated.words("purposes").get(row.purpose, row.purpose),
        state=State(row.state),
        arrived_at=row.arrived_at,
        seen_at=row.seen_at,
    )
