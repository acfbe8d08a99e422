"""Days drawn as columns of time on the server: what is booked, free, a break or away, and where the present is.

Minutes after midnight in, HTML out. The drawing is for the eye and the mouse: whatever it shows stands beside it, or
under it, as a list or a table, so that it is hidden from whoever reads the page by ear.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

from upton.pages.markup import element, joined

SCALE = 1.7
"""Pixels a minute: ten minutes hold one line of words."""
LEAST_WORDS, LEAST_TWO = 14, 33
"""Pixels that a block needs for a line of words, and for two."""
WIDTH = 128
"""Pixels that a column needs at the least where there are several."""
ON_PAPER = 8
"""Columns for which a sheet of paper is broad enough."""
FULL = 90
"""Per cent from which a day is as good as full."""


class Look(StrEnum):
    """How a block looks; each is told apart in grey too, by its edge or hatching."""

    FREE = "free"
    BOOKED = "booked"
    WAITING = "waiting"
    DONE = "done"
    MISSED = "missed"
    BREAK = "break"
    OTHER = "other"
    AWAY = "away"


HATCHED = {Look.AWAY: "u-t-hatch", Look.OTHER: "u-t-dots"}
EDGED = (Look.BOOKED, Look.WAITING, Look.DONE, Look.MISSED)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a day in minutes after midnight, with its words and where it leads; `more` is a second line."""

    starts: int
    ends: int
    look: Look
    text: str = ""
    more: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A day, or somebody's part of it: blocks are drawn in their order, the later over the earlier."""

    blocks: Sequence[Block]
    heading: str = ""
    note: str = ""
    href: str | None = None
    current: bool = False


def timetable(title: str, columns: Sequence[Column], *, first: int, last: int, now: int | None = None) -> Markup:
    """The columns from one minute after midnight to another, with a line where `now` is.

    With headings, each is a link to its page, and many columns scroll sideways in their own region.
    """
    height = round((last - first) * SCALE)
    step = 100 / max(len(columns), 1)
    present = now if now is not None and first <= now < last else None
    drawn = joined(
        _hatches(),
        (_ground(place * step, step, height, column.current) for place, column in enumerate(columns)),
        (_rule((minute - first) * SCALE, minute % 60 == 0) for minute in range(_next(first, 30), last, 30)),
        (_column(place * step, step, height, column, first) for place, column in enumerate(columns)),
        _now_lines(columns, step, (present - first) * SCALE) if present is not None else "",
    )
    axis = _axis(first, last, height, present)
    if not any(column.heading for column in columns):
        picture = element("svg", drawn, look="u-t-picture", width="100%", height=height, aria_hidden="true")
        return element("div", axis, picture, look="u-timetable")
    picture = element("svg", drawn, look="u-t-picture", width=WIDTH * len(columns), height=height, aria_hidden="true")
    inside = element("div", element("ul", map(_heading, columns), look="u-t-heads"), picture, look="u-t-inside")
    region = element("div", inside, look="u-scroll", tabindex=0, role="region", aria_label=title)
    # More columns than a sheet of paper is broad: there the table below stands alone.
    crowd = " u-screen-only" if len(columns) > ON_PAPER else ""
    return element("div", axis, region, look=f"u-timetable u-timetable--many{crowd}")


def reaches(columns: Iterable[Column], *, first: int, last: int) -> tuple[int, int]:
    """From when to when a drawing has to reach so that nothing is cut off: whole hours, `first` to `last` at least."""
    blocks = [block for column in columns for block in column.blocks]
    begins = min([first, *(block.starts for block in blocks)])
    ends = max([last, *(block.ends for block in blocks)])
    return begins // 60 * 60, min(_next(ends, 60), 24 * 60)


def fill(per_cent: int | None) -> Markup:
    """A bar that is full to so many per cent, for a cell of a table whose words say the same; nothing for None."""
    if per_cent is None:
        return Markup("")
    look = "u-fill__bar u-fill__bar--full" if per_cent >= FULL else "u-fill__bar"
    drawn = element("rect", look="u-fill__track", width="100%", height=6, rx=2)
    drawn += element("rect", look=look, width=f"{min(per_cent, 100)}%", height=6, rx=2)
    return element("svg", drawn, look="u-fill", width="100%", height=6, aria_hidden="true")


