"""The crowd written: rows and facts as the ordinary operations leave them, copied in one act.

Of what was owed to the crowd only that is kept which is still owed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from upton.claimants import facts as told
from upton.claimants.models import Claimant, ClaimantName, ClaimantTelephone, Household, Member, MemberKind, NameKind
from upton.claimants.operations.finding import index_many
from upton.demo import facts
from upton.demo.booking import act_of, write_meetings
from upton.demo.crowd import Change, Regular, caring_for, changes_of, households
from upton.demo.meetings import Group, Meeting
from upton.demo.people import Cast, Person
from upton.demo.strangers import Stranger
from upton.demo.visiting import Signed, write_visits
from upton.duties import operations as duties
from upton.foundation.actors import SYSTEM, Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.bulk import PastAct, copy_rows, reserve, write_acts
from upton.foundation.clock import local_day
from upton.foundation.sorting import sort_key
from upton.foundation.stating import Stated

AT_ONCE = 2000
PERSON = (
    "id", "reference", "name", "known_as", "sort_key", "born", "email", "address", "postcode", "post_to",
    "post_address", "post_postcode", "unsafe", "safe_times", "ask_for", "language", "interpreter", "access",
    "site_id", "coach_id", "registered_at", "death_source", "restricted_as", "version", "changed_by_id",
    "changed_at", "changed_what",
)  # fmt: skip
NAME = ("claimant_id", "kind", "name", "given", "family", "sort_key")
TELEPHONE = ("claimant_id", "number", "kind", "whose", "safe")


@operation
def settle(
    *,
    cast: Cast,
    crowd: Sequence[Regular],
    meetings: Sequence[Meeting],
    groups: Sequence[Group],
    strangers: Sequence[Stranger],
    signed: Signed,
    by: Actor,
    now: datetime,
) -> int:
    """Write the crowd, what came of its meetings, and the fact of each; how many facts there were."""
    leaders = {site: caring_for(cast, site) for site in {one.site for one in crowd}}
    changes = {id(one): changes_of(one, leaders[one.site]) for one in crowd}
    _write_people(cast, crowd, changes)
    acts = [
        *(act for one in crowd for act in _record(cast, one, changes[id(one)])),
        *_write_households(cast, crowd, changes),
        *write_meetings(cast, meetings, groups),
        *write_visits(cast, meetings, strangers, signed),
    ]
    acts.sort(key=lambda one: one.stated[0].at)
    for start in range(0, len(crowd), AT_ONCE):
        index_many([one.key for one in crowd[start : start + AT_ONCE]])
    _owe_first_appointments(cast, crowd, meetings)
    state(facts.CrowdSettled(site_id=None, count=len(crowd)))
    return write_acts(acts)


@part_of_operation
def _owe_first_appointments(cast: Cast, crowd: Sequence[Regular], meetings: Sequence[Meeting]) -> None:
    """Let a first appointment be owed to those who have none, since they were registered or called their last off."""
    stands = {one.regular.key for one in meetings if one.cancelled_at is None}
    since = {one.regular.key: one.cancelled_at for one in sorted(meetings, key=_called_off)}
    for one in crowd:
        if one.key not in stands:
            duties.owe(
                what="book_first_appointment",
                site_id=cast.sites[one.site].pk,
                subject=("claimant", one.key),
                claimant_id=one.key,
                role="service_delivery_support",
                now=since.get(one.key) or one.registered_at,
            )


def _called_off(one: Meeting) -> datetime:
    return one.cancelled_at or one.booked_at


@part_of_operation
def _write_people(cast: Cast, crowd: Sequence[Regular], changes: Mapping[int, Sequence[Change]]) -> None:
    for one, key in zip(crowd, reserve(Claimant, len(crowd)), strict=True):
        one.key = key
    copy_rows(Claimant, PERSON, (_person(cast, one, changes[id(one)]) for one in crowd))
    copy_rows(ClaimantName, NAME, (row for one in crowd for row in _names(one)))
    numbers = (one for one in crowd if one.telephone)
    copy_rows(ClaimantTelephone, TELEPHONE, ((one.key, one.telephone, "home", "", True) for one in numbers))


def _person(cast: Cast, one: Regular, changes: Sequence[Change]) -> tuple[Any, ...]:
    name, last = one.named.name, changes[-1]
    return (
        one.key, one.reference, name, one.known_as, sort_key(name), one.born, one.email, one.address, one.postcode,
        "", "", "", [], "", "", one.language, one.interpreter, sorted(one.access), cast.sites[one.site].pk,
        one.coach.colleague.pk, one.registered_at, "", "", 1 + len(changes),
        last.by.colleague.pk if last.by else None, last.at, last.what,
    )  # fmt: skip


def _names(one: Regular) -> Iterator[tuple[Any, ...]]:
    name = one.named.name
    yield (one.key, NameKind.CURRENT.value, name, "", "", sort_key(name))
    if one.previous:
        yield (one.key, NameKind.PREVIOUS.value, one.previous, "", "", sort_key(one.previous))


def _by(cast: Cast, person: Person | None) -> Actor:
    return SYSTEM if person is None else cast.by(person)


def _record(cast: Cast, one: Regular, changes: Sequence[Change]) -> Iterator[PastAct]:
    """The acts of a record, but for the households, which are those of two."""
    at: dict[str, Any] = {"site_id": cast.sites[one.site].pk, "claimant_id": one.key}
    yield act_of(told.ClaimantRegistered(**at), _by(cast, one.registered_by), one.registered_at)
    for version, change in enumerate(changes, 2):
        if change.what == "coach":
            given = told.CoachGiven(**at, coach_id=one.coach.colleague.pk)
            yield act_of(given, _by(cast, change.by), change.at)
        elif change.what != "household":
            changed = told.DetailsChanged(**at, what=change.what, version=version)
            yield act_of(changed, _by(cast, change.by), change.at)


@part_of_operation
def _write_households(
    cast: Cast, crowd: Sequence[Regular], changes: Mapping[int, Sequence[Change]]
) -> Iterator[PastAct]:
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
    return (_joined(cast, key, changes[id(both[0])][-1], both) for key, both in zip(keys, couples, strict=True))


def _joined(cast: Cast, household: int, change: Change, both: tuple[Regular, Regular]) -> PastAct:
    by = _by(cast, change.by)
    facts_of_both = [
        told.PartnerJoined(
            site_id=cast.sites[one.site].pk, claimant_id=one.key, household_id=household, joint=one.joint
        )
        for one in both
    ]  # fmt: skip
    return PastAct([Stated(fact, by, change.at, None) for fact in facts_of_both])
