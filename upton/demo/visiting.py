"""The crowd at the door written: a visit with its ticket for everybody who came, until they left, and each day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from upton.demo.booking import act_of, how_of
from upton.demo.courses import Course
from upton.demo.meetings import Meeting
from upton.demo.people import FRONT, Cast, Person
from upton.demo.strangers import Stranger
from upton.duties import operations as duties
from upton.foundation.acts import part_of_operation
from upton.foundation.bulk import PastAct, copy_rows, reserve
from upton.foundation.clock import local_day
from upton.policy import dated
from upton.reception import facts
from upton.reception.models import SiteDay, Visit, VisitState

VISIT = (
    "id", "site_id", "day", "ticket", "claimant_id", "appointment_id", "name", "visitor", "reason", "need",
    "colleague_id", "role", "companions", "children", "how", "state", "came_at", "called_at", "called_to", "out_at",
    "seen_at", "left_at",
)  # fmt: skip
DAY = ("id", "site_id", "day", "tickets", "closed_at", "closed_by_id", "reopen_reason")
Signed = dict[tuple[str, date], tuple[datetime, Person]]
"""Office and day → when the day was signed, and by whom."""


@part_of_operation
def write_visits(
    cast: Cast, meetings: Sequence[Meeting], strangers: Sequence[Stranger], signed: Signed
) -> Sequence[PastAct]:
    """Write who came, with the tickets of each day, and the days; the acts that tell of it beside the appointments'."""
    everybody: list[Meeting | Stranger] = [*meetings, *strangers]
    came = [one for one in everybody if one.arrived_at]
    came.sort(key=lambda one: (one.arrived_at, one.key))
    tickets: dict[tuple[str, date], int] = defaultdict(int)
    rows: list[tuple[Any, ...]] = []
    acts: list[PastAct] = []
    for key, one in zip(reserve(Visit, len(came)), came, strict=True):
        assert one.arrived_at is not None
        place = one.site, local_day(one.arrived_at)
        tickets[place] += 1
        if isinstance(one, Stranger):
            one.key = key
            _owe_seeing(cast, one)
        rows.append((key, cast.sites[one.site].pk, place[1], tickets[place], *_whose(one), *_moments(one)))
        acts += _acts(cast, key, one)
    copy_rows(Visit, VISIT, rows)
    return [*acts, *_write_days(cast, tickets, signed)]


@part_of_operation
def _write_days(cast: Cast, tickets: dict[tuple[str, date], int], signed: Signed) -> Iterator[PastAct]:
    places = sorted({*tickets, *signed}, key=lambda one: (one[1], one[0]))
    keys = dict(zip(places, reserve(SiteDay, len(places)), strict=True))
    rows = []
    for place, key in keys.items():
        at, by = signed.get(place, (None, None))
        signer = by.colleague.pk if by else None
        rows.append((key, cast.sites[place[0]].pk, place[1], tickets.get(place, 0), at, signer, ""))
    copy_rows(SiteDay, DAY, rows)
    return (
        act_of(
            facts.DayClosed(site_id=cast.sites[site].pk, site_day_id=keys[site, day], day=day, goes_on=0),
            cast.by(by), at,
        )
        for (site, day), (at, by) in signed.items()
    )  # fmt: skip


def _whose(one: Meeting | Stranger) -> tuple[Any, ...]:
    """Who came, what for, and for whom they wait or waited."""
    if isinstance(one, Meeting):
        return one.regular.key, one.key, "", False, "", "", one.coach.colleague.pk, ""
    colleague, role = one.colleague, one.role
    if one.passed_at:
        colleague, role = sent_to(one)
    if one.seen_at:
        colleague = one.seen_by
    return (
        one.regular.key if one.regular else None, None, one.name, one.visitor, one.reason, one.need,
        colleague.colleague.pk if colleague else None, role,
    )  # fmt: skip


