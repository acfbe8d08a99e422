"""What is said of pairs that may be one person: found at night, told apart, put off, proposed to be merged (CLM-1)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from upton.claimants import access, facts
from upton.claimants.models import Claimant, PossibleDuplicate, RecordOpening
from upton.claimants.operations.holding import hold_all
from upton.claimants.operations.restricting import open_record
from upton.claimants.queries.closed_pairs import closed_of
from upton.claimants.queries.pairs import FoundPair
from upton.claimants.rules.merging import require_two_records
from upton.foundation.actors import Actor, ActorKind
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.refusals import NotPermitted, NotPossible

Said = TypeVar("Said", facts.ToldApart, facts.ToldApartUndone, facts.MergeProposed, facts.PairPutOff)
LATER = timedelta(days=7)
"""For how long a pair that was put off is left out of what is open."""
AT_ONCE = 2_000
ASKED = 1.0
"""How likely a pair is that a colleague proposes: they know more than the records tell."""


@operation
def keep_pairs(*, found: Sequence[FoundPair], by: Actor, now: datetime) -> int:
    """Keep the pairs that were found as those that are open; gives how many those are.

    What somebody said of a pair stays. One that is not found any more goes, unless a colleague proposed it or said that
    they are two people. Raises NotPermitted for anybody but the service itself.
    """
    if by.kind is not ActorKind.SYSTEM:
        raise NotPermitted("Only the service itself compares all records. Look for the duplicates of one record.")
    known = {(one.first_id, one.second_id): one for one in PossibleDuplicate.objects.select_for_update().order_by("pk")}
    wanted = {(one.first, one.second): one for one in found}
    gone = [
        row.pk
        for key, row in known.items()
        if key not in wanted and row.decided_at is None and row.proposed_by_id is None
    ]
    PossibleDuplicate.objects.filter(pk__in=gone).delete()
    changed = []
    for key, row in known.items():
        if key in wanted and row.decided_at is None:
            row.probability, row.because = wanted[key].probability, list(wanted[key].because)
            changed.append(row)
    PossibleDuplicate.objects.bulk_update(changed, ["probability", "because"], batch_size=AT_ONCE)
    # Somebody may have been merged, or be gone, since the look began.
    live = set(
        Claimant.objects.filter(pk__in={one for key in wanted for one in key}, merged_into=None).values_list(
            "pk", flat=True
        )
    )
    new = [
        PossibleDuplicate(
            first_id=one.first,
            second_id=one.second,
            probability=one.probability,
            because=list(one.because),
            found_at=now,
        )
        for key, one in wanted.items()
        if key not in known and {*key} <= live
    ]
    PossibleDuplicate.objects.bulk_create(new, batch_size=AT_ONCE, ignore_conflicts=True)
    state(facts.DuplicatesSought(site_id=None, count=len(changed) + len(new)))
    return len(changed) + len(new)


@operation
def tell_apart(*, pair: PossibleDuplicate, by: Actor, now: datetime) -> PossibleDuplicate:
    """Say that two records are two people; it stands until it is taken back. Raises NotPermitted, NotPossible."""
    held = _held(pair, by=by)
    if held.decided_at is not None:
        raise NotPossible("Somebody said already that these are two people. Look at the next pair.")
    held.decided_at, held.decided_by_id, held.later_until = now, by.id, None
    held.save(update_fields=["decided_at", "decided_by_id", "later_until"])
    state(_about(held, facts.ToldApart))
    return held


@operation
def take_back_told_apart(*, pair: PossibleDuplicate, by: Actor, now: datetime) -> PossibleDuplicate:
    """Let it be open again whether two records are one person's. Raises NotPermitted, NotPossible."""
    held = _held(pair, by=by)
    if held.decided_at is None:
        raise NotPossible("It is open already whether these are one person. Look at what stands now.")
    held.decided_at, held.decided_by_id = None, None
    held.save(update_fields=["decided_at", "decided_by_id"])
    state(_about(held, facts.ToldApartUndone))
    return held


@operation
def put_off(*, pair: PossibleDuplicate, by: Actor, now: datetime) -> PossibleDuplicate:
    """Leave a pair out of what is open for a week. Raises NotPermitted."""
    held = _held(pair, by=by)
    held.later_until = now + LATER
    held.save(update_fields=["later_until"])
    state(_about(held, facts.PairPutOff))
    return held


@operation
def open_pair(*, pair: PossibleDuplicate, reason: str, why: str, by: Actor, now: datetime) -> list[RecordOpening]:
    """Open the restricted records of a pair with a reason, for whoever answers for one of them.

    Raises NotPermitted, NotPossible.
    """
    closed = closed_of(by, pair)
    if not closed:
        raise NotPossible("Both records are open to you already. Look at the pair.")
    near = [one for one in closed if by.reach("claimants.restrict").covers(one.site_id)]
    access.require_restrict(by, site_id=(near or closed)[0].site_id)
    opened = [open_record(claimant=one, reason=reason, why=why, by=by, now=now) for one in closed]
    state(facts.PairOpened(site_id=closed[0].site_id, claimant_id=closed[0].pk, pair_id=pair.pk))
    return opened


@operation
def propose_merge(*, claimant: Claimant, other: Claimant, by: Actor, now: datetime) -> PossibleDuplicate:
    """Ask those who merge records whether two are one person's. Raises NotPermitted, NotPossible, Merged."""
    require_two_records(claimant.pk, other.pk)
    held = hold_all([claimant.pk, other.pk])
    for one in held.values():
        access.require_seen(by, claimant_id=one.pk)
    access.require_change(by, site_id=held[claimant.pk].site_id)
    first, second = sorted(held)
    row, made = PossibleDuplicate.objects.get_or_create(
        first_id=first, second_id=second, defaults={"probability": ASKED, "found_at": now, "proposed_by_id": by.id}
    )
    if not made:
        row.proposed_by_id, row.decided_at, row.decided_by_id, row.later_until = by.id, None, None, None
        row.save(update_fields=["proposed_by_id", "decided_at", "decided_by_id", "later_until"])
    state(_about(row, facts.MergeProposed))
    return row


@part_of_operation
def remember_told_apart(*, claimant: Claimant, others: Collection[int], by: Actor, now: datetime) -> None:
    """Remember that somebody who is registered was told apart from these: the nightly look asks nobody again."""
    rows = [
        PossibleDuplicate(
            first_id=min(one, claimant.pk),
            second_id=max(one, claimant.pk),
            probability=0,
            found_at=now,
            decided_at=now,
            decided_by_id=by.id,
        )
        for one in others
    ]
    PossibleDuplicate.objects.bulk_create(rows, ignore_conflicts=True)


def _held(pair: PossibleDuplicate, *, by: Actor) -> PossibleDuplicate:
    held = PossibleDuplicate.objects.select_for_update(of=("self",)).select_related("first", "second").get(pk=pair.pk)
    reach = by.reach("claimants.merge")
    near = held.first if reach.covers(held.first.site_id) else held.second
    access.require_review(by, site_id=near.site_id)
    for one in (held.first_id, held.second_id):
        access.require_seen(by, claimant_id=one)
    return held


def _about(pair: PossibleDuplicate, kind: type[Said]) -> Said:
    one = pair.first
    return kind(site_id=one.site_id, claimant_id=one.pk, pair_id=pair.pk, other_id=pair.second_id)
