"""What merging records states, and what is said of pairs that may be one person: ids alone."""

from __future__ import annotations

from upton.foundation.facts import Audience, Fact, fact


@fact("claimants.merged", staff="{by} merged another record of {claimant} into this one.")
class ClaimantsMerged(Fact):
    """Two records were found to be one person's: what stood under `merged_id` stands with this claimant."""

    merge_id: int
    merged_id: int


@fact("claimants.unmerged", staff="{by} undid a merge: {claimant} and somebody else are two people.")
class ClaimantsUnmerged(Fact):
    """Two records that were merged are two again; each of the two has this fact of their own."""

    merge_id: int
    back: int
    stays: int


@fact("claimants.told_apart", staff="{by} said that {claimant} and somebody much like them are two people.")
class ToldApart(Fact):
    """Two records that may be one person's are not the same."""

    pair_id: int
    other_id: int


@fact("claimants.told_apart_undone", staff="{by} took back that {claimant} and somebody much like them are two people.")
class ToldApartUndone(Fact):
    """It is open again whether two records are one person's."""

    pair_id: int
    other_id: int


@fact("claimants.merge_proposed", staff="{by} asked whether {claimant} is registered twice.")
class MergeProposed(Fact):
    """Somebody thinks that two records are one person's, and asks for them to be merged."""

    pair_id: int
    other_id: int


@fact(
    "claimants.pair_opened",
    staff="{by} opened what is restricted of {claimant} and somebody much like them.",
    audience=Audience.RESTRICTED,
)
class PairOpened(Fact):
    """Whoever answers for a restricted record opened it, with a reason, to decide a pair in which it stands."""

    pair_id: int


@fact("claimants.pair_put_off", staff="{by} put off whether {claimant} is registered twice.")
class PairPutOff(Fact):
    """Whether two records are one person's waits for another day."""

    pair_id: int
    other_id: int


@fact("claimants.duplicates_sought", staff="{by} looked for people who are registered twice: {count} pairs stand.")
class DuplicatesSought(Fact):
    """All records were compared; so many pairs are open."""

    count: int
