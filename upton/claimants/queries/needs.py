"""What a neighbour has to know of a claimant to book, reach or serve them, and no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from upton.claimants.models import Claimant
from upton.claimants.rules import age_on, contact
from upton.claimants.rules.contact import Contact, Number
from upton.foundation import clock
from upton.policy import dated


@dataclass(frozen=True, slots=True)
class BookingNeeds:
    """What a booking has to heed. `interpreter`: needs one where the colleague does not speak `language`.

    `access` are codes of the policy `access_needs`; `age` is in whole years.
    """

    claimant_id: int
    site_id: int
    coach_id: int | None
    language: str
    interpreter: bool
    access: tuple[str, ...]
    deceased: bool
    restricted: bool
    age: int


def booking_needs(claimant_id: int, *, today: date | None = None) -> BookingNeeds:
    """What a booking for this claimant has to heed, in one query; the age is that of `today`.

    Raises Claimant.DoesNotExist.
    """
    fields = ("site_id", "coach_id", "language", "interpreter", "access", "died_on", "restricted_as", "born")
    row = Claimant.objects.only(*fields).get(pk=claimant_id)
    return BookingNeeds(
        claimant_id=claimant_id,
        site_id=row.site_id,
        coach_id=row.coach_id,
        language=row.language,
        interpreter=row.interpreter,
        access=tuple(row.access),
        deceased=row.died_on is not None,
        restricted=row.is_restricted,
        age=age_on(row.born, today or clock.local_day(clock.now())),
    )


def contact_of(claimant: Claimant) -> Contact:
    """How a claimant may be reached, as the rules of contact look at it; one query unless telephones are prefetched."""
    numbers = sorted(claimant.telephones.all(), key=lambda one: one.pk)
    return Contact(
        unsafe=frozenset(claimant.unsafe),
        numbers=tuple(Number(one.number, one.kind, one.whose, one.safe) for one in numbers),
        email=claimant.email,
        has_address=bool(claimant.address or claimant.post_address),
        deceased=claimant.died_on is not None,
    )


def may_send(claimant_id: int) -> bool:
    """Whether anything may still go out to a claimant: nothing does once they have died. False for nobody."""
    return Claimant.objects.filter(pk=claimant_id, died_on=None).exists()


def reached_online(claimant: Claimant) -> bool:
    """Whether a message in their journal reaches them while they are not here, by e-mail or text; as `contact_of`."""
    found = contact_of(claimant)
    return contact.may_email(found) or contact.may_text(found)


def needs_in_words(claimant: Claimant) -> list[str]:
    """What a colleague does about the needs of a claimant, in the words of the policy: never a condition."""
    do = dated.words("access_needs", "do")
    found = [do[code] for code in claimant.access if code in do]
    if claimant.interpreter:
        language = dated.words("languages").get(claimant.language, claimant.language)
        found.insert(0, f"{language} interpreter, unless you speak it")
    elif claimant.language != "en":
        found.insert(0, f"Speaks {dated.words('languages').get(claimant.language, claimant.language)}")
    return found