def sent_to(one: Stranger) -> tuple[Person | None, str]:
    """The colleague to whom somebody is sent on, or else the role."""
    if one.passed_to is None or one.passed_to is one.front:
        return None, FRONT[0]
    return one.passed_to, ""


def _moments(one: Course) -> tuple[Any, ...]:
    out_at = one.out_at if one.back_at is None else None
    return (
        one.companions, one.children, how_of(one), _state(one).value, one.arrived_at, one.called_at, one.called_to,
        out_at, one.seen_at, one.unseen_at or one.left_at,
    )  # fmt: skip


def _state(one: Course) -> VisitState:
    for moment, found in (
        (one.unseen_at, VisitState.LEFT_UNSEEN),
        (one.left_at, VisitState.LEFT),
        (one.seen_at, VisitState.SEEN),
        (one.called_at, VisitState.CALLED),
        (one.out_at if one.back_at is None else None, VisitState.OUT),
    ):
        if moment is not None:
            return found
    return VisitState.WAITING


def _acts(cast: Cast, key: int, one: Meeting | Stranger) -> Iterator[PastAct]:
    """The acts of a visit; those of an appointment are told by the diary, but for what happens at the door alone."""
    front = cast.by(one.front if isinstance(one, Stranger) else one.checked_in_by)
    helper = (one.seen_by or one.front) if isinstance(one, Stranger) else one.coach
    told: dict[str, Any] = {
        "site_id": cast.sites[one.site].pk,
        "claimant_id": one.regular.key if one.regular else None,
        "visit_id": key,
    }
    if isinstance(one, Stranger):
        yield from _acts_of_stranger(cast, one, told)
    for moment, fact, by in (
        (one.out_at, facts.SteppedOut, front),
        (one.back_at, facts.CameBack, front),
        (one.called_at, facts.CalledIn, cast.by(helper)),
        (one.left_at, facts.Left, cast.by(helper)),
    ):
        if moment:
            yield act_of(fact(**told), by, moment)


def _acts_of_stranger(cast: Cast, one: Stranger, told: dict[str, Any]) -> Iterator[PastAct]:
    front, colleague = cast.by(one.front), one.colleague.colleague.pk if one.colleague else None
    assert one.arrived_at is not None
    if one.visitor:
        visitor: dict[str, Any] = {name: told[name] for name in ("site_id", "visit_id")}
        yield act_of(facts.VisitorCame(**visitor, reason=one.reason, colleague_id=colleague), front, one.arrived_at)
        return
    entry = dated.on("visit_reasons", local_day(one.arrived_at))[one.reason].values
    yield act_of(
        facts.WalkedIn(
            **told, reason=one.reason, avoidable=bool(entry["avoidable"]), colleague_id=colleague, role=one.role,
            companions=one.companions, children=one.children,
        ),
        front, one.arrived_at,
    )  # fmt: skip
    if one.passed_at:
        to, role = sent_to(one)
        sent = facts.VisitPassedOn(**told, colleague_id=to.colleague.pk if to else None, role=role)
        yield act_of(sent, front, one.passed_at)
    if one.seen_at and one.seen_by:
        yield act_of(facts.VisitSeen(**told, reason=one.reason), cast.by(one.seen_by), one.seen_at)
    if one.unseen_at:
        yield act_of(facts.VisitUnseen(**told), front, one.unseen_at)


@part_of_operation
def _owe_seeing(cast: Cast, one: Stranger) -> None:
    """Let somebody owe it to whoever still waits without an appointment to see them."""
    if one.visitor or one.seen_at or one.unseen_at or one.arrived_at is None:
        return
    colleague, role = sent_to(one) if one.passed_at else (one.colleague, one.role)
    duties.owe(
        what="see_visitor",
        site_id=cast.sites[one.site].pk,
        subject=("visit", one.key),
        claimant_id=one.regular.key if one.regular else None,
        colleague_id=colleague.colleague.pk if colleague else None,
        role=role,
        due_at=one.arrived_at,
        now=one.passed_at or one.arrived_at,
    )
