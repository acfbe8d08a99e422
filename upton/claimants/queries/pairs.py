"""Pairs of records that may be one person: the list of them, one at a time, and what the nightly look compares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from upton.claimants.models import (
    Claimant,
    ClaimantName,
    ClaimantTelephone,
    NameKind,
    PossibleDuplicate,
    PossibleDuplicateQuerySet,
)
from upton.claimants.queries.merged import followed
from upton.claimants.queries.people import record_of
from upton.engines.duplicates import Field, Kind, NotUsable, Reason, Records, find
from upton.foundation.actors import Actor
from upton.foundation.names import names_for
from upton.foundation.paging import columns_of, following

PAGE = 50
OPEN, LATER, APART = "open", "later", "apart"
SHOWN = {OPEN: "Open", LATER: "Put off", APART: "Two people"}
PAIR_SORTS = {"likely": ("probability", "-pk"), "found": ("found_at", "pk")}
WORTH_DECIDING = 0.5
"""How likely two records have to be of one person to be put before somebody: as likely as not."""
WORDS = {
    Reason.SAME_NUMBER: "same National Insurance number",
    Reason.NUMBER_SLIP: "National Insurance number differs by one sign",
    Reason.OTHER_NUMBER: "another National Insurance number",
}
PROPOSED = "a colleague asks"


@dataclass(frozen=True, slots=True)
class FoundPair:
    """Two records that may be one person, the lower id first."""

    first: int
    second: int
    probability: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Half:
    """One of a pair as the list shows it; of one whose record the reader does not see, the site alone."""

    id: int
    name: str
    reference: str
    born: date | None
    site: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class PairLine:
    """A pair with why it may be one person, and what was said of it."""

    id: int
    first: Half
    second: Half
    probability: float
    why: Sequence[str]
    found_at: datetime
    decided_at: datetime | None
    decided_by: str
    proposed_by: str

    @property
    def words(self) -> str:
        """Why they may be one person, in one line."""
        return ", ".join(self.why)

    @property
    def likely(self) -> str:
        """How likely it is, as people say it."""
        return "very likely" if self.probability >= 0.9 else "likely" if self.probability >= 0.5 else "possible"

    @property
    def both_seen(self) -> bool:
        """Whether the reader sees both records, and so can compare and decide."""
        return not (self.first.hidden or self.second.hidden)


def pairs(
    actor: Actor, *, now: datetime, show: str = OPEN, site_id: int | None = None, sort: str = "-likely",
    after: int | None = None, most: int = PAGE,
) -> Sequence[PairLine]:  # fmt: skip
    """The pairs that one may see under a heading, a page after the pair `after`. Five questions to the database.

    Raises KeyError for an order that is not in `PAIR_SORTS`.
    """
    rows = _shown(actor, show, site_id, now)
    ordered = following(rows, columns_of(PAIR_SORTS, sort), after=after, among=PossibleDuplicate.objects.all())
    return _lines(list(ordered.select_related("first", "second")[:most]), actor)


def every_pair(actor: Actor, *, now: datetime, show: str, site_id: int | None, sort: str) -> Iterator[PairLine]:
    """All the pairs under a heading, for a download."""
    after = None
    while found := pairs(actor, now=now, show=show, site_id=site_id, sort=sort, after=after):
        yield from found
        after = found[-1].id


def count_pairs(actor: Actor, *, now: datetime, site_id: int | None = None) -> Mapping[str, int]:
    """How many pairs one may see under each heading."""
    return {show: _shown(actor, show, site_id, now).count() for show in SHOWN}


def pair_for(actor: Actor, pair_id: int) -> PossibleDuplicate:
    """One pair that the actor may see. Raises PossibleDuplicate.DoesNotExist."""
    return PossibleDuplicate.objects.visible_to(actor).select_related("first__coach", "second__coach").get(pk=pair_id)


def was_merged(actor: Actor, pair_id: int) -> bool:
    """Whether one of a pair was merged since, into a record that the actor sees."""
    seen = Claimant.objects.visible_to(actor).values("pk")
    merged = Q(first__merged_into__in=seen) | Q(second__merged_into__in=seen)
    return PossibleDuplicate.objects.filter(merged, pk=pair_id).exists()


def pair_line(pair: PossibleDuplicate, actor: Actor) -> PairLine:
    """One pair as lists show it."""
    return _lines([pair], actor)[0]


def pair_after(actor: Actor, pair_id: int | None, *, now: datetime) -> int | None:
    """The open pair that comes after one, or the first; None where nothing is open."""
    rows = _shown(actor, OPEN, None, now)
    ordered = following(rows, columns_of(PAIR_SORTS, "-likely"), after=pair_id, among=PossibleDuplicate.objects.all())
    first = rows.order_by("-probability", "pk").exclude(pk=pair_id or 0)
    return next(iter([*ordered.values_list("pk", flat=True)[:1], *first.values_list("pk", flat=True)[:1]]), None)


def open_pair_of(actor: Actor, one: int, other: int) -> int | None:
    """The pair of these two that one may see and of which nobody said that they are two people."""
    rows = PossibleDuplicate.objects.visible_to(actor).open()
    return rows.filter(first_id=min(one, other), second_id=max(one, other)).values_list("pk", flat=True).first()


def _shown(actor: Actor, show: str, site_id: int | None, now: datetime) -> PossibleDuplicateQuerySet:
    rows = PossibleDuplicate.objects.visible_to(actor)
    if site_id is not None:
        rows = rows.filter(Q(first__site_id=site_id) | Q(second__site_id=site_id))
    if show == APART:
        return rows.exclude(decided_at=None)
    put_off = Q(later_until__gt=now)
    return rows.open().filter(put_off) if show == LATER else rows.open().exclude(put_off)


def _lines(rows: Sequence[PossibleDuplicate], actor: Actor) -> list[PairLine]:
    both = [one for row in rows for one in (row.first, row.second)]
    seen = set(Claimant.objects.visible_to(actor).filter(pk__in=[one.pk for one in both]).values_list("pk", flat=True))
    colleagues = {who for row in rows for who in (row.decided_by_id, row.proposed_by_id) if who}
    names = names_for({"site": {one.site_id for one in both}, "colleague": colleagues}, actor) if rows else {}
    return [
        PairLine(
            row.pk,
            _half(row.first, seen, names),
            _half(row.second, seen, names),
            row.probability,
            in_words(row.because) or ([PROPOSED] if row.proposed_by_id else []),
            row.found_at,
            row.decided_at,
            names.get(("colleague", row.decided_by_id or 0), "Upton") if row.decided_at else "",
            names.get(("colleague", row.proposed_by_id or 0), ""),
        )
        for row in rows
    ]


def _half(one: Claimant, seen: set[int], names: Mapping[tuple[str, int], str]) -> Half:
    site = names["site", one.site_id]
    if one.pk not in seen:
        return Half(one.pk, "", "", None, site, hidden=True)
    return Half(one.pk, one.listed_as, one.reference, one.born, site, hidden=False)


def in_words(because: Iterable[str]) -> list[str]:
    """Reasons by their codes, in words; a code that the engine no longer knows is left out."""
    known = {one.name.lower(): WORDS.get(one, one.value) for one in Reason}
    return [known[code] for code in because if code in known]


def compare_everybody() -> list[FoundPair]:
    """All live records compared with each other, restricted ones too: a job's work, and nobody's page."""
    records = _records()
    try:
        findings = find(records, Kind.PERSON)
    except NotUsable:
        # Nobody is registered, or nobody has a name: nothing stands twice.
        return []
    apart = _told_apart()
    found = []
    for pair in [*findings.pairs, *findings.possible]:
        first, second = sorted((int(pair.first), int(pair.second)))
        if pair.probability >= WORTH_DECIDING and (first, second) not in apart:
            because = tuple(one.name.lower() for one in pair.because)
            found.append(FoundPair(first, second, pair.probability, because))
    return found


def _told_apart() -> set[tuple[int, int]]:
    """The pairs of which somebody said that they are two people, as the records stand after merging."""
    rows = list(PossibleDuplicate.objects.exclude(decided_at=None).values_list("first_id", "second_id"))
    now = followed({one for row in rows for one in row})
    both = [sorted((now.get(one, one), now.get(other, other))) for one, other in rows]
    return {(one, other) for one, other in both}


def _records() -> Records:
    former, telephones = defaultdict(list), defaultdict(list)
    others = ClaimantName.objects.exclude(kind=NameKind.CURRENT).order_by("pk")
    for pk, other in others.values_list("claimant_id", "name").iterator(chunk_size=5000):
        former[pk].append(other)
    for pk, number in ClaimantTelephone.objects.values_list("claimant_id", "number").iterator(chunk_size=5000):
        telephones[pk].append(number)
    fields = ("pk", "name", "known_as", "born", "address", "postcode", "email", "national_insurance_number")
    live = Claimant.objects.filter(merged_into=None, died_on=None).order_by("pk").values_list(*fields)
    ids: list[str] = []
    columns: dict[Field, list[str]] = {field: [] for field in COLUMNS}
    for pk, name, known_as, born, address, postcode, email, number in live.iterator(chunk_size=5000):
        ids.append(str(pk))
        told = record_of(
            name=name, known_as=known_as, former=former.get(pk, ()), born=born, address=address, postcode=postcode,
            telephones=telephones.get(pk, ()), email=email, number=number or "",
        )  # fmt: skip
        for field in COLUMNS:
            columns[field].append(told.get(field, ""))
    return Records(ids, columns)


COLUMNS = (
    Field.NAME, Field.FORMER, Field.BORN, Field.ADDRESS, Field.POSTCODE, Field.PHONE, Field.EMAIL, Field.NUMBER,
)  # fmt: skip
