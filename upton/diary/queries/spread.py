"""What was done when the rest of a morning was moved, for the list that is printed and worked through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from upton.diary.models import Appointment, Spread
from upton.diary.queries.lines import as_seen, listed, opens
from upton.diary.queries.telling import reached
from upton.diary.rules import UNDO_WITHIN
from upton.diary.rules.spreading import Choice, Telling
from upton.foundation.actors import Actor
from upton.pages.words import moment


@dataclass(frozen=True, slots=True)
class SpreadDoneLine:
    """One appointment: when it was, where it stands now, and how its claimant is told what."""

    appointment_id: int
    claimant_id: int
    claimant: str
    reference: str
    opens: bool
    was_at: datetime
    became: str
    changed_since: bool
    telling: Telling
    told: str
    contact: str


@dataclass(frozen=True, slots=True)
class SpreadDone:
    """What was done, the lines by their old time, and whether it can still be taken back."""

    lines: Sequence[SpreadDoneLine]
    moved: int
    undoable: bool


def spread_for(actor: Actor, spread_id: int) -> Spread:
    """One such act that the actor may see, with its colleague. Raises Spread.DoesNotExist."""
    found: Spread = Spread.objects.visible_to(actor).select_related("colleague", "site").get(pk=spread_id)
    return found


def spread_done(actor: Actor, done: Spread, *, now: datetime) -> SpreadDone:
    """What became of each appointment of such an act, as one may see it; four questions."""
    rows = list(done.lines.order_by("appointment__during__startswith", "pk"))
    ids = {one.appointment_id for one in rows} | {one.became_id for one in rows if one.became_id}
    seen = as_seen(Appointment.objects.visible_to(actor).filter(pk__in=ids), actor)
    by_id = {one.pk: one for one in seen.prefetch_related("claimant__telephones")}
    lines = [
        _line(by_id[one.appointment_id], by_id.get(one.became_id or 0), Choice(one.choice), Telling(one.told))
        for one in rows
        if one.appointment_id in by_id
    ]
    undoable = done.undone_at is None and now - done.done_at <= UNDO_WITHIN
    return SpreadDone(lines, sum(one.became_id is not None for one in rows), undoable)


def _line(old: Appointment, new: Appointment | None, choice: Choice, telling: Telling) -> SpreadDoneLine:
    stands = f"{moment(new.during.lower)} with {new.colleague.name}" if new else "as it was"
    contact = reached(old)[1] if telling in (Telling.RING, Telling.DOOR) else ""
    return SpreadDoneLine(
        appointment_id=new.pk if new else old.pk,
        claimant_id=old.claimant_id,
        claimant=listed(old),
        reference=old.claimant.reference,
        opens=opens(old),
        was_at=old.during.lower,
        became=stands
        + (", with an interpreter: ask for one" if new and new.interpreter and not old.interpreter else ""),
        changed_since=new is not None and new.state == "cancelled",
        telling=telling,
        told=_told(old, new, choice, telling),
        contact=contact,
    )


def _told(old: Appointment, new: Appointment | None, choice: Choice, telling: Telling) -> str:
    """What the claimant is told, in a sentence that can be read out."""
    if choice is Choice.LEAVE:
        return "Nothing: the appointment stands."
    if new is None:
        return (
            f"Your appointment of {moment(old.during.lower)} can't take place as booked. When could you come instead?"
        )
    if new.during.lower == old.during.lower:
        return f"Come at the time you know: {new.colleague.name} sees you."
    now = f"{moment(new.during.lower)} with {new.colleague.name}"
    return f"Your appointment of {moment(old.during.lower)} is now on {now}."
