"""The form of a working pattern: the weeks of a cycle, day by day, with an easy way to fill them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any

from upton.diary.rules.patterns import MOST_WEEKS, WEEKDAYS, Cycle, faults_in
from upton.diary.rules.working import Part, minute_of
from upton.pages.fields import Choice, Date, Form, Time

Options = Sequence[tuple[str, str]]
OTHER = "other"
LINES, BREAKS, MOST_LINES = 2, 1, 6
"""Sessions and breaks that a day has room for, at least; and at most."""
USUAL = {"starts": "09:00", "ends": "17:00", "break_starts": "12:30", "break_ends": "13:00"}
ENDS = {"starts": "from", "ends": "to"}


def days_of(weeks: int) -> Iterator[tuple[str, str]]:
    """The days of a cycle: how their fields begin, and what they are called."""
    for week in range(weeks):
        for weekday, name in enumerate(WEEKDAYS):
            yield f"w{week}d{weekday}", name if weeks == 1 else f"{name} of week {week + 1}"


class PatternForm(Form):
    """How a colleague works from a day on. `weeks` and `lines` say how large it is."""

    starts_on = Date("From", missing="Enter the first day.")
    last_day = Date("Last day", required=False, hint="Leave empty if it goes on; then what stood before holds again")

    def __init__(
        self, *args: Any, weeks: int, lines: int = LINES, sites: Options, purposes: Options, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.weeks, self.lines = min(max(weeks, 1), MOST_WEEKS), min(max(lines, LINES), MOST_LINES)
        self.breaks = self.lines - LINES + BREAKS
        for name, day in days_of(self.weeks):
            for line in range(self.lines):
                self._span(f"{name}s{line}", f"{day}, session {line + 1}")
                self.fields[f"{name}s{line}_site"] = Choice(
                    f"{day}, session {line + 1}, where", choices=sites, look="select", required=False
                )
                self.fields[f"{name}s{line}_for"] = Choice(
                    f"{day}, session {line + 1}, what for", choices=purposes, look="select", required=False
                )
            for line in range(self.breaks):
                self._span(f"{name}b{line}", f"{day}, break {line + 1}")

    def _span(self, name: str, label: str) -> None:
        for end, word in ENDS.items():
            self.fields[f"{name}_{end}"] = Time(f"{label}, {word}", required=False, hint="")

    def clean(self) -> dict[str, Any]:
        """Refuse half a time, and whatever is wrong with the parts, each at its field."""
        for name in self._spans():
            starts, ends = self.cleaned_data.get(f"{name}_starts"), self.cleaned_data.get(f"{name}_ends")
            if (starts is None) != (ends is None) and not self._wrong(name):
                self.add_error(f"{name}_{'ends' if ends is None else 'starts'}", "Enter both times, or neither.")
        last, first = self.cleaned_data.get("last_day"), self.cleaned_data.get("starts_on")
        if last and first and last < first:
            self.add_error("last_day", "It would end before it starts. Enter a last day on or after the first.")
        if not self.errors:
            named = list(self._named())
            for fault in faults_in([part for _, part in named]):
                self.add_error(f"{named[fault.part][0]}_{fault.end}", fault.sentence)
        return super().clean()

    def _wrong(self, name: str) -> bool:
        return any(f"{name}_{end}" in self.errors for end in ENDS)

    def _spans(self) -> Iterator[str]:
        for name, _ in days_of(self.weeks):
            yield from (f"{name}s{line}" for line in range(self.lines))
            yield from (f"{name}b{line}" for line in range(self.breaks))

    def _named(self) -> Iterator[tuple[str, Part]]:
        """The parts that were filled in, each with how its fields begin; a break is where the first session is."""
        for name in self._spans():
            starts, ends = self.cleaned_data.get(f"{name}_starts"), self.cleaned_data.get(f"{name}_ends")
            if starts is None or ends is None:
                continue
            week, weekday, session = int(name[1]), int(name[3]), name[4] == "s"
            where = self.cleaned_data.get(f"{name if session else name[:4] + 's0'}_site") or self._first_site()
            what = self.cleaned_data.get(f"{name}_for", "") if session else ""
            kind = "break" if not session else OTHER if what == OTHER else "appointments"
            purposes = tuple(what.split("+")) if what and what != OTHER else ()
            yield name, Part(week, weekday, minute_of(starts), _end_of(ends), int(where), kind, purposes)

    def _first_site(self) -> str:
        return str(self.fields["w0d0s0_site"].choices[0][0])  # type: ignore[attr-defined]

    def parts(self) -> list[Part]:
        """The parts that were filled in."""
        return [part for _, part in self._named()]

    def until(self) -> date | None:
        """The first day without the pattern."""
        last = self.cleaned_data.get("last_day")
        return last + timedelta(days=1) if last else None


def _end_of(at: time) -> int:
    # Midnight at the end of a session is the end of its day.
    return minute_of(at) or 24 * 60


def boxes_of(cycle: Cycle) -> dict[str, str]:
    """What stands in the boxes for a pattern."""
    boxes: dict[str, str] = {}
    count: dict[str, int] = {}
    for part in sorted(cycle.parts, key=lambda one: (one.week, one.weekday, one.starts)):
        stem = f"w{part.week}d{part.weekday}{'b' if part.kind == 'break' else 's'}"
        name = f"{stem}{count.get(stem, 0)}"
        count[stem] = count.get(stem, 0) + 1
        boxes |= {f"{name}_starts": _clock(part.starts), f"{name}_ends": _clock(part.ends)}
        if part.kind != "break":
            what = OTHER if part.kind == OTHER else "+".join(part.purposes)
            boxes |= {f"{name}_site": str(part.site_id), f"{name}_for": what}
    return boxes


def lines_of(cycle: Cycle) -> int:
    """How many sessions a day of the form needs room for, so that nothing of a pattern is lost."""
    days: dict[tuple[int, int, bool], int] = {}
    for part in cycle.parts:
        key = (part.week, part.weekday, part.kind == "break")
        days[key] = days.get(key, 0) + 1
    return max([LINES, *(many + (LINES - BREAKS if is_break else 0) for (_, _, is_break), many in days.items())])


def usual_week(typed: Mapping[str, str], weeks: int) -> dict[str, str]:
    """Monday to Friday of each week as the row on top says."""
    return {
        f"w{week}d{day}{line}_{end}": typed.get(f"usual_{stem}{end}", "")
        for week in range(weeks)
        for day in range(5)
        for line, stem in (("s0", ""), ("b0", "break_"))
        for end in ENDS
    }


def like_monday(typed: Mapping[str, str], weeks: int) -> dict[str, str]:
    """Tuesday to Friday of each week as its Monday is."""
    return {
        f"w{week}d{day}{name[4:]}": value
        for week in range(weeks)
        for day in range(1, 5)
        for name, value in typed.items()
        if name.startswith(f"w{week}d0")
    }


def like_first_week(typed: Mapping[str, str], weeks: int) -> dict[str, str]:
    """Every week as the first is."""
    return {
        f"w{week}{name[2:]}": value
        for week in range(1, weeks)
        for name, value in typed.items()
        if name.startswith("w0d")
    }


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"
