"""Keeping people findable: their keys follow every change to names, birth date and contacts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from upton.claimants.facts.finding import PeopleIndexed
from upton.claimants.models import Claimant, Findable, NameWord
from upton.claimants.queries.merged import former_references
from upton.claimants.queries.people import people
from upton.engines.likeness.keys import LONGEST_KEY, keys_of, near_keys, reference_key
from upton.foundation.actors import Actor, ActorKind
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.refusals import NotPermitted

AT_ONCE = 2_000


@part_of_operation
def index(claimant: Claimant) -> None:
    """Work out anew what a claimant is found by: to be called when a name, the birth date or a contact has changed."""
    index_many([claimant.pk])


@part_of_operation
def index_many(ids: Collection[int]) -> None:
    """Work out anew what these claimants are found by."""
    found, former = people(ids), former_references(ids)
    rows = [
        Findable(
            claimant_id=pk,
            keys=[
                *keys_of(one.person, reference=one.reference, place=one.site_id),
                *map(reference_key, former.get(pk, ())),
            ],
        )
        for pk, one in found.items()
    ]
    Findable.objects.bulk_create(
        rows, update_conflicts=True, update_fields=["keys"], unique_fields=["claimant"], batch_size=AT_ONCE
    )
    know_words(word for one in found.values() for words in one.person.names for word in words)


@part_of_operation
def know_words(words: Iterable[str]) -> None:
    """Let words of names be found by those like them."""
    wanted = {word[:LONGEST_KEY] for word in words}
    new = wanted - set(NameWord.objects.filter(word__in=wanted).values_list("word", flat=True))
    # In one order, so that two who bring the same new words wait for each other and never in a ring.
    rows = [NameWord(word=word, near=near_keys(word)) for word in sorted(new)]
    NameWord.objects.bulk_create(rows, ignore_conflicts=True, batch_size=AT_ONCE)


@operation
def index_all(*, by: Actor, now: datetime) -> int:
    """Work out anew what everybody is found by, after the keys themselves have changed. Returns how many people.

    Raises NotPermitted for anybody but the service itself.
    """
    if by.kind is not ActorKind.SYSTEM:
        raise NotPermitted("Only the service itself makes all its records findable anew.")
    count, last = 0, 0
    while ids := list(
        Claimant.objects.filter(pk__gt=last, merged_into=None).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    ):
        index_many(ids)
        count, last = count + len(ids), ids[-1]
    state(PeopleIndexed(site_id=None, count=count))
    return count
