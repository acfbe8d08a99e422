"""The forms about somebody who is here: where they are called to, and to whom they are sent on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from upton.pages.fields import Choice, Form, Text
from upton.reception.rules.visits import LONGEST_PLACE


class CallForm(Form):
    """The desk or room to which somebody is called."""

    to = Text("Desk or room", required=False, longest=LONGEST_PLACE, width=10)


class PassOnForm(Form):
    """To whom somebody is sent on."""

    whom = Choice("Send on to", choices=[], look="select", missing="Choose to whom they go.")

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("whom", [("", "Choose"), *people])
