"""The pages of the organisation: what they show, what they change, and what they answer to bad input."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from upton.foundation import clock
from upton.organisation import operations, queries
from upton.organisation.models import (
    Closure,
    Colleague,
    Language,
    OpeningHours,
    Posting,
    Site,
    SitePeriod,
    SiteSheet,
)
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return factories.district("Merseyside", region=factories.region("North West"))


@pytest.fixture
def upton(place):
    return factories.site("Upton", district=place, town="Wirral")


@pytest.fixture
def manager(upton):
    return factories.colleague("Ada Obi", role="district_manager", site=upton)


@pytest.fixture
def client(manager):
    return factories.sign_in(Client(), manager)


def send(client, page, /, *args, **fields):
    query = fields.pop("query", "")
    return client.post(reverse(f"organisation:{page}", args=args) + query, {"key": str(uuid4()), **fields})


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def day(offset=0):
    return (factories.today() + timedelta(days=offset)).isoformat()


PAGES = (
    "sites", "open_site", "unplaced", "who", "colleagues", "join", "districts", "roles", "me",
)  # fmt: skip
SITE_PAGES = (
    "site", "rename_site", "move_site", "change_contacts", "place_site", "link_site", "close_site", "reopen_site",
    "set_hours", "shut_site", "set_postcodes", "open_outreach", "sheet", "edit_sheet", "sheet_versions", "open_team",
    "name_lead",
)  # fmt: skip
COLLEAGUE_PAGES = ("colleague", "change_colleague", "new_password", "leave", "post")


class TestEveryPage:
    @pytest.mark.parametrize("name", PAGES)
    def test_opens(self, client, upton, name):
        assert client.get(reverse(f"organisation:{name}")).status_code == 200

    @pytest.mark.parametrize("name", SITE_PAGES)
    def test_of_a_site_opens(self, client, upton, name):
        assert client.get(reverse(f"organisation:{name}", args=[upton.pk])).status_code == 200

    @pytest.mark.parametrize("name", COLLEAGUE_PAGES)
    def test_of_a_colleague_opens(self, client, upton, name):
        sam = factories.colleague("Sam Price", site=upton)
        assert client.get(reverse(f"organisation:{name}", args=[sam.pk])).status_code == 200

    @pytest.mark.parametrize("name", [*SITE_PAGES, "district"])
    def test_of_what_is_not_there_says_so(self, client, name):
        assert client.get(reverse(f"organisation:{name}", args=[999999])).status_code in (403, 404)

    @pytest.mark.parametrize("name", [n for n in SITE_PAGES if n not in ("site", "sheet", "sheet_versions")])
    def test_that_changes_a_site_is_closed_to_a_coach(self, upton, name):
        coach = factories.sign_in(Client(), factories.colleague(site=upton))
        assert coach.get(reverse(f"organisation:{name}", args=[upton.pk])).status_code == 403
        assert send(coach, name, upton.pk, name="Mine", starts_on=day()).status_code == 403
        assert SitePeriod.objects.get().name == "Upton"

    @pytest.mark.parametrize("name", [n for n in SITE_PAGES if n not in ("site", "sheet", "sheet_versions")])
    def test_that_changes_a_site_is_closed_to_a_manager_from_elsewhere(self, client, name):
        far = factories.site("Leith", district=factories.district("Lothian"))
        assert client.get(reverse(f"organisation:{name}", args=[far.pk])).status_code == 403


class TestQueries:
    """Every page asks the database a bounded number of times, however many rows it shows."""

    @pytest.fixture(autouse=True)
    def crowd(self, client, upton):
        team = factories.team(site=upton)
        for _ in range(12):
            factories.colleague(site=upton, team=team)
        # The first page of a session notes when it was opened.
        client.get(reverse("organisation:me"))

    @pytest.mark.parametrize("name", [n for n in PAGES if n not in ("open_site",)])
    def test_of_a_page(self, client, django_assert_max_num_queries, name):
        with django_assert_max_num_queries(15):
            client.get(reverse(f"organisation:{name}"))

    @pytest.mark.parametrize("name", ["site", "sheet", "sheet_versions", "set_hours", "close_site", "edit_sheet"])
    def test_of_a_site_page(self, client, upton, django_assert_max_num_queries, name):
        with django_assert_max_num_queries(15):
            client.get(reverse(f"organisation:{name}", args=[upton.pk]))

    def test_of_a_colleague(self, client, upton, django_assert_max_num_queries):
        sam = factories.colleague(site=upton)
        with django_assert_max_num_queries(15):
            client.get(reverse("organisation:colleague", args=[sam.pk]))

    def test_of_a_district(self, client, place, django_assert_max_num_queries):
        with django_assert_max_num_queries(15):
            client.get(reverse("organisation:district", args=[place.pk]))


class TestSites:
    def test_shows_those_that_are_open_today(self, client):
        factories.site("Old Hall", until=factories.LONG_AGO + timedelta(days=9))
        factories.site("New Hall", since=factories.today() + timedelta(days=9))
        assert "Upton" in (page := text_of(client.get(reverse("organisation:sites"))))
        assert "Old Hall" not in page
        assert "New Hall" not in page

    @pytest.mark.parametrize(("state", "name"), [("closed", "Old Hall"), ("planned", "New Hall")])
    def test_shows_those_of_another_state(self, client, state, name):
        factories.site("Old Hall", until=factories.LONG_AGO + timedelta(days=9))
        factories.site("New Hall", since=factories.today() + timedelta(days=9))
        page = text_of(client.get(reverse("organisation:sites"), {"state": state}))
        assert name in page
        assert "Sites 1" in page

    @pytest.mark.parametrize("sort", ["", *(f"{way}{code}" for code in queries.directory.SORTS for way in ("", "-"))])
    def test_cuts_into_pages_by_key_in_every_order_and_misses_none(self, client, place, monkeypatch, sort):
        monkeypatch.setattr("upton.organisation.views.sites.PAGE", 5)
        names = [f"Hall {n:03d}" for n in range(12)]
        for number, name in enumerate(names):
            factories.site(name, district=(place, None)[number % 2], hours=False, town="wyke" if number % 3 else "Bex")
        seen, address = [], f"?sort={sort}"
        while address:
            page = client.get(reverse("organisation:sites") + address).content.decode()
            seen += re.findall(r"Hall \d{3}", page)
            more = re.search(r'href="(\?[^"]+)" rel="next"', page)
            address = more[1].replace("&amp;", "&") if more else None
        assert sorted(seen) == names
        body = b"".join(client.get(reverse("organisation:sites_download"), {"sort": sort}).streaming_content)
        assert re.findall(r"Hall \d{3}", body.decode()) == seen
        if sort == "-name":
            assert seen == names[::-1]
        if sort == "town":
            assert seen[:4] == [name for number, name in enumerate(names) if number % 3 == 0]

    @pytest.mark.parametrize("query", ["?district=x", "?day=yesterday", "?kind=castle", "?after=zz"])
    def test_answers_a_broken_address_with_a_page(self, client, query):
        assert client.get(reverse("organisation:sites") + query).status_code in (200, 422)

    def test_downloads_what_the_filter_finds(self, client, upton):
        factories.site('=cmd|"calc"', district=None)
        body = b"".join(client.get(reverse("organisation:sites_download")).streaming_content).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(body)))
        assert ["Upton", "Jobcentre"] in [row[:2] for row in rows]
        assert rows[1][0].startswith("'=")


class TestSite:
    def test_shows_who_is_here_today_and_who_is_not(self, client, upton):
        today = factories.today().weekday()
        factories.colleague("Here Today", site=upton, weekdays=(today,))
        factories.colleague("Away Today", site=upton, weekdays=((today + 1) % 7,))
        page = text_of(client.get(reverse("organisation:site", args=[upton.pk])))
        assert page.index("Here Today") < page.index("not in on this day") < page.index("Away Today")

    def test_says_that_a_closure_goes_before_the_hours(self, client, upton):
        factories.closure(upton, factories.today(), factories.today() + timedelta(days=1), "Burst pipe")
        assert "Burst pipe" in text_of(client.get(reverse("organisation:site", args=[upton.pk])))

    def test_knows_the_bank_holidays_of_its_nation(self, client, place):
        leith = factories.site("Leith", nation="scotland", district=place)
        url = reverse("organisation:site", args=[leith.pk])
        assert "Saint Andrew" in text_of(client.get(url, {"day": "2026-11-30"}))

    def test_shows_its_time_line_and_what_is_planned(self, client, upton):
        send(client, "rename_site", upton.pk, name="Upton Road", starts_on=day(30))
        page = text_of(client.get(reverse("organisation:site", args=[upton.pk])))
        assert "Planned Name: Upton Road (before: Upton)" in page

    def test_offers_a_coach_nothing_that_they_may_not_do(self, upton):
        coach = factories.sign_in(Client(), factories.colleague(site=upton))
        page = coach.get(reverse("organisation:site", args=[upton.pk])).content.decode()
        for name in ("rename_site", "close_site", "set_hours", "open_team", "join"):
            assert reverse(f"organisation:{name}", args=[] if name == "join" else [upton.pk]) not in page


class TestChanges:
    def test_renames_once_however_often_it_is_sent(self, client, upton):
        fields = {"key": str(uuid4()), "version": upton.version, "name": "Upton Road", "starts_on": day()}
        url = reverse("organisation:rename_site", args=[upton.pk])
        assert client.post(url, fields).status_code == 302
        assert client.post(url, fields).status_code == 302
        assert SitePeriod.objects.filter(site=upton).count() == 2

    def test_refuses_a_form_that_somebody_went_back_to_and_changed(self, client, upton):
        fields = {"key": str(uuid4()), "name": "Upton Road", "starts_on": day()}
        url = reverse("organisation:rename_site", args=[upton.pk])
        client.post(url, fields)
        response = client.post(url, fields | {"name": "Upton Lane"})
        assert response.status_code == 422
        assert "already sent with other content" in text_of(response)

    def test_says_who_was_quicker_and_keeps_what_was_typed(self, client, upton, manager):
        send(client, "change_contacts", upton.pk, version=upton.version, email="upton@example.org", starts_on=day())
        response = send(client, "rename_site", upton.pk, version=upton.version, name="Upton Road", starts_on=day())
        assert response.status_code == 422
        assert "Ada Obi changed this site" in text_of(response)
        assert 'value="Upton Road"' in response.content.decode()

    @pytest.mark.parametrize("name", ["", "x" * 201, "x" * 10_000_000, "Up\x00ton", "…"])
    def test_answers_a_bad_name_at_its_field(self, client, upton, name):
        response = send(client, "rename_site", upton.pk, name=name, starts_on=day())
        assert response.status_code == 422
        assert 'id="name-error"' in response.content.decode() or 'id="id_name-error"' in response.content.decode()
        assert SitePeriod.objects.get(site=upton).name == "Upton"

    @pytest.mark.parametrize("starts_on", ["", "soon", "31/02/2027", "0001-01-01", "9999-99-99"])
    def test_answers_a_bad_day_at_its_field(self, client, upton, starts_on):
        response = send(client, "rename_site", upton.pk, name="Upton Road", starts_on=starts_on)
        assert response.status_code == 422
        assert "starts_on-error" in response.content.decode()

    @pytest.mark.parametrize("name", ["Llanfair­pwll", "Ystâd Ŵyl", "Ceann Loch Gìlb", "上海"])
    def test_takes_a_name_in_any_script(self, client, upton, name):
        assert send(client, "rename_site", upton.pk, name=name, starts_on=day()).status_code in (302, 422)

    def test_sets_hours(self, client, upton):
        response = send(client, "set_hours", upton.pk, starts_on=day(), opens_0="8", closes_0="18:30")
        assert response.status_code == 302
        assert [(h.weekday, h.closes.isoformat()) for h in OpeningHours.objects.on(factories.today())] == [
            (0, "18:30:00")
        ]

    def test_refuses_a_day_that_opens_and_never_closes(self, client, upton):
        response = send(client, "set_hours", upton.pk, starts_on=day(), opens_0="9:00", closes_0="")
        assert "Enter both times for Monday, or neither." in text_of(response)

    def test_shuts_for_some_days_and_takes_it_back(self, client, upton):
        send(client, "shut_site", upton.pk, first_day=day(30), last_day=day(33), reason="Festive period")
        closure = Closure.objects.get()
        assert send(client, "withdraw_closure", upton.pk, closure.pk).status_code == 302
        assert not Closure.objects.exists()
        response = send(client, "withdraw_closure", upton.pk, closure.pk)
        assert response.status_code == 404

    @pytest.mark.parametrize("areas", ["CH49\nHEAVEN", "CH49 7NW extra", "<script>"])
    def test_names_the_line_of_a_bad_postcode(self, client, upton, areas):
        response = send(client, "set_postcodes", upton.pk, areas=areas, starts_on=day())
        assert re.search(r"Line \d is no outward postcode", text_of(response))

    def test_places_several_sites_at_once(self, client, place):
        sites = [factories.site("Hoylake"), factories.site("Heswall")]
        response = send(client, "unplaced", sites=[str(s.pk) for s in sites], district=str(place.pk), starts_on=day())
        assert response.status_code == 302
        assert SitePeriod.objects.on(factories.today()).filter(district=place).count() == 3

    def test_refuses_to_place_in_another_managers_district(self, client):
        far, site = factories.district("Lothian"), factories.site("Leith")
        response = send(client, "place_site", site.pk, district=str(far.pk), starts_on=day())
        assert response.status_code == 422


class TestClose:
    def test_lists_who_works_there_and_refuses_until_it_is_said_what_happens(self, client, place):
        site = factories.site("Hoylake", district=place)
        factories.colleague("Sam Price", site=site)
        response = send(client, "close_site", site.pk, last_day=day(30), people="refuse")
        page = text_of(response)
        assert response.status_code == 422
        assert "1 person is posted at Hoylake beyond" in page
        assert "Sam Price" in page
        assert Site.objects.get(pk=site.pk).until is None

    def test_moves_them_in_the_same_act(self, client, place, upton):
        site = factories.site("Hoylake", district=place)
        sam = factories.colleague("Sam Price", site=site)
        response = send(client, "close_site", site.pk, last_day=day(30), people="move", move_to=str(upton.pk))
        assert response.status_code == 302
        assert Posting.objects.filter(colleague=sam).latest("pk").site_id == upton.pk

    def test_asks_for_the_site_to_which_they_move(self, client, place):
        site = factories.site("Hoylake", district=place)
        factories.colleague(site=site)
        response = send(client, "close_site", site.pk, last_day=day(30), people="move")
        assert "Choose the other site to which they move." in text_of(response)


class TestSheet:
    FIELDS = {"front_desks": "31", "wifi": "yes", "fte": "27.18"}

    def keep(self, client, upton, version, **fields):
        return send(client, "edit_sheet", upton.pk, version=version, starts_on=day(), **(self.FIELDS | fields))

    def test_is_kept_and_shown(self, client, upton):
        assert self.keep(client, upton, 0).status_code == 302
        assert "27.18" in text_of(client.get(reverse("organisation:sheet", args=[upton.pk])))

    def test_shows_both_when_somebody_was_quicker_and_lets_one_send_again(self, client, upton):
        self.keep(client, upton, 0)
        self.keep(client, upton, 1, front_desks="33")
        response = self.keep(client, upton, 1, front_desks="35", wifi="no")
        page = text_of(response)
        assert response.status_code == 422
        assert "Ada Obi changed front-of-house desks" in page
        assert re.search(r"Front-of-house desks 33 35 Differs", page)
        assert re.search(r"WiFi everywhere Yes No Differs", page)
        assert 'name="version" value="2"' in response.content.decode()
        key = re.search(r'name="key" value="([^"]+)"', response.content.decode().split('class="u-sheet"')[1])[1]
        assert self.keep(client, upton, 2, front_desks="35", wifi="no", key=key).status_code == 302
        assert SiteSheet.objects.latest("version").front_desks == 35

    @pytest.mark.parametrize(
        ("field", "value"),
        [("front_desks", "many"), ("front_desks", "-1"), ("fte", "27.185"), ("estate_notes", "x" * 10_000_000)],
    )
    def test_answers_bad_input_at_its_field(self, client, upton, field, value):
        response = self.keep(client, upton, 0, **{field: value})
        assert response.status_code == 422
        assert f"{field}-error" in response.content.decode()
        assert not SiteSheet.objects.exists()

    def test_compares_two_versions(self, client, upton):
        self.keep(client, upton, 0)
        self.keep(client, upton, 1, front_desks="33")
        url = reverse("organisation:sheet_versions", args=[upton.pk])
        assert "Front-of-house desks 31 33" in text_of(client.get(url, {"left": "1", "right": "2"}))
        assert client.get(url, {"left": "7", "right": "x"}).status_code == 422


class TestWho:
    def test_shows_where_somebody_is_on_the_other_days(self, client, upton):
        sam = factories.colleague("Sam Price", site=upton, weekdays=(0, 1))
        factories.posting(sam, site=factories.site("Hoylake"), weekdays=(2, 3, 4))
        page = text_of(client.get(reverse("organisation:who"), {"day": "2026-11-24"}))
        assert "Sam Price Work Coach 0.40 Here Here Hoylake Hoylake Hoylake" in page

    def test_keeps_fte_from_those_who_don_t_post(self, upton):
        coach = factories.sign_in(Client(), factories.colleague(site=upton, weekdays=(0,), fte="0.20"))
        assert "0.20" not in text_of(coach.get(reverse("organisation:who")))

    def test_downloads_the_week(self, client):
        response = client.get(reverse("organisation:who_download"), {"day": "2026-11-24"})
        rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
        assert rows[0][-5:] == ["Monday 23", "Tuesday 24", "Wednesday 25", "Thursday 26", "Friday 27"]
        assert rows[1][-5:] == ["yes"] * 5


class TestColleagues:
    def find(self, client, words):
        response = client.post(reverse("organisation:colleagues"), {"words": words})
        assert response.status_code == 302
        return response.url, text_of(client.get(response.url))

    @pytest.mark.parametrize("words", ["price", "Sám Pri", "sam", "7654321", "PRICE sam"])
    def test_are_found_by_part_of_a_name_or_number(self, client, words):
        factories.colleague("Sam Price", staff_number="7654321")
        assert "Sam Price" in self.find(client, words)[1]

    @pytest.mark.parametrize("name", ["李小龍", "محمد علي", "O’Brien"])
    def test_are_found_in_any_script(self, client, name):
        factories.colleague(name)
        assert name in self.find(client, name[:3])[1].replace("&#39;", "'")

    @pytest.mark.parametrize("sort", [f"{way}{code}" for code in queries.colleagues.SORTS for way in ("", "-")])
    def test_are_paged_and_downloaded_in_every_order(self, client, upton, monkeypatch, sort):
        monkeypatch.setattr("upton.organisation.views.colleagues.PAGE", 4)
        team = factories.team("Blue", site=upton)
        for number in range(9):
            role = ("work_coach", "decision_maker")[number % 2]
            factories.colleague(f"Person {number}", role=role, site=upton, team=team if number % 3 else None)
        seen, address = [], f"?site={upton.pk}&sort={sort}"
        while address:
            page = client.get(reverse("organisation:colleagues") + address).content.decode()
            seen += re.findall(r">(Person \d|Ada Obi)</a></th>", page)
            more = re.search(r'href="(\?[^"]+)" rel="next"', page)
            address = more[1].replace("&amp;", "&") if more else None
        assert len(seen) == len(set(seen)) == 10
        query = {"site": upton.pk, "sort": sort}
        body = b"".join(client.get(reverse("organisation:colleagues_download"), query).streaming_content)
        assert re.findall(r"Person \d|Ada Obi", body.decode()) == seen
        if sort == "role":
            assert [name[-1] for name in seen if name != "Ada Obi"] == list("135702468")

    def test_never_stand_in_an_address(self, client):
        factories.colleague("Sam Price")
        url, page = self.find(client, "Price")
        assert "rice" not in url
        assert "Sam Price" in page

    def test_shows_nobody_else_what_was_looked_for(self, client, upton):
        url, _ = self.find(client, "Price")
        other = factories.sign_in(Client(), factories.colleague(site=upton))
        assert "Price" not in text_of(other.get(url))


class TestJoin:
    FIELDS = {
        "name": "Zoë Ng",
        "staff_number": "1204567",
        "username": "z.ng",
        "role": "work_coach",
        "weekdays": ["0", "1"],
        "fte": "0.4",
    }

    def join(self, client, **fields):
        return send(client, "join", **(self.FIELDS | {"starts_on": day()} | fields))

    def test_shows_the_temporary_password_and_it_opens_the_account(self, client):
        page = self.join(client).content.decode()
        password = re.search(r"<code>([a-z2-9-]+)</code>", page)[1]
        assert Colleague.objects.get(name="Zoë Ng").account.check_password(password)

    def test_shows_the_same_password_after_a_double_click(self, client):
        key = str(uuid4())
        first, second = (self.join(client, key=key).content.decode() for _ in range(2))
        assert re.search(r"<code>(.+?)</code>", first)[1] == re.search(r"<code>(.+?)</code>", second)[1]
        assert Colleague.objects.filter(name="Zoë Ng").count() == 1

    def test_never_shows_it_again(self, client):
        self.join(client)
        zoe = Colleague.objects.get(name="Zoë Ng")
        assert "<code>" not in client.get(reverse("organisation:colleague", args=[zoe.pk])).content.decode()

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"weekdays": []}, "Choose at least one day of the week."),
            ({"fte": "0.9"}, "2 days a week come to 0.40 FTE at most."),
            ({"username": "zoë"}, "Use 3 to 64 letters a to z"),
            ({"role": "administrator"}, "Posting a Administrator is beyond"),
            ({"role": "pirate"}, "Choose one of the answers listed"),
            ({"weekdays": ["9"]}, "Choose one of the answers listed"),
        ],
    )
    def test_answers_bad_input_with_a_sentence(self, client, fields, sentence):
        response = self.join(client, **fields)
        assert response.status_code == 422
        assert sentence in text_of(response)
        assert not Colleague.objects.filter(name="Zoë Ng").exists()


class TestPostings:
    def test_refuses_one_that_overlaps_and_names_the_other(self, client, upton):
        sam = factories.colleague("Sam Price", site=upton, weekdays=(0, 1))
        response = send(client, "post", sam.pk, role="work_coach", weekdays=["1", "2"], fte="0.4", starts_on=day())
        assert response.status_code == 422
        assert "Sam Price works on Tuesdays at Upton as Work Coach" in text_of(response)

    def test_adds_changes_and_ends_one(self, client, upton):
        sam = factories.colleague(site=upton, weekdays=(0, 1))
        fields = {"role": "work_coach", "weekdays": ["2"], "fte": "0.2", "starts_on": day()}
        assert send(client, "post", sam.pk, **fields).status_code == 302
        posting = sam.postings.latest("pk")
        fields |= {"weekdays": ["2", "3"], "fte": "0.4"}
        assert client.get(reverse("organisation:change_posting", args=[posting.pk])).status_code == 200
        assert send(client, "change_posting", posting.pk, **fields).status_code == 302
        posting = sam.postings.latest("pk")
        assert send(client, "end_posting", posting.pk, last_day=day(30)).status_code == 302
        assert sam.postings.latest("pk").until == factories.today() + timedelta(days=31)

    def test_refuses_ones_own(self, client, manager):
        assert client.get(reverse("organisation:post", args=[manager.pk])).status_code == 403
        page = text_of(client.get(reverse("organisation:colleague", args=[manager.pk])))
        assert "Nobody changes their own posting." in page


class TestLeave:
    def test_ends_access_at_once(self, client, upton):
        sam = factories.colleague("Sam Price", site=upton)
        sams = factories.sign_in(Client(), sam)
        assert sams.get(reverse("organisation:me")).status_code == 200
        assert send(client, "leave", sam.pk, last_day=day()).status_code == 302
        assert sams.get(reverse("organisation:me")).status_code == 302

    def test_can_be_undone_while_the_day_is_to_come(self, client, upton):
        sam = factories.colleague("Sam Price", site=upton)
        send(client, "leave", sam.pk, last_day=day(30))
        assert "Sam Price leaves after" in text_of(client.get(reverse("organisation:colleague", args=[sam.pk])))
        send(client, "stay", sam.pk)
        assert Colleague.objects.get(pk=sam.pk).last_day is None


class TestDistricts:
    def test_shows_regions_with_their_districts_and_counts(self, client):
        assert "North West 1" in (page := text_of(client.get(reverse("organisation:districts"))))
        assert "Merseyside 1 site" in page

    def test_shows_sites_side_by_side(self, client, place, upton, manager):
        operations.keep_sheet(
            site=upton,
            values=dict.fromkeys(("prime", "front_desks", "back_desks", "wifi", "staff_in_post", "fte"))
            | dict.fromkeys(("most_staff", "habitual_residence_weekly", "new_claims_weekly", "reviews_weekly"))
            | {f.name: "" for f in SiteSheet._meta.fields if f.get_internal_type() == "CharField"}
            | {"front_desks": 31},
            starts_on=factories.today(),
            version=0,
            by=factories.actor(manager),
            now=clock.now(),
        )
        assert "Upton Jobcentre 1 1.00 not recorded 31" in text_of(
            client.get(reverse("organisation:district", args=[place.pk]))
        )

    @pytest.mark.parametrize(("sort", "first"), [("name", "Ely"), ("-name", "Upton"), ("-people", "Upton")])
    def test_sort_their_sites_and_download_them_so(self, client, place, upton, sort, first):
        factories.site("Ely", district=place)
        address = reverse("organisation:district", args=[place.pk])
        page = client.get(address, {"sort": sort}).content.decode()
        assert re.findall(r">(Ely|Upton)</a></th>", page)[0] == first
        download = re.search(r'href="([^"]+/download/[^"]*)"', page)[1].replace("&amp;", "&")
        rows = b"".join(client.get(download).streaming_content).decode().splitlines()
        assert rows[1].startswith(first)

    def test_are_renamed_by_their_manager_and_opened_by_an_administrator(self, client, place):
        assert send(client, "change_district", place.pk, name="Mersey", region=str(place.region_id), starts_on=day())
        assert "Mersey" in text_of(client.get(reverse("organisation:districts")))
        assert client.get(reverse("organisation:open_district")).status_code == 403
        boss = factories.sign_in(Client(), factories.colleague(role="administrator"))
        assert send(boss, "open_region", name="Scotland", starts_on=day()).status_code == 302
        assert send(boss, "open_district", name="Lothian", starts_on=day()).status_code == 302


class TestRoles:
    def test_names_every_role_right_and_address(self, client):
        page = text_of(client.get(reverse("organisation:roles")))
        for words in (
            "Work Coach Team Leader",
            "Keep colleagues, postings, teams and leavers",
            "/sites/<int:site_id>/",
        ):
            assert words in page.replace("&lt;", "<").replace("&gt;", ">")


class TestMe:
    def test_offers_a_language_only_with_consent(self, client, manager):
        assert send(client, "offer_language", code="ur").status_code == 422
        assert not Language.objects.exists()
        assert send(client, "offer_language", code="ur", consent="yes").status_code == 302
        language = Language.objects.get(colleague=manager)
        assert send(client, "withdraw_language", language.pk).status_code == 302
        assert not Language.objects.on(factories.today()).exists()

    def test_never_takes_back_somebody_elses_offer(self, client, upton):
        sam = factories.colleague(site=upton)
        language = Language.objects.create(colleague=sam, code="pl", valid=factories.from_day(factories.LONG_AGO))
        send(client, "withdraw_language", language.pk)
        assert Language.objects.on(factories.today()).exists()

    def test_changes_the_password_and_ends_other_sessions(self, upton):
        sam = factories.colleague(site=upton, password=factories.PASSWORD)
        here, there = (factories.sign_in(Client(), sam) for _ in range(2))
        response = send(here, "change_password", password=factories.PASSWORD, new_password="quite another one 7")
        assert response.status_code == 302
        assert here.get(reverse("organisation:me")).status_code == 200
        assert there.get(reverse("organisation:me")).status_code == 302

    @pytest.mark.parametrize(
        ("old", "new", "sentence"),
        [("wrong", "quite another one 7", "That is not your password."), (factories.PASSWORD, "short", "too short")],
    )
    def test_refuses_a_wrong_or_weak_password(self, upton, old, new, sentence):
        sam = factories.colleague(site=upton, password=factories.PASSWORD)
        client = factories.sign_in(Client(), sam)
        response = send(client, "change_password", password=old, new_password=new)
        assert response.status_code == 422
        assert sentence in text_of(response)
        assert Colleague.objects.get(pk=sam.pk).account.check_password(factories.PASSWORD)
