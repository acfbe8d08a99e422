"""The forms of papers given at the desk."""

from __future__ import annotations

from datetime import date
from typing import Any

from upton.pages.fields import Choice, Choices, Date, Decimal, FilterForm, Form
from upton.reception.rules.papers import MOST_MILES, means


class RefundForm(Form):
    """How somebody came, and the miles or the cost of the tickets."""

    how = Choice("How did they come?", choices=[], look="radios", missing="Choose how they came.")
    miles = Decimal(
        "Miles there and back",
        hint="By car, motorcycle or bicycle",
        places=1,
        least=0,
        most=MOST_MILES,
        required=False,
        width=5,
    )
    paid = Decimal(
        "Paid for tickets there and back", hint="By bus, train, ferry or taxi", prefix="£", least=0, most=1000,
        required=False, width=5,
    )  # fmt: skip
    seen = Choices("Tickets", choices=[("seen", "I have seen the tickets or receipts")], required=False)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("how", means(day))


class DayFilter(FilterForm):
    """Which day somebody looks at."""

    day = Date("Day", hint="", required=False)
