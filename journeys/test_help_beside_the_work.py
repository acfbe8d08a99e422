"""Help from where one is, and lists that fit a telephone and stand in the order that one asks for."""

from __future__ import annotations

import pytest

from journeys.conftest import DESK, TELEPHONE
from upton.organisation.tests import factories


@pytest.fixture
def district(transactional_db):
    return factories.district("Wirral", region=factories.region("North West"))


@pytest.fixture
def site(district):
    factories.site("Leasowe", district=district)
    return factories.site("Hoylake", district=district)


class TestHelp:
    def test_leads_from_a_page_to_its_page_of_the_handbook(self, walk, site):
        # Given a colleague at the front of house who does not know how somebody is checked in
        ada = walk(factories.colleague("Ada Obi", role="service_delivery_support", site=site))
        # When she presses Help on the floor
        ada.goes_to("/floor/").follows("Help")
        # Then the handbook opens where it belongs, and finds what else she asks for
        ada.sees("Somebody comes without an appointment")
        ada.follows("Handbook").types("Find in the handbook", "paper").presses("Find")
        ada.does_not_see("Close a day").follows("Papers at the desk").sees("refund")

    def test_is_read_on_a_telephone_with_its_pictures_and_tables(self, walk, site):
        ada = walk(factories.colleague(site=site), viewport=TELEPHONE)
        ada.goes_to("/help/a-day-at-the-front-of-house/").goes_to("/help/run-it/").goes_to("/help/who-may/")
        ada.goes_to("/help/a-day-at-the-front-of-house/")
        wide = "[...document.querySelectorAll('.u-handbook img')].map(one => one.naturalWidth * one.complete)"
        ada.page.wait_for_function(f"{wide}.length > 2")
        assert ada.page.locator(".u-handbook img").first.evaluate("one => one.decode().then(() => one.width)") <= 360


class TestSites:
    def test_stand_folded_on_a_telephone_and_open_at_a_desk(self, walk, site):
        manager = walk(factories.colleague(role="district_manager", site=site), viewport=TELEPHONE)
        manager.goes_to("/").sees("2 sites side by side").does_not_see("Leasowe")
        manager.page.get_by_text("2 sites side by side").click()
        manager.sees("Leasowe").looks()
        manager.narrows(DESK).sees("Leasowe").goes_to("/").sees("Leasowe").does_not_see("2 sites side by side")

    def test_are_all_there_without_script(self, walk, site):
        manager = walk(factories.colleague(role="district_manager", site=site), viewport=TELEPHONE, javascript=False)
        manager.goes_to("/").sees("Leasowe")

    def test_are_turned_by_a_press_on_a_head(self, walk, site, district):
        manager = walk(factories.colleague(role="district_manager", site=site))
        manager.goes_to("/sites/")
        manager.page.locator("thead").get_by_role("link", name="Name").click()
        manager.page.wait_for_load_state()
        manager.looks()
        names = manager.page.locator("tbody th").all_inner_texts()
        assert names == ["Leasowe", "Hoylake"]
        manager.goes_to(f"/districts/{district.pk}/").follows("People posted")
        assert manager.page.locator("tbody th").first.inner_text() == "Leasowe"

    def test_of_the_whole_service_are_counted_by_district(self, walk, site):
        analyst = walk(factories.colleague(role="performance_analyst", site=site))
        analyst.goes_to("/").sees("Regions and districts").sees("North West")
        analyst.page.locator("#areas").get_by_role("link", name="Wirral", exact=True).click()
        analyst.looks().sees("Leasowe")
