"""Pictures of figures, drawn on the server: bars to compare, lines for time, small multiples for sites.

Plain values in, HTML out. Lengths across are percentages and letters keep their size, so a picture fills the width
it is given, from a telephone to a wall. Everything is labelled directly and reads without colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext
from markupsafe import Markup

from upton.pages.markup import element, joined
from upton.pages.scales import ceiling, spread, stretches
from upton.pages.words import number

Value = float | int | None
Point = tuple[str, Value]
Bar = tuple[str, Value] | tuple[str, Value, Value]

ROW, THICK = 40, 10
HEIGHT, TOP, ROOM = 168, 26, 118
LEFT, RIGHT = 6.0, 98.0
ABOVE, BELOW, APART = -9, 18, 15
SMALL = 68


def bars(
    title: str,
    rows: Iterable[Bar],
    *,
    unit: str = "",
    against: str = "",
    whole: float | None = None,
    download: str | None = None,
) -> Markup:
    """Bars that compare: one for each (label, value) or (label, value, measure), with its figure at its end.

    `against` says what the measure is ("needed"); it is drawn as an upright mark. A value of None is "not known".
    `whole` is what a bar of full length stands for, such as 100 for per cent; without it the longest bar is the scale.
    """
    lines = [(row[0], row[1], row[2] if len(row) > 2 else None) for row in rows]
    if not lines:
        return _nothing(title)
    most = whole or ceiling([figure for _, value, measure in lines for figure in (value, measure)])
    drawn = joined(_bar(place * ROW, *row, most=most, against=against) for place, row in enumerate(lines))
    columns = [unit or gettext("Figure"), *([against.capitalize()] if against else [])]
    table = _table(title, columns, [(label, [value, measure][: len(columns)]) for label, value, measure in lines])
    return _figure(title, unit, _svg(title, len(lines) * ROW, drawn), table, download)


def line(
    title: str, points: Iterable[Point] | Mapping[str, Sequence[Point]], *, unit: str = "", download: str | None = None
) -> Markup:
    """A line through time for (label, value) points, or one for each name. None leaves a gap in the line."""
    series = dict(points) if isinstance(points, Mapping) else {"": list(points)}
    labels = [label for label, _ in next(iter(series.values()), [])]
    if not labels:
        return _nothing(title)
    most = ceiling([value for run in series.values() for _, value in run])
    runs = joined(_run(place, run, most) for place, run in enumerate(series.values()))
    drawn = joined(_grid(most), runs, _ends(series, most), _along(labels))
    columns = [name or unit or gettext("Figure") for name in series]
    rows = [(label, [run[place][1] for run in series.values()]) for place, label in enumerate(labels)]
    return _figure(title, unit, _svg(title, HEIGHT, drawn), _table(title, columns, rows), download)


def multiples(
    title: str,
    series: Mapping[str, Sequence[Point]],
    *,
    unit: str = "",
    notes: Mapping[str, str] | None = None,
    download: str | None = None,
) -> Markup:
    """The same small picture for each name, in the order given and on one scale; `notes` says what to see in one."""
    if not series:
        return _nothing(title)
    most = ceiling([value for run in series.values() for _, value in run])
    grid = element("ul", (_small(n, run, most, (notes or {}).get(n)) for n, run in series.items()), look="u-multiples")
    labels = [label for label, _ in next(iter(series.values()))]
    rows = [(name, [value for _, value in run]) for name, run in series.items()]
    return _figure(title, unit, grid, _table(title, labels, rows), download)


def _bar(y: int, label: str, value: Value, measure: Value, *, most: float, against: str) -> Markup:
    words = number(value) if value is not None else gettext("not known")
    beside = f", {against} {number(measure)}" if measure is not None else ""
    drawn = joined(
        _text(0, y + 15, label, "u-p-label"),
        _text("100%", y + 15, joined(words, element("tspan", beside, look="u-p-beside")), "u-p-value", "end"),
        element("rect", look="u-p-track", x=0, y=y + 22, width="100%", height=THICK, rx=2),
    )
    if value:
        look = "u-p-bar u-p-bar--below" if measure is not None and value < measure else "u-p-bar"
        width = f"{100 * max(value, 0) / most:.2f}%"
        drawn += element("rect", look=look, x=0, y=y + 22, width=width, height=THICK, rx=2)
    if measure is not None:
        at = f"{min(100 * measure / most, 99.6):.2f}%"
        drawn += element("rect", look="u-p-mark", x=at, y=y + 18, width=2.5, height=THICK + 8)
    return drawn


def _at(place: int, many: int) -> float:
    """How far across the nth of many points stands, in per cent."""
    return LEFT + (RIGHT - LEFT) * (place / (many - 1) if many > 1 else 0.5)


def _y(value: float, most: float) -> float:
    return TOP + ROOM * (1 - max(value, 0) / most)


def _grid(most: float) -> Markup:
    return joined(
        _rule(_y(figure, most)) + _text(0, _y(figure, most) - 4, number(figure), "u-p-axis")
        for figure in (0, most / 2, most)
    )


def _run(place: int, run: Sequence[Point], most: float) -> Markup:
    """One line in a frame that is stretched across, while its stroke keeps its width."""
    lines = joined(
        element(
            "polyline",
            look=f"u-p-line u-p-line--{place % 4 + 1}",
            # A point alone is drawn twice, so that its round ends make a dot.
            points=" ".join(
                f"{_at(i, len(run)):.2f},{_y(v, most):.1f}" for i, v in stretch * (2 if len(stretch) == 1 else 1)
            ),
            vector_effect="non-scaling-stroke",
        )
        for stretch in stretches([value for _, value in run])
    )
    frame = f"0 0 100 {HEIGHT}"
    return element("svg", lines, width="100%", height=HEIGHT, viewBox=frame, preserveAspectRatio="none")


def _ends(series: Mapping[str, Sequence[Point]], most: float) -> Markup:
    """A dot and a label where each line ends, moved apart where they would stand on each other."""
    known = [(name, len(run), stretches([value for _, value in run])) for name, run in series.items()]
    ends = [(name, many, *parts[-1][-1]) for name, many, parts in known if parts]
    heights = [_y(value, most) for _, _, _, value in ends]
    lowest = max(heights, default=0.0)
    # The lowest line is labelled underneath, the others above, so that no label stands on a neighbour's line.
    said = spread([y + (BELOW if y == lowest and len(ends) > 1 else ABOVE) for y in heights], APART)
    drawn = Markup("")
    for (name, many, place, value), y, at in zip(ends, heights, said, strict=True):
        x = f"{_at(place, many):.2f}%"
        drawn += element("circle", look="u-p-dot", cx=x, cy=y, r=3.5)
        drawn += _text("100%" if place == many - 1 else x, at, f"{name} {number(value)}".strip(), "u-p-end", "end")
    return drawn


def _along(labels: Sequence[str]) -> Markup:
    """The first, middle and last label under the line."""
    shown = {0: (f"{LEFT}%", "start"), len(labels) - 1: ("100%", "end")}
    if len(labels) > 4:
        shown[len(labels) // 2] = (f"{_at(len(labels) // 2, len(labels)):.2f}%", "middle")
    return joined(_text(x, HEIGHT - 6, labels[i], "u-p-axis", anchor) for i, (x, anchor) in sorted(shown.items()))


def _small(name: str, run: Sequence[Point], most: float, note: str | None) -> Markup:
    """Upright bars for one name, its highest figure written over its bar."""
    known = [(place, value) for place, (_, value) in enumerate(run) if value is not None]
    step, floor = 100 / max(len(run), 1), SMALL + 14
    top = max(known, key=lambda one: one[1], default=None)
    drawn = _rule(floor)
    for place, value in known:
        tall = max(SMALL * max(value, 0) / most, 1)
        look = "u-p-bar u-p-bar--top" if top and place == top[0] else "u-p-bar"
        x, width = f"{place * step + step * 0.1:.2f}%", f"{step * 0.8:.2f}%"
        drawn += element("rect", look=look, x=x, y=floor - tall, width=width, height=tall)
    if top:
        x = f"{min(max(top[0] * step + step / 2, 6), 94):.2f}%"
        drawn += _text(x, floor - 4 - SMALL * max(top[1], 0) / most, number(top[1]), "u-p-end", "middle")
    if len(run) > 1:
        drawn += _text(0, floor + 14, run[0][0], "u-p-axis") + _text("100%", floor + 14, run[-1][0], "u-p-axis", "end")
    said = element("p", note, look="u-multiple__note") if note else ""
    return element("li", element("p", name, look="u-multiple__name"), _svg(name, floor + 18, drawn), said)


def _text(x: float | str, y: float, words: str, look: str, anchor: str | None = None) -> Markup:
    return element("text", words, look=look, x=x, y=float(y), text_anchor=anchor)


def _rule(y: float) -> Markup:
    return element("line", look="u-p-grid", x1=0, x2="100%", y1=float(y), y2=float(y))


def _svg(title: str, height: int, drawn: Markup) -> Markup:
    return element("svg", drawn, look="u-picture", role="img", aria_label=title, width="100%", height=height)


def _table(title: str, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[Value]]]) -> Markup:
    head = [element("th", column, scope="col", look="u-figure") for column in columns]
    body = [element("tr", element("th", label, scope="row"), map(_cell, values)) for label, values in rows]
    table = element(
        "table",
        element("caption", title, look="govuk-visually-hidden"),
        element("thead", element("tr", element("td"), head)),
        element("tbody", body),
        look="u-table u-table--plain",
    )
    return element("div", table, look="u-scroll", tabindex=0, role="region", aria_label=title)


def _cell(value: Value) -> Markup:
    return element("td", gettext("not known") if value is None else number(value), look="u-figure")


def _nothing(title: str) -> Markup:
    said = element("p", gettext("There are no figures for this yet."), look="u-note")
    return element("figure", element("figcaption", title, look="u-figure__title"), said, look="u-figurewrap")


def _figure(title: str, unit: str, picture: Markup, table: Markup, download: str | None) -> Markup:
    said = element("span", unit, look="u-figure__unit") if unit else ""
    foot = element("details", element("summary", gettext("Show as a table")), table, look="u-data")
    if download:
        foot += element("a", gettext("Download these figures"), href=download, download="")
    return element(
        "figure",
        element("figcaption", title, " ", said, look="u-figure__title"),
        picture,
        element("div", foot, look="u-figure__foot"),
        look="u-figurewrap",
    )
