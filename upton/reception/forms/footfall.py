"""Which footfall somebody looks for."""

from __future__ import annotations

from typing import Any

from upton.pages.fields import Choice, Date, FilterForm

SPANS = {"day": ("a day", 1), "week": ("a week", 7), "weeks": ("four weeks", 28)}


class FootfallFilter(FilterForm):
    """One site or those of one's district side by side; a day, or the week or four weeks that end with it."""

    site = Choice("Site", choices=[], look="select", required=False)
    span = Choice(
        "Time",
        choices=[(code, words.capitalize()) for code, (words, _) in SPANS.items()],
        look="select",
        required=False,
    )
    day = Date("Up to", hint="", required=False)

    def __init__(self, *args: Any, sites: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("site", sites)
