"""Registering a claimant as a page: every slip gets its sentence, and what was typed stays (CLM-1)."""

from __future__ import annotations

import re
import uuid

import pytest

from upton.claimants.models import Claimant
from upton.claimants.tests.factories import claimant
from upton.foundation.dated import from_day
from upton.foundation.models import FactRow
from upton.foundation.tests.clocks import stop
from upton.organisation.models import ServedPostcode
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
GOOD = {"name": "Amina Khan", "born": "27 3 1984"}


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    stop(monkeypatch)


@pytest.fixture
def site():
    return factories.site("Upton", district=factories.district(region=factories.region()))


@pytest.fixture
def ada(client, site):
    return factories.sign_in(client, factories.colleague(site=site))


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def register(client, **typed):
    return client.post("/claimants/register/", {"key": str(uuid.uuid4())} | GOOD | typed)


class TestRegister:
    def test_leads_on_to_booking(self, ada, site):
        ServedPostcode.objects.create(site=site, area="CH49", valid=from_day(factories.LONG_AGO))
        response = register(ada, known_as="Mina", telephone="0151 496 0123", postcode="ch497nw")
        one = Claimant.objects.get()
        assert response.url == f"/claimants/{one.pk}/book/"
        assert (one.site_id, one.postcode) == (site.pk, "CH49 7NW")
        assert [one.number for one in one.telephones.all()] == ["+441514960123"]
        assert f"Mina is registered: {one.reference}." in text(ada.get(response.url))

    def test_keeps_the_name_out_of_every_address(self, ada):
        assert not re.search("amina|khan", register(ada).url, re.IGNORECASE)

    @pytest.mark.parametrize("name", ["Cher", "李小龙", "किरण शर्मा", "Seán O’Brien-Smith", "محمد", "N'Golo K", "X Æ"])
    def test_takes_names_in_any_script_and_of_any_length(self, ada, name):
        register(ada, name=name)
        assert Claimant.objects.get().name == name

    @pytest.mark.parametrize(
        ("field", "typed", "sentence"),
        [
            ("name", "", "Enter their name as they give it."),
            ("name", "x" * 201, "Use at most 200 characters"),
            ("name", "x" * 10_000_000, "Use at most 200 characters; this has 10,000,000."),
            ("name", "A\x00B", "can&#39;t be read"),
            ("born", "", "Enter their date of birth."),
            ("born", "31/2/1984", "There is no such day."),
            ("born", "27/3/84", "Write the year in full"),
            ("born", "1/1/2020", "They are 6. A claimant has to be 16 or older."),
            ("born", "1/1/2030", "The date of birth is in the future."),
            ("born", "1/1/1900", "That makes them 126."),
            ("national_insurance_number", "QQ12", "Enter a National Insurance number"),
            ("telephone", "12", "Enter a telephone number"),
            ("email", "amina", "Enter an e-mail address"),
            ("postcode", "nowhere", "Enter a full UK postcode"),
        ],
    )
    def test_answers_each_slip_at_its_field_and_keeps_what_was_typed(self, ada, field, typed, sentence):
        response = register(ada, **{"known_as": "Mina", field: typed})
        html = text(response)
        assert response.status_code == 422
        assert sentence in html
        assert f'href="#id_{field}"' in html
        assert 'value="Mina"' in html
        assert not Claimant.objects.exists()

    def test_says_that_a_number_is_taken_without_saying_whose(self, ada, site):
        claimant("First Comer", site=site, national_insurance_number="AB123456C")
        response = register(ada, national_insurance_number="AB 12 34 56 C")
        assert response.status_code == 422
        assert "registered already. Search for the number" in text(response)
        assert "First Comer" not in text(response)

    def test_happens_once_however_often_it_is_sent(self, ada):
        key = str(uuid.uuid4())
        first, again = (register(ada, key=key) for _ in range(2))
        assert first.url == again.url
        assert [Claimant.objects.count(), FactRow.objects.filter(kind="claimants.registered").count()] == [1, 1]

    def test_refuses_the_back_button_with_another_name(self, ada):
        key = str(uuid.uuid4())
        register(ada, key=key)
        response = register(ada, key=key, name="Somebody Else")
        assert response.status_code == 422
        assert "already sent with other content" in text(response)
        assert Claimant.objects.get().name == "Amina Khan"

    def test_asks_for_the_whole_form(self, ada):
        response = ada.post("/claimants/register/", GOOD)
        assert response.status_code == 422
        assert "did not come whole" in text(response)

    def test_is_for_those_who_register(self, client, site):
        maker = factories.sign_in(client, factories.colleague(role="decision_maker", site=site))
        assert maker.get("/claimants/register/").status_code == 403
        assert register(maker).status_code == 403

    def test_asks_few_questions(self, ada, django_assert_max_num_queries):
        ada.get("/due/")
        with django_assert_max_num_queries(15):
            ada.get("/claimants/register/")
