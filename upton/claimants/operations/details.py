"""One part of a claimant's record at a time: names, birth date, number, how to reach them, needs (CLM-1)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from upton.claimants import rules
from upton.claimants.models import Claimant, ClaimantName, ClaimantTelephone, NameKind
from upton.claimants.operations.holding import hold, state_change
from upton.claimants.operations.record import require_number_free
from upton.claimants.rules.contact import Number, require_channels
from upton.claimants.rules.details import require_most, require_name, require_once
from upton.claimants.rules.numbers import require_national_insurance_number
from upton.duties import operations as duties
from upton.foundation.actors import Actor
from upton.foundation.acts import operation
from upton.foundation.clock import local_day
from upton.foundation.refusals import NotPossible
from upton.foundation.sorting import sort_key
from upton.policy import dated


@dataclass(frozen=True, slots=True)
class OtherName:
    """A name beside the current one: a previous one or an alias."""

    name: str
    kind: str = "previous"
    until: date | None = None


@operation
def change_name(
    *,
    claimant: Claimant,
    name: str,
    known_as: str = "",
    given: str = "",
    family: str = "",
    keep_previous: bool = True,
    by: Actor,
    now: datetime,
    version: int | None = None,
) -> Claimant:
    """Change the name and how to address them; the name they had goes on being found, unless it was a slip.

    `given` and `family` are the parts as the person tells them apart, if they do. Raises NotPermitted, NotPossible,
    Overtaken.
    """
    name, today = require_name(name), local_day(now)
    held = hold(claimant, what="name", by=by, now=now, version=version)
    key = sort_key(name)
    if name != held.name:
        if keep_previous and not held.names.filter(kind=NameKind.PREVIOUS, name=held.name).exists():
            ClaimantName.objects.create(
                claimant=held, kind=NameKind.PREVIOUS, name=held.name, sort_key=held.sort_key, until=today
            )
        held.name, held.sort_key = name, key
    held.known_as = " ".join(known_as.split())
    ClaimantName.objects.update_or_create(
        claimant=held,
        kind=NameKind.CURRENT,
        defaults={"name": name, "sort_key": key, "given": given, "family": family},
    )
    return state_change(held, "name", "sort_key", "known_as")


@operation
def set_other_names(
    *, claimant: Claimant, names: Sequence[OtherName], by: Actor, now: datetime, version: int | None = None
) -> Claimant:
    """Set the names they had before and those they also use. Raises NotPermitted, NotPossible, Overtaken."""
    require_most(len(names), "other names")
    kept = [OtherName(require_name(one.name), one.kind, one.until) for one in names]
    if {one.kind for one in kept} - {NameKind.PREVIOUS, NameKind.ALIAS}:
        raise NotPossible("Choose what each name is from the list.")
    held = hold(claimant, what="other_names", by=by, now=now, version=version)
    held.names.exclude(kind=NameKind.CURRENT).delete()
    ClaimantName.objects.bulk_create(
        ClaimantName(claimant=held, kind=one.kind, name=one.name, sort_key=sort_key(one.name), until=one.until)
        for one in kept
    )
    return state_change(held)


@operation
def correct_birth_date(
    *, claimant: Claimant, born: date, by: Actor, now: datetime, version: int | None = None
) -> Claimant:
    """Correct the date of birth. Raises NotPermitted, NotPossible, Overtaken."""
    rules.require_age(born=born, today=local_day(now))
    held = hold(claimant, what="born", by=by, now=now, version=version)
    held.born = born
    return state_change(held, "born")


@operation
def set_national_insurance_number(
    *, claimant: Claimant, national_insurance_number: str, by: Actor, now: datetime, version: int | None = None
) -> Claimant:
    """Set the National Insurance number, or take it away. Raises NotPermitted, NotPossible, Overtaken."""
    number = require_national_insurance_number(national_insurance_number, today=local_day(now))
    held = hold(claimant, what="national_insurance_number", by=by, now=now, version=version)
    if number:
        require_number_free(number, but=held.pk)
    held.national_insurance_number = number or None
    return state_change(held, "national_insurance_number")


@operation
def set_telephones(
    *, claimant: Claimant, numbers: Sequence[Number], by: Actor, now: datetime, version: int | None = None
) -> Claimant:
    """Set the numbers on which they can be rung, in the order in which to try them; a family may share one.

    What stands here was confirmed by the person. Raises NotPermitted, NotPossible, Overtaken.
    """
    require_most(len(numbers), "telephone numbers")
    require_once([one.number for one in numbers])
    held = hold(claimant, what="telephones", by=by, now=now, version=version)
    held.telephones.all().delete()
    ClaimantTelephone.objects.bulk_create(
        ClaimantTelephone(claimant=held, number=one.number, kind=one.kind, whose=one.whose, safe=one.safe)
        for one in numbers
    )
    _settle_confirming(held, by=by, now=now)
    return state_change(held)


@operation
def set_email(*, claimant: Claimant, email: str, by: Actor, now: datetime, version: int | None = None) -> Claimant:
    """Set the e-mail address. Raises NotPermitted, Overtaken."""
    held = hold(claimant, what="email", by=by, now=now, version=version)
    held.email = email
    return state_change(held, "email")


@operation
def set_post_address(
    *,
    claimant: Claimant,
    post_to: str = "",
    post_address: str = "",
    post_postcode: str = "",
    by: Actor,
    now: datetime,
    version: int | None = None,
) -> Claimant:
    """Send post to another address than where they live, care of somebody; empty for their own.

    Raises NotPermitted, NotPossible for a name or postcode without an address, Overtaken.
    """
    if (post_to or post_postcode) and not post_address:
        raise NotPossible("Enter the address that post goes to.", field="post_address")
    held = hold(claimant, what="post_address", by=by, now=now, version=version)
    held.post_to, held.post_address, held.post_postcode = post_to, post_address, post_postcode
    return state_change(held, "post_to", "post_address", "post_postcode")


@operation
def set_safe_contact(
    *,
    claimant: Claimant,
    unsafe: Collection[str],
    safe_times: str = "",
    ask_for: str = "",
    by: Actor,
    now: datetime,
    version: int | None = None,
) -> Claimant:
    """Say how they must not be reached, when it is safe, and whom to ask for. Raises NotPermitted, Overtaken."""
    require_channels(unsafe)
    held = hold(claimant, what="safe_contact", by=by, now=now, version=version)
    held.unsafe = sorted(set(unsafe))
    held.safe_times, held.ask_for = safe_times, ask_for
    _settle_confirming(held, by=by, now=now)
    return state_change(held, "unsafe", "safe_times", "ask_for")


def _settle_confirming(held: Claimant, *, by: Actor, now: datetime) -> None:
    if not held.telephones.filter(safe=False).exists():
        duties.settle(what="confirm_contact", subject=("claimant", held.pk), by=by, now=now)


@operation
def set_needs(
    *,
    claimant: Claimant,
    language: str,
    interpreter: bool,
    needs: Collection[str],
    by: Actor,
    now: datetime,
    version: int | None = None,
) -> Claimant:
    """Say in which language they are served and what they need to use the service. Raises NotPermitted, NotPossible."""
    today = local_day(now)
    if language != "en" and language not in dated.on("languages", today):
        raise NotPossible("Choose a language from the list.", field="language")
    if set(needs) - dated.on("access_needs", today).keys() - set(claimant.access):
        raise NotPossible("Choose what they need from the list.", field="needs")
    if interpreter and language == "en":
        raise NotPossible("Choose the language in which they need an interpreter.", field="language")
    held = hold(claimant, what="needs", by=by, now=now, version=version)
    held.language, held.interpreter, held.access = language, interpreter, sorted(set(needs))
    return state_change(held, "language", "interpreter", "access")
