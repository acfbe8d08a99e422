"""Reading a list of offices: any layout, delimiter and encoding, slipped columns, and a sentence for what is wrong."""

import gzip
import json
import zipfile
from io import BytesIO

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from upton.engines.register.listing import Kind, Problem, ProblemKind, read

OLD_HEADING = "JC Name,Postcode,Building Name,Building Number/Floor,Address 1,Address 2,Town/City,County,District"
NEW_HEADING = "MNEMONIC,TYPE,NAME,BUILDINGNAME,STREET,TOWN,CITY,COUNTY,COUNTRY,POSTCODE"
AREA_HEADING = "name,address,postcode,area_code,area_name,lon,lat"

EASTMERE = "Eastmere Jobcentre,CH41 1AA,Heron House,,12 Mill Lane,,Eastmere,Wirral,Mere District"
#: Enough offices to show what the counties and districts of a list are.
OTHERS = "\n".join(
    f"Place{n} Jobcentre,L{n} 1AA,,,{n} High Street,,Place{n},{county},{district}"
    for n, county, district in (
        (1, "Fellshire", "Mere District"),
        (2, "Fellshire", "Mere District"),
        (3, "Derbyshire", "Derbyshire"),
        (4, "Derbyshire", "Derbyshire"),
        (5, "Derbyshire", "Derbyshire"),
        (6, "Kent", "Kent"),
        (7, "Kent", "Kent"),
        (8, "Kent", "South Coast"),
    )
)


def old(*rows: str):
    """A list in the layout that names the district."""
    return read("\n".join((OLD_HEADING, *rows)).encode())


def new(*rows: str):
    """A list in the layout with office numbers."""
    return read("\n".join((NEW_HEADING, *rows)).encode())


def only_line(listing):
    assert len(listing.lines) == 1, listing.problems
    return listing.lines[0]


def only_problem(listing) -> Problem:
    assert len(listing.problems) == 1, listing.problems
    return listing.problems[0]


class TestLayouts:
    def test_reads_the_layout_that_names_the_district(self):
        line = only_line(old(EASTMERE))

        assert (line.name, line.building, line.street) == ("Eastmere Jobcentre", "Heron House", "12 Mill Lane")
        assert (line.town, line.county, line.postcode, line.district) == (
            "Eastmere",
            "Wirral",
            "CH41 1AA",
            "Mere District",
        )
        assert line.number == 2

    def test_reads_the_layout_with_office_numbers_and_types(self):
        line = only_line(new("15 b,BDC,Mere Centre,,3 Quay Street,Northend,Eastmere,Wirral,United Kingdom,ch411aa"))

        assert (line.office_number, line.kind, line.postcode) == ("15 B", Kind.BENEFIT_DELIVERY_CENTRE, "CH41 1AA")
        assert (line.street, line.town) == ("3 Quay Street, Northend", "Eastmere")

    def test_reads_an_address_in_one_column_with_its_place_on_the_map(self):
        row = '"Mere","Heron House, 12 Mill Lane, Northend, Eastmere",CH41 1AA,E08,Wirral,-3.02,53.39'

        line = only_line(read(f"{AREA_HEADING}\n{row}".encode()))

        assert (line.building, line.street, line.town) == ("Heron House", "12 Mill Lane, Northend", "Eastmere")
        assert (line.area, line.latitude, line.longitude) == ("Wirral", 53.39, -3.02)

    def test_takes_the_postcode_out_of_an_address(self):
        line = only_line(read(b'name,address\nMere JCP,"9 Dock Road, Eastmere, Lancs, CH41 1AA"'))

        assert (line.postcode, line.street, line.town, line.county) == ("CH41 1AA", "9 Dock Road", "Eastmere", "Lancs")

    def test_finds_the_heading_in_any_order_and_case_below_a_title_and_ignores_other_columns(self):
        line = only_line(read(b"Offices in 2020\n\npost CODE,Colour,jc NAME\nCH41 1AA,red,Mere Jobcentre"))

        assert (line.name, line.postcode, line.number) == ("Mere Jobcentre", "CH41 1AA", 4)

    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
    def test_reads_any_delimiter_and_encoding(self, delimiter, encoding):
        text = delimiter.join(("Name", "Postcode", "Town")) + "\r\n" + delimiter.join(("Ynys Môn", "LL77 7YJ", "Môn"))

        assert only_line(read(text.encode(encoding))).name == "Ynys Môn"

    def test_counts_lines_as_an_editor_does_across_breaks_within_a_cell(self):
        listing = read(b'Name,Postcode,Address\nMere,CH41 1AA,"12 Mill Lane,\r\nEastmere"\n\nHill,CH45 2BB,1 Hill Road')

        assert [line.number for line in listing.lines] == [2, 5]
        assert (listing.lines[0].street, listing.lines[0].town) == ("12 Mill Lane", "Eastmere")

    def test_leaves_stray_quotation_marks_and_commas_be(self):
        line = only_line(old('Eastmere "Old" Jobcentre,CH41 1AA,,,"Mill Lane, ",,Eastmere,Wirral,Mere'))

        assert (line.name, line.street) == ('Eastmere "Old" Jobcentre', "Mill Lane")


