"""The forms of whoever comes: who it is, who came along, and what for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from upton.pages.fields import Choice, Form, LongText, Number, Search, Text
from upton.reception.rules.visits import LONGEST_NEED, MOST_IN_A_PARTY

PEOPLE: dict[str, Any] = {"least": 0, "most": MOST_IN_A_PARTY, "width": 3, "required": False}


class CameForm(Form):
    """The box on top of the floor."""

    q = Search(
        "Who has come?",
        missing="Type a name, a reference, or the code on the appointment card.",
        longest=200,
    )


class PartyForm(Form):
    """Who came along with somebody."""

    companions = Number("Other adults with them", hint="A friend, a carer, a support worker", initial=0, **PEOPLE)
    children = Number("Children with them", initial=0, **PEOPLE)


class _ForSomebody(Form):
    reason = Choice("Why have they come?", choices=[], look="radios", missing="Choose why they came.")
    need = LongText("What do they need?", hint="In their own words", required=False, longest=LONGEST_NEED, rows=2)
    name = Text(
        "What do they want to be called?",
        hint="It is used to call them in, and shown to colleagues only",
        missing="Enter the name by which they want to be called.",
        longest=200,
    )
    whom = Choice("For whom?", choices=[], look="select", required=False)

    def __init__(
        self, *args: Any, reasons: Sequence[tuple[str, str]], people: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("reason", reasons)
        self.offer("whom", people)


class WalkInForm(_ForSomebody, PartyForm):
    """Somebody who came without an appointment; of a claimant whose record is open no name is asked for."""

    def __init__(self, *args: Any, known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["name"]


class VisitorForm(_ForSomebody):
    """Somebody who is no claimant."""

    need = LongText("What is it about?", required=False, longest=LONGEST_NEED, rows=2)
    name = Text(
        "Name, and firm or office",
        missing="Enter who they are, such as “Boiler firm, Kim”.",
        longest=200,
    )
