"""Households: partners, dependants, and a separation that closes everything at once (CLM-6)."""

from __future__ import annotations

from datetime import date, datetime

from upton.claimants import access, facts, queries
from upton.claimants.models import Claimant, ClaimantTelephone, Household, Member, MemberKind
from upton.claimants.operations.holding import hold_all, note, require_not_overtaken
from upton.claimants.rules.details import require_name
from upton.claimants.rules.household import (
    Shared,
    require_dependant,
    require_since,
    require_two,
)
from upton.duties import operations as duties
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.foundation.refusals import NotPossible

NO_PARTNER = "They live with no partner. Look at what stands now."


@operation
def join_partner(
    *,
    claimant: Claimant,
    partner: Claimant,
    joint: bool,
    since: date,
    by: Actor,
    now: datetime,
    version: int | None = None,
) -> Household:
    """Let two claimants live together from a day on, claiming jointly or each alone; dependants of both are theirs.

    Raises NotPermitted, NotPossible where one of them has a partner already, Overtaken.
    """
    require_two(claimant.pk, partner.pk)
    require_since(since, today=local_day(now))
    held = hold_all([claimant.pk, partner.pk])
    one, other = held[claimant.pk], held[partner.pk]
    for row in (one, other):
        access.require_seen(by, claimant_id=row.pk)
    access.require_change(by, site_id=one.site_id)
    require_not_overtaken(one, version)
    if _partners(one) or _partners(other):
        raise NotPossible("One of them has a partner already. Record the separation first.", field="reference")
    household = _household_of(one, since=since)
    _bring(other, into=household, since=since, now=now)
    household.joint = joint
    household.save(update_fields=["joint"])
    for row in (one, other):
        note(row, what="household", by=by, now=now)
        state(facts.PartnerJoined(site_id=row.site_id, claimant_id=row.pk, household_id=household.pk, joint=joint))
    return household


@part_of_operation
def _household_of(claimant: Claimant, *, since: date) -> Household:
    membership = claimant.memberships.filter(ended_at=None).select_related("household").first()
    if membership is not None:
        return membership.household
    household = Household.objects.create(since=since)
    Member.objects.create(household=household, claimant=claimant, kind=MemberKind.PARTNER, since=since)
    return household


@part_of_operation
def _bring(claimant: Claimant, *, into: Household, since: date, now: datetime) -> None:
    # Who lived alone with dependants brings them along.
    before = claimant.memberships.filter(ended_at=None).select_related("household").first()
    if before is None:
        Member.objects.create(household=into, claimant=claimant, kind=MemberKind.PARTNER, since=since)
        return
    old = before.household
    old.members.filter(ended_at=None).update(household=into)
    old.ended_at = now
    old.save(update_fields=["ended_at"])


def _partners(claimant: Claimant) -> list[int]:
    """The others who are partners in the household in which a claimant lives."""
    own = claimant.memberships.filter(ended_at=None).values("household_id")
    rows = Member.objects.filter(household_id__in=own, kind=MemberKind.PARTNER, ended_at=None)
    return [pk for pk in rows.exclude(claimant=claimant).values_list("claimant_id", flat=True) if pk is not None]


@operation
def set_joint(*, claimant: Claimant, joint: bool, by: Actor, now: datetime, version: int | None = None) -> Household:
    """Say whether the partners claim jointly or each alone. Raises NotPermitted, NotPossible, Overtaken."""
    both = _both_held(claimant, by=by, version=version)
    household = _household_of(both[0], since=local_day(now))
    household.joint = joint
    household.save(update_fields=["joint"])
    for row in both:
        note(row, what="household", by=by, now=now)
        state(facts.JointSet(site_id=row.site_id, claimant_id=row.pk, household_id=household.pk, joint=joint))
    return household


