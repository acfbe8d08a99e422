"""Reading a list from a CSV file: what it takes, and what it says where it can't."""

from __future__ import annotations

import pytest

from upton.engines.duplicates import Field
from upton.engines.duplicates.reading import Unreadable, read_records

NAMED = {Field.NAME: "name"}


@pytest.fixture
def listed(tmp_path):
    """A file with this in it."""

    def write(text: str | bytes, encoding: str = "utf-8"):
        path = tmp_path / "list.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return write


def refusal(path, id_column="id", columns=None, **how) -> str:
    with pytest.raises(Unreadable) as refused:
        read_records(path, id_column, columns or NAMED, **how)
    return str(refused.value)


class TestReads:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
    def test_any_encoding(self, listed, encoding):
        read = read_records(listed("id,name\n1,Café Môn\n2,Tŷ\n".replace("ŷ", "y"), encoding), "id", NAMED)
        assert read.records.columns[Field.NAME] == ["Café Môn", "Ty"]

    def test_an_encoding_that_is_named(self, listed):
        path = listed("id,name\n1,Tŷ Môn\n", "iso8859-14")
        assert read_records(path, "id", NAMED, encoding="iso8859-14").records.columns[Field.NAME] == ["Tŷ Môn"]

    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_any_usual_delimiter(self, listed, delimiter):
        path = listed(delimiter.join(["id", "name", "town, or city"]) + "\n" + delimiter.join(["1", "Mill", "Ash"]))
        assert read_records(path, "id", NAMED).records.ids == ["1"]

    def test_a_delimiter_that_is_named(self, listed):
        assert read_records(listed("id^name\n1^Mill\n"), "id", NAMED, delimiter="^").records.ids == ["1"]

    def test_a_quotation_mark_after_a_space(self, listed):
        read = read_records(listed('id,name,town\n1, "Mill, Cotton", "Ash"\n'), "id", {Field.PLACE: "town", **NAMED})
        assert read.records.columns == {Field.NAME: ["Mill, Cotton"], Field.PLACE: ["Ash"]}

    def test_a_heading_below_a_title(self, listed):
        read = read_records(listed("List of providers\n\nid,name\n1,Mill\n"), "id", NAMED)
        assert (list(read.records.ids), read.records.columns[Field.NAME]) == (["1"], ["Mill"])

    def test_headings_whatever_their_capitals_and_spaces(self, listed):
        assert read_records(listed("ID,Full  Name\n1,Mill\n"), "id", {Field.NAME: "full_name"}).records.ids == ["1"]

    def test_the_column_written_exactly_so_before_one_that_is_alike(self, listed):
        assert read_records(listed("id,Name,name\n1,A,B\n"), "id", NAMED).records.columns[Field.NAME] == ["B"]

    def test_rows_that_are_too_short_as_not_knowing_the_rest(self, listed):
        read = read_records(listed("id,name,town\n1,Mill\n"), "id", {**NAMED, Field.PLACE: "town"})
        assert read.records.columns[Field.PLACE] == [""]

    def test_what_stands_for_nothing_as_not_known_but_never_in_a_name(self, listed):
        text = "id,name,phone\n1,None,N/A\n2,Nil,0161 1\n"
        read = read_records(listed(text), "id", {**NAMED, Field.PHONE: "phone"})
        assert read.records.columns == {Field.NAME: ["None", "Nil"], Field.PHONE: ["", "0161 1"]}

    def test_one_record(self, listed):
        assert len(read_records(listed("id,name\n1,Mill"), "id", NAMED).records) == 1

    def test_line_breaks_within_cells(self, listed):
        read = read_records(listed('id,name\n1,"Mill\r\nHouse"\n2,Barn\n'), "id", NAMED)
        assert read.records.columns[Field.NAME] == ["Mill, House", "Barn"]

    def test_rows_with_too_many_cells_and_says_so(self, listed):
        read = read_records(listed("id,name\n1,Mill,Cotton\n2,Barn,\n"), "id", NAMED)
        assert read.notes == ("Line 2 has more cells than the heading: the last of them were not read.",)

    def test_telling_how_far_it_is(self, listed):
        heard = []
        rows = "".join(f"{number},Mill {number}\n" for number in range(45_000))
        read_records(listed(f"id,name\n{rows}"), "id", NAMED, progress=heard.append)
        assert heard == [20_000, 40_000, 45_000]


class TestRefuses:
    def test_a_file_that_is_not_there(self, tmp_path):
        assert refusal(tmp_path / "none.csv").startswith("There is no file ")

    def test_a_folder(self, tmp_path):
        assert "is a folder" in refusal(tmp_path)

    @pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \r\n\r\n", b"\n" * 3_000_000])
    def test_an_empty_file(self, listed, content):
        assert refusal(listed(content)).endswith("is empty. Name the file that holds the list.")

    def test_a_heading_alone(self, listed):
        assert "has a heading but no records" in refusal(listed("id,name\n"))

    def test_a_workbook(self, listed):
        assert "a workbook or a zipped file, not a list in CSV" in refusal(listed(b"PK\x03\x04\x00\x00"))

    @pytest.mark.parametrize("content", [b'{"id": 1}', b"<html><body>", b"id,name\n1,\x81\x8d", b"id,na\x00me\n1,M"])
    def test_what_is_no_table(self, listed, content):
        assert "CSV" in refusal(listed(content))

    def test_a_column_that_is_not_there_and_names_those_that_are(self, listed):
        path = listed("ref;title;town\n1;Mill;Ash\n")
        assert refusal(path, "ref") == f"There is no column “name” in {path}. Its columns are: ref, title, town."

    def test_an_id_column_that_is_not_there(self, listed):
        assert "There is no column “id”" in refusal(listed("ref,name\n1,Mill\n"))

    def test_a_column_that_stands_twice(self, listed):
        assert "“name” stands 2 times" in refusal(listed("id,name,name\n1,A,B\n"))

    def test_ids_that_repeat_by_their_lines(self, listed):
        said = refusal(listed("id,name\n7,A\n8,B\n7,C\n\n7,D\n8,E\n"))
        assert "“7” on lines 2, 4 and 6; “8” on lines 3 and 7." in said

    def test_many_ids_that_repeat_without_naming_them_all(self, listed):
        said = refusal(listed("id,name\n" + "".join(f"{number % 50},A\n" for number in range(1000))))
        assert "“4” on lines 6, 56, 106, 156, 206 and 15 more; and 45 more." in said
        assert "“5”" not in said

    def test_records_without_an_id_by_their_lines(self, listed):
        assert "no id on lines 3 and 5" in refusal(listed("id,name\n1,A\n ,B\n2,C\n,D\n"))

    def test_names_that_are_all_empty(self, listed):
        assert "All names" in refusal(listed("id,name,town\n1,,Ash\n2, ,Elm\n"))

    def test_a_quotation_mark_that_is_not_closed(self, listed):
        assert "opened on line 3" in refusal(listed('id,name\n1,A\n2,"B\n3,C\n'))

    def test_an_encoding_that_there_is_not(self, listed):
        assert "“klingon” is no encoding" in refusal(listed("id,name\n1,A\n"), encoding="klingon")

    def test_an_encoding_that_it_is_not_in(self, listed):
        assert "is not text in ascii" in refusal(listed("id,name\n1,Môn\n"), encoding="ascii")
