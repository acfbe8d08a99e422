"""The form that registers a claimant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from upton.claimants import rules
from upton.claimants.rules.numbers import require_national_insurance_number
from upton.foundation import clock
from upton.foundation.refusals import NotPossible
from upton.pages.fields import Choice, Date, Email, Form, Hidden, LongText, NationalInsuranceNumber, Postcode, Text
from upton.pages.fields import Telephone as TelephoneField


class Number(NationalInsuranceNumber):
    """A National Insurance number, with a sentence for what only looks like one."""

    def to_python(self, value: Any) -> str:
        """The number as it is kept. Raises ValidationError with what it is where it is none."""
        text = Text.to_python(self, value)
        try:
            return require_national_insurance_number(text, today=clock.local_day(clock.now()))
        except NotPossible as refused:
            raise ValidationError(refused.sentence) from None


class RegisterForm(Form):
    """Who somebody is and how to reach them. `told_apart` are those alike who are somebody else."""

    name = Text(
        "Full name", missing="Enter their name as they give it.", hint="As they give it; one name is fine.", longest=200
    )
    known_as = Text(
        "How to address them", required=False, longest=100, hint="With their title if they use one: Mina, Mrs Khan"
    )
    born = Date("Date of birth", missing="Enter their date of birth.", hint="For example 27 3 1984 or 27/03/1984")
    national_insurance_number = Number("National Insurance number", required=False)
    telephone = TelephoneField("Telephone", required=False)
    email = Email("E-mail address", required=False)
    address = LongText("Address, without the postcode", required=False, longest=500, rows=2)
    postcode = Postcode("Postcode", required=False)
    site = Choice("Which site serves them?", look="radios", required=False)
    told_apart = Hidden("Told apart", required=False, longest=400)

    def __init__(self, *args: Any, sites: Sequence[tuple[str, str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if sites:
            self.offer("site", sites)
            self.fields["site"].look = "radios" if len(sites) <= FEW else "select"  # type: ignore[attr-defined]
        else:
            del self.fields["site"]

    def tell_apart(self, ids: Sequence[int]) -> None:
        """Let the form that is shown again say that these people are others."""
        self.data = {**self.data.dict(), "told_apart": " ".join(str(one) for one in ids)}  # type: ignore[attr-defined]

    def clean_born(self) -> date:
        """The birth date of somebody who can be a claimant, so that all that is wrong is said at once."""
        born: date = self.cleaned_data["born"]
        try:
            rules.require_age(born=born, today=clock.local_day(clock.now()))
        except NotPossible as refused:
            raise ValidationError(refused.sentence) from None
        return born

    def clean_told_apart(self) -> tuple[int, ...]:
        """The ids in the hidden field; nonsense in it is nobody."""
        return tuple(int(one) for one in re.findall(r"[0-9]{1,18}", self.cleaned_data["told_apart"], re.ASCII))


FEW = 6
"""Up to so many sites are shown at once; more are folded into a list."""