@operation
def add_dependant(
    *,
    claimant: Claimant,
    name: str,
    born: date,
    since: date,
    by: Actor,
    now: datetime,
    version: int | None = None,
) -> Member:
    """Record somebody who depends on a claimant and lives with them. Raises NotPermitted, NotPossible, Overtaken."""
    name = require_name(name)
    require_dependant(born=born, today=local_day(now))
    require_since(since, today=local_day(now))
    held = _held(claimant, by=by, version=version)
    household = _household_of(held, since=since)
    member = Member.objects.create(household=household, kind=MemberKind.DEPENDANT, name=name, born=born, since=since)
    note(held, what="household", by=by, now=now)
    state(
        facts.DependantAdded(site_id=held.site_id, claimant_id=held.pk, household_id=household.pk, member_id=member.pk)
    )
    return member


@operation
def let_dependant_leave(
    *, claimant: Claimant, member: Member, by: Actor, now: datetime, version: int | None = None
) -> Member:
    """Record that a dependant no longer lives in the household. Raises NotPermitted, NotPossible, Overtaken."""
    held = _held(claimant, by=by, version=version)
    row = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if row.kind != MemberKind.DEPENDANT or row.ended_at is not None:
        raise NotPossible("They don't depend on anybody here any more. Look at what stands now.")
    row.ended_at, row.until = now, max(row.since, local_day(now))
    row.save(update_fields=["ended_at", "until"])
    note(held, what="household", by=by, now=now)
    state(
        facts.DependantLeft(site_id=held.site_id, claimant_id=held.pk, household_id=row.household_id, member_id=row.pk)
    )
    return row


@operation
def separate(
    *, claimant: Claimant, keeps_dependants: bool, by: Actor, now: datetime, version: int | None = None
) -> Claimant:
    """End a partnership at this moment: from now on nothing of either is shown to the other.

    Telephones that both have are unsafe for both until each confirms theirs, and so is a common e-mail address or a
    common address for post: how to reach each of them safely is asked, for a claimant may have had to flee. Dependants
    stay with this claimant or with the other. Raises NotPermitted, NotPossible, Overtaken.
    """
    both = _both_held(claimant, by=by, version=version)
    one, other = both
    stays, leaves = (one, other) if keeps_dependants else (other, one)
    _leave(leaves, now=now)
    household = _household_of(stays, since=local_day(now))
    household.joint = False
    household.save(update_fields=["joint"])
    shared = queries.shared_between(one, other)
    for row in both:
        _close(row, shared, now=now)
        note(row, what="household", by=by, now=now)
        state(
            facts.Separated(
                site_id=row.site_id,
                claimant_id=row.pk,
                household_id=household.pk,
                shared_numbers=len(shared.numbers),
                channels=shared.channels,
            )
        )
    one.refresh_from_db()
    return one


@part_of_operation
def _leave(claimant: Claimant, *, now: datetime) -> None:
    today = local_day(now)
    for row in claimant.memberships.filter(ended_at=None):
        row.ended_at, row.until = now, max(row.since, today)
        row.save(update_fields=["ended_at", "until"])


@part_of_operation
def _close(claimant: Claimant, shared: Shared, *, now: datetime) -> None:
    ClaimantTelephone.objects.filter(claimant=claimant, number__in=shared.numbers).update(safe=False)
    if shared.channels:
        claimant.unsafe = sorted({*claimant.unsafe, *shared.channels})
        claimant.save(update_fields=["unsafe"])
    if shared.numbers or shared.channels:
        duties.owe(
            what="confirm_contact",
            site_id=claimant.site_id,
            subject=("claimant", claimant.pk),
            claimant_id=claimant.pk,
            colleague_id=claimant.coach_id,
            role="service_delivery_support",
            now=now,
        )


def _held(claimant: Claimant, *, by: Actor, version: int | None) -> Claimant:
    held = hold_all([claimant.pk])[claimant.pk]
    access.require_seen(by, claimant_id=held.pk)
    access.require_change(by, site_id=held.site_id)
    require_not_overtaken(held, version)
    return held


def _both_held(claimant: Claimant, *, by: Actor, version: int | None) -> tuple[Claimant, Claimant]:
    others = _partners(claimant)
    if len(others) != 1:
        raise NotPossible(NO_PARTNER)
    held = hold_all([claimant.pk, *others])
    one = _held(claimant, by=by, version=version)
    # Between the look and the lock somebody else may have recorded it.
    if _partners(one) != others:
        raise NotPossible(NO_PARTNER)
    return one, held[others[0]]
