"""The forms of a telephone call: how the security questions went, and how the call ended."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from upton.claimants.forms.journal import subjects
from upton.foundation import clock
from upton.pages.fields import Choice, Date, Form, Hidden, LongText, Telephone, Time
from upton.policy import dated

DONE, RING_BACK = "done", "ring_back"


class BeginForm(Form):
    """How the security questions went; `answers` is the call in which this one was promised."""

    security = Choice(
        "Security questions",
        choices=[("passed", "Passed"), ("failed", "Not passed"), ("not_asked", "Not asked")],
        missing="Say how the security questions went.",
    )
    answers = Hidden("", required=False, longest=20)


class FinishForm(Form):
    """What a call was about and how it ended; with `do` as ring_back also by when, and who rings."""

    do = Hidden("", required=False, longest=20)
    about = Choice("About", choices=subjects, look="select", missing="Choose what the call was about.")
    outcome = Choice("How it ended", choices=(), look="select", missing="Choose how the call ended.")
    note = LongText("What was said", required=False, longest=10_000, rows=3)
    number = Telephone("Number they rang from", required=False)
    ring_day = Date("Ring back on", required=False, hint="")
    ring_time = Time("By", required=False, hint="")
    ring_by = Choice("Who", choices=(), look="select", required=False)

    def __init__(self, *args: Any, says: bool, people: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        day = clock.local_day(clock.now())
        # What needs the questions passed is not offered when they were not.
        outcomes = dated.on("call_outcomes", day).items()
        self.offer("outcome", [(c, one.values["name"]) for c, one in outcomes if says or not one.values["says"]])
        self.offer("ring_by", people)

    def clean(self) -> dict[str, Any]:
        """A promise has a day, a time and somebody who keeps it."""
        cleaned = super().clean()
        if cleaned.get("do") == RING_BACK:
            for name, missing in (
                ("ring_day", "Enter the day on which they are rung back."),
                ("ring_time", "Enter the time by which they are rung back."),
                ("ring_by", "Choose who rings back."),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, missing)
        return cleaned

    def promised_at(self) -> datetime:
        """The moment by which they are rung back, in UTC."""
        local = datetime.combine(self.cleaned_data["ring_day"], self.cleaned_data["ring_time"], clock.LOCAL)
        return local.astimezone(UTC)
