"""Which day, and at which site, the pages of diaries show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from upton.pages.fields import Choice, Date, FilterForm


class DayFilter(FilterForm):
    """A day, and a site for those whose rights reach several."""

    day = Date("Day", required=False, hint="", earliest=date(2000, 1, 1), latest=date(2099, 12, 31))
    site = Choice("Site", look="select", required=False)

    def __init__(self, data: Any, *, sites: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        if len(sites) > 1:
            self.offer("site", sites)
        else:
            del self.fields["site"]
