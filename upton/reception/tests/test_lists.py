"""The lists of a day on paper: what they tell, and whom, and that they are there when the power fails (FOH-1)."""

from __future__ import annotations

import re
import stat
import zlib
from datetime import date, timedelta

import pytest

from upton.claimants.models import ClaimantTelephone
from upton.claimants.tests.factories import claimant
from upton.diary import queries as diary
from upton.foundation.tests.clocks import TUESDAY, stop
from upton.organisation.tests import factories
from upton.pages.paper import drawn, named
from upton.reception import jobs, queries, sheets
from upton.reception.tests.at_the_desk import Desk, at

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


@pytest.fixture
def desk(client, monkeypatch):
    stop(monkeypatch)
    return Desk(client)


def lists(desk, actor=None, day=DAY):
    return queries.day_lists(actor or desk.ada, site_id=desk.site.pk, day=day, now=TUESDAY)


def read(pdf: bytes) -> str:
    """The words of a PDF of ours: what its fonts write, by the tables that say which letter each sign stands for."""
    streams = [_plain(one) for one in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)]
    tables = [one for one in streams if b"beginbfchar" in one]
    letters = [dict(re.findall(r"<([0-9A-F]{4})> <([0-9A-F]{4})>", one.decode("latin-1"))) for one in tables]
    regular, bold = letters
    found = []
    for stream in streams:
        if b" Tf" not in stream:
            continue
        font = regular
        for name, written in re.findall(rb"/F(\d+) [\d.]+ Tf|\(((?:\\.|[^\\)])*)\) Tj", stream, re.DOTALL):
            if name:
                font = regular if name == b"1" else bold
            else:
                found.append(_letters(written, font))
    return " ".join(found)


def _plain(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def _letters(written: bytes, font: dict[str, str]) -> str:
    escapes = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
    raw = re.sub(rb"\\(.)", lambda m: escapes.get(m[1], m[1]), written, flags=re.DOTALL)
    signs = [raw[n : n + 2].hex().upper() for n in range(0, len(raw), 2)]
    return "".join(chr(int(font.get(sign, "FFFD"), 16)) for sign in signs)


class TestNames:
    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("Zoë Ångström-O’Neil", "Zoë Ångström-O’Neil"),
            ("Сніжана Литвин", "Сніжана Литвин (Snizhana Litvin)"),
            ("李伟", "LiWei"),
            ("محمد", "mhmd"),
        ],
    )
    def test_can_be_read_out_by_whoever_holds_the_paper(self, name, said):
        assert named(name) == said

    def test_are_never_boxes(self):
        assert (drawn("李伟"), drawn("£3 – “a” ☐")) == ("LiWei", "£3 – “a” ☐")


class TestTheLists:
    def test_have_each_colleague_s_day_in_order_and_the_arrivals_of_all(self, desk):
        other = factories.colleague("Ann Bell", site=desk.site)
        desk.expects("Amina Khan", at(14)), desk.expects("Omar Aziz", at(11))
        desk.expects("Wei Li", at(12), colleague=other)
        found = lists(desk)
        assert [(name, [one.claimant for one in own]) for name, own in found.colleagues] == [
            ("Ann Bell", ["Wei Li"]),
            ("Ben Hart", ["Omar Aziz", "Amina Khan"]),
        ]
        assert [one.claimant for one in found.arrivals] == ["Omar Aziz", "Wei Li", "Amina Khan"]

    def test_expect_nobody_who_is_rung(self, desk):
        desk.expects("Amina Khan", channel="telephone")
        found = lists(desk)
        assert (found.arrivals, found.colleagues[0][1][0].how) == ([], "Telephone")

    def test_call_what_is_sensitive_an_appointment(self, desk):
        sensitive = next(code for code, one in diary.types_on(DAY).items() if one.sensitive)
        desk.expects(purpose=sensitive)
        assert lists(desk).arrivals[0].purpose == "Appointment"

    def test_name_nobody_whose_record_is_closed(self, desk):
        desk.expects(claimant=claimant("Zed Secret", site=desk.site, restricted_as="threat", telephone="+441514960123"))
        (line,) = lists(desk).arrivals
        assert (line.claimant, line.reference, line.needs, line.ring) == ("A claimant", "", "", "")

    def test_tell_a_number_only_where_it_is_safe_to_ring(self, desk):
        safe = claimant("Safe", site=desk.site, telephone="+441514960123", ask_for="Kim")
        unsafe = claimant("Unsafe", site=desk.site, telephone="+441514960124", unsafe=["ring"])
        other = claimant("Other", site=desk.site, telephone="+441514960125")
        ClaimantTelephone.objects.filter(claimant=other).update(safe=False)
        for hour, one in enumerate((safe, unsafe, other), start=9):
            desk.expects(claimant=one, starts_at=at(hour))
        rings = [one.ring for one in lists(desk).arrivals]
        assert rings[0].startswith("0151 496 0123; ask for Kim")
        assert rings[1:] == ["do not ring", "do not ring"]

    def test_ask_as_much_for_many(self, desk, django_assert_max_num_queries):
        for number in range(12):
            desk.expects(f"Joe {number}", at(9) + timedelta(minutes=15 * number), minutes=10)
        lists(desk)
        with django_assert_max_num_queries(5):
            assert len(lists(desk).arrivals) == 12


