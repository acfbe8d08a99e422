"""The crowd written: rows and facts as the ordinary operations leave them, copied in one act.

Of what was owed to the crowd only that is kept which is still owed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from upton.claimants import facts as told
from upton.claimants.models import Claimant, ClaimantName, ClaimantTelephone, Household, Member, MemberKind, NameKind
from upton.claimants.operations.finding import index_many
from upton.demo import facts
from upton.demo.crowd import Regular, households
from upton.demo.people import Cast
from upton.demo.weeks import FORTNIGHT, REVIEW, Meeting
from upton.diary import facts as diary
from upton.diary.models import Appointment, Occupancy, Series, State
from upton.duties import operations as duties
from upton.foundation.actors import SYSTEM, Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.bulk import PastAct, copy_rows, reserve, write_acts
from upton.foundation.clock import local_day
from upton.foundation.facts import Fact
from upton.foundation.sorting import sort_key
from upton.foundation.stating import Stated

AT_ONCE = 2000
MOMENT = timedelta(seconds=20)
PERSON = (
    "id", "reference", "name", "known_as", "sort_key", "born", "email", "address", "postcode", "post_to",
    "post_address", "post_postcode", "unsafe", "safe_times", "ask_for", "language", "interpreter", "access",
    "site_id", "coach_id", "registered_at", "death_source", "restricted_as", "version", "changed_what",
)  # fmt: skip
NAME = ("claimant_id", "kind", "name", "given", "family", "sort_key")
TELEPHONE = ("claimant_id", "number", "kind", "whose", "safe")
MEETING = (
    "id", "claimant_id", "colleague_id", "site_id", "purpose", "series_id", "during", "channel", "language",
    "interpreter", "state", "booked_at", "arrived_at", "seen_at", "ended_at", "cancel_reason", "outcome",
)  # fmt: skip


@operation
def settle(*, cast: Cast, crowd: Sequence[Regular], meetings: Sequence[Meeting], by: Actor, now: datetime) -> int:
    """Write the crowd, what came of its meetings, and the fact of each; how many facts there were."""
    _write_people(cast, crowd)
    acts = [*_registrations(cast, crowd), *_write_households(cast, crowd), *_write_meetings(cast, meetings)]
    acts.sort(key=lambda one: one.stated[0].at)
    for start in range(0, len(crowd), AT_ONCE):
        index_many([one.key for one in crowd[start : start + AT_ONCE]])
    for one in meetings:
        if _state(one) is State.ARRIVED:
            _let_wait(cast, one)
    state(facts.CrowdSettled(site_id=None, count=len(crowd)))
    return write_acts(acts)


@part_of_operation
def _write_people(cast: Cast, crowd: Sequence[Regular]) -> None:
    for one, key in zip(crowd, reserve(Claimant, len(crowd)), strict=True):
        one.key = key
    copy_rows(Claimant, PERSON, (_person(cast, one) for one in crowd))
    copy_rows(ClaimantName, NAME, (row for one in crowd for row in _names(one)))
    numbers = (one for one in crowd if one.telephone)
    copy_rows(ClaimantTelephone, TELEPHONE, ((one.key, one.telephone, "home", "", True) for one in numbers))


def _person(cast: Cast, one: Regular) -> tuple[Any, ...]:
    name = one.named.name
    return (
        one.key, one.reference, name, one.known_as, sort_key(name), one.born, one.email, one.address, one.postcode,
        "", "", "", [], "", "", one.language, one.language not in ("en", "cy"), list(one.access),
        cast.sites[one.site].pk, one.coach.colleague.pk, one.registered_at, "", "", 2, "coach",
    )  # fmt: skip


def _names(one: Regular) -> Iterator[tuple[Any, ...]]:
    name = one.named.name
    yield (one.key, NameKind.CURRENT.value, name, "", "", sort_key(name))
    if one.previous:
        yield (one.key, NameKind.PREVIOUS.value, one.previous, "", "", sort_key(one.previous))


def _registrations(cast: Cast, crowd: Sequence[Regular]) -> Iterator[PastAct]:
    for one in crowd:
        at: dict[str, Any] = {"site_id": cast.sites[one.site].pk, "claimant_id": one.key}
        by = cast.by(one.registered_by) if one.registered_by else SYSTEM
        yield _act(told.ClaimantRegistered(**at), by, one.registered_at)
        yield _act(told.CoachGiven(**at, coach_id=one.coach.colleague.pk), by, one.registered_at + MOMENT)


@part_of_operation
def _write_households(cast: Cast, crowd: Sequence[Regular]) -> list[PastAct]:
    couples = households(crowd)
    keys = reserve(Household, len(couples))
    since = {id(one): local_day(max(one.registered_at, other.registered_at)) for one, other in couples}
    copy_rows(
        Household,
        ("id", "joint", "since"),
        ((key, one.joint, since[id(one)]) for key, (one, _) in zip(keys, couples, strict=True)),
    )
    members = [
        (key, each.key, MemberKind.PARTNER.value, "", since[id(couple[0])])
        for key, couple in zip(keys, couples, strict=True)
        for each in couple
    ]
    copy_rows(Member, ("household_id", "claimant_id", "kind", "name", "since"), members)
    return [_joined(cast, key, one, other) for key, (one, other) in zip(keys, couples, strict=True)]


def _joined(cast: Cast, household: int, *both: Regular) -> PastAct:
    moment = max(one.registered_at for one in both) + 3 * MOMENT
    by = cast.by(both[0].coach) if all(not one.taken_over for one in both) else SYSTEM
    return PastAct(
        [
            Stated(
                told.PartnerJoined(
                    site_id=cast.sites[one.site].pk, claimant_id=one.key, household_id=household, joint=one.joint
                ),
                by, moment, None,
            )
            for one in both
        ]
    )  # fmt: skip


@part_of_operation
def _write_meetings(cast: Cast, meetings: Sequence[Meeting]) -> Iterator[PastAct]:
    for one, key in zip(meetings, reserve(Appointment, len(meetings)), strict=True):
        one.key = key
    series = _write_series(cast, meetings)
    copy_rows(Appointment, MEETING, (_meeting(cast, one, series) for one in meetings))
    live = [one for one in meetings if _state(one) in (State.BOOKED, State.ARRIVED, State.SEEN)]
    for field, who in (
        ("colleague_id", lambda one: one.coach.colleague.pk),
        ("claimant_id", lambda one: one.regular.key),
    ):
        rows = ((one.key, who(one), DateTimeTZRange(one.starts_at, one.ends_at)) for one in live)
        copy_rows(Occupancy, ("appointment_id", field, "during"), rows)
    return (act for one in meetings for act in _life(cast, one))


@part_of_operation
def _write_series(cast: Cast, meetings: Sequence[Meeting]) -> dict[int, int]:
    """Write the series that meetings belong to; the regular's key → the key of their series."""
    of: dict[int, list[Meeting]] = defaultdict(list)
    for one in meetings:
        if one.series:
            of[one.regular.key].append(one)
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


