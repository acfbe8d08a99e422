"""The pages of registers: what they show, what they decide, and what they answer to bad input."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from upton.engines.register.listing import MOST_BYTES
from upton.engines.register.plan import Verb
from upton.foundation import clock
from upton.organisation.models import Register, RegisterState, Site
from upton.organisation.tests import factories
from upton.organisation.tests.lists import EASTMERE, NORTHMERE, NOW, WESTMERE, decide, listed, load, reckoned, upload
from upton.pages.uploads import Bounded

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 1)


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def ada():
    return factories.colleague(
        "Ada Obi", role="administrator", site=factories.site("Upton House", kind="service_centre")
    )


@pytest.fixture
def client(ada):
    return factories.sign_in(Client(), ada)


@pytest.fixture
def draft():
    """Over Eastmere and Westmere: Eastmere renamed, Northmere new, Westmere not named."""
    load(EASTMERE, WESTMERE, as_of=OCTOBER)
    return upload({**EASTMERE, "Name": "Eastmere Harbour Jobcentre", "Mnemonic": "12"}, NORTHMERE)


def send(client, page, /, *args, query="", **fields):
    return client.post(reverse(f"organisation:{page}", args=args) + query, {"key": str(uuid4()), **fields})


def send_list(client, content=None, name="list.csv", **fields):
    file = SimpleUploadedFile(name, content if content is not None else listed(EASTMERE), content_type="text/csv")
    return send(client, "registers", file=file, **{"as_of": "24/11/2026", "covers": "complete", **fields})


def page(client, register, query=""):
    response = client.get(reverse("organisation:register", args=[register.pk]) + query)
    assert response.status_code == 200
    return text_of(response)


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


class TestUploading:
    def test_leads_to_what_the_list_would_do(self, client):
        response = client.post(
            reverse("organisation:registers"),
            {
                "key": str(uuid4()),
                "file": SimpleUploadedFile("list.csv", listed(EASTMERE)),
                "as_of": "1/10/2016",
                "covers": "part",
            },
        )
        register = Register.objects.get()
        assert response.url == reverse("organisation:register", args=[register.pk])
        assert (register.filename, register.as_of, register.complete) == ("list.csv", date(2016, 10, 1), False)

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"%PDF-1.7", "The file is a PDF"),
            (b"", "This file is empty"),
            (b"x" * (MOST_BYTES + 100_000), "Choose a file of at most 5 MB; this one has 5.1 MB."),
            (b"Name,Postcode\nA,CH41 1AA,x,y\n", "Line 2 is left out: it has too many columns"),
            (b"\xff\xfe\x00\xd8", "not text that can be read"),
        ],
    )
    def test_refuses_what_is_no_list_at_its_field_and_keeps_the_rest(self, client, content, sentence):
        response = send_list(client, content, as_of="1/10/2016", covers="part")
        text = text_of(response)
        assert response.status_code == 422
        assert sentence in text
        assert 'value="1/10/2016"' in response.content.decode()
        assert not Register.objects.exists()

    @pytest.mark.parametrize("as_of", ["", "31/13/2016", "soon", "1/10/99"])
    def test_refuses_a_day_that_is_none(self, client, as_of):
        assert send_list(client, as_of=as_of).status_code == 422

    def test_refuses_a_form_without_a_file(self, client):
        response = send(client, "registers", as_of="1/10/2016", covers="complete")
        assert "Choose the file that holds the list." in text_of(response)

    def test_happens_once_however_often_the_form_is_sent(self, client):
        key = str(uuid4())
        urls = {send_list(client, key=key).url for _ in range(2)}
        assert len(urls) == 1
        assert Register.objects.count() == 1

    def test_is_refused_from_elsewhere_than_its_own_page(self, ada):
        client = factories.sign_in(Client(enforce_csrf_checks=True), ada)
        assert send_list(client).status_code == 403
        assert not Register.objects.exists()

    def test_shows_names_in_any_script_and_never_as_html(self, client):
        content = listed({**EASTMERE, "Name": "<b>Jobcentre</b> Ынгырау 東京"})
        response = send_list(client, content, name="<i>list</i>.csv")
        html = client.get(response.url).content.decode()
        assert "&lt;b&gt;Jobcentre&lt;/b&gt; Ынгырау 東京" in html
        assert "<b>Jobcentre" not in html
        assert "<i>list" not in html


class TestBounded:
    def test_keeps_nothing_of_a_hundred_megabytes_and_tells_their_size(self):
        handler = Bounded(largest=MOST_BYTES)
        handler.new_file("file", "huge.csv", "text/csv", None, None, None)
        piece, most = b"x" * 65_536, 0
        for number in range(1600):
            assert handler.receive_data_chunk(piece, number * len(piece)) is None
            most = max(most, sum(map(len, handler.parts)))
        file = handler.file_complete(1600 * len(piece))
        assert (file.size, file.read()) == (104_857_600, b"")
        assert most <= MOST_BYTES

    def test_keeps_a_file_of_the_very_size(self):
        handler = Bounded(largest=10)
        handler.new_file("file", "list.csv", "text/csv", None, None, None)
        handler.receive_data_chunk(b"12345", 0)
        handler.receive_data_chunk(b"67890", 5)
        assert handler.file_complete(10).read() == b"1234567890"


class TestPreview:
    def test_counts_what_would_happen_and_opens_with_what_needs_a_decision(self, client, draft):
        text = page(client, draft)
        assert "0 cannot tell 1 closure proposed" in text
        assert "1 opened 1 renamed" in text
        assert "2 changes in one act, from Tue 24 Nov" in text
        assert "Closure proposed 1" in text
        assert "Westmere Jobcentre 3 Quay Street, Westmere, CF45 2BB" in text

    def test_shows_what_was_and_what_would_be_with_the_reason(self, client, draft):
        html = client.get(reverse("organisation:register", args=[draft.pk]) + "?show=renamed").content.decode()
        assert '<ins class="u-differs">Harbour</ins>' in html
        assert "Same postcode, same street or building, same town; a similar name" in html

    @pytest.mark.parametrize(
        "show", ["opened", "unchanged", "unplaced", "problems", "decided", "nonsense", "cannot_tell"]
    )
    def test_opens_whatever_list_is_asked_for(self, client, draft, show):
        page(client, draft, f"?show={show}&from=-1")
        page(client, draft, f"?show={show}&from=999999999999999999999")

    def test_cuts_a_long_list_into_pages(self, client):
        offices = [
            {**EASTMERE, "Name": f"Office {n}", "Town": f"Town {n}", "Postcode": f"AB{n} 1AA"} for n in range(10, 70)
        ]
        draft = upload(*offices)
        assert "Office 59" in page(client, draft)
        assert "Office 60" not in page(client, draft)
        assert "Office 60" in page(client, draft, "?show=opened&from=50")

    def test_names_what_is_wrong_with_a_line(self, client):
        draft = upload(content=listed(EASTMERE) + b",,,,1 Road,Town,,CH41 2AA,,,\n")
        assert "1 remarks on lines 1 left out" in page(client, draft)
        assert "Line 3 is left out: it has no name. Name the office." in page(client, draft, "?show=problems")

    def test_asks_whether_a_complete_list_that_misses_most_is_one_of_a_part(self, client):
        offices = [
            {**EASTMERE, "Name": f"Office {n}", "Town": f"Town {n}", "Postcode": f"AB{n} 1AA"} for n in range(10, 16)
        ]
        load(*offices, as_of=OCTOBER)
        assert "misses 5 recorded offices" in page(client, upload(offices[0]))
        assert "misses" not in page(client, upload(*offices[:5]))

    def test_asks_few_questions_of_the_database(self, client, draft, django_assert_max_num_queries):
        page(client, draft)
        with django_assert_max_num_queries(25):
            page(client, draft, "?show=renamed")

    def test_gives_the_whole_plan_as_csv_that_no_spreadsheet_takes_for_a_formula(self, client):
        draft = upload({**EASTMERE, "Name": "=1+1 Jobcentre"}, {**WESTMERE, "Name": "Môn"})
        response = client.get(reverse("organisation:register_download", args=[draft.pk]))
        lines = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
        assert [(line["What"], line["Office"]) for line in lines] == [("opened", "'=1+1 Jobcentre"), ("opened", "Môn")]

    def test_is_not_for_everybody(self, draft):
        client = factories.sign_in(Client(), factories.colleague(role="work_coach"))
        for name in ("register", "decide_register", "register_download"):
            assert client.get(reverse(f"organisation:{name}", args=[draft.pk])).status_code == 403


class TestSettings:
    def test_hold_the_list_against_what_is_recorded_anew(self, client, draft):
        send(client, "set_register", draft.pk, as_of="1/12/2026", covers="part", version="1")
        held = Register.objects.get(pk=draft.pk)
        assert (held.as_of, held.complete) == (date(2026, 12, 1), False)

    def test_keep_what_was_typed_where_it_is_refused(self, client, draft):
        response = send(client, "set_register", draft.pk, as_of="soon", covers="part", version="1")
        assert response.status_code == 422
        assert 'value="soon"' in response.content.decode()

    def test_say_that_somebody_else_was_quicker(self, client, draft):
        send(client, "set_register", draft.pk, as_of="1/12/2026", covers="part", version="1")
        response = send(client, "set_register", draft.pk, as_of="2/12/2026", covers="part", version="1")
        assert "Somebody else changed these settings" in text_of(response)


class TestDeciding:
    @pytest.fixture
    def asked(self):
        load(EASTMERE, as_of=OCTOBER)
        return upload({**EASTMERE, "Name": "Harbour Jobcentre", "Street": "40 Dock Road"}, NORTHMERE)

    def answer(self, client, register, at, **fields):
        return send(client, "decide_register", register.pk, query=f"?at={at}", **fields)

    def test_puts_two_records_side_by_side_with_what_differs_marked_and_the_reasons(self, client, asked):
        response = client.get(reverse("organisation:decide_register", args=[asked.pk]))
        text, html = text_of(response), response.content.decode()
        assert "Which office is Harbour Jobcentre?" in text
        assert "Same postcode Same town Another name" in text
        assert '<mark class="u-differs">Harbour</mark>' in html
        assert [key for key in "ynlo" if f'data-key="{key}"' in html] == list("ynlo")

    def test_takes_yes_and_goes_on_to_the_next(self, client, asked):
        site = Site.objects.exclude(kind="service_centre").get()
        response = self.answer(client, asked, "l2", verb="same", chosen=str(site.pk), seen="")
        assert response.url == reverse("organisation:register", args=[asked.pk])
        assert "The same as Eastmere Jobcentre" in page(client, asked, "?show=decided")
        assert "renamed" in {entry.kind.value for entry in reckoned(asked).plan.entries}

    def test_takes_another_site_that_was_picked(self, client, asked):
        other = factories.site("Dock Road Jobcentre", postcode="CH41 7AA")
        self.answer(client, asked, "l2", verb="same", chosen="1", other=str(other.pk), seen="")
        ((_, made),) = Register.objects.get(pk=asked.pk).decisions.items()
        assert made["site"] == other.pk

    def test_can_be_undone(self, client, asked):
        self.answer(client, asked, "l2", verb="new", seen="")
        response = send(client, "undecide_register", asked.pk, query="?at=l2")
        assert response.url.endswith("decide/?at=l2")
        assert Register.objects.get(pk=asked.pk).decisions == {}

    def test_says_that_somebody_else_decided_meanwhile(self, client, asked):
        (entry,) = (entry for entry in reckoned(asked).plan.entries if entry.line_number == 2)
        decide(asked, entry.key, Verb.NEW)
        response = self.answer(client, asked, "l2", verb="skip", seen="")
        assert response.status_code == 422
        assert "On Tue 24 Nov 2026 at 12:00 Somebody decided this after you opened the page" in text_of(response)

    @pytest.mark.parametrize(
        "fields",
        [
            {},
            {"verb": "explode"},
            {"verb": "same"},
            {"verb": "same", "chosen": "99999999999999999999"},
            {"verb": "same", "other": "nobody"},
            {"verb": "close"},
        ],
    )
    def test_answers_bad_input_with_a_sentence(self, client, asked, fields):
        response = self.answer(client, asked, "l2", seen="", **fields)
        assert response.status_code == 422
        assert "There is a problem" in text_of(response)
        assert Register.objects.get(pk=asked.pk).decisions == {}

    @pytest.mark.parametrize("at", ["l999", "s0", "nonsense"])
    def test_knows_nothing_of_an_entry_that_is_not_there(self, client, asked, at):
        assert client.get(reverse("organisation:decide_register", args=[asked.pk]) + f"?at={at}").status_code == 404

    def test_closes_from_a_day_or_keeps_open_right_in_the_list(self, client, draft):
        west = Site.objects.get(periods__name="Westmere Jobcentre")
        response = self.answer(client, draft, f"s{west.pk}", verb="close", day="31/13/2026", seen="", then="list")
        assert response.status_code == 422
        assert 'value="31/13/2026"' in response.content.decode()
        response = self.answer(client, draft, f"s{west.pk}", verb="close", day="1/12/2026", seen="", then="list")
        assert response.url.endswith("?show=closure_proposed")
        assert "Closes from Tue 1 Dec 2026 Ada Obi" in page(client, draft, "?show=closed")

    def test_leads_to_the_page_of_a_site_that_people_are_posted_at(self, client, draft):
        west = Site.objects.get(periods__name="Westmere Jobcentre")
        factories.colleague(site=west)
        assert "1 person is posted there. Close it on its own page" in page(client, draft)

    def test_asks_nothing_where_nothing_is_open(self, client):
        draft = upload(EASTMERE)
        response = client.get(reverse("organisation:decide_register", args=[draft.pk]))
        assert response.url == reverse("organisation:register", args=[draft.pk])


class TestApplying:
    def apply(self, client, register, **fields):
        return send(client, "apply_register", register.pk, **{"shown": reckoned(register).digest, **fields})

    def test_shows_what_was_done_and_what_was_left_alone(self, client, draft):
        self.apply(client, draft)
        text = page(client, draft)
        assert "by Ada Obi, as of Tue 24 Nov" in text
        assert "1 opened, 1 renamed" in text
        assert "Left alone 1 Office What Why Westmere Jobcentre" in text
        assert "Place 2 offices" in text

    def test_refuses_what_would_do_other_than_was_shown_and_shows_that(self, client, draft):
        shown = reckoned(draft).digest
        factories.site("Northmere Jobcentre", street="8 High Street", town="Northmere", postcode="EH9 3DD")
        response = self.apply(client, draft, shown=shown)
        assert response.status_code == 422
        assert "Nothing was done. Look at what it would do" in text_of(response)
        assert reckoned(draft).digest in response.content.decode()
        assert Register.objects.get(pk=draft.pk).state is RegisterState.DRAFT

    def test_happens_once_however_often_the_button_is_pressed(self, client, draft):
        key = str(uuid4())
        digest = reckoned(draft).digest
        assert {self.apply(client, draft, key=key, shown=digest).status_code for _ in range(2)} == {302}
        assert Site.objects.filter(periods__name="Northmere Jobcentre").count() == 1

    def test_is_not_offered_for_a_list_older_than_what_is_in_force(self, client, draft):
        send(client, "set_register", draft.pk, as_of="1/9/2026", covers="complete", version="1")
        assert "holds from Thu 1 Oct 2026, after this list" in page(client, draft)

    def test_is_not_offered_beyond_ones_own_districts(self, draft):
        mine = factories.site("Mine Jobcentre", district=factories.district("Mine"))
        client = factories.sign_in(Client(), factories.colleague(role="district_manager", site=mine))
        assert "ask an administrator to apply it" in page(client, draft)


class TestDropping:
    def test_can_be_undone(self, client, draft):
        response = send(client, "drop_register", draft.pk)
        assert response.url == reverse("organisation:registers")
        assert "list.csv" not in text_of(client.get(response.url)).split("Applied")[0].split("Drafts")[1]
        send(client, "restore_register", draft.pk)
        assert Register.objects.get(pk=draft.pk).state is RegisterState.DRAFT

    def test_says_why_a_button_did_nothing(self, client, draft):
        send(client, "drop_register", draft.pk)
        response = client.get(send(client, "drop_register", draft.pk).url)
        assert "This list was dropped. Take it up again first." in text_of(response)


def test_days_ahead_can_be_chosen(client):
    ahead = factories.today() + timedelta(days=30)
    send_list(client, as_of=ahead.isoformat())
    assert Register.objects.get().as_of == ahead
