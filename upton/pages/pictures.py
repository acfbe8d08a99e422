"""Pictures of figures, drawn on the server: bars to compare, lines for time, small multiples for sites.

Plain values in, HTML out. Lengths across are percentages and letters keep their size, so a picture fills the width
it is given, from a telephone to a wall. Everything is labelled directly and reads without colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext
from markupsafe import Markup

from upton.pages.scales import ceiling, spread
from upton.pages.words import number

Value = float | int | None
Point = tuple[str, Value]
Bar = tuple[str, Value] | tuple[str, Value, Value]

ROW, THICK = 40, 10
HEIGHT, TOP, FOOT = 168, 26, 24
LEFT, RIGHT = 6.0, 98.0
ABOVE, BELOW, APART = -9, 18, 15
SMALL = 68


def bars(
    title: str,
    rows: Iterable[Bar],
    *,
    unit: str = "",
    against: str = "",
    download: str | None = None,
) -> Markup:
    """Bars that compare: one for each (label, value) or (label, value, measure), with its figure at its end.

    `against` says what the measure is ("needed"); it is drawn as an upright mark. A value of None is "not known".
    """
    lines = [(row[0], row[1], row[2] if len(row) > 2 else None) for row in rows]
    most = ceiling([v for _, value, measure in lines for v in (value, measure)])
    drawn = Markup("").join(_bar(place, *row, most=most, against=against) for place, row in enumerate(lines))
    columns = [unit or gettext("Figure"), *([against.capitalize()] if against else [])]
    table = _table(title, columns, [(label, [value, measure][: len(columns)]) for label, value, measure in lines])
    if not lines:
        return _figure(title, unit, _nothing(), Markup(""), None)
    return _figure(title, unit, _svg(title, len(lines) * ROW, drawn), table, download)


def line(
    title: str,
    points: Iterable[Point] | Mapping[str, Sequence[Point]],
    *,
    unit: str = "",
    download: str | None = None,
) -> Markup:
    """A line through time for (label, value) points, or one for each name. None leaves a gap in the line."""
    series = dict(points) if isinstance(points, Mapping) else {"": list(points)}
    labels = [label for label, _ in next(iter(series.values()), [])]
    most = ceiling([value for run in series.values() for _, value in run])
    if not labels:
        return _figure(title, unit, _nothing(), Markup(""), None)
    runs = Markup("").join(_run(place, run, most) for place, run in enumerate(series.values()))
    drawn = _grid(most) + runs + _ends(series, most) + _along(labels)
    columns = [name or unit or gettext("Figure") for name in series]
    table = _table(title, columns, [(label, [run[i][1] for run in series.values()]) for i, label in enumerate(labels)])
    return _figure(title, unit, _svg(title, HEIGHT, drawn), table, download)


def multiples(
    title: str,
    series: Mapping[str, Sequence[Point]],
    *,
    unit: str = "",
    notes: Mapping[str, str] | None = None,
    download: str | None = None,
) -> Markup:
    """The same small picture for each name, in the order given and on one scale; `notes` says what to see in one."""
    most = ceiling([value for run in series.values() for _, value in run])
    if not series:
        return _figure(title, unit, _nothing(), Markup(""), None)
    pieces = [_small(name, run, most, (notes or {}).get(name, "")) for name, run in series.items()]
    grid = Markup('<ul class="u-multiples">{}</ul>').format(Markup("").join(pieces))
    labels = [label for label, _ in next(iter(series.values()), [])]
    rows = [(name, [value for _, value in run]) for name, run in series.items()]
    return _figure(title, unit, grid, _table(title, labels, rows), download)


def _bar(place: int, label: str, value: Value, measure: Value, *, most: float, against: str) -> Markup:
    y = place * ROW
    words = number(value) if value is not None else gettext("not known")
    below = measure is not None and value is not None and value < measure
    beside = f", {against} {number(measure)}" if measure is not None else ""
    drawn = Markup(
        '<text class="u-p-label" x="0" y="{}">{}</text><text class="u-p-value" x="100%" y="{}" text-anchor="end">{}<tspan class="u-p-beside">{}</tspan></text>'
        '<rect class="u-p-track" x="0" y="{}" width="100%" height="{}" rx="2"/>'
    ).format(y + 15, label, y + 15, words, beside, y + 22, THICK)
    if value:
        look = "u-p-bar u-p-bar--below" if below else "u-p-bar"
        width = 100 * max(value, 0) / most
        drawn += Markup('<rect class="{}" x="0" y="{}" width="{:.2f}%" height="{}" rx="2"/>').format(
            look, y + 22, width, THICK
        )
    if measure is not None:
        at = min(100 * measure / most, 99.6)
        drawn += Markup('<rect class="u-p-mark" x="{:.2f}%" y="{}" width="2.5" height="{}"/>').format(
            at, y + 18, THICK + 8
        )
    return drawn


def _at(place: int, many: int) -> float:
    return LEFT + (RIGHT - LEFT) * (place / (many - 1) if many > 1 else 0.5)


def _height(value: float, most: float, room: float) -> float:
    return room * (1 - max(value, 0) / most)


def _grid(most: float) -> Markup:
    room = HEIGHT - TOP - FOOT
    return Markup("").join(
        Markup(
            '<line class="u-p-grid" x1="0" x2="100%" y1="{0:.1f}" y2="{0:.1f}"/><text class="u-p-axis" x="0" y="{1:.1f}">{2}</text>'
        ).format(TOP + room * (1 - part), TOP + room * (1 - part) - 4, number(most * part))
        for part in (0, 0.5, 1)
    )


def _stretches(run: Sequence[Point]) -> list[list[tuple[int, float]]]:
    """The unbroken stretches of a run, as (place, value)."""
    found: list[list[tuple[int, float]]] = [[]]
    for place, (_, value) in enumerate(run):
        if value is None:
            found.append([])
        else:
            found[-1].append((place, float(value)))
    return [stretch for stretch in found if stretch]


def _run(place: int, run: Sequence[Point], most: float) -> Markup:
    room = HEIGHT - TOP - FOOT
    lines = Markup("")
    for stretch in _stretches(run):
        points = " ".join(f"{_at(i, len(run)):.2f},{TOP + _height(v, most, room):.1f}" for i, v in stretch)
        if len(stretch) == 1:
            points = f"{points} {points}"
        lines += Markup('<polyline class="u-p-line u-p-line--{}" points="{}" vector-effect="non-scaling-stroke"/>').format(
            place % 4 + 1, points
        )
    return Markup(
        '<svg x="0" y="0" width="100%" height="{}" viewBox="0 0 100 {}" preserveAspectRatio="none">{}</svg>'
    ).format(HEIGHT, HEIGHT, lines)


def _ends(series: Mapping[str, Sequence[Point]], most: float) -> Markup:
    """A dot and a label where each line ends, moved apart where they would stand on each other."""
    room = HEIGHT - TOP - FOOT
    ends = [(name, len(run), _stretches(run)[-1][-1]) for name, run in series.items() if _stretches(run)]
    heights = [TOP + _height(value, most, room) for _, _, (_, value) in ends]
    lowest = max(heights, default=0.0)
    # The lowest line is labelled underneath, the others above, so that no label stands on a neighbour's line.
    said_at = spread([y + (BELOW if y == lowest and len(ends) > 1 else ABOVE) for y in heights], APART)
    drawn = Markup("")
    for (name, many, (place, value)), y, said in zip(ends, heights, said_at, strict=True):
        words = f"{name} {number(value)}" if name else number(value)
        drawn += Markup(
            '<circle class="u-p-dot" cx="{0:.2f}%" cy="{1:.1f}" r="3.5"/>'
            '<text class="u-p-end" x="{2}%" y="{3:.1f}" text-anchor="end">{4}</text>'
        ).format(_at(place, many), y, 100 if place == many - 1 else f"{_at(place, many):.2f}", said, words)
    return drawn


def _along(labels: Sequence[str]) -> Markup:
    """The first, middle and last label under the line."""
    shown = {0: (f"{LEFT}%", "start"), len(labels) - 1: ("100%", "end")}
    if len(labels) > 4:
        shown[len(labels) // 2] = (f"{_at(len(labels) // 2, len(labels)):.2f}%", "middle")
    return Markup("").join(
        Markup('<text class="u-p-axis" x="{}" y="{}" text-anchor="{}">{}</text>').format(x, HEIGHT - 6, anchor, labels[i])
        for i, (x, anchor) in sorted(shown.items())
    )


def _small(name: str, run: Sequence[Point], most: float, note: str) -> Markup:
    """Upright bars for one name, its highest figure written over its bar."""
    known = [(i, value) for i, (_, value) in enumerate(run) if value is not None]
    step = 100 / max(len(run), 1)
    top = max(known, key=lambda one: one[1], default=None)
    drawn = Markup('<line class="u-p-grid" x1="0" x2="100%" y1="{0}" y2="{0}"/>').format(SMALL + 14)
    for place, value in known:
        tall = max(SMALL * max(value, 0) / most, 1)
        look = "u-p-bar u-p-bar--top" if top and place == top[0] else "u-p-bar"
        drawn += Markup('<rect class="{}" x="{:.2f}%" y="{:.1f}" width="{:.2f}%" height="{:.1f}"/>').format(
            look, place * step + step * 0.1, SMALL + 14 - tall, step * 0.8, tall
        )
    if top:
        x, tall = top[0] * step + step / 2, SMALL * max(top[1], 0) / most
        drawn += Markup('<text class="u-p-end" x="{:.2f}%" y="{:.1f}" text-anchor="middle">{}</text>').format(
            min(max(x, 6), 94), SMALL + 10 - tall, number(top[1])
        )
    drawn += _feet([label for label, _ in run])
    said = Markup('<p class="u-multiple__note">{}</p>').format(note) if note else Markup("")
    return Markup('<li class="u-multiple"><p class="u-multiple__name">{}</p>{}{}</li>').format(
        name, _svg(name, SMALL + 32, drawn), said
    )


def _feet(labels: Sequence[str]) -> Markup:
    ends = [("0", "start", labels[0]), ("100%", "end", labels[-1])] if len(labels) > 1 else []
    return Markup("").join(
        Markup('<text class="u-p-axis" x="{}" y="{}" text-anchor="{}">{}</text>').format(x, SMALL + 28, anchor, label)
        for x, anchor, label in ends
    )


def _svg(title: str, height: float, drawn: Markup) -> Markup:
    return Markup(
        '<svg class="u-picture" role="img" aria-label="{}" width="100%" height="{:.0f}" focusable="false">{}</svg>'
    ).format(title, height, drawn)


def _nothing() -> Markup:
    return Markup('<p class="u-note">{}</p>').format(gettext("There are no figures for this yet."))


def _table(title: str, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[Value]]]) -> Markup:
    head = Markup("").join(Markup('<th scope="col" class="u-figure">{}</th>').format(column) for column in columns)
    body = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            label,
            Markup("").join(
                Markup('<td class="u-figure">{}</td>').format(gettext("not known") if value is None else number(value))
                for value in values
            ),
        )
        for label, values in rows
    )
    return Markup(
        '<div class="u-scroll" tabindex="0" role="region" aria-label="{0}"><table class="u-table u-table--plain">'
        '<caption class="govuk-visually-hidden">{0}</caption><thead><tr><td></td>{1}</tr></thead><tbody>{2}</tbody></table></div>'
    ).format(title, head, body)


def _figure(title: str, unit: str, picture: Markup, table: Markup, download: str | None) -> Markup:
    said = Markup(' <span class="u-figure__unit">{}</span>').format(unit) if unit else Markup("")
    data = Markup("")
    if table:
        data = Markup('<details class="u-data"><summary>{}</summary>{}</details>').format(
            gettext("Show as a table"), table
        )
    if download:
        data += Markup('<a class="u-figure__download" href="{}" download>{}</a>').format(
            download, gettext("Download these figures")
        )
    return Markup(
        '<figure class="u-figurewrap"><figcaption class="u-figure__title">{}{}</figcaption>{}<div class="u-figure__foot">{}</div></figure>'
    ).format(title, said, picture, data)