class TestThePaper:
    def test_says_all_of_it_with_boxes_to_tick(self, desk):
        person = claimant("Сніжана Литвин", site=desk.site, telephone="+441514960123", interpreter=True, language="uk")
        desk.expects(claimant=person)
        text = read(sheets.as_pdf(lists(desk)))
        for said in ("Arrivals", "Ben Hart", "11:00", "Сніжана", "(Snizhana", person.reference, "0151 496 0123",
                     "Ukrainian interpreter", "☐", "Came", "What it came to", "Tuesday 24 November 2026"):  # fmt: skip
            assert said in text, said

    def test_goes_on_under_its_heads_on_the_next_page(self, desk):
        for number in range(60):
            desk.expects(f"Joe {number}", at(8) + timedelta(minutes=10 * number), minutes=10)
        text = read(sheets.as_pdf(lists(desk)))
        assert text.count("What to do") >= 4
        assert "Joe 59" in text

    def test_says_that_nobody_is_expected(self, desk):
        assert "Nobody is expected on this day." in read(sheets.as_pdf(lists(desk)))


class TestTheAddress:
    def test_answers_with_the_pdf_of_today_or_the_day_asked_for(self, desk):
        desk.expects("Amina Khan", at(11) + timedelta(days=1))
        today, tomorrow = (desk.client.get("/day-lists.pdf" + asked) for asked in ("", "?day=2026-11-25"))
        assert (today["Content-Type"], today["Cache-Control"]) == ("application/pdf", "no-store")
        assert ["Amina" in read(one.content) for one in (today, tomorrow)] == [False, True]

    @pytest.mark.parametrize("asked", ["nonsense", "", "9999-12-31", "2026-02-30", "²", "%00"])
    def test_takes_nonsense_for_today(self, desk, asked):
        assert (
            'filename="day-lists-2026-11-24.pdf"'
            in desk.client.get(f"/day-lists.pdf?day={asked}")["Content-Disposition"]
        )


class TestTheMorning:
    def test_writes_them_for_each_open_site_for_its_owner_alone(self, desk, tmp_path):
        folder = tmp_path / "lists"
        desk.expects("Amina Khan")
        desk.expects(claimant=claimant("Zed Secret", site=desk.site, restricted_as="threat"), starts_at=at(15))
        shut = factories.site()
        factories.closure(shut, DAY, DAY + timedelta(days=1))
        jobs.write_lists_to(folder, TUESDAY)
        own = folder / f"2026-11-24-site-{desk.site.pk}.pdf"
        assert (stat.S_IMODE(folder.stat().st_mode), stat.S_IMODE(own.stat().st_mode)) == (0o700, 0o600)
        text = read(own.read_bytes())
        assert ("Amina" in text, "Zed" in text, "A claimant" in text) == (True, False, True)
        assert not (folder / f"2026-11-24-site-{shut.pk}.pdf").exists()

    def test_lets_go_of_those_of_earlier_days_and_of_nothing_else(self, desk, tmp_path):
        old, other = tmp_path / "2026-11-23-site-7.pdf", tmp_path / "notes.pdf"
        old.touch(), other.touch()
        jobs.write_lists_to(tmp_path, TUESDAY)
        assert (old.exists(), other.exists()) == (False, True)

    def test_writes_nothing_where_no_folder_is_named(self, desk, settings):
        settings.UPTON_LISTS_FOLDER = None
        assert jobs.write_lists(0) == 0