def _heading(column: Column) -> Markup:
    words = element("a", column.heading, href=column.href) if column.href else element("span", column.heading)
    note = element("span", column.note, look="u-t-note") if column.note else ""
    return element("li", words, note, look="u-t-head u-t-head--current" if column.current else "u-t-head")


def _axis(first: int, last: int, height: int, now: int | None) -> Markup:
    hours = [minute for minute in range(_next(first + 1, 60), last, 60) if now is None or abs(minute - now) > 11]
    labels = joined(
        element("text", _clock(minute), look="u-p-axis", x=36, y=(minute - first) * SCALE + 4, text_anchor="end")
        for minute in hours
    )
    if now is not None:
        y = max((now - first) * SCALE, 8.0) + 4
        labels += element("text", _clock(now), look="u-t-nowtime", x=36, y=y, text_anchor="end")
    return element("svg", labels, look="u-t-axis", width=42, height=height, aria_hidden="true")


def _column(x: float, width: float, height: int, column: Column, first: int) -> Markup:
    blocks = joined(_block(block, first, height) for block in column.blocks)
    return element("svg", blocks, x=f"{x:.3f}%", y=0, width=f"{width:.3f}%", height=height)


def _block(block: Block, first: int, height: int) -> Markup:
    y = max((block.starts - first) * SCALE, 0.0)
    tall = min((block.ends - first) * SCALE, float(height)) - y
    if tall <= 0:
        return Markup("")
    inside = joined(_shape(block, max(tall - 1.5, 1.0)), _words(block, tall))
    if block.href:
        inside = element("a", inside, href=block.href, tabindex=-1)
    return element("svg", inside, x=0, y=y, width="98%", height=tall)


def _shape(block: Block, tall: float) -> Markup:
    place: dict[str, object] = {"x": 3, "y": 0.75, "height": tall}
    drawn = element("rect", look=f"u-t-block u-t-block--{block.look}", width="100%", rx=2, **place)
    if block.look in HATCHED:
        drawn += element("rect", width="100%", fill=f"url(#{HATCHED[block.look]})", **place)
    if block.look in EDGED:
        drawn += element("rect", look=f"u-t-edge u-t-edge--{block.look}", width=4, **place)
    return drawn


def _words(block: Block, tall: float) -> Markup:
    # SVG can't shorten a line that is too long for its column; HTML inside it can.
    if not block.text or tall < LEAST_WORDS:
        return Markup("")
    words = element("span", block.text, look=f"u-t-text u-t-text--{block.look}")
    if block.more and tall >= LEAST_TWO:
        words += element("span", block.more, look="u-t-more")
    return element("foreignObject", words, look="u-t-words", x=12, y=1 if tall < 20 else 3, width="88%", height=tall)


def _ground(x: float, width: float, height: int, current: bool) -> Markup:
    look = "u-t-ground u-t-ground--current" if current else "u-t-ground"
    return element("rect", look=look, x=f"{x:.3f}%", y=0, width=f"{width:.3f}%", height=height)


def _rule(y: float, whole: bool) -> Markup:
    return element("line", look="u-t-rule" if whole else "u-t-rule u-t-rule--half", x1=0, x2="100%", y1=y, y2=y)


def _now_lines(columns: Sequence[Column], step: float, y: float) -> Markup:
    """The present, over the column that is today where one of several is, else over all of them."""
    today = [place for place, column in enumerate(columns) if column.current]
    spans = [(place * step, (place + 1) * step) for place in today] or [(0.0, 100.0)]
    return joined(element("line", look="u-t-now", x1=f"{a:.3f}%", x2=f"{b:.3f}%", y1=y, y2=y) for a, b in spans)


def _hatches() -> Markup:
    lines = element("path", d="M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4", look="u-t-hatchline")
    dots = element("circle", cx=2, cy=2, r=0.8, look="u-t-dot")
    size = {"patternUnits": "userSpaceOnUse"}
    return element(
        "defs",
        element("pattern", lines, id="u-t-hatch", width=8, height=8, **size),
        element("pattern", dots, id="u-t-dots", width=6, height=6, **size),
    )


def _next(minute: int, step: int) -> int:
    return -(-minute // step) * step


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
