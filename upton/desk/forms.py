"""The forms of the desk."""

from __future__ import annotations

from typing import Any

from upton.pages.fields import Choice, Date, FilterForm, Search


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
        self.fields["site"].choices = [("", "All I may see"), *sites]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", "Everything"), *kinds]  # type: ignore[attr-defined]
