"""The forms of the desk."""

from __future__ import annotations

from typing import Any

from upton.pages.fields import Choice, Choices, Date, FilterForm, Form, LongText, Postcode, Search

Options = list[tuple[str, str]]


class SearchForm(FilterForm):
    """Words to find a person by: `q`, like the box on top of every page."""

    q = Search(
        "Find a claimant",
        missing="Type a name, a reference, a National Insurance number or a telephone number.",
        longest=200,
    )


class FactFilter(FilterForm):
    """Which facts one looks for."""

    site = Choice("Site", choices=[], look="select", required=False)
    first = Date("From", hint="", required=False)
    last = Date("To", hint="", required=False)
    kind = Choice("What", choices=[], look="select", required=False)

    def __init__(self, *args: Any, sites: list[tuple[str, str]], kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("site", [("", "All I may see"), *sites])
        self.offer("kind", [("", "Everything"), *kinds])


class NewHomeForm(Form):
    """Where somebody lives now."""

    address = LongText("New address, without the postcode", missing="Enter the new address.", longest=500, rows=3)
    postcode = Postcode("New postcode", missing="Enter the new postcode.")


class MoveForm(NewHomeForm):
    """A move with the site and the coach who look after them from now on."""

    site = Choice("Which site looks after them?", missing="Choose the site that looks after them.")
    coach = Choice("Which coach?", required=False, hint="Beside each: how many people they look after")
    with_them = Choices(
        "Who moves too?",
        required=False,
        hint="Ask, and tick only who they say. Their appointments are booked again in the same way; who had the same "
        "coach goes to the same one",
    )

    def __init__(self, *args: Any, sites: Options, coaches: Options, household: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("site", sites)
        self.offer("coach", [("", "Nobody yet"), *coaches])
        if household:
            self.offer("with_them", household)
        else:
            del self.fields["with_them"]
