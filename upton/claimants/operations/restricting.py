"""Restricted records: restricted and lifted by managers, opened with a reason for a few hours (CLM-4)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from upton.claimants import access, facts
from upton.claimants.models import Claimant, RecordOpening
from upton.claimants.operations.holding import hold_all, note, require_not_overtaken
from upton.claimants.queries.finding import Found, search
from upton.claimants.queries.opening import opening_of
from upton.claimants.queries.record import claimant_for, two_for
from upton.claimants.rules.opening import ELSEWHERE, require_kind, require_reason
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, state
from upton.foundation.clock import local_day
from upton.foundation.refusals import NotPossible
from upton.policy import dated


@operation
def restrict(
    *, claimant: Claimant, restricted_as: str, by: Actor, now: datetime, version: int | None = None
) -> Claimant:
    """Let a record open only with a reason, whoever looks. Raises NotPermitted, NotPossible, Overtaken."""
    held = _held(claimant, by=by, version=version)
    require_kind(restricted_as, local_day(now))
    note(held, what="restriction", by=by, now=now)
    held.restricted_as = restricted_as
    held.save(update_fields=["restricted_as"])
    state(facts.RecordRestricted(site_id=held.site_id, claimant_id=held.pk, restricted_as=restricted_as))
    return held


@operation
def lift(*, claimant: Claimant, by: Actor, now: datetime, version: int | None = None) -> Claimant:
    """Let a restricted record open like any other again. Raises NotPermitted, NotPossible, Overtaken."""
    held = _held(claimant, by=by, version=version)
    if not held.is_restricted:
        raise NotPossible("This record is not restricted. Look at what stands now.")
    before = held.restricted_as
    note(held, what="restriction", by=by, now=now)
    held.restricted_as = ""
    held.save(update_fields=["restricted_as"])
    state(facts.RestrictionLifted(site_id=held.site_id, claimant_id=held.pk, restricted_as=before))
    return held


def _held(claimant: Claimant, *, by: Actor, version: int | None) -> Claimant:
    held = hold_all([claimant.pk])[claimant.pk]
    access.require_seen(by, claimant_id=held.pk)
    access.require_restrict(by, site_id=held.site_id)
    require_not_overtaken(held, version)
    return held


@operation
def open_record(*, claimant: Claimant, reason: str, why: str, by: Actor, now: datetime) -> RecordOpening:
    """Open a record that one does not see otherwise, with a reason, for the hours of the policy.

    The words stand in the table; the fact holds the code. Raises NotPermitted, NotPossible.
    """
    colleague_id = access.require_open(by)
    today = local_day(now)
    require_reason(reason, why, today)
    held = hold_all([claimant.pk])[claimant.pk]
    kind = held.restricted_as or ELSEWHERE
    hours = dated.on("restricted_records", today)[kind].values["hours"]
    opening = RecordOpening.objects.create(
        claimant=held,
        colleague_id=colleague_id,
        site_id=held.site_id,
        by_site_id=by.site_id,
        restricted_as=held.restricted_as,
        reason=reason,
        why=" ".join(why.split()),
        opened_at=now,
        until=now + timedelta(hours=hours),
    )
    state(
        facts.RecordOpened(
            site_id=held.site_id,
            claimant_id=held.pk,
            opening_id=opening.pk,
            restricted_as=kind,
            reason=reason,
            until=opening.until,
        )
    )
    return opening


def look_at(claimant_id: int, *, by: Actor, now: datetime) -> Claimant:
    """The claimant whom a page shows; a look at a record that opened with a reason is recorded (CLM-4).

    Raises Claimant.DoesNotExist where the actor may not see them.
    """
    claimant = claimant_for(by, claimant_id)
    if opening_of(by, claimant):
        note_look(claimant=claimant, by=by, now=now)
    return claimant


def look_at_two(one: int, other: int, *, by: Actor, now: datetime) -> tuple[Claimant, Claimant]:
    """The two claimants whom a page compares; looks are recorded as by `look_at`. Raises Claimant.DoesNotExist."""
    both = two_for(by, one, other)
    for claimant in both:
        if opening_of(by, claimant):
            note_look(claimant=claimant, by=by, now=now)
    return both


def look_for(words: str, *, by: Actor, now: datetime) -> Found:
    """What a search finds; a hint that a restricted record matches is recorded before it is shown (CLM-4)."""
    found = search(words, by, today=local_day(now))
    if found.restricted is not None:
        note_hint(claimant_ids=[found.restricted], where="search", by=by, now=now)
    return found


@operation
def note_hint(*, claimant_ids: Collection[int], where: str, by: Actor, now: datetime) -> None:
    """Record that a colleague is told of these restricted records that one of them matches.

    `where` is `search` or `registration`.
    """
    for row in Claimant.objects.filter(pk__in=claimant_ids).order_by("pk"):
        state(facts.RestrictedHinted(site_id=row.site_id, claimant_id=row.pk, where=where))


@operation
def note_look(*, claimant: Claimant, by: Actor, now: datetime) -> None:
    """Record that a colleague looks at a record, where they see it only because they opened it with a reason."""
    opening = opening_of(by, claimant)
    if opening is not None:
        state(facts.RecordSeen(site_id=opening.site_id, claimant_id=opening.claimant_id, opening_id=opening.pk))
