"""The form of an absence: whole days, or hours of one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from upton.diary.forms.clocks import hold_to_the_clock
from upton.diary.rules.working import minute_of, moment_at
from upton.foundation import clock
from upton.pages.fields import Choice, Date, Form, Time
from upton.policy import dated


def _kinds() -> list[tuple[str, str]]:
    return list(dated.choices("absences", clock.local_day(clock.now())))


class AbsenceForm(Form):
    """What for, and from when to when."""

    kind = Choice("What for", choices=_kinds, missing="Choose what they are away for.")
    first_day = Date("First day", missing="Enter the first day.")
    last_day = Date("Last day", required=False, hint="Leave empty for a single day")
    starts = Time("From", required=False, hint="Leave both times empty for whole days")
    ends = Time("To", required=False, hint="On the last day")

    def clean(self) -> dict[str, Any]:
        """Refuse a time that the clocks skip."""
        last = "last_day" if self.cleaned_data.get("last_day") else "first_day"
        hold_to_the_clock(self, ("first_day", "starts"), (last, "ends"))
        return super().clean()

    def span(self) -> tuple[datetime, datetime]:
        """From when to when, in UTC: by the clock on the wall."""
        first: date = self.cleaned_data["first_day"]
        last: date = self.cleaned_data.get("last_day") or first
        starts, ends = self.cleaned_data.get("starts"), self.cleaned_data.get("ends")
        return (
            moment_at(first, minute_of(starts) if starts else 0),
            moment_at(last, minute_of(ends) if ends else 24 * 60),
        )
