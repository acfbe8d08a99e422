"""The forms of what happens to a record or a household: opening, restricting, a death, living together, separating."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from upton.pages.fields import Choice, Date, Form, LongText, Text, YesNo
from upton.policy import dated


class ReasonForm(Form):
    """Why a record is opened that one does not see otherwise."""

    reason = Choice("Reason", missing="Choose the reason for which you open the record.")
    why = LongText("Why do you need it?", missing="Say why you need this record.", longest=500, rows=2)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("reason", dated.choices("opening_reasons", day))


class OpenForm(ReasonForm):
    """Which record to open, and why."""

    number = Text(
        "Reference, National Insurance number or full name",
        missing="Enter the reference, the National Insurance number or the full name.",
        longest=200,
        width=30,
    )
    born = Date("Date of birth", missing="Enter their date of birth.")
    field_order = ("number", "born", "reason", "why")


class RestrictForm(Form):
    """Why a record is restricted."""

    restricted_as = Choice("Why is it restricted?", missing="Choose why the record is restricted.")

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("restricted_as", kinds)


class DeathForm(Form):
    """When somebody died, and from whom the service heard."""

    died_on = Date("Date of death", missing="Enter the date of death.")
    source = Choice("From whom did you hear?", missing="Choose from whom you heard.")

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("source", dated.choices("death_sources", day))


class PartnerForm(Form):
    """With whom a claimant lives as partners."""

    reference = Text("The partner's reference", missing="Enter the partner's reference.", longest=20, width=15)
    joint = YesNo("Do they claim jointly?", missing="Choose whether they claim jointly.")
    since = Date("Since when do they live together?", missing="Enter since when they live together.")


class DependantForm(Form):
    """Somebody who depends on a claimant."""

    name = Text("Their name", missing="Enter their name.", longest=200)
    born = Date("Date of birth", missing="Enter their date of birth.")
    since = Date("In the household since", missing="Enter since when they live in the household.")


class SeparationForm(Form):
    """A separation; with whom the dependants stay is asked where there are any."""

    keeps = YesNo("Do the dependants stay with them?", missing="Choose with whom the dependants stay.")

    def __init__(self, *args: Any, dependants: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not dependants:
            del self.fields["keeps"]
