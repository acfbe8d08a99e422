"""What texts accept and refuse."""

from __future__ import annotations

import unicodedata

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from upton.pages.fields import Form, LongText, Password, Text
from upton.pages.tests.asking import answer, heard, sent

PLAIN = Text("Name", missing="Enter their name.")


class TestText:
    @pytest.mark.parametrize(
        "name", ["Amina Khan", "Łucja Żak", "Ольга", "李伟", "محمد", "O’Neill-Smith", "नीलम", "😀"]
    )
    def test_takes_names_in_any_script(self, name: str) -> None:
        assert answer(PLAIN, name) == name

    def test_is_kept_in_one_normal_form(self) -> None:
        assert answer(PLAIN, "Zoe\u0308") == "Zoë"

    def test_is_trimmed_and_stays_on_one_line(self) -> None:
        assert answer(PLAIN, "  Amina\tKhan\r\n ") == "Amina Khan"

    @pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f", "\x85"])
    def test_refuses_control_characters_and_says_where(self, sign: str) -> None:
        assert answer(PLAIN, f"Am{sign}ina").startswith("Character 3 can't be read")

    def test_refuses_half_a_character(self) -> None:
        assert answer(PLAIN, "a\ud800").startswith("Character 2")

    def test_says_how_long_ten_megabytes_are(self) -> None:
        assert answer(PLAIN, "x" * 10_485_760) == "Use at most 200 characters; this has 10,485,760."

    def test_counts_characters_and_not_bytes(self) -> None:
        assert answer(Text("Name", longest=3), "李伟英") == "李伟英"

    def test_says_how_short_is_too_short(self) -> None:
        assert answer(Text("Name", shortest=2), "a") == "Use at least 2 characters."

    def test_says_its_own_sentence_when_it_is_missing(self) -> None:
        assert answer(PLAIN, " ") == "Enter their name."
        assert answer(Text("Reason"), "") == "Fill in “Reason”."

    def test_holds_a_pattern_against_the_whole_text(self) -> None:
        field = Text("Code", pattern=(r"[A-Z]{3}", "Enter three capital letters."))
        assert answer(field, "ABC") == "ABC"
        assert answer(field, "ABCD") == "Enter three capital letters."

    @given(st.text())
    def test_answers_every_text_with_a_text_or_a_sentence(self, typed: str) -> None:
        taken, sentence = heard(Text("Name", required=False), typed)
        assert (taken is None) == sentence.endswith(".")
        assert not {unicodedata.category(sign) for sign in taken or ""} & {"Cc", "Cs"}
        assert unicodedata.is_normalized("NFC", taken or "")


class TestLongText:
    def test_keeps_its_lines_with_one_kind_of_line_end(self) -> None:
        assert answer(LongText("Note"), "one\r\n\r\ntwo\rthree") == "one\n\ntwo\nthree"


class TestPassword:
    def test_keeps_the_spaces_one_types(self) -> None:
        assert answer(Password("Password"), " correct horse ") == " correct horse "

    def test_is_never_shown_again(self) -> None:
        class SignIn(Form):
            password = Password("Password")

        assert "hunter2" not in SignIn(sent(password="hunter2"))["password"].draw()

    def test_must_be_called_by_its_name(self) -> None:
        class SignIn(Form):
            secret = Password("Password")

        with pytest.raises(ImproperlyConfigured):
            SignIn()["secret"]
