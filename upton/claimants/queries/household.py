"""The household of a claimant as a colleague sees it: only what holds now, for a separation closes the rest (CLM-6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from upton.claimants.models import Claimant, Member, MemberKind
from upton.claimants.rules import age_on
from upton.claimants.rules.household import Shared, seen_by_partner, shared_by
from upton.foundation.actors import Actor


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Somebody else in the household; `claimant_id` only where the reader may open that record."""

    id: int
    kind: str
    name: str
    age: int | None
    since: date
    claimant_id: int | None


@dataclass(frozen=True, slots=True)
class HouseholdView:
    """The others in a claimant's household, and what the partner may see of the claimant."""

    id: int
    joint: bool
    partner: MemberLine | None
    dependants: Sequence[MemberLine]
    partner_sees: Sequence[str]


HIDDEN = "A partner whose record you don't open"


def household_of(claimant: Claimant, actor: Actor, *, today: date) -> HouseholdView | None:
    """The household in which a claimant lives now, in two queries; None for one who lives in none.

    Nobody who left it, and nobody whom the claimant left, is ever in it.
    """
    own = Member.objects.filter(claimant=claimant, ended_at=None).values("household_id")
    rows = list(
        Member.objects.filter(household_id__in=own, ended_at=None)
        .select_related("household", "claimant")
        .order_by("kind", "born", "pk")
    )
    others = [row for row in rows if row.claimant_id != claimant.pk]
    if not rows:
        return None
    ids = [row.claimant_id for row in others if row.claimant_id]
    seen = set(Claimant.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    partners = [row for row in others if row.kind == MemberKind.PARTNER]
    joint = rows[0].household.joint
    sees = seen_by_partner(joint=joint, ended=not partners, day=today)
    return HouseholdView(
        id=rows[0].household_id,
        joint=joint,
        partner=_line(partners[0], seen, today) if partners else None,
        dependants=[_line(row, seen, today) for row in others if row.kind == MemberKind.DEPENDANT],
        partner_sees=list(sees.values()),
    )


def _line(row: Member, seen: set[int], today: date) -> MemberLine:
    if row.claimant is None:
        age = age_on(row.born, today) if row.born else None
        return MemberLine(row.pk, row.kind, row.name, age, row.since, None)
    if row.claimant_id not in seen:
        return MemberLine(row.pk, row.kind, HIDDEN, None, row.since, None)
    one = row.claimant
    return MemberLine(row.pk, row.kind, one.listed_as, age_on(one.born, today), row.since, one.pk)


def partner_of(claimant: Claimant) -> Claimant | None:
    """The partner with whom a claimant lives now, whoever may see them: for what a separation would close."""
    own = Member.objects.filter(claimant=claimant, ended_at=None).values("household_id")
    rows = Member.objects.filter(household_id__in=own, kind=MemberKind.PARTNER, ended_at=None, claimant__isnull=False)
    row = rows.exclude(claimant=claimant).select_related("claimant").first()
    return row.claimant if row else None


def living_with(claimant: Claimant, actor: Actor) -> Sequence[Claimant]:
    """The others in a claimant's household with a record that the actor may see, by name; none who has died."""
    own = Member.objects.filter(claimant=claimant, ended_at=None).values("household_id")
    ids = Member.objects.filter(household_id__in=own, ended_at=None, claimant__isnull=False).values("claimant_id")
    rows = Claimant.objects.visible_to(actor).filter(pk__in=ids, died_on=None).exclude(pk=claimant.pk)
    return list(rows.order_by("sort_key", "pk"))


def dependant_for(claimant: Claimant, member_id: int) -> Member:
    """A dependant in a claimant's household. Raises Member.DoesNotExist."""
    own = Member.objects.filter(claimant=claimant, ended_at=None).values("household_id")
    return Member.objects.get(pk=member_id, household_id__in=own, kind=MemberKind.DEPENDANT, ended_at=None)


def shared_between(one: Claimant, other: Claimant) -> Shared:
    """What two claimants share of telephones, e-mail and post."""
    first, second = (frozenset(row.telephones.values_list("number", flat=True)) for row in (one, other))
    return shared_by(
        numbers=(first, second),
        emails=(one.email, other.email),
        addresses=(_post_to(one), _post_to(other)),
    )


def _post_to(claimant: Claimant) -> str:
    own = f"{claimant.address} {claimant.postcode}" if claimant.address else ""
    return f"{claimant.post_address} {claimant.post_postcode}" if claimant.post_address else own
