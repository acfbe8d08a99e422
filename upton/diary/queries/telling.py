"""How the claimants of appointments that go elsewhere are told, and reached (DIA-3)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from upton.claimants import queries as claimants
from upton.diary.models import Appointment
from upton.diary.queries.lines import opens
from upton.diary.queries.working import cycles_of
from upton.diary.rules import State
from upton.diary.rules import spreading as rules
from upton.diary.rules.types import Type
from upton.diary.rules.working import moment_at


def told(row: Appointment, kind: Type, *, starts_at: datetime | None, now: datetime) -> rules.Telling:
    """How the claimant of an appointment, with telephones at hand, is told where it goes; None: that they are rung."""
    short = starts_at is not None and starts_at - now < timedelta(hours=kind.notice_hours)
    if row.state == State.ARRIVED.value:
        return rules.Telling.DOOR
    return rules.telling(
        choice=rules.Choice.RING if starts_at is None else rules.Choice.MOVE,
        same_time=starts_at == row.during.lower,
        short=short,
        online=claimants.reached_online(row.claimant),
        may_ring=claimants.reach_of(row.claimant).may_ring,
    )


def reached(row: Appointment) -> tuple[bool, str]:
    """Whether the claimant of an appointment asked `as_seen` may be rung, and how they are reached, in words."""
    reach = claimants.reach_of(row.claimant)
    if not opens(row):
        return reach.may_ring, "Their record is closed to you: somebody to whom it is open reaches them"
    if not reach.may_ring:
        return False, "Do not ring" if any(one == "Do not ring" for one in reach.do_not) else "No number to ring"
    more = [f"ask for {reach.ask_for}" if reach.ask_for else "", reach.safe_times]
    if not reach.may_leave_voicemail:
        more.append("leave no voicemail")
    return True, ", ".join(filter(None, [f"Ring {reach.number}", *more]))


def lunch_on(colleague_id: int, day: date) -> datetime:
    """When somebody goes to lunch on a day, as their pattern has it: until when their morning lasts. One question."""
    cycles = cycles_of([colleague_id], day, day).get(colleague_id, ())
    parts = next((one.parts_on(day) for one in cycles if one.holds_on(day)), ())
    return moment_at(day, rules.lunch_of(parts))
