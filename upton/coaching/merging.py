"""What becomes of contacts by day 7 when two records of one person merge."""

from __future__ import annotations

from datetime import datetime

from upton.claimants.models.relations import (
    Change,
    Prepared,
    Relation,
    Two,
    declare,
    known_as_subject,
    puts_right,
)
from upton.coaching import operations
from upton.coaching.models import ContactClock
from upton.coaching.rules import Ended
from upton.diary.models import Appointment
from upton.duties.models import Duty


def _clocks(two: Two) -> Prepared:
    """One contact at a time is open: the one that is due first; the other is withdrawn, with what was owed for it."""
    both = [two.survivor.pk, two.other.pk]
    for later in ContactClock.objects.open().filter(claimant__in=both).order_by("due_on", "pk")[1:]:
        owed = Duty.objects.open().filter(subject_kind="contact_clock", subject_id=later.pk)
        return Prepared(
            [
                Change(ContactClock, later.pk, {"ended": Ended.UNDONE.value, "closed_at": two.now}),
                *(Change(Duty, one.pk, {"done_at": two.now}) for one in owed),
            ]
        )
    return Prepared()


@puts_right
def holds(claimant_id: int, now: datetime) -> None:
    """While a contact is open what comes after it is held, and released where the contact went to the other record."""
    operations.hold_while_open(claimant_id=claimant_id, now=now)


def declare_own() -> None:
    """Say what becomes of every row of this capability."""
    declare(
        Relation(
            ContactClock,
            words=("contact by day 7", "contacts by day 7"),
            hangs_on={"missed__appointment": Appointment},
            prepare=_clocks,
        )
    )
    known_as_subject("contact_clock", ContactClock)
