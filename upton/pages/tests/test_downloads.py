"""Lists as files: whole, in order, and without formulas."""

from __future__ import annotations

import pytest

from upton.pages.downloads import FORMULAS, as_csv, plain


class TestAsCsv:
    def test_is_a_file_with_heads_and_rows(self):
        response = as_csv("day", ["Who", "What"], [["Amina, Khan", None], ["Bo", 3]])
        body = b"".join(response.streaming_content).decode()
        assert body == '\ufeffWho,What\r\n"Amina, Khan",\r\nBo,3\r\n'
        assert response["Content-Disposition"] == 'attachment; filename="day.csv"'


class TestPlain:
    @pytest.mark.parametrize("sign", FORMULAS)
    def test_keeps_a_spreadsheet_from_reckoning(self, sign):
        assert plain(f"{sign}1+1") == f"'{sign}1+1"

    def test_leaves_everything_else_as_it_is(self):
        assert [plain(one) for one in ("a=b", 12, None, "")] == ["a=b", "12", "", ""]
