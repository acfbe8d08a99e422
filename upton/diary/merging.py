"""What becomes of appointments and series when two records of one person merge."""

from __future__ import annotations

from collections.abc import Iterator

from upton.claimants.models.relations import (
    Change,
    Prepared,
    Relation,
    Two,
    declare,
    known_as_subject,
    stands_against,
)
from upton.diary.models import Appointment, Occupancy, Series, State
from upton.duties.models import Duty
from upton.pages.words import moment

FIRST = "book_first_appointment"


def _at_one_time(two: Two) -> list[tuple[Occupancy, Occupancy]]:
    both = [two.survivor.pk, two.other.pk]
    rows = list(Occupancy.objects.filter(claimant__in=both).order_by("during"))
    own, others = ([one for one in rows if one.claimant_id == whose] for whose in both)
    return [
        (one, other)
        for other in others
        for one in own
        if one.during.lower < other.during.upper and other.during.lower < one.during.upper
    ]


@stands_against
def against(two: Two) -> Iterator[str]:
    """Nobody can be in two places: appointments at one time that are still to come."""
    for one, other in _at_one_time(two):
        if max(one.during.upper, other.during.upper) > two.now:
            yield (
                f"Both have an appointment on {moment(max(one.during.lower, other.during.lower))}. "
                "Cancel or move one of the two first."
            )


def _occupancies(two: Two) -> Prepared:
    """What was at one time in the past takes the person's time once."""
    return Prepared(stay=[other.pk for _, other in _at_one_time(two)])


def _appointments(two: Two) -> Prepared:
    """Whoever has an appointment in the one record is owed no first one in the other."""
    booked = Appointment.objects.exclude(state=State.CANCELLED.value)
    both = [two.survivor.pk, two.other.pk]
    if not booked.filter(claimant__in=both).exists():
        return Prepared()
    owed = Duty.objects.open().filter(what=FIRST, subject_kind="claimant", subject_id__in=both)
    return Prepared([Change(Duty, one.pk, {"done_at": two.now}) for one in owed])


def declare_own() -> None:
    """Say what becomes of every row of this capability."""
    declare(
        Relation(Series, words=("series of appointments", "series of appointments")),
        Relation(
            Appointment,
            words=("appointment", "appointments"),
            hangs_on={"series_id": Series, "instead_of_id": Appointment},
            prepare=_appointments,
        ),
        Relation(Occupancy, hangs_on={"appointment_id": Appointment}, prepare=_occupancies),
    )
    known_as_subject("appointment", Appointment)
