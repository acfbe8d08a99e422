"""Pairs with a restricted record that is closed to whoever answers for it: how many, and never who (CLM-1, CLM-4)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from upton.claimants.models import Claimant, PossibleDuplicate, PossibleDuplicateQuerySet
from upton.claimants.models.record import ClaimantQuerySet, opened_by
from upton.foundation.actors import Actor


def closed_pairs(actor: Actor, *, now: datetime) -> list[int]:
    """The open pairs that a manager can't decide before they open a restricted record of their sites, likeliest first.

    One query, none for anybody else.
    """
    if not actor.reach("claimants.restrict"):
        return []
    return list(_closed_to(actor, now).order_by("-probability", "pk").values_list("pk", flat=True))


def closed_pair_for(actor: Actor, pair_id: int, *, now: datetime) -> PossibleDuplicate:
    """One of those pairs. Raises PossibleDuplicate.DoesNotExist."""
    return _closed_to(actor, now).select_related("first", "second").get(pk=pair_id)


def closed_of(actor: Actor, pair: PossibleDuplicate) -> list[Claimant]:
    """The restricted records of a pair that are closed to the actor, in the order of their ids."""
    return list(_closed(actor).filter(pk__in=[pair.first_id, pair.second_id]).order_by("pk"))


def _closed(actor: Actor) -> ClaimantQuerySet:
    return Claimant.objects.exclude(restricted_as="").exclude(opened_by(actor))


def _closed_to(actor: Actor, now: datetime) -> PossibleDuplicateQuerySet:
    reach = actor.reach("claimants.restrict")
    own = _closed(actor) if reach.everywhere else _closed(actor).filter(site_id__in=reach.sites)
    rows = PossibleDuplicate.objects.open().exclude(later_until__gt=now)
    own_pairs = rows.filter(Q(first__in=own.values("pk")) | Q(second__in=own.values("pk")))
    return own_pairs.filter(first__merged_into=None, second__merged_into=None)
