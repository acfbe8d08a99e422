"""Every component with data, empty, and with words that would break out of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib import messages
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from jinja2 import UndefinedError
from markupsafe import Markup

from upton.pages import samples
from upton.pages.frame import Frame, Notice, Place, notices_of, tell
from upton.pages.tables import by_day, label_cells, part
from upton.pages.tests.asking import drawn

NOW = datetime(2026, 11, 24, 10, 40, tzinfo=UTC)
EVIL = "<script>alert(1)</script>"


def macro(file: str, call: str, **context: Any) -> str:
    name = call.split("(")[0]
    return drawn(f'{{% from "pages/components/{file}.jinja" import {name} with context %}}{{{{ {call} }}}}', **context)


LISTING = """{% from "pages/components/lists.jinja" import listing %}
{% call(line) listing("Caseload", lines, ["Name", {"label": "Weeks", "numeric": true}], empty="Nobody yet.",
                      count=count, more=more, downloads=downloads, how="They come by booking.") %}
<th scope="row">{{ line.name }}</th><td>{{ line.weeks }}</td>{% endcall %}"""


class TestListing:
    def list_of(self, lines: list[dict[str, Any]], **context: Any) -> str:
        return drawn(LISTING, **({"lines": lines, "count": None, "more": None, "downloads": []} | context))

    def test_has_heading_count_rows_pages_and_download(self) -> None:
        downloads = [{"text": "CSV", "href": "/x.csv"}]
        html = self.list_of(samples.people(), count=1204, more="?after=3", downloads=downloads)
        assert "1,204" in html
        assert html.count('scope="row"') == 3
        assert 'href="?after=3"' in html
        assert 'href="/x.csv"' in html

    def test_labels_each_cell_for_a_narrow_screen(self) -> None:
        assert '<td data-label="Weeks">14</td>' in self.list_of(samples.people())

    def test_says_what_would_be_here_and_how_it_comes(self) -> None:
        html = self.list_of([])
        assert "Nobody yet." in html
        assert "They come by booking." in html
        assert "<table" not in html

    def test_escapes_what_stands_in_a_row(self) -> None:
        assert EVIL not in self.list_of([{"name": EVIL, "weeks": 1}])


class TestDutyList:
    def test_shows_what_why_and_when_in_words(self) -> None:
        html = macro("duties", 'duty_list(duties, count=3, topic="duties:1")', duties=samples.duties())
        assert html.index("Call Dan Hughes") < html.index("Answer the service centre")
        assert "1 working day late" in html
        assert 'data-live="duties:1"' in html

    def test_says_that_nothing_is_due(self) -> None:
        assert "Nothing is due." in macro("duties", "duty_list([])")


class TestDayLine:
    def line_at(self, now: datetime | None) -> str:
        return macro("day", "day_line(entries, now=now)", entries=samples.entries(NOW), now=now)

    def test_shows_who_waits_and_what_to_do_for_them(self) -> None:
        html = self.line_at(NOW)
        assert "waiting 12 min" in html
        assert '<span class="u-need">Two colleagues</span>' in html

    @pytest.mark.parametrize(
        ("minutes", "before"), [(-90, "Grace Obi"), (-30, "Amina Khan"), (0, "Dan Hughes"), (30, "Li Wei")]
    )
    def test_marks_the_present_before_who_comes_next(self, minutes: int, before: str) -> None:
        after_mark = self.line_at(NOW + timedelta(minutes=minutes)).split("u-day__nowtime")
        assert len(after_mark) == 2
        assert after_mark[1].split("u-slot__name")[1].split("<")[0].endswith(f">{before}")

    def test_marks_the_present_last_when_the_day_is_done(self) -> None:
        html = self.line_at(NOW + timedelta(hours=8))
        assert html.count("u-day__nowtime") == 1
        assert html.index("Li Wei") < html.index("u-day__nowtime")

    def test_has_no_present_on_another_day(self) -> None:
        assert "u-day__nowtime" not in self.line_at(None)

    def test_says_that_there_are_no_appointments(self) -> None:
        assert "No appointments." in macro("day", "day_line([])")


class TestOtherComponents:
    def test_journal_has_a_heading_for_each_day_and_the_box_on_top(self) -> None:
        source = '{% from "pages/components/journal.jinja" import journal %}{% call journal(e) %}BOX{% endcall %}'
        html = drawn(source, e=samples.stream(NOW))
        assert html.count("u-journal__day") == 2
        assert html.index("BOX") < html.index("Amina arrived.")

    def test_journal_says_how_it_begins(self) -> None:
        assert "Nothing has been written yet." in macro("journal", "journal([])")

    def test_person_bar_needs_no_more_than_a_name(self) -> None:
        html = macro("person", "person_bar(person)", person={"name": EVIL})
        assert EVIL not in html
        assert "Own coach" not in html

    def test_person_bar_says_what_to_do(self) -> None:
        html = macro("person", "person_bar(person)", person=samples.person())
        assert "do not ring before noon" in html
        assert "opening it is recorded" in html

    def test_card_says_what_is_not_recorded(self) -> None:
        assert html_count(macro("cards", 'card("Upton", rows)', rows=samples.rows()), "Not recorded") == 1

    def test_card_without_rows_says_why(self) -> None:
        assert "No closures." in macro("cards", 'card("Closures", [], empty="No closures.")')

    def test_records_side_by_side_mark_every_difference_in_words(self) -> None:
        html = macro(
            "compare", 'side_by_side("Ours", "Theirs", rows, reasons=["Same postcode"])', rows=samples.records()
        )
        assert html_count(html, ">Differs<") == 2
        assert html_count(html, ">Same<") == 2

    def test_plan_counts_and_links_what_there_is(self) -> None:
        counts = [{"label": "opened", "count": 1204, "href": "#o"}, {"label": "renamed", "count": 0, "href": "#r"}]
        html = macro("plan", "plan(counts)", counts=counts)
        assert "1,204" in html
        assert 'href="#o"' in html
        assert 'href="#r"' not in html

    def test_progress_shows_how_far_it_is(self) -> None:
        html = macro("progress", 'progress("Reading", 410, 719)')
        assert 'max="719" value="410"' in html
        assert "410 of 719" in html

    def test_progress_of_a_job_not_begun_has_no_value(self) -> None:
        assert "value=" not in macro("progress", 'progress("Reading", 0, 0)')

    def test_button_one_may_not_use_says_why_and_sends_nothing(self) -> None:
        html = macro("buttons", 'button("Close", reason="3 people work here.")')
        assert 'type="button" aria-disabled="true"' in html
        assert "3 people work here." in html

    def test_post_button_carries_a_one_time_key_and_its_values(self) -> None:
        html = macro("forms", 'post_button("Check in", "/in/", values={"slot": 5})')
        assert 'name="key" value="' in html
        assert 'name="slot" value="5"' in html

    def test_notice_offers_to_undo(self) -> None:
        html = macro("notices", 'notice("Checked in.", undo="/undo/")')
        assert 'method="post" action="/undo/"' in html
        assert 'name="key"' in html
        assert 'role="status"' in html

    def test_notice_of_a_refusal_interrupts(self) -> None:
        assert 'role="alert"' in macro("notices", 'notice("The slot was taken.", "refused")')

    def test_filters_show_which_one_holds(self) -> None:
        options = [{"text": "All", "href": "?", "current": True, "count": 3}, {"text": "Late", "href": "?late"}]
        html = macro("filters", 'choices("Show", options)', options=options)
        assert html_count(html, 'aria-current="true"') == 1


def html_count(html: str, words: str) -> int:
    return html.count(words)


class TestLayouts:
    SOURCE = '{% extends "pages/layouts/LAYOUT.jinja" %}{% block title %}My day{% endblock %}'

    @pytest.mark.parametrize("layout", ["colleague", "public"])
    def test_stand_with_nothing_but_a_title(self, layout: str) -> None:
        html = drawn(self.SOURCE.replace("LAYOUT", layout))
        assert "<title>My day – Upton</title>" in html
        assert '<h1 class="u-h1">My day</h1>' in html
        assert 'href="#main"' in html

    def test_show_where_one_is_and_what_waits(self) -> None:
        frame = Frame(
            site_name="Birkenhead",
            day=NOW.date(),
            waiting=1,
            person_name="Sam Price",
            search_url="/find/",
            sign_out_url="/out/",
            live_url="/live/",
            places=[Place("m", "My day", "/", True), Place("f", "The floor", "/f/", count=3)],
            notices=[Notice("Checked in.", undo="/undo/")],
        )
        html = drawn(self.SOURCE.replace("LAYOUT", "colleague"), frame=frame)
        assert "1 due from you" in html
        assert html_count(html, 'aria-current="page"') == 1
        assert 'data-live-url="/live/"' in html
        assert 'data-go="f"' in html
        assert '<form class="u-search" role="search" method="post" action="/find/">' in html

    def test_say_in_the_title_that_a_form_is_in_error(self) -> None:
        wrong = samples.everything(NOW)["wrong"]
        assert "<title>Error: My day – Upton" in drawn(self.SOURCE.replace("LAYOUT", "public"), form=wrong)

    def test_hold_no_style_and_no_script_of_their_own(self) -> None:
        html = drawn(self.SOURCE.replace("LAYOUT", "colleague"), frame=Frame(places=[Place("m", "My day", "/")]))
        assert "style=" not in html
        assert "<script>" not in html
        assert "onclick" not in html

    def test_a_name_that_nobody_gave_is_an_error(self) -> None:
        with pytest.raises(UndefinedError):
            drawn("{{ nobody }}")


class TestNotices:
    def request(self, **headers: str) -> HttpRequest:
        request = RequestFactory().get("/", headers=headers)
        request.session = {}
        request._messages = SessionStorage(request)
        return request

    def test_are_told_once_with_their_undo(self) -> None:
        request = self.request()
        tell(request, "Amina is checked in.", undo="/undo/5/")
        assert notices_of(request) == [Notice("Amina is checked in.", undo="/undo/5/")]
        request._messages.update(HttpResponse())
        request._messages = SessionStorage(request)
        assert notices_of(request) == []

    def test_wait_for_a_page_that_somebody_opens(self) -> None:
        request = self.request(**{"X-Upton-Live": "yes"})
        tell(request, "Amina is checked in.")
        assert notices_of(request) == []

    def test_of_others_are_shown_all_the_same(self) -> None:
        request = self.request()
        messages.add_message(request, messages.INFO, "Plain words.")
        assert notices_of(request) == [Notice("Plain words.")]


class TestShapes:
    def test_part_reads_mappings_and_objects_alike(self) -> None:
        assert part({"href": "/"}, "href") == part(Place("m", "x", "/"), "href") == "/"
        assert part({"href": None}, "href", "#") == part(Place("m", "x", "/"), "nothing", "#") == "#"

    def test_cells_are_labelled_in_order_and_labels_escaped(self) -> None:
        cells = Markup('<th scope="row">a</th><td>b &lt;td&gt;</td><td>c</td>')
        labelled = label_cells(cells, ["A", '"'])
        assert labelled == (
            '<th data-label="A" scope="row">a</th><td data-label="&#34;">b &lt;td&gt;</td><td data-label="">c</td>'
        )

    def test_days_part_a_stream_at_local_midnight(self) -> None:
        stream = [{"at": datetime(2026, 6, 30, 23, 10, tzinfo=UTC)}, {"at": datetime(2026, 6, 30, 22, 50, tzinfo=UTC)}]
        assert [len(group) for _, group in by_day(stream)] == [1, 1]
