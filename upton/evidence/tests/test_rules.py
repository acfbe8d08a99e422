"""What a file is, and how much one sending may hold."""

from __future__ import annotations

from datetime import date

import pytest

from upton.evidence import rules
from upton.evidence.tests.factories import HEIC, JPEG, PDF, PNG, PROGRAM, TIFF
from upton.foundation.refusals import NotPossible

DAY = date(2026, 11, 24)
MB = 1024 * 1024


class TestTypeOf:
    @pytest.mark.parametrize(("content", "kind"), [(PDF, rules.PDF), (JPEG, rules.JPEG), (PNG, rules.PNG)])
    def test_reads_the_first_bytes(self, content, kind):
        assert rules.type_of(content) == kind

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "is empty"),
            (HEIC, "HEIC photograph"),
            (TIFF, "TIFF picture"),
            (PROGRAM, "whatever its name says"),
            (b"<html>%PDF-", "whatever its name says"),
        ],
    )
    def test_refuses_anything_else_with_what_to_do(self, content, words):
        with pytest.raises(NotPossible, match=words) as refused:
            rules.type_of(content, called="File 2 of 3")
        assert refused.value.sentence.startswith("File 2 of 3")
        assert "can" in refused.value.sentence


class TestRequireSizes:
    def test_takes_what_fits(self):
        rules.require_sizes([10 * MB, 10 * MB, 10 * MB], day=DAY)

    @pytest.mark.parametrize(
        ("sizes", "words"),
        [
            ([], "Choose the scanned document"),
            ([1] * 21, "at most 20 files"),
            ([5, 10 * MB + 1], "File 2 of 2 is larger than 10 MB"),
            ([200 * MB], "This file is larger than 10 MB"),
            ([8 * MB] * 4, "Together these files are larger than 30 MB"),
        ],
    )
    def test_refuses_too_many_and_too_much(self, sizes, words):
        with pytest.raises(NotPossible, match=words):
            rules.require_sizes(sizes, day=DAY)
