"""The form in which a colleague says what several appointments came to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from upton.diary.queries import AppointmentLine
from upton.diary.rules import State
from upton.pages.fields import Choice, Form
from upton.policy import dated

MISSED = "missed"


class OutcomesForm(Form):
    """What each of some appointments came to; what is left open stays as it is."""

    def __init__(self, *args: Any, lines: Sequence[AppointmentLine], day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = {line.id: line for line in lines}
        held = dated.choices("outcomes", day)
        for line in lines:
            unnoted = line.state is State.BOOKED
            did_not = "Did not come" if line.in_person else "Was not reached"
            self.fields[name_of(line.id)] = Choice(
                f"What it came to, {line.claimant}",
                choices=[*held, (MISSED, did_not)] if unnoted else held,
                look="radios",
                required=False,
            )

    def chosen(self) -> dict[int, str]:
        """Appointment → what was chosen for it."""
        return {one: self.cleaned_data[name_of(one)] for one in self.lines if self.cleaned_data.get(name_of(one))}

    def gone(self) -> int:
        """For how many something was chosen that is not to be recorded any more."""
        return sum(
            1 for name, value in self.data.items() if name.startswith(name_of("")) and value and name not in self.fields
        )


def name_of(appointment_id: int | str) -> str:
    """The name of the field of an appointment."""
    return f"outcome-{appointment_id}"
