"""Days as bars along the hours: how a week is worked, for those who would rather look than read."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from upton.pages.markup import element, joined

Bar = tuple[int, int, bool]
"""From one minute after midnight to another, and whether it is drawn full."""
ROW, THICK, TOP = 26, 14, 20
LEFT, HOUR = 12.0, 60


def weekbars(title: str, rows: Sequence[tuple[str, Sequence[Bar]]]) -> Markup:
    """A row of bars for each (day, [(from, to, full)]), above the hours that any of them reaches.

    The picture is for the eye alone: whoever reads it out finds `title`; the page says the same in words.
    """
    spans = [bar for _, bars in rows for bar in bars]
    first = min((bar[0] for bar in spans), default=9 * HOUR) // HOUR * HOUR
    last = -(-max((bar[1] for bar in spans), default=17 * HOUR) // HOUR) * HOUR
    scale = (100 - LEFT - 2) / max(last - first, HOUR)

    def across(minute: int) -> float:
        return LEFT + (minute - first) * scale

    hours = [
        element("text", f"{hour // HOUR}", look="u-p-axis", x=f"{across(hour):.2f}%", y=12, text_anchor="middle")
        for hour in range(first, last + 1, HOUR if last - first <= 12 * HOUR else 2 * HOUR)
    ]
    days = [
        joined(
            element("text", day, look="u-p-label", x=0, y=TOP + place * ROW + 12),
            element(
                "rect",
                look="u-p-track",
                x=f"{LEFT:.2f}%",
                y=TOP + place * ROW,
                width=f"{98 - LEFT:.2f}%",
                height=THICK,
                rx=2,
            ),
            (
                element(
                    "rect",
                    look="u-p-bar" if full else "u-p-bar u-p-bar--below",
                    x=f"{across(a):.2f}%",
                    y=TOP + place * ROW,
                    width=f"{(b - a) * scale:.2f}%",
                    height=THICK,
                    rx=2,
                )
                for a, b, full in bars
            ),
        )
        for place, (day, bars) in enumerate(rows)
    ]
    height = TOP + len(rows) * ROW
    drawn = joined(hours, days)
    picture = element("svg", drawn, look="u-picture", role="img", aria_label=title, width="100%", height=height)
    return element("figure", element("figcaption", title, look="u-figure__title"), picture, look="u-figurewrap")
