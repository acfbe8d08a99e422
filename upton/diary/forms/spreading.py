"""The forms that move the rest of a morning: which part of today, and what becomes of each appointment in it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from upton.diary.forms.booking import YEARS, slot_in
from upton.diary.forms.clocks import hold_to_the_clock
from upton.diary.rules.spreading import MOST, Choice, Pick, line_of
from upton.diary.rules.working import minute_of, moment_at
from upton.foundation import clock
from upton.foundation.addresses import number_in
from upton.foundation.refusals import NotPossible
from upton.pages.fields import Choice as OneOf
from upton.pages.fields import Choices, FilterForm, Form, Hidden, Text, Time
from upton.policy import dated

LUNCH, DAY = "lunch", "day"
UNTIL = [(LUNCH, "Lunch"), (DAY, "The end of the day")]
HERE = [("yes", "Those who are here already too")]
LINE = re.compile(line_of(0).removesuffix("0") + r"(\d{1,18})")
UNREADABLE = "Choose one of the places shown."


class PartFilter(FilterForm):
    """From when (now, where it is empty) until when, and whether with those who are checked in."""

    start = Time("From", required=False, hint="")
    until = OneOf("Until", choices=UNTIL, look="select", required=False)
    here = Choices("Also", choices=HERE, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a time that the clocks skip."""
        today = clock.local_day(clock.now())
        self.cleaned_data["today"] = today
        hold_to_the_clock(self, ("today", "start"))
        return super().clean()

    def starts_at(self, now: datetime) -> datetime:
        """From when on, in UTC."""
        asked = self.cleaned_data.get("start")
        return moment_at(clock.local_day(now), minute_of(asked)) if asked else now


def _kinds() -> list[tuple[str, str]]:
    found = dated.choices("absences", clock.local_day(clock.now()))
    return [("", "Record nothing"), *found]


class SpreadForm(Form):
    """What becomes of each appointment, one field for each that was sent, and whether an absence is recorded too."""

    since = Hidden("From", longest=40)
    absence = OneOf("Record that they are away for the rest of the day", choices=_kinds, look="select", required=False)

    def __init__(self, data: Any = None, *, since: datetime | None = None) -> None:
        super().__init__(data, initial={"since": since.isoformat() if since else ""})
        names = [name for name in data or () if LINE.fullmatch(name)]
        for name in names[: MOST + 1]:
            self.fields[name] = Text("Place", required=False, longest=80)

    def clean_since(self) -> datetime:
        """From when on, as it was when the page was opened. Raises ValidationError for what is no time."""
        try:
            found = datetime.fromisoformat(self.cleaned_data["since"])
        except ValueError:
            found = None
        if found is None or found.tzinfo is None or found.year not in YEARS:
            raise ValidationError("This page did not come whole. Open it again, then choose.")
        return found

    def clean(self) -> dict[str, Any]:
        """Read what was chosen for each; what can't be read is refused at its line."""
        cleaned = super().clean()
        picks = []
        for name in [one for one in self.fields if LINE.fullmatch(one)]:
            pick = pick_in(name, cleaned.get(name, ""))
            if pick is None:
                self.add_error(name, UNREADABLE)
            else:
                picks.append(pick)
        cleaned["picks"] = tuple(picks)
        return cleaned

    def refuse_line(self, appointment_id: int, sentence: str) -> None:
        """Say at the line of an appointment why it can't be had as it was chosen."""
        name = line_of(appointment_id)
        if name in self.fields and not self.errors.get(name):
            self.refuse(NotPossible(sentence, field=name))


def pick_in(name: str, text: str) -> Pick | None:
    """What was chosen for one, as "12|2026-11-24T10:00+00:00|i", "ring" or "leave"; None for what is none."""
    found = LINE.fullmatch(name)
    appointment_id = number_in(found[1]) if found else None
    if appointment_id is None:
        return None
    if text in (Choice.RING.value, Choice.LEAVE.value):
        return Pick(appointment_id, Choice(text))
    slot, _, interpreter = text.rpartition("|")
    place = slot_in(slot)
    if place is None:
        return None
    return Pick(appointment_id, Choice.MOVE, place[0], place[1], interpreter == "i")
