"""The forms of booking: the slot that was chosen, and why an appointment is cancelled."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError

from upton.diary.rules.cancelling import reasons_on
from upton.foundation import clock
from upton.foundation.addresses import number_in
from upton.pages.fields import Choice, Choices, Form, Hidden, Text
from upton.policy import dated

YEARS = range(2000, 2200)
"""Years that the calendar reckons with."""
WRONG_SLOT = "Choose one of the times shown."
AGREED = [("yes", "They agree to come at shorter notice than they are to be given")]


def slot_in(text: str) -> tuple[int, datetime] | None:
    """Whom and when a slot on a page names, as 12|2026-11-24T10:00+00:00; None for what is none."""
    colleague, _, start = text.partition("|")
    try:
        starts_at = datetime.fromisoformat(start)
    except ValueError:
        return None
    colleague_id = number_in(colleague)
    if colleague_id is None or starts_at.tzinfo is None or starts_at.year not in YEARS:
        return None
    return colleague_id, starts_at


class SlotForm(Form):
    """The slot that was chosen: a colleague and a time, at the site that was looked at, with what was asked for."""

    slot = Text("Time", missing="Choose a time.", longest=60, pattern=(r"\d{1,18}\|[\d:T+.-]+", WRONG_SLOT))
    site = Hidden("Site", required=False, longest=18)
    interpreter = Hidden("Interpreter", required=False, longest=3)
    claimant_agreed = Choices("Notice", choices=AGREED, required=False)

    def clean_slot(self) -> tuple[int, datetime]:
        """Whom and when. Raises ValidationError for what is no time."""
        found = slot_in(self.cleaned_data["slot"])
        if found is None:
            raise ValidationError(WRONG_SLOT)
        return found

    def clean_interpreter(self) -> bool:
        """Whether an interpreter is asked for."""
        return bool(self.cleaned_data["interpreter"])

    def clean_claimant_agreed(self) -> bool:
        """Whether they come although the notice is short."""
        return "yes" in self.cleaned_data["claimant_agreed"]


class BookForm(SlotForm):
    """A slot and what it is for."""

    purpose = Hidden("What for", longest=64)

    def clean_purpose(self) -> str:
        """The code of a type of appointment. Raises ValidationError for what can't be one."""
        purpose: str = self.cleaned_data["purpose"]
        if not purpose.isidentifier():
            raise ValidationError("Choose what the appointment is for.")
        return purpose


class CancelForm(Form):
    """Why an appointment is cancelled."""

    reason = Choice("Why is it cancelled?", choices=list, missing="Choose why it is cancelled.")

    def __init__(self, *args: Any, day: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("reason", reasons_on(day or clock.local_day(clock.now())))


class OutcomeForm(Form):
    """What an appointment came to."""

    outcome = Choice(
        "What did it come to?",
        choices=lambda: dated.choices("outcomes", clock.local_day(clock.now())),
        missing="Choose what it came to.",
    )
