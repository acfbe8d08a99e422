"""The forms of the close of a day: ticking off several at once, signing, and reopening."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from upton.foundation import clock
from upton.pages.fields import Choice, Choices, Form, Text
from upton.policy import dated
from upton.reception.rules.closing import LONGEST_REASON

Ticks = Sequence[tuple[str, str, str]]
"""What can be ticked: id, words, and what stands under them."""


class MissedForm(Form):
    """Which appointments nobody came for."""

    appointments = Choices("Who did not come?", missing="Tick who did not come.")

    def __init__(self, *args: Any, offered: Ticks, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("appointments", offered)


class HeldForm(Form):
    """What appointments came to that were held, where their colleague has not said it."""

    appointments = Choices("Which of them?", missing="Tick which of them.")
    outcome = Choice(
        "What did they come to?",
        choices=lambda: dated.choices("outcomes", clock.local_day(clock.now())),
        missing="Choose what they came to.",
    )

    def __init__(self, *args: Any, offered: Ticks, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("appointments", offered)


class LeftForm(Form):
    """Who has left the building."""

    visits = Choices("Who has left?", missing="Tick who has left.")

    def __init__(self, *args: Any, offered: Ticks, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("visits", offered)


class ReopenForm(Form):
    """Why a signed day is reopened."""

    reason = Text("Why is it reopened?", missing="Say why the day is reopened.", longest=LONGEST_REASON)
