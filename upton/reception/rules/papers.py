"""Who gets proof that they came, and what of their way is paid back: plain values in and out (FOH-1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from upton.foundation.refusals import NotPossible, when_broken
from upton.policy import dated
from upton.reception.rules.visits import PRESENT, WORDS, VisitState

POLICY = "travel_refunds"
PER_MILE, AS_PAID, CAP = "per_mile", "as_paid", "cap"
MOST_MILES = 500
ATTENDED = (*PRESENT, VisitState.LEFT)


@dataclass(frozen=True, slots=True)
class Worked:
    """A refund in pence, and how it was worked out: what each line says, and its pence."""

    lines: Sequence[tuple[str, int]]
    pence: int


def require_attended(state: VisitState, *, visitor: bool) -> None:
    """Papers are for claimants who are here, or were seen. Raises NotPossible."""
    if visitor:
        raise NotPossible("This is for claimants: a visitor gets no proof of attendance and no refund.")
    if state not in ATTENDED:
        raise NotPossible(f"They are noted as {WORDS[state]}, so there is nothing to prove or to pay back.")


def require_named(name: str, *, known: bool) -> None:
    """A letter names whom it is for. Raises NotPossible where one does not see the name."""
    if not known or not name.strip():
        raise NotPossible(
            "You don't see whose visit this is. Open the record with a reason first, then give the letter."
        )


def require_of_today(day: date, *, today: date) -> None:
    """Cash is paid out on the day. Raises NotPossible."""
    if day != today:
        raise NotPossible("A refund is paid on the day of the visit. Ask the manager how to pay it now.")


def require_record(claimant_id: int | None) -> None:
    """Money goes to somebody with a record. Raises NotPossible."""
    if claimant_id is None:
        raise NotPossible("Travel is refunded to claimants with a record. Register them first.")


def require_not_taken_back(taken_back: bool) -> None:
    """What was taken back holds no more. Raises NotPossible."""
    if taken_back:
        raise NotPossible("This was taken back already. Look at the visit.")


def means(day: date) -> Sequence[tuple[str, str]]:
    """How one may have come, by code, with what is paid for it."""
    found = dated.on(POLICY, day).items()
    paid = {AS_PAID: "what the ticket cost", CAP: ""}
    return [
        (code, f"{one.values['name']} ({paid.get(one.values['pays']) or pounds(one.values['pence']) + ' a mile'})")
        for code, one in found
        if one.values["pays"] != CAP
    ]


def pays(how: str, day: date) -> str:
    """By what a way of coming is paid back on a day: `per_mile` or `as_paid`."""
    return str(dated.on(POLICY, day)[how].values["pays"])


def work_out(how: str, *, miles: Decimal | None, paid: Decimal | None, seen: bool, day: date) -> Worked:
    """What is paid back for one way of coming, line by line, there and back, up to the most for a visit.

    `miles` and `paid` (in pounds) as the way needs one or the other; `seen` says that the ticket was looked at.
    Raises NotPossible at `how`, `miles`, `paid` or `seen`.
    """
    entries = dated.on(POLICY, day)
    entry = entries.get(how)
    if entry is None or entry.values["pays"] == CAP:
        raise NotPossible("Choose how they came.", field="how")
    name = entry.values["name"]
    if entry.values["pays"] == PER_MILE:
        rate, far = entry.values["pence"], _miles(miles)
        pence = int((far * rate).quantize(Decimal(1), ROUND_HALF_UP))
        lines = [(f"{name}: {_plain(far)} miles at {pounds(rate)} a mile", pence)]
    else:
        pence = _paid(paid, seen=seen)
        lines = [(f"{name}: as paid, ticket seen", pence)]
    most = entries["visit"].values["pence"]
    if pence > most:
        lines.append((f"The most for one visit is {pounds(most)}", most - pence))
        pence = most
    return Worked(lines, pence)


def pounds(pence: int) -> str:
    """Pence as people write money: £3.10, or 25p."""
    sign = "-" if pence < 0 else ""
    return f"{sign}{abs(pence)}p" if 0 < abs(pence) < 100 else f"{sign}£{abs(pence) // 100:,}.{abs(pence) % 100:02}"


def _miles(miles: Decimal | None) -> Decimal:
    if miles is None or not 0 < miles <= MOST_MILES:
        raise NotPossible(f"Enter the miles there and back, up to {MOST_MILES}.", field="miles")
    return miles


def _paid(paid: Decimal | None, *, seen: bool) -> int:
    if paid is None or not 0 < paid <= 1000:
        raise NotPossible("Enter what the tickets cost, such as 4.60.", field="paid")
    if not seen:
        raise NotPossible("Look at the ticket or the receipt first: without it nothing is paid back.", field="seen")
    return int((paid * 100).quantize(Decimal(1), ROUND_HALF_UP))


def _plain(figure: Decimal) -> str:
    return f"{figure.normalize():f}"


when_broken("refund_once_for_a_visit", "Their travel was refunded already for this visit. Look at the slip.")