def _meeting(cast: Cast, one: Meeting, series: dict[int, int]) -> tuple[Any, ...]:
    return (
        one.key, one.regular.key, one.coach.colleague.pk, cast.sites[one.site].pk, one.purpose,
        series[one.regular.key] if one.series else None, DateTimeTZRange(one.starts_at, one.ends_at), "face_to_face",
        one.regular.language, False, _state(one).value, one.booked_at, one.arrived_at, one.seen_at,
        one.ended_at or one.missed_at or one.cancelled_at, one.reason, one.outcome,
    )  # fmt: skip


def _state(one: Meeting) -> State:
    for moment, found in (
        (one.cancelled_at, State.CANCELLED),
        (one.missed_at, State.MISSED),
        (one.seen_at, State.SEEN),
        (one.arrived_at, State.ARRIVED),
    ):
        if moment is not None:
            return found
    return State.BOOKED


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
    booked = diary.AppointmentBooked(**told_of, ends_at=one.ends_at, purpose=one.purpose)
    yield _act(booked, SYSTEM if one.series and one.regular.taken_over else cast.by(one.booked_by), one.booked_at)
    if one.cancelled_at:
        gone = diary.AppointmentCancelled(**told_of, reason=one.reason, asked_by="claimant")
        yield _act(gone, front, one.cancelled_at)
    if one.missed_at:
        yield _act(diary.AppointmentMissed(**told_of, purpose=one.purpose), coach, one.missed_at)
    if one.arrived_at:
        yield _act(diary.ClaimantArrived(**told_of), front, one.arrived_at)
    if one.seen_at:
        yield _act(diary.ClaimantSeen(**told_of, purpose=one.purpose), coach, one.seen_at)
    if one.ended_at:
        came = diary.OutcomeRecorded(**told_of, purpose=one.purpose, outcome=one.outcome)
        yield _act(came, coach, one.ended_at)


@part_of_operation
def _let_wait(cast: Cast, one: Meeting) -> None:
    arrived: datetime = one.arrived_at or one.starts_at
    duties.owe(
        what="see_claimant",
        site_id=cast.sites[one.site].pk,
        subject=("appointment", one.key),
        claimant_id=one.regular.key,
        colleague_id=one.coach.colleague.pk,
        due_at=max(one.starts_at, arrived),
        now=arrived,
    )


def _act(fact: Fact, by: Actor, moment: datetime) -> PastAct:
    return PastAct([Stated(fact, by, moment, None)])
