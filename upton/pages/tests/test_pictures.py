"""What pictures show, and that a label never lies on another."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from upton.pages.markup import element, joined
from upton.pages.pictures import bars, line, multiples
from upton.pages.scales import ceiling, spread, stretches

DESKS = [("09:00", 6, 5), ("10:00", 6, 8), ("11:00", None, 9)]
WEEKS = [("5 Oct", 182), ("12 Oct", None), ("19 Oct", 201)]
SITES = {"Birkenhead": [("09:00", 4), ("10:00", 14)], "Upton": [("09:00", 1), ("10:00", 0)]}


def widths(html: str) -> list[float]:
    return [float(width) for width in re.findall(r'class="u-p-bar[^"]*"[^>]* width="([\d.]+)%"', html)]


class TestBars:
    def test_are_as_long_as_their_figures(self) -> None:
        assert widths(bars("Desks", [("a", 10), ("b", 5)])) == [100, 50]

    def test_are_labelled_with_figure_and_measure(self) -> None:
        html = bars("Desks", DESKS, against="needed")
        assert '6<tspan class="u-p-beside">, needed 8</tspan>' in html
        assert 'not known<tspan class="u-p-beside">, needed 9</tspan>' in html

    def test_are_darker_where_they_fall_short_only(self) -> None:
        assert bars("Desks", DESKS, against="needed").count("u-p-bar--below") == 1

    def test_never_leave_the_picture(self) -> None:
        assert widths(bars("Balance", [("a", -4), ("b", 2)])) == [0, 100]

    def test_come_with_their_table_and_download(self) -> None:
        html = bars("Desks", DESKS, unit="desks", against="needed", download="/desks.csv")
        assert html.count("<tr>") == 4
        assert '<th scope="col" class="u-figure">Needed</th>' in html.replace(" look=", " class=")
        assert '<a href="/desks.csv" download="">' in html

    def test_say_that_there_is_nothing_yet(self) -> None:
        assert "There are no figures for this yet." in bars("Desks", [])

    def test_escape_every_word(self) -> None:
        html = bars("<b>", [("<script>", 1, 2)], unit="<i>", against="<u>", download='"><script>')
        assert "<script>" not in html
        assert "<b>" not in html


class TestLine:
    def test_is_broken_where_a_figure_is_not_known(self) -> None:
        html = line("Seen", WEEKS)
        assert html.count("<polyline") == 2
        assert "not known" in html

    def test_names_each_line_at_its_end(self) -> None:
        html = line("Weeks", {"Booked": [("a", 3), ("b", 4)], "Seen": [("a", 2), ("b", 3)]})
        assert ">Booked 4<" in html
        assert ">Seen 3<" in html
        assert "u-p-line--2" in html

    def test_has_a_column_for_each_name(self) -> None:
        html = line("Weeks", {"Booked": [("a", 3)], "Seen": [("a", 2)]})
        assert html.count('scope="col"') == 2

    @pytest.mark.parametrize("points", [[], {}, {"Booked": []}])
    def test_says_that_there_is_nothing_yet(self, points: list[tuple[str, int]]) -> None:
        assert "There are no figures for this yet." in line("Seen", points)

    def test_stands_when_nothing_is_known(self) -> None:
        assert "<polyline" not in line("Seen", [("a", None), ("b", None)])


class TestMultiples:
    def test_share_one_scale(self) -> None:
        heights = [float(h) for h in re.findall(r'class="u-p-bar[^"]*"[^>]* height="([\d.]+)"', multiples("In", SITES))]
        assert heights[1] == pytest.approx(3.5 * heights[0], rel=0.01)
        assert heights[2] == pytest.approx(heights[0] / 4, rel=0.01)

    def test_stand_in_the_order_given_with_their_notes(self) -> None:
        html = multiples("In", SITES, notes={"Upton": "1 short"})
        assert html.index("Birkenhead") < html.index("Upton") < html.index("1 short")

    def test_say_that_there_is_nothing_yet(self) -> None:
        assert "There are no figures for this yet." in multiples("In", {})


class TestScales:
    @given(st.floats(min_value=1e-6, max_value=1e12))
    def test_end_at_or_above_the_largest_figure_and_not_far(self, value: float) -> None:
        assert value * (1 - 1e-6) <= ceiling([value, None, 0]) <= value * 1.67 + 1e-9

    def test_end_at_one_when_there_is_no_figure(self) -> None:
        assert ceiling([]) == ceiling([0, None]) == ceiling([-3]) == 1

    @given(st.lists(st.floats(min_value=0, max_value=200), max_size=8))
    def test_keep_labels_apart_and_in_order(self, heights: list[float]) -> None:
        placed = spread(heights, 15)
        assert all(
            later - earlier >= 15 - 1e-6 for earlier, later in zip(sorted(placed), sorted(placed)[1:], strict=False)
        )
        assert all(at >= height for at, height in zip(placed, heights, strict=True))

    def test_part_a_run_at_what_is_not_known(self) -> None:
        assert stretches([1, None, None, 2, 3]) == [[(0, 1.0)], [(3, 2.0), (4, 3.0)]]


class TestElement:
    def test_escapes_content_and_attributes(self) -> None:
        assert element("a", "<", href='"', look="x") == '<a href="&#34;" class="x">&lt;</a>'

    def test_leaves_out_what_is_none_and_keeps_markup(self) -> None:
        assert element("b", Markup("<i></i>"), id=None, aria_label="x") == '<b aria-label="x"><i></i></b>'

    def test_joins_nested_contents(self) -> None:
        assert joined("<", ["a", ("b", 1)]) == "&lt;ab1"
