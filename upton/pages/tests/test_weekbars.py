"""Weeks are drawn along their hours, and whatever is drawn lies within the picture."""

from __future__ import annotations

import re

import pytest

from upton.pages.weekbars import weekbars


class TestWeekbars:
    def test_draw_a_bar_for_each_part_of_a_day_beside_its_track(self):
        drawn = weekbars("The week", [("Mon", [(540, 750, True), (780, 1020, True)]), ("Tue", [(540, 600, False)])])
        assert drawn.count('class="u-p-bar"') == 2
        assert drawn.count("u-p-bar--below") == 1
        assert drawn.count("u-p-track") == 2
        assert 'aria-label="The week"' in drawn

    @pytest.mark.parametrize("span", [(0, 1440), (540, 545), (1380, 1440), (0, 30)])
    def test_keep_within_the_picture(self, span):
        drawn = weekbars("The week", [("Mon", [(*span, True)])])
        x, width = (float(one) for one in re.search(r'u-p-bar" x="([\d.]+)%".*?width="([\d.]+)%"', drawn).groups())
        assert x >= 12
        assert x + width <= 98.01

    def test_draw_a_week_without_work(self):
        assert "<svg" in weekbars("The week", [("Mon", [])])

    def test_escape_what_they_say(self):
        assert "<b>" not in weekbars("<b>", [("<b>", [])])
