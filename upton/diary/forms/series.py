"""The forms of series and of sessions of groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from upton.diary.forms.booking import AGREED, YEARS
from upton.diary.forms.clocks import hold_to_the_clock
from upton.diary.rules.series import every_on
from upton.diary.rules.types import Type
from upton.foundation import clock
from upton.pages.fields import Choice, Choices, Date, FilterForm, Form, Hidden, Number, Time


def _every() -> list[tuple[str, str]]:
    found = every_on(clock.local_day(clock.now()))
    return [(code, entry.values["name"]) for code, entry in found.items()]


class SeriesFilter(FilterForm):
    """The first of a series, how often it comes, and how many."""

    purpose = Choice("What for", choices=list, look="select")
    colleague = Choice("With", choices=list, look="select", missing="Choose a colleague.")
    first = Date("First day", hint="", missing="Enter the first day.")
    at = Time("At", hint="", missing="Enter the time.")
    every = Choice("How often", choices=_every, look="select")
    count = Number("How many", least=1, width=5, missing="Enter how many.")

    def __init__(self, *args: Any, kinds: Mapping[str, Type], people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        one_to_one = [(code, kind.name) for code, kind in kinds.items() if kind.offered and not kind.group]
        self.offer("purpose", one_to_one)
        self.offer("colleague", list(people))

    def clean(self) -> dict[str, Any]:
        """Refuse a first time that the clocks skip."""
        hold_to_the_clock(self, ("first", "at"))
        return super().clean()


class SeriesForm(Form):
    """The times that were shown and chosen, one field for each; empty where one is left out."""

    claimant_agreed = Choices("Notice", choices=AGREED, required=False)
    count = Hidden("How many", required=False, longest=4)

    def clean_claimant_agreed(self) -> bool:
        """Whether they come although the notice is short."""
        return "yes" in self.cleaned_data["claimant_agreed"]

    def clean(self) -> dict[str, Any]:
        """Read the times. Raises ValidationError for what is none."""
        cleaned = super().clean()
        cleaned["times"] = [self._time(text) for text in self._texts() if text]
        return cleaned

    def _texts(self) -> list[str]:
        getlist = getattr(self.data, "getlist", None)
        return list(getlist("time")) if getlist else []

    def _time(self, text: str) -> datetime:
        wrong = ValidationError("Choose the times out of those shown.")
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            raise wrong from None
        if found.tzinfo is None or found.year not in YEARS:
            raise wrong
        return found


class PlaceForm(Form):
    """A place in a session, at shorter notice than its type gives where they agree to that."""

    claimant_agreed = Choices("Notice", choices=AGREED, required=False)

    def __init__(self, data: Any = None, *, group_id: int) -> None:
        super().__init__(data, prefix=f"session-{group_id}")

    def clean_claimant_agreed(self) -> bool:
        """Whether they come although the notice is short."""
        return "yes" in self.cleaned_data["claimant_agreed"]


class GroupForm(Form):
    """A session of a group: what for, led by whom, when, and with how many places."""

    purpose = Choice("What for", choices=list, look="select")
    colleague = Choice("Led by", choices=list, look="select", missing="Choose who leads it.")
    day = Date("Day", missing="Enter the day.")
    slot = Time("At", missing="Enter the time.")
    places = Number("Places", least=1, missing="Enter how many places it has.")

    def __init__(self, *args: Any, kinds: Mapping[str, Type], people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(code, kind.name) for code, kind in kinds.items() if kind.offered and kind.group]
        self.offer("purpose", groups)
        self.offer("colleague", list(people))

    def clean(self) -> dict[str, Any]:
        """Refuse a time that the clocks skip."""
        hold_to_the_clock(self, ("day", "slot"))
        return super().clean()