class TestSlippedColumns:
    def test_puts_a_district_right_that_stands_under_the_county(self):
        listing = old(OTHERS, "Mere Jobcentre,CH41 1AA,,,12 Mill Lane,Eastmere,Fellshire,Mere District,")

        line = listing.lines[-1]
        assert (line.street, line.town, line.county, line.district) == (
            "12 Mill Lane",
            "Eastmere",
            "Fellshire",
            "Mere District",
        )
        assert only_problem(listing).kind is ProblemKind.PUT_RIGHT

    def test_knows_districts_that_are_recorded(self):
        text = f"{OLD_HEADING}\nMere Jobcentre,CH41 1AA,,,12 Mill Lane,Eastmere,Cheshire,Mere District,"

        listing = read(text.encode(), known_districts=["Mere District"])

        assert only_line(listing).district == "Mere District"

    def test_takes_a_county_for_the_district_of_its_name_only_where_every_other_office_agrees(self):
        certain = "Mere Jobcentre,DE1 1AA,,,12 Mill Lane,,Eastmere,Derbyshire,"
        doubtful = "Hill Jobcentre,ME1 1AA,,,12 Mill Lane,,Hill,Kent,"

        listing = old(OTHERS, certain, doubtful)

        assert [line.district for line in listing.lines[-2:]] == ["Derbyshire", None]

    def test_reads_a_district_in_another_order_as_the_usual_one(self):
        usual = EASTMERE.replace("Mere District", '"Kent, Surrey and Sussex"')
        twisted = 'Hill Jobcentre,ME1 1AA,,,Hill,,Hill,,"Surrey, Kent and Sussex"'

        listing = old(usual, usual.replace("1AA", "1AB"), twisted)

        assert {line.district for line in listing.lines} == {"Kent, Surrey and Sussex"}

    def test_finds_a_postcode_within_a_longer_text_and_in_another_column(self):
        for row in (
            "Mere Jobcentre,The House 12 Mill Lane Eastmere CH41 1AA,The House,,12 Mill Lane,,Eastmere,Wirral,Mere",
            "Mere Jobcentre,Eastmere,The House,,12 Mill Lane,,CH41 1AA,Wirral,Mere",
            ",Mere Jobcentre,CH41 1AA,The House,,12 Mill Lane,,Eastmere,Wirral",
        ):
            line = only_line(old(row))
            assert (line.name, line.postcode, line.town, line.street) == (
                "Mere Jobcentre",
                "CH41 1AA",
                "Eastmere",
                "12 Mill Lane",
            )

    def test_reads_a_letter_as_the_only_digit_it_can_be(self):
        listing = old(EASTMERE.replace("CH41 1AA", "WF10 IHY"))

        assert only_line(listing).postcode == "WF10 1HY"
        assert "WF10 IHY" in only_problem(listing).sentence

    def test_puts_a_street_right_that_stands_under_the_town(self):
        line = only_line(new("1,JCP,Mere Jobcentre,,Century House,9 Church Lane,Eastmere,,United Kingdom,CH41 1AA"))

        assert (line.building, line.street, line.town) == ("Century House", "9 Church Lane", "Eastmere")

    def test_puts_the_end_of_a_name_right_that_stands_under_the_building(self):
        line = only_line(new("1,JCP,Mere Hub,Jobcentre Plus,Rugby Road,Eastmere,,,United Kingdom,CH41 1AA"))

        assert (line.name, line.building) == ("Mere Hub Jobcentre Plus", "")

    def test_puts_back_an_apostrophe_that_became_a_letter(self):
        assert only_line(old(EASTMERE.replace("Eastmere J", "Kingís Mere J"))).name == "King's Mere Jobcentre"


