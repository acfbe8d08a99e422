"""The forms of types of appointment."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from upton.diary.rules import types
from upton.diary.rules.types import Type, type_of
from upton.pages.fields import Choice, Choices, Date, Form, LongText, Number, Text, YesNo
from upton.policy import dated


def from_day(label: str = "From") -> Date:
    """The day from which something holds."""
    return Date(label, missing="Enter the day from which it holds.")


class FromDayForm(Form):
    """The day from which a type is withdrawn, or booked again."""

    starts_on = from_day()


class TypeForm(Form):
    """A type of appointment as it is to be from a day on."""

    starts_on = from_day("Changes from")
    name = Text("Name", missing="Enter what colleagues call it.", longest=100)
    told = Text(
        "What the claimant reads",
        missing="Enter what it is for, in the claimant's words.",
        longest=200,
        hint="Such as “to go through your new claim”",
    )
    minutes = Number("Length", suffix="minutes", least=types.LEAST, most=types.MOST, width=4)
    interpreter_minutes = Number("Added for an interpreter", suffix="minutes", least=0, most=types.MOST, width=4)
    roles = Choices("Who may take it", missing="Choose at least one role that may take it.")
    channel = Choice("Channel", choices=list(types.CHANNELS.items()))
    place = Choice("Place", choices=list(types.PLACES.items()))
    notice_hours = Number("Notice for the claimant", suffix="hours", least=0, most=types.MOST_NOTICE, width=4)
    places = Number(
        "Claimants at a time", least=1, most=types.MOST_PLACES, width=4, hint="More than one is a session of a group"
    )
    bring = LongText(
        "What to bring",
        required=False,
        rows=4,
        longest=types.MOST_TO_BRING * (types.LONGEST_TO_BRING + 1),
        hint="Each thing on a line of its own. Left empty, the card asks for what it asks for any appointment",
    )
    sensitive = YesNo(
        "Sensitive",
        hint="Colleagues who need not know, and whatever leaves the office, then read “Appointment”",
        missing="Say whether it is sensitive.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("roles", list(dated.words("roles").items()))

    def clean_bring(self) -> tuple[str, ...]:
        """The things to bring, one by one."""
        return tuple(line.strip() for line in self.cleaned_data["bring"].splitlines() if line.strip())

    def wanted(self, code: str) -> Type:
        """The type that was described."""
        return type_of(code, self.cleaned_data)

    @staticmethod
    def of(one: Type, day: date) -> dict[str, Any]:
        """What stands in the boxes at first."""
        lists = {"roles": list(one.roles), "bring": "\n".join(one.bring)}
        return {name: getattr(one, name) for name in types.FIELDS} | lists | {"starts_on": day}


class NewTypeForm(TypeForm):
    """A type of appointment that there is not yet."""

    starts_on = from_day("Booked from")
    usual: ClassVar = {"interpreter_minutes": 10, "notice_hours": 24, "places": 1, "channel": "face_to_face"}
