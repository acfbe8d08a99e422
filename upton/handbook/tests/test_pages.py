"""The handbook beside the work: its pages, its search, and the link that leads there from every page."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client

from upton.foundation.addresses import table
from upton.handbook import queries, rules
from upton.handbook.files import page_files
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_ada():
    site = factories.site("Upton", district=factories.district(region=factories.region()))
    return factories.sign_in(Client(), factories.colleague("Ada Obi", role="customer_service_manager", site=site))


def text(response):
    assert response.status_code == 200, response.content[:300]
    return re.sub(r"\s+", " ", response.content.decode())


class TestTheHandbook:
    @pytest.mark.parametrize("name", sorted(page_files()))
    def test_opens_each_page_and_its_pictures(self, as_ada, name):
        html = text(as_ada.get(f"/help/{name}/"))
        for address in re.findall(r'(?:src|href)="(/help/[^"#]+)', html):
            assert as_ada.get(address).status_code == 200

    def test_lists_every_page(self, as_ada):
        html = text(as_ada.get("/help/"))
        assert [name for name in page_files() if f'href="/help/{name}/"' not in html] == []

    @pytest.mark.parametrize(
        ("typed", "found"), [("desk", "at-the-desk"), ("SOMEBODY comes", "at-the-desk"), ("clos day", "close-a-day")]
    )
    def test_is_searched_by_title_and_heading(self, as_ada, typed, found):
        html = text(as_ada.post("/help/", {"words": typed}))
        assert f'href="/help/{found}/"' in html
        assert 'href="/help/add-to-it/"' not in html

    def test_says_so_where_nothing_is_found(self, as_ada):
        assert "No title or heading has these words." in text(as_ada.post("/help/", {"words": "dragons"}))

    def test_puts_what_is_in_the_title_first(self):
        found = ["clos" in one.title.lower() for one in queries.found_by("clos")]
        assert found == sorted(found, reverse=True)
        assert set(found) == {True, False}

    @pytest.mark.parametrize("address", ["nothing", "..", "pictures/nothing.png", "pictures/..%2F..%2FREADME.md"])
    def test_has_no_page_that_it_does_not_have(self, as_ada, address):
        assert as_ada.get(f"/help/{address}/").status_code == 404

    def test_is_for_those_who_are_signed_in(self):
        assert Client().get("/help/").status_code == 302

    def test_asks_few_questions(self, as_ada, django_assert_max_num_queries):
        as_ada.get("/help/")
        with django_assert_max_num_queries(6):
            as_ada.get("/help/at-the-desk/")


class TestHelp:
    @pytest.mark.parametrize(
        ("address", "name"), [("/", "your-start-page"), ("/close/", "close-a-day"), ("/floor/", "at-the-desk")]
    )
    def test_leads_to_the_page_that_belongs_to_where_one_is(self, as_ada, address, name):
        assert f'class="u-top__help" href="/help/{name}/"' in text(as_ada.get(address))

    def test_leads_to_pages_that_there_are(self):
        assert set(rules.PAGES.values()) - set(page_files()) == {""}

    def test_names_addresses_that_there_are_and_every_capability_with_pages(self):
        names = {one.name for one in table()}
        known = {one for one in rules.PAGES if ":" in one}
        assert known <= names
        assert {name.partition(":")[0] for name in names} <= set(rules.PAGES)
        assert set(rules.PAGES) - known <= set(settings.CAPABILITIES)
