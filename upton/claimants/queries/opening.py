"""Records that were opened with a reason: for whoever opened one, and for whoever answers for it (CLM-4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from upton.claimants.facts import RestrictedHinted
from upton.claimants.models import Claimant, RecordOpening
from upton.claimants.queries.details import called
from upton.claimants.queries.identifying import one_called
from upton.claimants.references import normal
from upton.claimants.rules import numbers
from upton.engines.likeness.letters import words_of
from upton.foundation import clock, reading
from upton.foundation.actors import Actor, ActorKind
from upton.foundation.names import names_for
from upton.foundation.paging import columns_of, following, rank_of
from upton.policy import dated

OPENINGS_PAGE = 50
OPENING_SORTS = {
    "when": ("opened_at", "pk"),
    "who": ("colleague__sort_key", "pk"),
    "record": ("claimant__reference", "pk"),
    "reason": ("reason_place", "pk"),
}
"""The orders of the list. A record stands by its reference: the place of a hidden name would tell something of it."""


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """One opening as the manager's list shows it; `name` is hidden from those who don't see the record."""

    id: int
    claimant_id: int
    reference: str
    name: str
    kind: str
    by: str
    site: str
    reason: str
    why: str
    opened_at: datetime
    until: datetime
    stands: bool


def opening_of(actor: Actor, claimant: Claimant) -> RecordOpening | None:
    """The opening by which this colleague sees the record; None where they see it anyway, or not at all."""
    if actor.kind is not ActorKind.COLLEAGUE or actor.id is None:
        return None
    if not claimant.is_restricted and actor.reach("claimants.see").covers(claimant.site_id):
        return None
    rows = RecordOpening.objects.standing(clock.now()).filter(colleague_id=actor.id, claimant=claimant)
    return rows.order_by("-until", "-pk").first()


def hidden_record(typed: str, *, born: date) -> Claimant | None:
    """The one record with this reference, National Insurance number or full name, and birth date, or None.

    Whoever may see it: what identifies somebody in a search leads to their record here too.
    """
    if reference := normal(typed):
        return Claimant.objects.filter(called(reference), born=born).first()
    found = Claimant.objects.filter(national_insurance_number=numbers.normal(typed), born=born).first()
    names = words_of(typed)
    if found or not names:
        return found
    one = one_called(names, born)
    return Claimant.objects.get(pk=one) if one is not None else None


def openings(actor: Actor, *, sort: str = "-when", after: int | None = None) -> Sequence[OpeningLine]:
    """Records opened by this manager's colleagues, or those of their claimants, newest first or in another order.

    A page after the opening `after`. Raises KeyError for an order that is not in `OPENING_SORTS`.
    """
    rows = RecordOpening.objects.visible_to(actor).annotate(
        reason_place=rank_of("reason", dated.words("opening_reasons"))
    )
    ordered = following(rows, columns_of(OPENING_SORTS, sort), after=after)
    found = list(ordered.select_related("claimant", "colleague")[:OPENINGS_PAGE])
    names = names_for({"claimant": {row.claimant_id for row in found}, "site": {row.site_id for row in found}}, actor)
    now = clock.now()
    return [_line(row, names, now) for row in found]


@dataclass(frozen=True, slots=True)
class HintLine:
    """That somebody was told that a restricted record matches, as the manager's list shows it."""

    at: datetime
    by: str
    reference: str
    where: str


def hints(actor: Actor) -> Sequence[HintLine]:
    """Who was told lately that a restricted record matches, newest first, as far as this manager reads the facts."""
    found = reading.browse(reading.Wanted(kinds=[RestrictedHinted.kind]), actor, most=OPENINGS_PAGE)
    ids = {one.claimant_id for one in found if one.claimant_id}
    references = dict(Claimant.objects.filter(pk__in=ids).values_list("pk", "reference"))
    words = RestrictedHinted.words["where"]
    return [
        HintLine(one.at, one.by, references.get(one.claimant_id or 0, ""), words[one.fact.where])
        for one in found
        if isinstance(one.fact, RestrictedHinted)
    ]


def _line(row: RecordOpening, names: dict[tuple[str, int], str], now: datetime) -> OpeningLine:
    reasons, kinds = dated.words("opening_reasons"), dated.words("restricted_records")
    return OpeningLine(
        id=row.pk,
        claimant_id=row.claimant_id,
        reference=row.claimant.reference,
        name=names["claimant", row.claimant_id],
        kind=kinds.get(row.restricted_as or "elsewhere", ""),
        by=row.colleague.name,
        site=names["site", row.site_id],
        reason=reasons.get(row.reason, row.reason),
        why=row.why,
        opened_at=row.opened_at,
        until=row.until,
        stands=row.opened_at <= now < row.until,
    )
