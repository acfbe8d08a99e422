"""Registering a person, and who looks after them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection
from datetime import date, datetime

from django.db import connection

from upton.claimants import access, facts, queries, rules
from upton.claimants.models import Claimant, ClaimantName, ClaimantQuerySet, ClaimantTelephone, NameKind
from upton.claimants.operations.finding import index
from upton.claimants.operations.holding import hold_all, note
from upton.claimants.operations.pairs import remember_told_apart
from upton.claimants.references import new_reference
from upton.claimants.rules.alike import day_key, require_told_apart
from upton.claimants.rules.details import require_name
from upton.claimants.rules.numbers import require_national_insurance_number
from upton.claimants.rules.opening import RestrictedMatch
from upton.duties import operations as duties
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.foundation.refusals import NotPossible
from upton.foundation.sorting import sort_key
from upton.organisation import queries as organisation
from upton.organisation.models import Colleague, Site

REGISTERING = 41_001
"""The class of advisory locks under which people born on one day are registered one after the other."""


@operation
def register(
    *,
    site: Site,
    name: str,
    born: date,
    by: Actor,
    now: datetime,
    known_as: str = "",
    national_insurance_number: str = "",
    telephone: str = "",
    email: str = "",
    address: str = "",
    postcode: str = "",
    told_apart: Collection[int] | None = (),
    choose: Callable[[str], str] = secrets.choice,
) -> Claimant:
    """Register a person at a site; a first appointment is due from then on.

    `told_apart` are those alike whom somebody looked at and said to be others; None asks nobody, for data that were
    told apart before. A restricted record that may be theirs stops whoever does not have it open, whatever they tell
    apart. `choose` draws the signs of their reference: at random, but for data that have to be the same
    every time. Raises NotPermitted; NotPossible for an impossible birth date and for a number that is none or is
    taken; Alike, which names those not told apart, two desks at the same second included (CLM-1); RestrictedMatch.
    """
    today = local_day(now)
    access.require_register(by, site_id=site.pk, served=bool(postcode) and _serves(site, postcode, today))
    name = require_name(name)
    rules.require_age(born=born, today=today)
    number = require_national_insurance_number(national_insurance_number, today=today)
    if number:
        _require_not_restricted(Claimant.objects.filter(national_insurance_number=number), by=by, today=today)
        require_number_free(number)
    if told_apart is not None:
        _one_after_the_other(born)
        alike = queries.likely(
            name=name,
            born=born,
            known_as=known_as,
            telephone=telephone,
            postcode=postcode,
            email=email,
            national_insurance_number=number,
        )
        _require_not_restricted(Claimant.objects.filter(pk__in=[one.id for one in alike]), by=by, today=today)
        require_told_apart({one.id: one.why for one in alike}, told_apart)
    claimant = Claimant.objects.create(
        reference=new_reference(choose),
        name=name,
        known_as=known_as,
        sort_key=sort_key(name),
        born=born,
        national_insurance_number=number or None,
        email=email,
        address=address,
        postcode=postcode,
        site=site,
        registered_at=now,
    )
    ClaimantName.objects.create(claimant=claimant, kind=NameKind.CURRENT, name=name, sort_key=claimant.sort_key)
    if telephone:
        ClaimantTelephone.objects.create(
            claimant=claimant, number=telephone, kind="mobile" if telephone.startswith("+447") else "home"
        )
    index(claimant)
    if told_apart:
        others = {one.id for one in alike} & set(told_apart)
        remember_told_apart(claimant=claimant, others=others, by=by, now=now)
    owe_first_appointment(claimant, now=now)
    state(
        facts.ClaimantRegistered(
            site_id=site.pk, claimant_id=claimant.pk, told_apart_ids=tuple(sorted(told_apart or ()))
        )
    )
    return claimant


def _serves(site: Site, postcode: str, today: date) -> bool:
    return any(line.id == site.pk for line in organisation.sites_serving(postcode, today))


def _one_after_the_other(born: date) -> None:
    # Whoever registers somebody of the same birth date waits here, and then finds the one just made among those alike.
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [REGISTERING, day_key(born)])


def _require_not_restricted(rows: ClaimantQuerySet, *, by: Actor, today: date) -> None:
    ids = queries.restricted_among(list(rows.values_list("pk", flat=True)), by)
    if ids:
        raise RestrictedMatch(queries.says_of_restricted(by, today), ids)


@part_of_operation
def owe_first_appointment(claimant: Claimant, *, now: datetime) -> None:
    """Let the front of house owe somebody, for whom nothing is booked, a first appointment."""
    duties.owe(
        what="book_first_appointment",
        site_id=claimant.site_id,
        subject=("claimant", claimant.pk),
        claimant_id=claimant.pk,
        role="service_delivery_support",
        now=now,
    )


@part_of_operation
def require_number_free(number: str, *, but: int | None = None) -> None:
    """Raise NotPossible where another than claimant `but` has this National Insurance number."""
    if Claimant.objects.filter(national_insurance_number=number).exclude(pk=but or 0).exists():
        raise NotPossible(
            "Somebody with this National Insurance number is registered already. Search for the number to find them.",
            field="national_insurance_number",
        )


@operation
def give_coach(*, claimant: Claimant, coach: Colleague | None, by: Actor, now: datetime) -> Claimant:
    """Give a claimant to a coach who works at their site, or to nobody. Raises NotPermitted, NotPossible."""
    held = hold_all([claimant.pk])[claimant.pk]
    access.require_seen(by, claimant_id=held.pk)
    access.require_coaches(by, site_id=held.site_id)
    before = held.coach_id
    if before == (coach.pk if coach else None):
        return held
    if coach is not None:
        require_coach_at(coach, site_id=held.site_id, today=local_day(now))
    note(held, what="coach", by=by, now=now)
    held.coach = coach
    held.save(update_fields=["coach"])
    if coach is not None:
        state(facts.CoachGiven(site_id=held.site_id, claimant_id=held.pk, coach_id=coach.pk))
    elif before is not None:
        state(facts.CoachTaken(site_id=held.site_id, claimant_id=held.pk, coach_id=before))
    return held


@part_of_operation
def require_coach_at(coach: Colleague, *, site_id: int, today: date) -> None:
    """Raise NotPossible for somebody who does not have a caseload at the site."""
    if coach.pk not in {one.id for one in queries.coaches_at(site_id, today)}:
        raise NotPossible("They don't work as a coach at this site. Choose another coach.", field="coach")
