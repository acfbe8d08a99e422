"""Forms about screens and tablets, and those of a tablet itself, one question each."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from upton.pages.fields import Choice, Form, Hidden, Number, Text
from upton.reception.rules.devices import KINDS, LONGEST_NAME, LONGEST_SEATS
from upton.reception.rules.visits import MOST_IN_A_PARTY

PEOPLE: dict[str, Any] = {"least": 0, "most": MOST_IN_A_PARTY, "width": 3, "required": False, "initial": 0}


class DeviceForm(Form):
    """A screen or tablet to be added."""

    kind = Choice("What is it?", choices=list(KINDS.items()), look="radios", missing="Choose what it is.")
    name = Text(
        "Name", hint="Where it stands, such as “Front door”", longest=LONGEST_NAME, missing="Enter a name for it."
    )
    seats = Text(
        "Where do people sit down?",
        hint="Told to whoever checks in at this tablet, such as “the blue chairs on the left”",
        required=False,
        longest=LONGEST_SEATS,
    )


class MessageForm(Form):
    """The line on the screens of a site."""

    text = Text("Message for today", longest=500, missing="Enter what the screens should say.")


class PairForm(Form):
    """The code that pairs the machine on which it is typed."""

    code = Text("Code", hint="Eight signs, as the page “Screens and tablets” shows them", longest=40, width=10,
                missing="Enter the code.")  # fmt: skip


class CodeForm(Form):
    """What somebody holds in their hand who checks in by themselves."""

    code = Text(
        _("The code on your appointment card, or your reference"),
        longest=40,
        width=15,
        missing=_("Enter the code on your card, or your reference. If you have neither, go to the desk."),
    )


class BornForm(Form):
    """The day and month on which they were born."""

    typed = Hidden("", longest=40)
    day = Number(_("Day"), least=1, most=31, width=2, missing=_("Enter the day, such as 27."))
    month = Number(
        _("Month"), least=1, most=12, width=2, missing=_("Enter the month as a number, such as 3 for March.")
    )


class WithForm(Form):
    """Who came along."""

    known = Hidden("", longest=500)
    companions = Number(_("Other adults with you"), **PEOPLE)
    children = Number(_("Children with you"), **PEOPLE)
