"""The forms of customer computers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from upton.pages.fields import Choice, Date, FilterForm, Form, Number, Text
from upton.reception.rules.computers import LENGTHS, LONGEST_NAME, LONGEST_REASON, MOST_COACHING

SPANS = {"week": ("A week", 7), "weeks": ("Four weeks", 28)}


class BookForm(Form):
    """Who, which computer, when and for how long."""

    who = Choice("Who?", choices=[], look="select", required=False)
    name = Text("Or their name, if nobody on the list", required=False, longest=200)
    computer = Choice("Computer", choices=[], look="select", missing="Choose a computer.")
    day = Date("Day", missing="Enter the day.")
    starts_at = Choice("From", choices=[], look="select", missing="Choose from when.")
    minutes = Choice(
        "For how long",
        choices=[(str(one), f"{one} minutes") for one in LENGTHS],
        look="select",
        missing="Choose for how long.",
    )

    def __init__(
        self,
        *args: Any,
        people: Sequence[tuple[str, str]] | None,
        computers: Sequence[tuple[str, str]],
        times: Sequence[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if people is None:
            del self.fields["who"], self.fields["name"]
        else:
            self.offer("who", [("", "Nobody of these"), *people])
        self.offer("computer", [("", "Choose"), *computers])
        self.offer("starts_at", [("", "Choose"), *((one, one) for one in times)])


class CoachingForm(Form):
    """How long one helped."""

    minutes = Number(
        "Minutes of help", least=1, most=MOST_COACHING, width=3, missing="Enter for how many minutes you helped."
    )


class OutForm(Form):
    """What is wrong with a computer."""

    reason = Text("What is wrong with it?", longest=LONGEST_REASON, missing="Say what is wrong with it.")


class ComputerForm(Form):
    """A computer that stands at the site."""

    name = Text("What is it called?", hint="Such as “Computer 3”", longest=LONGEST_NAME, width=20,
                missing="Enter what the computer is called.")  # fmt: skip


class UsedFilter(FilterForm):
    """A week or four weeks, up to a day."""

    span = Choice("Time", choices=[(code, words) for code, (words, _) in SPANS.items()], look="select", required=False)
    day = Date("Up to", hint="", required=False)


def day_of(form: FilterForm, today: date) -> date:
    """The day that a filter asks for, else today."""
    asked: date | None = form.cleaned_data.get("day") if form.is_valid() else None
    return asked or today
