"""Days as columns of time: what is drawn, where, and what can be read without seeing it."""

from __future__ import annotations

import re

import pytest

from upton.pages.timetable import FULL, ON_PAPER, SCALE, WIDTH, Block, Column, Look, fill, reaches, timetable

NINE, TEN, FIVE = 540, 600, 1020


def drawn(*blocks: Block, **how) -> str:
    return str(timetable("A day", [Column(blocks)], first=NINE, last=FIVE, **how))


def columns(*names: str) -> str:
    return str(
        timetable("A team", [Column([], name, "40% booked", f"/{name}/") for name in names], first=NINE, last=FIVE)
    )


class TestTimetable:
    def test_draws_a_block_where_and_as_long_as_it_lasts(self):
        html = drawn(Block(TEN, TEN + 40, Look.BOOKED, "10:00 Amina", "Commitments"))
        assert f'y="{60 * SCALE:g}" width="98%" height="{40 * SCALE:g}"' in html
        assert "10:00 Amina</span>" in html
        assert "Commitments</span>" in html

    def test_leaves_words_out_that_would_not_fit(self):
        html = drawn(
            Block(TEN, TEN + 5, Look.BOOKED, "10:00 Amina"), Block(FIVE - 10, FIVE, Look.FREE, "Free", "10 min")
        )
        assert "Amina" not in html
        assert "Free</span>" in html
        assert "10 min" not in html

    def test_draws_nothing_of_what_lies_outside(self):
        assert "u-t-block" not in drawn(Block(0, NINE, Look.FREE), Block(FIVE, FIVE + 60, Look.FREE))

    @pytest.mark.parametrize(("look", "pattern"), [(Look.AWAY, "u-t-hatch"), (Look.OTHER, "u-t-dots")])
    def test_tells_apart_in_grey_what_is_no_time_for_appointments(self, look, pattern):
        assert f'fill="url(#{pattern})"' in drawn(Block(TEN, TEN + 60, look))

    def test_marks_the_present_and_no_other_time(self):
        assert 'class="u-t-now"' in drawn(now=TEN + 5)
        assert "10:05</text>" in drawn(now=TEN + 5)
        assert 'class="u-t-now"' not in drawn()
        assert 'class="u-t-now"' not in drawn(now=NINE - 1)

    def test_escapes_every_word(self):
        assert "<b>" not in drawn(Block(TEN, FIVE, Look.BOOKED, "<b>", "<b>", '"><b>'))

    def test_is_hidden_from_who_listens_and_takes_no_key(self):
        html = drawn(Block(TEN, FIVE, Look.BOOKED, "Amina", href="/claimants/1/"))
        assert html.count("<svg") - html.count("<svg x=") == html.count('aria-hidden="true"')
        assert '<a href="/claimants/1/" tabindex="-1">' in html

    def test_has_links_for_headings_and_scrolls_in_a_region_of_its_own(self):
        html = columns("Ben", "Cy")
        assert re.findall(r'<a href="(/\w+/)">(\w+)</a>', html) == [("/Ben/", "Ben"), ("/Cy/", "Cy")]
        assert 'tabindex="0" role="region" aria-label="A team"' in html
        assert f'width="{2 * WIDTH}"' in html

    def test_leaves_what_is_broader_than_paper_to_the_table_below(self):
        assert "u-screen-only" not in columns(*"ABCDEFGH"[:ON_PAPER])
        assert "u-screen-only" in columns(*"ABCDEFGHI"[: ON_PAPER + 1])

    def test_stands_without_columns(self):
        assert "<svg" in str(timetable("Nobody", [], first=NINE, last=FIVE))


class TestReaches:
    def test_goes_as_far_as_the_blocks_in_whole_hours(self):
        early = Column([Block(NINE - 40, TEN, Look.BOOKED), Block(FIVE, FIVE + 10, Look.BOOKED)])
        assert reaches([early], first=NINE, last=FIVE) == (480, 1080)
        assert reaches([], first=NINE, last=FIVE) == (NINE, FIVE)

    def test_never_goes_past_midnight(self):
        assert reaches([Column([Block(0, 24 * 60, Look.AWAY)])], first=NINE, last=FIVE) == (0, 24 * 60)


class TestFill:
    def test_is_as_long_as_its_share_and_never_longer_than_its_ground(self):
        assert 'width="40%"' in fill(40)
        assert 'width="120%"' not in fill(120)

    def test_marks_what_is_as_good_as_full(self):
        assert "u-fill__bar--full" in fill(FULL)
        assert "u-fill__bar--full" not in fill(FULL - 1)

    def test_draws_nothing_where_there_is_no_share(self):
        assert fill(None) == ""
