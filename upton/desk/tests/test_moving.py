"""A move of house as a page: what comes along is shown before it is made (CLM-1)."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta

import pytest
from django.test import Client

from upton.claimants.models import Claimant, Household, Member
from upton.claimants.tests.factories import claimant
from upton.diary.tests.factories import TEN, appointment
from upton.foundation.dated import from_day
from upton.foundation.tests.clocks import stop
from upton.organisation.models import ServedPostcode
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
MOST = 15


@pytest.fixture(autouse=True)
def now(monkeypatch):
    return stop(monkeypatch)


@pytest.fixture
def site():
    return factories.site("Upton", district=factories.district(region=factories.region()))


@pytest.fixture
def new():
    found = factories.site("Birkenhead")
    ServedPostcode.objects.create(site=found, area="CH41", valid=from_day(factories.LONG_AGO))
    return found


@pytest.fixture
def ada(client, site):
    return factories.sign_in(client, factories.colleague("Ada Obi", site=site))


@pytest.fixture
def amina(site):
    return claimant(site=site)


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def move(client, one, **typed):
    good = {"key": str(uuid.uuid4()), "version": "1", "address": "1 New Road", "postcode": "CH41 1AA"}
    return client.post(f"/claimants/{one.pk}/move/", good | typed)


class TestMove:
    def test_shows_what_comes_along_before_it_is_made(self, ada, amina, site, new):
        ben = factories.colleague("Ben Hart", site=site)
        zoe = factories.colleague("Zoe Moss", site=new)
        appointment(ben, claimant=amina, starts_at=TEN + timedelta(days=1))
        html = text(move(ada, amina))
        assert "Birkenhead looks after them from now on" in html
        assert "Wed 25 Nov, 10:00 is booked again at Birkenhead." in html
        assert "Zoe Moss (0)" in html
        assert Claimant.objects.get(pk=amina.pk).site == site
        response = move(ada, amina, site=str(new.pk), coach=str(zoe.pk), shown=str(new.pk))
        assert response.url == "/"
        one = Claimant.objects.get(pk=amina.pk)
        assert (one.site, one.coach, one.address) == (new, zoe, "1 New Road")
        assert ada.get(f"/claimants/{amina.pk}/").status_code == 404

    def test_shows_again_what_comes_along_when_another_site_is_chosen(self, ada, amina, site, new):
        factories_shared(site)
        html = text(move(ada, amina, postcode="CH49 7NW", site=str(new.pk), shown=str(site.pk)))
        assert "both serve" in html or "No site serves" in html
        assert Claimant.objects.get(pk=amina.pk).site == site

    def test_asks_where_no_site_serves_the_postcode(self, ada, amina, site):
        html = text(move(ada, amina, postcode="ZE1 0AA"))
        assert "No site serves ZE1 0AA." in html
        response = move(ada, amina, postcode="ZE1 0AA", site=str(site.pk), coach="", shown=str(site.pk))
        assert response.url == f"/claimants/{amina.pk}/"
        assert Claimant.objects.get().postcode == "ZE1 0AA"

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [({"address": ""}, "Enter the new address."), ({"postcode": "nowhere"}, "Enter a full UK postcode")],
    )
    def test_says_what_is_wrong(self, ada, amina, typed, sentence):
        response = move(ada, amina, **typed)
        assert response.status_code == 422
        assert sentence in text(response)

    @pytest.mark.parametrize("nonsense", ["0", "²", "x", "9" * 30])
    def test_takes_no_site_and_no_coach_that_was_not_offered(self, ada, amina, site, new, nonsense):
        for typed in ({"site": nonsense, "coach": ""}, {"site": str(new.pk), "coach": nonsense}):
            assert move(ada, amina, **typed, shown=str(new.pk)).status_code == 422
        assert Claimant.objects.get(pk=amina.pk).site == site

    def test_tells_the_second_editor(self, ada, amina, site, new):
        given = {"site": str(new.pk), "coach": "", "shown": str(new.pk)}
        Claimant.objects.filter(pk=amina.pk).update(version=2, changed_what="email", changed_at="2026-11-24T10:00Z")
        response = move(ada, amina, **given)
        assert response.status_code == 422
        assert "Somebody else changed the e-mail address" in text(response)
        assert "1 New Road" in text(response)

    def test_offers_the_household_unticked_and_takes_along_who_is_ticked(self, ada, amina, site, new):
        omar = _partner(amina)
        html = text(move(ada, amina))
        box = re.search(rf'<input[^>]*name="with_them"[^>]*value="{omar.pk}"[^>]*>', html)
        assert box
        assert "checked" not in box.group()
        move(ada, amina, site=str(new.pk), coach="", shown=str(new.pk), with_them=[str(omar.pk)])
        assert set(Claimant.objects.values_list("site", "address")) == {(new.pk, "1 New Road")}

    def test_moves_nobody_else_unless_they_are_ticked(self, ada, amina, site, new):
        omar = _partner(amina)
        move(ada, amina, site=str(new.pk), coach="", shown=str(new.pk))
        assert Claimant.objects.get(pk=omar.pk).site == site

    @pytest.mark.parametrize("given", ["0", "x", "9" * 30])
    def test_takes_nobody_along_who_was_not_offered(self, ada, amina, site, new, given):
        _partner(amina)
        typed = {"site": str(new.pk), "coach": "", "shown": str(new.pk), "with_them": [given]}
        assert move(ada, amina, **typed).status_code == 422
        assert set(Claimant.objects.values_list("site", flat=True)) == {site.pk}

    def test_says_nothing_of_a_partner_whose_record_is_closed(self, ada, amina, new):
        _partner(amina, restricted_as="protected")
        html = text(move(ada, amina))
        assert "Who moves too?" not in html
        assert "Omar" not in html

    def test_does_not_exist_for_another_site(self, amina):
        stranger = factories.sign_in(Client(), factories.colleague())
        assert move(stranger, amina).status_code == 404

    def test_asks_few_questions(self, ada, amina, new, django_assert_max_num_queries):
        ada.get("/due/")
        with django_assert_max_num_queries(MOST + 1):
            move(ada, amina)
        with django_assert_max_num_queries(MOST):
            ada.get(f"/claimants/{amina.pk}/move/")


def _partner(one, **own):
    """Somebody with whom they live and claim."""
    omar = claimant("Omar Khan", site=one.site, **own)
    household = Household.objects.create(joint=True, since=date(2020, 5, 1))
    for who in (one, omar):
        Member.objects.create(household=household, claimant=who, kind="partner", since=date(2020, 5, 1))
    return omar


def factories_shared(site):
    for one in (site, factories.site("Hoylake")):
        ServedPostcode.objects.create(site=one, area="CH49", shared=True, valid=from_day(factories.LONG_AGO))