class TestBadFiles:
    @pytest.mark.parametrize(
        ("data", "part"),
        [
            (b"", "empty"),
            (b"\xef\xbb\xbf \r\n ", "empty"),
            (b"%PDF-1.7 ...", "PDF"),
            (b"\xd0\xcf\x11\xe0 old workbook", "workbook"),
            (b"\x89PNG\r\n", "picture"),
            (gzip.compress(b"Name,Postcode", mtime=0), "compressed"),
            (json.dumps([{"name": "Mere"}]).encode(), "JSON"),
            (b"<!DOCTYPE html><table>", "web page"),
            (b"Name,Postcode\nMere\x00,CH41 1AA", "NUL"),
            (b"\x81\x8d\x8f\x90", "not text"),
            (b"Name,Colour\nMere,red", "Postcode"),
            (b"just some words", "No heading"),
            (b"Name,Postcode\n", "no offices"),
            (b"Name,Name,Postcode\nMere,Mere,CH41 1AA", "stands twice"),
            (b'Name,Postcode,Town\nMere,CH41 1AA,"Eastmere\nHill,CH45 2BB,Hill\n', "quotation mark"),
        ],
    )
    def test_are_refused_with_one_sentence(self, data, part):
        problem = only_problem(read(data, "list.csv"))

        assert problem.blocking
        assert problem.sentence.startswith("list.csv: ")
        assert part in problem.sentence

    def test_are_refused_where_a_workbook_was_chosen(self):
        workbook = BytesIO()
        with zipfile.ZipFile(workbook, "w") as folder:
            folder.writestr("xl/workbook.xml", "<workbook/>")

        assert "workbook" in only_problem(read(workbook.getvalue())).sentence

    def test_are_refused_above_the_size_that_is_allowed(self):
        assert "largest" in only_problem(read(b"x" * 5_000_001)).sentence
        assert "largest" in only_problem(read(b"Name,Postcode\nMere,CH41 1AA", most_bytes=10)).sentence

    def test_are_refused_with_more_rows_than_a_country_has_offices(self):
        assert "10,000 rows" in only_problem(read(b"Name,Postcode\n" + b"a,b\n" * 10_100)).sentence

    def test_names_the_line_of_a_quotation_mark_that_is_not_closed(self):
        listing = old(EASTMERE, 'Hill Jobcentre,CH45 2BB,"Hill House,,1 Hill,,Hill,,', EASTMERE, '"', EASTMERE)

        assert only_problem(listing).line == 3


