"""What is stated when records are made findable anew."""

from __future__ import annotations

from upton.foundation.facts import Fact, fact


@fact("claimants.indexed", staff="{by} made {count} records findable anew.")
class PeopleIndexed(Fact):
    """The keys by which everybody is found were worked out anew."""

    count: int
