"""A form happens once, lists what is wrong, and keeps what was typed."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from upton.foundation.refusals import NotPossible
from upton.pages.environment import error_summary
from upton.pages.fields import Choice, Choices, Date, FilterForm, Form, Hidden, LongText, Text, Upload, YesNo
from upton.pages.tests.asking import drawn, sent

KEY = "8d9d3c7e-0d3b-4a9f-9a55-6b7a3c3f2f10"


class Booking(Form):
    name = Text("Name", missing="Enter their name.", hint="As they say it")
    day = Date("Day")
    note = LongText("Note", required=False)
    coach = Choice("Coach", choices=[("1", "Sam"), ("2", "Ruth", "Speaks Urdu")])
    needs = Choices("What to do", choices=[("two", "Two colleagues"), ("bsl", "BSL interpreter")], required=False)
    told = YesNo("Were they told?")


class Asking(FilterForm):
    q = Text("Words", required=False)


class TestKey:
    def test_is_new_for_every_new_form(self) -> None:
        assert Booking().key != Booking().key

    def test_stays_the_same_when_the_form_is_shown_again(self) -> None:
        form = Booking(sent(key=KEY))
        assert form.key == UUID(KEY)
        assert f'value="{KEY}"' in form.hidden()

    @pytest.mark.parametrize("key", ["", "1", KEY + "0", "\x00"])
    def test_that_is_missing_or_bent_is_answered_with_a_sentence(self, key: str) -> None:
        form = Booking(sent(key=key))
        assert "This page did not come whole. Check what you typed, then send it again." in form.non_field_errors()
        assert str(form.key) != key

    def test_is_not_asked_of_a_form_that_only_asks(self) -> None:
        form = Asking(sent(q="payments"))
        assert form.is_valid()
        assert form.hidden() == ""

    def test_can_not_be_the_name_of_a_field(self) -> None:
        class Bent(Form):
            key = Text("Key")

        with pytest.raises(ImproperlyConfigured):
            Bent()


class TestVersion:
    def test_travels_with_the_form_and_comes_back(self) -> None:
        form = Booking(version=7)
        assert '<input type="hidden" name="version" value="7">' in form.hidden()
        assert Booking(sent(key=KEY, version="7")).version == 7

    @pytest.mark.parametrize("version", ["", "-1", "seven", "9" * 30, "²"])
    def test_that_is_bent_counts_as_none(self, version: str) -> None:
        assert Booking(sent(key=KEY, version=version)).version is None


class TestRefuse:
    def test_puts_the_sentence_at_the_field_it_names(self) -> None:
        form = Booking(sent(key=KEY, day="24/11/2026"))
        form.refuse(NotPossible("The slot was taken.", field="day"))
        assert form.errors["day"] == ["The slot was taken."]

    def test_puts_a_sentence_about_no_field_on_top(self) -> None:
        form = Booking(sent(key=KEY))
        form.refuse(NotPossible("The site is closed.", field="elsewhere"))
        assert "The site is closed." in form.non_field_errors()


class TestDrawing:
    def test_shows_label_hint_error_and_what_was_typed(self) -> None:
        html = Booking(sent(key=KEY, day="31/02/2026"))["day"].draw()
        assert '<label class="govuk-label govuk-label--s" for="id_day">' in html
        assert "There is no such day" in html
        assert 'value="31/02/2026"' in html
        assert 'aria-describedby="id_day-hint id_day-error"' in html

    def test_escapes_what_was_typed(self) -> None:
        html = Booking(sent(key=KEY, name='"><script>', note="</textarea><script>")).draw()
        assert "<script>" not in html

    @given(st.text(min_size=1))
    def test_stands_whatever_was_typed(self, typed: str) -> None:
        form = Booking(sent(key=KEY, name=typed, day=typed, note=typed, coach=typed, needs=[typed], told=typed))
        assert form.draw().count("govuk-form-group--error") >= 3

    def test_marks_the_options_chosen(self) -> None:
        html = Booking(sent(key=KEY, coach="2", needs=["bsl"], told="no")).draw()
        assert html.count(" checked") == 3
        assert 'value="2" checked' in html
        assert 'value="bsl" checked' in html
        assert 'value="no" checked' in html

    def test_shows_stored_values(self) -> None:
        html = Booking(initial={"name": "Amina", "told": True, "needs": ["two"]}).draw()
        assert 'value="Amina"' in html
        assert 'value="yes" checked' in html
        assert 'value="two" checked' in html

    def test_folds_many_options_into_a_list(self) -> None:
        class Many(Form):
            site = Choice("Site", choices=[(str(n), f"Site {n}") for n in range(20)], required=False)

        html = Many(sent(key=KEY, site="7"))["site"].draw()
        assert "<select" in html
        assert '<option value="7" selected>Site 7</option>' in html

    def test_says_what_may_be_left_out_except_where_all_may(self) -> None:
        assert "Note (optional)" in Booking()["note"].draw()
        assert "(optional)" not in Asking()["q"].draw()

    def test_can_be_the_heading_of_its_page(self) -> None:
        assert '<h1 class="govuk-label-wrapper">' in Booking()["name"].draw(heading=True)

    def test_hides_a_label_but_not_from_screen_readers(self) -> None:
        assert "govuk-visually-hidden" in Booking()["name"].draw(hide_label=True)

    def test_carries_a_hidden_value_without_a_label(self) -> None:
        class Slot(Form):
            slot = Hidden("Slot")

        assert Slot(initial={"slot": "5"})["slot"].draw() == '<input type="hidden" name="slot" value="5">'


class TestErrorSummary:
    def test_lists_sentences_in_the_order_of_the_page_with_links(self) -> None:
        html = error_summary(Booking(sent(key=KEY)))
        assert html.index("#id_name") < html.index("#id_day") < html.index("#id_coach") < html.index("#id_told")
        assert "There is a problem" in html

    def test_is_silent_when_nothing_is_wrong(self) -> None:
        assert error_summary(Booking()) == ""


class TestSheet:
    SOURCE = '{% from "pages/components/forms.jinja" import sheet with context %}{{ sheet(form, "Book") }}'

    def test_draws_a_whole_form_with_its_key(self) -> None:
        form = Booking()
        html = drawn(self.SOURCE, form=form)
        assert str(form.key) in html
        assert html.count("govuk-form-group") == len(form.fields)

    def test_sends_files_when_it_has_any(self) -> None:
        class Load(Form):
            list_of_sites = Upload("List")

        assert "multipart/form-data" in drawn(self.SOURCE, form=Load())
        assert "multipart/form-data" not in drawn(self.SOURCE, form=Booking())