class TestBadRows:
    @pytest.mark.parametrize(
        ("row", "part"),
        [
            (EASTMERE + ",more", "too many columns"),
            ("Mere Jobcentre,CH45 2BB", "too few columns"),
            (",CH45 2BB,,,1 Hill,,Hill,,", "no name"),
            ("Hill Jobcentre,,,,,,,,", "neither a postcode nor an address"),
            ("H" * 201 + ",CH45 2BB,,,1 Hill,,Hill,,", "longer than 200"),
            ("Hill Jobcentre,CH45 2BB,,," + "H" * 201 + ",,Hill,,", "longer than 200"),
            ("Hill\x07 Jobcentre,CH45 2BB,,,1 Hill,,Hill,,", "control character"),
        ],
    )
    def test_are_left_out_and_named_by_line(self, row, part):
        listing = old(row, EASTMERE)

        problem = only_problem(listing)
        assert (problem.kind, problem.line, problem.blocking) == (ProblemKind.LEFT_OUT, 2, False)
        assert part in problem.sentence
        assert [line.number for line in listing.lines] == [3]

    def test_are_left_out_where_the_type_is_not_known(self):
        listing = new("1,XYZ,Mere,,9 Dock Road,Eastmere,,,United Kingdom,CH41 1AA")

        assert "XYZ" in only_problem(listing).sentence

    def test_keep_an_office_whose_postcode_cannot_be_read_and_say_so(self):
        listing = old(EASTMERE.replace("CH41 1AA", "CH41 1"))

        assert only_line(listing).postcode is None
        assert only_problem(listing).kind is ProblemKind.CHECK

    def test_ignore_a_place_on_the_map_outside_great_britain(self):
        listing = read(f"{AREA_HEADING}\nMere,9 Dock Road,CH41 1AA,E08,Wirral,53.39,-3.02".encode())

        assert (only_line(listing).latitude, only_line(listing).longitude) == (None, None)
        assert len(listing.problems) == 2


class TestAnOfficeTwice:
    def test_is_counted_once_where_the_rows_are_the_same(self):
        listing = old(EASTMERE, EASTMERE)

        assert len(listing.lines) == 1
        assert only_problem(listing).kind is ProblemKind.REPEATED

    @pytest.mark.parametrize(
        "other",
        [
            "1,JCP,Hill Jobcentre,,1 Hill Road,Hill,,,United Kingdom,CH45 2BB",
            "2,JCP,Eastmere JCP,,9 Dock Road,Eastmere,,,United Kingdom,CH41 1AA",
            "2,JCP,Eastmere Jobcentre,,12 Mill Ln,Eastmere,,,United Kingdom,CH41 1AB",
        ],
    )
    def test_is_asked_about_where_the_rows_differ(self, other):
        listing = new("1,JCP,Eastmere Jobcentre,,12 Mill Lane,Eastmere,,,United Kingdom,CH41 1AA", other)

        assert listing.twice == ((2, 3),)
        assert [problem.line for problem in listing.of_kind(ProblemKind.TWICE)] == [2, 3]

    def test_is_not_seen_in_two_offices_of_one_name_at_two_addresses(self):
        row = "1,JCP,Eastmere Jobcentre,,12 Mill Lane,Eastmere,,,United Kingdom,CH41 1AA"

        listing = new(row, row.replace("1,JCP", "2,JCP").replace("12 Mill Lane", "Dock Road").replace("1AA", "7XX"))

        assert listing.twice == ()


SOME_CELLS = st.sampled_from(
    ["", "Mere Jobcentre", "CH41 1AA", "Kent", "12 Mill Lane", '"', '"a\nb"', "\x00", "’", "\u202e", "x" * 300, "=1+1"]
)


class TestAnyBytes:
    @settings(max_examples=200, deadline=None)
    @given(st.binary(max_size=400))
    def test_never_raise(self, data):
        self.account_for_every_row(read(data))

    @settings(max_examples=200, deadline=None)
    @given(
        st.sampled_from([OLD_HEADING, NEW_HEADING, AREA_HEADING]),
        st.lists(st.lists(SOME_CELLS, max_size=11).map(",".join), max_size=8),
        st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]),
    )
    @example(OLD_HEADING, [",Mere Jobcentre,,,,,,,CH41 1AA"], "utf-8")
    def test_never_raise_below_a_known_heading(self, heading, rows, encoding):
        self.account_for_every_row(read("\n".join((heading, *rows)).encode(encoding)))

    def account_for_every_row(self, listing):
        left = [*listing.of_kind(ProblemKind.LEFT_OUT), *listing.of_kind(ProblemKind.REPEATED)]
        assert listing.rows == len(listing.lines) + len(left)
        assert bool(listing.blocking) != bool(listing.rows)
        assert all(problem.sentence for problem in listing.problems)
