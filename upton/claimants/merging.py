"""What of claimants' own rows becomes of a record that is merged into another, and what stands against it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from upton.claimants.models import (
    Call,
    Claimant,
    ClaimantName,
    ClaimantTelephone,
    Findable,
    Hold,
    JournalEntry,
    Member,
    Merge,
    NameKind,
    PinnedNote,
    PossibleDuplicate,
    RecordOpening,
    Representative,
)
from upton.claimants.models.relations import (
    Change,
    How,
    Prepared,
    Relation,
    Two,
    declare,
    known_as_subject,
    stands_against,
)
from upton.duties.models import Duty
from upton.foundation.models import FactRow

Detail = TypeVar("Detail", ClaimantName, ClaimantTelephone)


def _ids(two: Two) -> tuple[int, int]:
    return two.survivor.pk, two.other.pk


def _names(two: Two) -> Prepared:
    """Every other name becomes one they had before, so that they are found by it; that of the record is current."""
    survivor, other = _ids(two)
    own = list(ClaimantName.objects.filter(claimant=survivor))
    known = {one.name.casefold() for one in own}
    changes, copies = [], []
    if "name" in two.new:
        current = [one.pk for one in own if one.kind == NameKind.CURRENT]
        changes = [Change(ClaimantName, pk, {"kind": NameKind.PREVIOUS.value}) for pk in current]
    for one in ClaimantName.objects.filter(claimant=other).order_by("pk"):
        stands = one.kind == NameKind.CURRENT and "name" in two.new
        if stands or one.name.casefold() not in known:
            one.kind = one.kind if stands or one.kind != NameKind.CURRENT else NameKind.PREVIOUS
            copies.append(_copy(one, survivor))
    return Prepared(changes, copies=copies)


def _telephones(two: Two) -> Prepared:
    """A number that both have stands once, and is safe only where both say so."""
    survivor, other = _ids(two)
    own = {one.number: one for one in ClaimantTelephone.objects.filter(claimant=survivor)}
    changes, copies = [], []
    for one in ClaimantTelephone.objects.filter(claimant=other).order_by("pk"):
        if one.number not in own:
            copies.append(_copy(one, survivor))
        elif own[one.number].safe and not one.safe:
            changes.append(Change(ClaimantTelephone, own[one.number].pk, {"safe": False}))
    return Prepared(changes, copies=copies)


def _copy(row: Detail, survivor_id: int) -> Detail:
    row.pk, row._state.adding, row.claimant_id = None, True, survivor_id
    return row


def _holds(two: Two) -> Prepared:
    """What is held for the same reason in both is held once."""
    survivor, other = _ids(two)
    standing = Hold.objects.filter(until=None)
    held = set(standing.filter(claimant=survivor).values_list("what", "because"))
    twice = [one for one in standing.filter(claimant=other) if (one.what, one.because) in held]
    return Prepared([Change(Hold, one.pk, {"until": two.now}) for one in twice])


def _notes(two: Two) -> Prepared:
    """One note at a time is pinned: the one that was pinned last."""
    pinned = list(PinnedNote.objects.filter(claimant__in=_ids(two), unpinned_at=None).order_by("pinned_at", "pk"))
    # A note may have been pinned since this act began.
    return Prepared([Change(PinnedNote, one.pk, {"unpinned_at": max(two.now, one.pinned_at)}) for one in pinned[:-1]])


def _openings(two: Two) -> Prepared:
    """Whoever opened the less restricted of the two has not opened what the other holds."""
    restricted = {one.pk for one in (two.survivor, two.other) if one.is_restricted}
    less = set(_ids(two)) - restricted if restricted else set()
    rows = RecordOpening.objects.filter(claimant__in=less, until__gt=two.now, opened_at__lt=two.now)
    return Prepared([Change(RecordOpening, one.pk, {"until": two.now}) for one in rows])


def _members(two: Two) -> Prepared:
    """Somebody lives in one household at a time: where one of the two lives alone in theirs, that one ends."""
    live = {one.claimant_id: one for one in Member.objects.filter(claimant__in=_ids(two), ended_at=None)}
    if len(live) < len(_ids(two)):
        return Prepared()
    alone = [one for one in (live[two.other.pk], live[two.survivor.pk]) if not _lives_with(one)]
    return Prepared([Change(Member, one.pk, {"ended_at": two.now}) for one in alone[:1]])


def _lives_with(member: Member) -> bool:
    return Member.objects.filter(household=member.household_id, ended_at=None).exclude(pk=member.pk).exists()


def _duties(two: Two) -> Prepared:
    """What is owed about a record is owed about the other; what is owed twice, once."""
    survivor, other = _ids(two)
    about = Duty.objects.filter(subject_kind="claimant")
    owed = set(about.open().filter(subject_id=survivor).values_list("what", flat=True))
    changes = []
    for one in about.filter(subject_id=other):
        twice = one.done_at is None and one.what in owed
        values: dict[str, Any] = {"done_at": two.now} if twice else {"subject_id": survivor}
        if one.done_at is None and not twice and one.colleague_id is None:
            values["site_id"] = two.survivor.site_id
        changes.append(Change(Duty, one.pk, values))
    return Prepared(changes)


@stands_against
def against(two: Two) -> Iterator[str]:
    """Partners, two households, and one of whom it is said that they have died."""
    if (two.survivor.died_on is None) != (two.other.died_on is None):
        dead = two.survivor if two.survivor.died_on else two.other
        yield (
            f"The death of {dead.addressed_as} ({dead.reference}) is recorded, and in the other record it is not. "
            "Take it back where it is wrong, or record it in the other record."
        )
    live = {one.claimant_id: one for one in Member.objects.filter(claimant__in=_ids(two), ended_at=None)}
    if len(live) < len(_ids(two)):
        return
    one, other = live[two.survivor.pk], live[two.other.pk]
    if one.household_id == other.household_id:
        yield "They are recorded as partners, who are two people. If that was a slip, record the separation first."
    elif _lives_with(one) and _lives_with(other):
        yield (
            "Both records have a household with other people in it. Let those leave who don't live with them, or "
            "record the separation, in one of the two records first."
        )


def declare_own() -> None:
    """Say what becomes of every row of this capability, of the facts and of duties."""
    one_pair = "a pair is read by what its records were merged into"
    detail = "a detail that both records have: the survivor has copies, which an undo takes away"
    declare(
        Relation(Claimant, "merged_into_id"),
        Relation(ClaimantName, how=How.COPIED, why=detail, telling="name", prepare=_names),
        Relation(ClaimantTelephone, how=How.COPIED, why=detail, telling="number", prepare=_telephones),
        Relation(Representative, words=("person who speaks for them", "people who speak for them")),
        Relation(JournalEntry, words=("journal entry", "journal entries"), hangs_on={"in_reply_to": JournalEntry}),
        Relation(Call, words=("telephone call", "telephone calls"), hangs_on={"answers": Call}),
        Relation(Hold, words=("hold", "holds"), prepare=_holds),
        Relation(PinnedNote, words=("pinned note", "pinned notes"), prepare=_notes),
        Relation(RecordOpening, words=("opening with a reason", "openings with a reason"), prepare=_openings),
        Relation(Member, words=("place in a household", "places in households"), prepare=_members),
        Relation(Duty, by_subject=True, words=("thing due", "things due"), prepare=_duties),
        Relation(Findable, how=How.ANEW, why="worked out from the record"),
        Relation(Merge, "survivor_id", how=How.STAYS, why="says which records they were"),
        Relation(Merge, "other_id", how=How.STAYS, why="says which records they were"),
        Relation(PossibleDuplicate, "first_id", how=How.STAYS, why=one_pair),
        Relation(PossibleDuplicate, "second_id", how=How.STAYS, why=one_pair),
        Relation(FactRow, how=How.STAYS, why="facts are never altered: whoever reads follows the pointer"),
    )
    known_as_subject("call", Call)
