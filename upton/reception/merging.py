"""What becomes of visits and of times at computers when two records of one person merge."""

from __future__ import annotations

from collections.abc import Iterator

from upton.claimants.models.relations import Prepared, Relation, Two, declare, known_as_subject, stands_against
from upton.diary.models import Appointment
from upton.pages.words import moment
from upton.reception.models import ComputerUse, Visit


@stands_against
def against(two: Two) -> Iterator[str]:
    """Nobody waits twice, and nobody sits at two computers."""
    here = Visit.objects.present().filter(claimant__in=[two.survivor.pk, two.other.pk]).order_by("pk")
    if len({one.claimant_id for one in here}) > 1:
        tickets = " and ".join(str(one.ticket) for one in here)
        yield (
            f"Both are here now, with the tickets {tickets}. On the floor, under More, take the check-in of one of the "
            "two back, or note that they left without being seen; then try again."
        )
    for one, other in _at_one_time(two):
        if max(one.during.upper, other.during.upper) > two.now:
            yield (
                f"Both have a computer at one time, {moment(max(one.during.lower, other.during.lower))}. "
                "Cancel or end one of the two first."
            )


def _at_one_time(two: Two) -> list[tuple[ComputerUse, ComputerUse]]:
    both = [two.survivor.pk, two.other.pk]
    rows = list(ComputerUse.objects.filter(cancelled_at=None, claimant__in=both).order_by("during"))
    own, others = ([one for one in rows if one.claimant_id == whose] for whose in both)
    return [
        (one, other)
        for other in others
        for one in own
        if (_sits(one) and _sits(other))
        or (one.during.lower < other.during.upper and other.during.lower < one.during.upper)
    ]


def _sits(use: ComputerUse) -> bool:
    return use.begun_at is not None and use.ended_at is None


def _uses(two: Two) -> Prepared:
    """Of what was at one time in the past, one stays where it was written."""
    return Prepared(stay=[other.pk for _, other in _at_one_time(two)])


def declare_own() -> None:
    """Say what becomes of every row of this capability."""
    declare(
        Relation(Visit, words=("visit", "visits"), hangs_on={"appointment_id": Appointment}),
        Relation(
            ComputerUse,
            words=("time at a computer", "times at a computer"),
            hangs_on={"visit_id": Visit},
            prepare=_uses,
        ),
    )
    known_as_subject("visit", Visit)
