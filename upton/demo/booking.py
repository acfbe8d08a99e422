"""The crowd's meetings written: appointments, series and group sessions, whose time they take, and their facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from upton.demo.courses import Course
from upton.demo.meetings import Group, Meeting
from upton.demo.people import Cast
from upton.demo.weeks import FORTNIGHT, REVIEW
from upton.diary import facts
from upton.diary.models import Appointment, GroupSession, Occupancy, Room, Series, State
from upton.duties import operations as duties
from upton.duties import queries as due
from upton.foundation.actors import SYSTEM, Actor, ActorKind
from upton.foundation.acts import part_of_operation
from upton.foundation.bulk import PastAct, copy_rows, reserve
from upton.foundation.clock import local_day
from upton.foundation.facts import Fact
from upton.foundation.stating import Stated

LIVE = (State.BOOKED, State.ARRIVED, State.SEEN, State.LEFT)
MEETING = (
    "id", "claimant_id", "colleague_id", "site_id", "purpose", "series_id", "group_id", "room_id", "during", "channel",
    "language", "interpreter", "state", "booked_at", "arrived_at", "seen_at", "ended_at", "cancel_reason", "outcome",
)  # fmt: skip


def act_of(fact: Fact, by: Actor, moment: datetime) -> PastAct:
    """An act that stated one fact."""
    return PastAct([Stated(fact, by, moment, None)])


@part_of_operation
def write_meetings(cast: Cast, meetings: Sequence[Meeting], groups: Sequence[Group]) -> Iterable[PastAct]:
    """Write what the crowd comes for, with its sessions; every act of it."""
    rooms = _write_groups(cast, groups, meetings)
    for one, key in zip(meetings, reserve(Appointment, len(meetings)), strict=True):
        one.key = key
    of: dict[int, list[Meeting]] = defaultdict(list)
    for one in meetings:
        if one.series:
            of[one.regular.key].append(one)
    keys = _write_series(cast, of)
    copy_rows(Appointment, MEETING, (_meeting(cast, one, keys, rooms) for one in meetings))
    live = [one for one in meetings if state_of(one) in LIVE]
    _occupy("claimant_id", ((one, one.regular.key) for one in live))
    _occupy("colleague_id", ((one, one.coach.colleague.pk) for one in live if one.group is None))
    for one in meetings:
        _owe_what_is_left(cast, one)
    return [
        *(_made(cast, one) for one in groups),
        *(_booked_as_series(cast, own, keys[claimant]) for claimant, own in of.items()),
        *(act for one in meetings for act in _life(cast, one)),
    ]


@part_of_operation
def _write_groups(cast: Cast, groups: Sequence[Group], meetings: Sequence[Meeting]) -> dict[int, int]:
    """Write the sessions; the key of a session → that of its room."""
    at_site: dict[int, int] = {}
    for room in Room.objects.filter(kind="group").order_by("-pk"):
        at_site[room.site_id] = room.pk
    for one, key in zip(groups, reserve(GroupSession, len(groups)), strict=True):
        one.key = key
    rooms = {one.key: at_site[cast.sites[one.site].pk] for one in groups}
    taken: dict[int, int] = defaultdict(int)
    for meeting in meetings:
        if meeting.group is not None and meeting.cancelled_at is None:
            taken[meeting.group.key] += 1
    copy_rows(
        GroupSession,
        ("id", "colleague_id", "site_id", "purpose", "room_id", "during", "places", "taken"),
        (
            (
                one.key, one.coach.colleague.pk, cast.sites[one.site].pk, one.purpose, rooms[one.key],
                DateTimeTZRange(one.starts_at, one.ends_at), one.places, taken[one.key],
            )
            for one in groups
        ),
    )  # fmt: skip
    for field, whose in (
        ("colleague_id", {one.key: one.coach.colleague.pk for one in groups}), ("room_id", rooms),
    ):  # fmt: skip
        rows = ((one.key, whose[one.key], DateTimeTZRange(one.starts_at, one.ends_at)) for one in groups)
        copy_rows(Occupancy, ("group_id", field, "during"), rows)
    return rooms


def _made(cast: Cast, one: Group) -> PastAct:
    told = facts.GroupMade(
        site_id=cast.sites[one.site].pk, group_id=one.key, colleague_id=one.coach.colleague.pk,
        starts_at=one.starts_at, purpose=one.purpose, places=one.places,
    )  # fmt: skip
    return act_of(told, cast.by(one.coach), one.made_at)


@part_of_operation
def _occupy(field: str, whose: Iterable[tuple[Meeting, int]]) -> None:
    rows = ((one.key, key, DateTimeTZRange(one.starts_at, one.ends_at)) for one, key in whose)
    copy_rows(Occupancy, ("appointment_id", field, "during"), rows)


@part_of_operation
def _write_series(cast: Cast, of: Mapping[int, Sequence[Meeting]]) -> dict[int, int]:
    """Write the series; the key of a claimant → that of their series."""
    keys = dict(zip(of, reserve(Series, len(of)), strict=True))
    copy_rows(
        Series,
        ("id", "claimant_id", "colleague_id", "site_id", "purpose", "every_days", "starts_at", "booked_until"),
        (
            (
                keys[claimant], claimant, own[0].coach.colleague.pk, cast.sites[own[0].site].pk, REVIEW, FORTNIGHT,
                own[0].starts_at, local_day(own[-1].starts_at),
            )
            for claimant, own in of.items()
        ),
    )  # fmt: skip
    return keys


def _booked_as_series(cast: Cast, own: Sequence[Meeting], key: int) -> PastAct:
    first, last = own[0], own[-1]
    told = facts.SeriesBooked(
        site_id=cast.sites[first.site].pk, claimant_id=first.regular.key, series_id=key,
        colleague_id=first.coach.colleague.pk, purpose=first.purpose, starts_at=first.starts_at,
        last_at=last.starts_at, count=len(own), appointment_ids=tuple(one.key for one in own),
    )  # fmt: skip
    return act_of(told, SYSTEM if first.regular.taken_over else cast.by(first.booked_by), first.booked_at)


def _meeting(cast: Cast, one: Meeting, series: Mapping[int, int], rooms: Mapping[int, int]) -> tuple[Any, ...]:
    return (
        one.key, one.regular.key, one.coach.colleague.pk, cast.sites[one.site].pk, one.purpose,
        series[one.regular.key] if one.series else None, one.group.key if one.group else None,
        rooms[one.group.key] if one.group else None, DateTimeTZRange(one.starts_at, one.ends_at), "face_to_face",
        one.regular.language, one.interpreter, state_of(one).value, one.booked_at, one.arrived_at, one.seen_at,
        one.ended_at or one.unseen_at or one.missed_at or one.cancelled_at, one.reason, one.outcome,
    )  # fmt: skip


def state_of(one: Meeting) -> State:
    """Where an appointment stands."""
    for moment, found in (
        (one.cancelled_at, State.CANCELLED),
        (one.missed_at, State.MISSED),
        (one.unseen_at, State.LEFT),
        (one.seen_at, State.SEEN),
        (one.arrived_at, State.ARRIVED),
    ):
        if moment is not None:
            return found
    return State.BOOKED


def how_of(one: Course) -> str:
    """How somebody checked in, as the door knows it."""
    return "tablet" if one.tablet else "desk"


def _life(cast: Cast, one: Meeting) -> Iterator[PastAct]:
    """The acts of a meeting's life, in the order in which they happened."""
    coach, front = cast.by(one.coach), cast.by(one.checked_in_by)
    told_of: dict[str, Any] = {
        "site_id": cast.sites[one.site].pk,
        "claimant_id": one.regular.key,
        "appointment_id": one.key,
        "colleague_id": one.coach.colleague.pk,
        "starts_at": one.starts_at,
    }
    if not one.series:
        booked = facts.AppointmentBooked(**told_of, ends_at=one.ends_at, purpose=one.purpose)
        yield act_of(booked, cast.by(one.booked_by), one.booked_at)
    if one.cancelled_at:
        gone = facts.AppointmentCancelled(**told_of, reason=one.reason, asked_by="claimant")
        yield act_of(gone, front, one.cancelled_at)
    if one.missed_at:
        yield act_of(facts.AppointmentMissed(**told_of, purpose=one.purpose), coach, one.missed_at)
    if one.arrived_at:
        party: dict[str, Any] = {"companions": one.companions, "children": one.children, "how": how_of(one)}
        admits = Actor(ActorKind.CLAIMANT, one.regular.key) if one.tablet else front
        yield act_of(facts.ClaimantArrived(**told_of, **party), admits, one.arrived_at)
    if one.unseen_at:
        yield act_of(facts.LeftUnseen(**told_of), front, one.unseen_at)
    if one.seen_at:
        yield act_of(facts.ClaimantSeen(**told_of, purpose=one.purpose), coach, one.seen_at)
    if one.ended_at:
        came = facts.OutcomeRecorded(**told_of, purpose=one.purpose, outcome=one.outcome)
        yield act_of(came, coach, one.ended_at)


@part_of_operation
def _owe_what_is_left(cast: Cast, one: Meeting) -> None:
    """Let a colleague owe it to whoever waits to see them, and to whoever they see to record what it comes to.

    Whoever left unseen is owed a call by their own coach.
    """
    if one.arrived_at is None or one.ended_at is not None:
        return
    now = one.unseen_at or one.seen_at or one.arrived_at
    close = due.close_of(local_day(one.starts_at))
    what, due_at = "see_claimant", max(one.starts_at, now)
    if one.seen_at:
        what, due_at = "record_outcome", max(close, now)
    duties.owe(
        what="call_left_unseen" if one.unseen_at else what,
        site_id=cast.sites[one.site].pk,
        subject=("appointment", one.key),
        claimant_id=one.regular.key,
        colleague_id=(one.regular.coach if one.unseen_at else one.coach).colleague.pk,
        due_at=None if one.unseen_at else due_at,
        now=now,
    )
