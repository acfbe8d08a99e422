"""The forms of booking."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from upton.foundation import clock
from upton.pages.fields import Choice, Date, FilterForm, Form, Text
from upton.policy import dated

YEARS = range(2000, 2200)
"""Years that the calendar reckons with."""


def _purposes() -> list[tuple[str, str]]:
    return list(dated.choices("purposes", clock.local_day(clock.now())))


class SlotFilter(FilterForm):
    """What for, with whom, and from when."""

    purpose = Choice("What for", choices=_purposes, look="select")
    colleague = Choice("With", choices=lambda: [("", "Anybody suitable")], look="select", required=False)
    first = Date("From", hint="", required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].choices = [("", "Anybody suitable"), *people]  # type: ignore[attr-defined]


class BookForm(Form):
    """The slot that was chosen: a colleague and a time."""

    slot = Text(
        "Time", missing="Choose a time.", longest=60, pattern=(r"\d+\|[\d:T+.-]+", "Choose one of the times shown.")
    )
    purpose = Choice("What for", choices=_purposes, look="select", missing="Choose what the appointment is for.")

    def clean_slot(self) -> tuple[int, datetime]:
        """Whom and when. Raises ValidationError for what is no time."""
        wrong = ValidationError("Choose one of the times shown.")
        colleague_id, _, start = self.cleaned_data["slot"].partition("|")
        try:
            starts_at = datetime.fromisoformat(start)
        except ValueError:
            raise wrong from None
        if starts_at.tzinfo is None or starts_at.year not in YEARS:
            raise wrong
        return int(colleague_id), starts_at
