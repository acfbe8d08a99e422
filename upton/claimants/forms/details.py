"""The forms that change one part of a claimant's record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from upton.claimants.forms.record import Number as NumberField
from upton.claimants.models import ClaimantName, ClaimantTelephone, NameKind, RepresentativeKind, TelephoneKind
from upton.claimants.rules.contact import DO_NOT, Number
from upton.claimants.rules.details import MOST
from upton.pages.fields import (
    Choice,
    Choices,
    Date,
    Email,
    Form,
    LongText,
    Postcode,
    Telephone,
    Text,
    YesNo,
)
from upton.policy import dated

ROWS = 3
"""Empty rows beside what is there already."""


class NameForm(Form):
    """What somebody is called, and how to address them."""

    name = Text("Full name", missing="Enter their name as they give it.", hint="One name is fine.", longest=200)
    known_as = Text("How to address them", required=False, longest=100, hint="With their title if they use one")
    given = Text("Given names", required=False, longest=200, hint="Only where they tell the parts apart")
    family = Text("Family name", required=False, longest=200)
    why = Choice(
        "Why is it changed?",
        missing="Choose why the name is changed.",
        choices=[("new", "They have a new name; the old one goes on being found"), ("slip", "It was written wrongly")],
    )


class OtherNamesForm(Form):
    """Names before and beside the current one: one row each, an empty row is none."""

    def __init__(self, *args: Any, rows: Sequence[ClaimantName] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = range(1, min(MOST, len(rows) + ROWS) + 1)
        kinds = [(kind.value, str(kind.label)) for kind in (NameKind.PREVIOUS, NameKind.ALIAS)]
        for number in self.rows:
            self.fields[f"name_{number}"] = Text(f"Name {number}", required=False, longest=200)
            self.fields[f"kind_{number}"] = Choice(
                f"Name {number} is", choices=kinds, required=False, look="select", initial=NameKind.PREVIOUS
            )
        for number, row in enumerate(rows, start=1):
            self.initial.update({f"name_{number}": row.name, f"kind_{number}": row.kind})

    def names(self) -> list[tuple[str, str]]:
        """The (name, kind) pairs that were typed."""
        typed = self.cleaned_data
        found = ((typed.get(f"name_{n}"), typed.get(f"kind_{n}") or NameKind.PREVIOUS.value) for n in self.rows)
        return [(name, kind) for name, kind in found if name]


class BornForm(Form):
    """The date of birth."""

    born = Date("Date of birth", missing="Enter their date of birth.", hint="For example 27 3 1984 or 27/03/1984")


class NumberForm(Form):
    """The National Insurance number."""

    national_insurance_number = NumberField("National Insurance number", required=False)


class TelephonesForm(Form):
    """Telephone numbers in the order in which to try them: one row each, an empty row is none."""

    def __init__(self, *args: Any, rows: Sequence[ClaimantTelephone] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = range(1, min(MOST, len(rows) + ROWS) + 1)
        for number in self.rows:
            self.fields[f"number_{number}"] = Telephone(f"Telephone {number}", required=False)
            self.fields[f"kind_{number}"] = Choice(
                f"Telephone {number} rings", choices=TelephoneKind.choices, required=False, look="select"
            )
            self.fields[f"whose_{number}"] = Text(
                f"Whose telephone {number} is, if not theirs alone", required=False, longest=200
            )
            self.fields[f"safe_{number}"] = Choice(
                f"May telephone {number} be used?",
                choices=[("yes", "It is safe"), ("no", "Not safe: never use it")],
                required=False,
                look="select",
            )
        for number, row in enumerate(rows, start=1):
            self.initial.update(
                {
                    f"number_{number}": row.number,
                    f"kind_{number}": row.kind,
                    f"whose_{number}": row.whose,
                    f"safe_{number}": "yes" if row.safe else "no",
                }
            )

    def numbers(self) -> list[Number]:
        """The numbers that were typed."""
        typed = self.cleaned_data
        return [
            Number(
                typed[f"number_{n}"],
                typed.get(f"kind_{n}") or TelephoneKind.MOBILE.value,
                typed.get(f"whose_{n}", ""),
                typed.get(f"safe_{n}") != "no",
            )
            for n in self.rows
            if typed.get(f"number_{n}")
        ]


class EmailForm(Form):
    """The e-mail address."""

    email = Email("E-mail address", required=False)


class PostForm(Form):
    """Where post goes when not to where they live."""

    post_to = Text("Care of", required=False, longest=200, hint="Only where somebody else takes it in for them")
    post_address = LongText("Address for post, without the postcode", required=False, longest=500, rows=3)
    post_postcode = Postcode("Postcode for post", required=False)


class SafeContactForm(Form):
    """How they must not be reached, when it is safe, and whom to ask for."""

    unsafe = Choices(
        "What must we not do?",
        choices=[(channel.value, words) for channel, words in DO_NOT.items()],
        required=False,
        hint="Ask them. Leave all open when everything is safe.",
    )
    safe_times = Text("When is it safe?", required=False, longest=200, hint="For example, weekdays before 3")
    ask_for = Text("Ask for", required=False, longest=200, hint="The name to use when somebody else may answer")


class NeedsForm(Form):
    """The language in which they are served, and what they need."""

    language = Choice("Language", look="select", missing="Choose the language in which to serve them.")
    interpreter = YesNo("Do they need an interpreter where nobody speaks it?", missing="Choose yes or no.")
    needs = Choices("What do they need?", required=False)

    def __init__(
        self, *args: Any, languages: Sequence[tuple[str, str]] = (), kept: Sequence[str] = (), day: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("language", languages)
        words = dated.words("access_needs")
        offered = dict(dated.choices("access_needs", day)) | {code: words.get(code, code) for code in kept}
        self.offer("needs", list(offered.items()))


class RepresentativeForm(Form):
    """Somebody who speaks for them."""

    kind = Choice(
        "What are they?",
        choices=[
            (RepresentativeKind.REPRESENTATIVE.value, "Representative", "With the claimant's consent"),
            (RepresentativeKind.APPOINTEE.value, "Appointee", "Appointed to act for somebody who can't"),
        ],
        missing="Choose whether they are an appointee or a representative.",
    )
    name = Text("Their name", missing="Enter their name.", longest=200)
    telephone = Telephone("Their telephone", required=False)
    covers = Choices("What may they speak about?", missing="Choose what they may speak about.")
    until = Date("Until (the last day)", required=False)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("covers", dated.choices("consents", day))


class CoachForm(Form):
    """The own coach."""

    coach = Choice("Own coach", required=False)

    def __init__(self, *args: Any, coaches: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("coach", [("", "Nobody yet"), *coaches.items()])
