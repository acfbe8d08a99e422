"""Every question about diaries that a page or a neighbour asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from upton.diary import rules
from upton.diary.models import Appointment, Occupancy
from upton.diary.rules import State
from upton.foundation.actors import Actor
from upton.foundation.clock import LOCAL, day_bounds, local_day
from upton.foundation.refusals import NotPossible
from upton.organisation import queries as organisation
from upton.policy import dated

USUAL_HOURS = (time(9), time(17))
"""When a site is open whose hours nobody has recorded yet."""

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


def next_of(claimant_id: int, now: datetime) -> str:
    """The next appointment of a claimant in words for the person bar; empty when there is none."""
    row = (
        Appointment.objects.filter(claimant_id=claimant_id, during__startswith__gte=now, state=State.BOOKED.value)
        .select_related("colleague")
        .order_by("during__startswith")
        .first()
    )
    if row is None:
        return ""
    start = row.during.lower.astimezone(LOCAL)
    return f"{start:%a} {start.day} {start:%b}, {start:%H:%M} with {row.colleague.name}"


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
    found: list[Offer] = []
    looked = 0
    for step in range(21):
        day = first + timedelta(days=step)
        entry = dated.on("purposes", day).get(purpose)
        hours = _hours(site_id, day)
        if entry is None or hours is None:
            continue
        looked += 1
        people = organisation.posted(site_id, day, roles=entry.values["roles"])
        chosen = [p for p in people if colleague_id in (None, p.colleague_id)]
        busy = _busy([p.colleague_id for p in chosen], day)
        for person in sorted(chosen, key=lambda p: p.colleague_id != own_coach_id):
            times = rules.grid(
                day=day, opens=hours[0], closes=hours[1], minutes=entry.values["minutes"],
                taken=busy.get(person.colleague_id, ()), now=now,
            )  # fmt: skip
            if times:
                why = "own coach" if person.colleague_id == own_coach_id else dated.words("roles").get(person.role, "")
                found.append(Offer(day, person.colleague_id, person.name, times, why))
        if looked == days:
            break
    return found


def require_free(
    *, colleague_id: int, site_id: int, purpose: str, starts_at: datetime, now: datetime, sentence: str
) -> None:
    """Raise NotPossible with `sentence` unless the colleague is there then, and free for the whole length."""
    day = local_day(starts_at)
    offered = offers(site_id=site_id, purpose=purpose, first=day, now=now, days=1, colleague_id=colleague_id)
    if not any(starts_at == one for offer in offered if offer.day == day for one in offer.times):
        raise NotPossible(sentence, field="slot")


def _hours(site_id: int, day: date) -> tuple[time, time] | None:
    return organisation.open_on(site_id, day, usual=USUAL_HOURS)


def _busy(colleagues: Iterable[int], day: date) -> Mapping[int, Sequence[tuple[datetime, datetime]]]:
    first, after = day_bounds(day)
    busy: dict[int, list[tuple[datetime, datetime]]] = {}
    rows = Occupancy.objects.filter(colleague_id__in=list(colleagues), during__overlap=(first, after))
    for colleague_id, during in rows.values_list("colleague_id", "during"):
        busy.setdefault(colleague_id, []).append((during.lower, during.upper))
    return busy


def _line(row: Appointment) -> AppointmentLine:
    return AppointmentLine(
        id=row.pk,
        claimant_id=row.claimant_id,
        claimant=row.claimant.addressed_as,
        colleague_id=row.colleague_id,
        colleague=row.colleague.name,
        starts_at=row.during.lower,
        ends_at=row.during.upper,
        purpose=dated.words("purposes").get(row.purpose, row.purpose),
        state=State(row.state),
        arrived_at=row.arrived_at,
        seen_at=row.seen_at,
    )
