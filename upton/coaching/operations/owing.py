"""What an open contact brings with it: the duty, and the holds on what may not happen before."""

from __future__ import annotations

from datetime import date, datetime

from upton.claimants import operations as claimants
from upton.claimants.models import Claimant, Hold
from upton.coaching import rules
from upton.coaching.models import ContactClock
from upton.duties import operations as duties
from upton.duties import queries as due
from upton.foundation import live
from upton.foundation.actors import Actor
from upton.foundation.acts import part_of_operation
from upton.foundation.clock import local_day
from upton.foundation.holding import as_it_stands
from upton.policy import dated

DUTY, OVERDUE = "contact_by_day_7", "contact_overdue"


def held(clock: ContactClock) -> ContactClock:
    """The contact as it stands now, held until the act is over; its claimant first, as whoever writes to them does."""
    Claimant.objects.select_for_update(of=("self",), no_key=True).get(pk=clock.claimant_id)
    return as_it_stands(ContactClock.objects.select_for_update(of=("self",)).select_related("claimant"), clock.pk)


def open_of(claimant_id: int) -> ContactClock | None:
    """The open contact of a claimant, held until the act is over; None where there is none."""
    rows = ContactClock.objects.open().filter(claimant_id=claimant_id)
    return rows.select_for_update(of=("self",)).select_related("claimant").first()


@part_of_operation
def begin(clock: ContactClock, claimant: Claimant, *, now: datetime) -> None:
    """Let their coach, or whoever of the policy's role comes first, owe the contact, and hold what comes after it."""
    owe(clock, claimant, due_on=clock.due_on, now=now)
    for what in rules.policy_on(clock.since)["holds"]:
        claimants.put_on_hold(claimant_id=claimant.pk, what=what, because=DUTY, now=now)
    tell(clock)


@part_of_operation
def owe(clock: ContactClock, claimant: Claimant, *, due_on: date, now: datetime) -> None:
    """Owe the contact by the close of a day."""
    coach_id = claimant.coach_id
    duties.owe(
        what=DUTY,
        site_id=clock.site_id,
        subject=("contact_clock", clock.pk),
        claimant_id=clock.claimant_id,
        colleague_id=coach_id,
        role="" if coach_id else dated.on("duties", local_day(now))[DUTY].values["role"],
        due_at=due.close_of(due_on),
        now=now,
    )


@part_of_operation
def end(clock: ContactClock, ended: rules.Ended, *, now: datetime, by: Actor, finding: str = "") -> None:
    """Bring a contact to its end; what was held is released, and what was owed is done or withdrawn."""
    clock.ended, clock.finding, clock.closed_at = ended.value, finding, now
    clock.closed_by_id = by.id if ended is rules.Ended.FOUND else None
    clock.save(update_fields=["ended", "finding", "closed_at", "closed_by"])
    for what in (DUTY, OVERDUE):
        if ended is rules.Ended.FOUND:
            duties.settle(what=what, subject=("contact_clock", clock.pk), by=by, now=now)
        else:
            duties.withdraw(what=what, subject=("contact_clock", clock.pk))
    for what in rules.policy_on(clock.since)["holds"]:
        claimants.release(claimant_id=clock.claimant_id, what=what, because=DUTY, now=now)
    tell(clock)


@part_of_operation
def reopen(clock: ContactClock, *, now: datetime) -> None:
    """Let a contact that came to its end stand again, with what it brings."""
    clock.ended, clock.finding, clock.closed_at, clock.closed_by = rules.Ended.OPEN.value, "", None, None
    clock.save(update_fields=["ended", "finding", "closed_at", "closed_by"])
    begin(clock, clock.claimant, now=now)


@part_of_operation
def hold_while_open(*, claimant_id: int, now: datetime) -> None:
    """Hold what comes after a contact while one is open for a claimant, and release it where none is."""
    clock = ContactClock.objects.open().filter(claimant_id=claimant_id).first()
    held = rules.policy_on(clock.since)["holds"] if clock else ()
    for what in held:
        claimants.put_on_hold(claimant_id=claimant_id, what=what, because=DUTY, now=now)
    for left in Hold.objects.filter(claimant_id=claimant_id, because=DUTY, until=None).exclude(what__in=held):
        claimants.release(claimant_id=claimant_id, what=left.what, because=DUTY, now=now)


def tell(clock: ContactClock) -> None:
    """Tell the pages that show the contacts of a site."""
    live.tell(f"contact:{clock.site_id}")
