"""How people and their papers are, case by case: each slip gets a plain sentence, and nothing is half done (CLM-1)."""

from __future__ import annotations

import html
import re
import threading
import uuid

import pytest
from django.db import connection
from django.test import Client

from upton.claimants.models import Claimant, ClaimantTelephone, Findable
from upton.claimants.tests.factories import claimant
from upton.duties.models import Duty
from upton.foundation.dated import from_day
from upton.foundation.models import FactRow
from upton.foundation.tests.clocks import stop
from upton.organisation.models import ServedPostcode
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
TYPED = {"known_as": "Mina", "telephone": "0151 496 0123", "email": "mina@example.org", "address": "2 Low Road"}


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    stop(monkeypatch)


@pytest.fixture
def site():
    return factories.site("Upton", district=factories.district(region=factories.region()))


@pytest.fixture
def ada(client, site):
    return factories.sign_in(client, factories.colleague("Ada Obi", role="service_delivery_support", site=site))


def register(client, **typed):
    good = {"key": str(uuid.uuid4()), "name": "Amina Khan", "born": "27 3 1984"}
    return client.post("/claimants/register/", good | typed)


def text(response):
    return re.sub(r"\s+", " ", html.unescape(response.content.decode()))


def at_field(response, name):
    """The sentence that stands at a field."""
    found = re.search(rf'<p id="id_{name}-error"[^>]*>(.*?)</p>', text(response))
    return re.sub("<[^>]+>", "", found[1]).strip() if found else ""


def nothing_made():
    return not (
        Claimant.objects.exists()
        or ClaimantTelephone.objects.exists()
        or Findable.objects.exists()
        or Duty.objects.exists()
        or FactRow.objects.exists()
    )


NO_NUMBER = "Enter a National Insurance number: two letters, six numbers, then A, B, C or D."
TAKEN = "Somebody with this National Insurance number is registered already. Search for the number to find them."
EMPTY = "Leave the number empty; it can be added when they have one."


class TestASlip:
    @pytest.mark.parametrize(
        ("field", "typed", "sentence"),
        [
            ("name", "", "Enter their name as they give it."),
            ("name", "   \t ", "Enter their name as they give it."),
            ("name", "n" * 201, "Use at most 200 characters; this has 201."),
            ("born", "25 11 2010", "They are 15. A claimant has to be 16 or older. Check the date."),
            ("born", "25/11/2026", "The date of birth is in the future. Check the year."),
            ("born", "1/1/1890", "Enter a day on or after Mon 1 Jan 1900."),
            ("born", "23/11/1905", "That makes them 121. Check the year."),
            ("born", "29/2/1985", "There is no such day. Check the day and the month."),
            ("born", "27", "Enter a day, month and year, like 24/11/2026 or 24 Nov 2026."),
            ("national_insurance_number", "AB12345", NO_NUMBER),
            ("national_insurance_number", "AB123456E", NO_NUMBER),
            ("national_insurance_number", "李", NO_NUMBER),
            (
                "national_insurance_number",
                "TN 27 03 84 F",
                f"This is a temporary number, not a National Insurance number. {EMPTY}",
            ),
            (
                "national_insurance_number",
                "63T12345",
                f"This is a temporary reference for tax, not a National Insurance number. {EMPTY}",
            ),
            (
                "national_insurance_number",
                "FQ123456A",
                "No National Insurance number begins with FQ. Check it against a letter or their payslip.",
            ),
            (
                "national_insurance_number",
                "CE 12 34 56 D",
                TAKEN,
            ),
            ("postcode", "CH49", "Enter a full UK postcode, like CH49 7NW."),
        ],
    )
    def test_has_its_sentence_at_the_field_and_loses_nothing(self, ada, field, typed, sentence):
        taken = field == "national_insurance_number" and typed.startswith("CE")
        if taken:
            claimant("First Comer", national_insurance_number="CE123456D")
        response = register(ada, **TYPED | {field: typed})
        page = text(response)
        assert response.status_code == 422
        assert at_field(response, field) == f"Error: {sentence}"
        assert f'href="#id_{field}"' in page
        for kept in TYPED.values():
            assert kept in page
        assert not typed.strip() or typed in page
        assert Claimant.objects.count() == 1 if taken else nothing_made()

    def test_of_a_day_is_none_on_their_sixteenth_birthday(self, ada):
        assert register(ada, born="24 11 2010").status_code == 302

    def test_in_several_fields_is_said_at_each(self, ada):
        response = register(ada, name=" ", born="1/1/2031", telephone="nought", postcode="Upton")
        assert all(at_field(response, field) for field in ("name", "born", "telephone", "postcode"))
        assert re.findall(r'href="#id_(\w+)"', text(response)) == ["name", "born", "telephone", "postcode"]
        assert nothing_made()


class TestAPostcode:
    @pytest.mark.parametrize(
        ("serving", "sentence"),
        [
            ([], "No site serves CH49 7NW. Check it; if it is right, choose Upton or leave the postcode empty."),
            (["Hoylake"], "Hoylake serves CH49 7NW, not Upton. Choose where they are to be looked after."),
            (["Hoylake", "Upton"], "Hoylake and Upton both serve CH49 7NW. Ask which suits them."),
        ],
    )
    def test_that_leaves_the_site_open_asks_at_the_field_and_keeps_what_was_typed(self, ada, site, serving, sentence):
        for name in serving:
            at = site if name == "Upton" else factories.site(name)
            ServedPostcode.objects.create(
                site=at, area="CH49", shared=len(serving) > 1, valid=from_day(factories.LONG_AGO)
            )
        response = register(ada, postcode="ch49 7nw", **TYPED)
        assert at_field(response, "site") == f"Error: {sentence}"
        assert "2 Low Road" in text(response)
        assert nothing_made()
        answered = register(ada, postcode="ch49 7nw", site=str(site.pk), **TYPED)
        assert answered.status_code == 302
        assert Claimant.objects.get().site == site


class TestAFamily:
    def test_shares_a_telephone_and_is_three_people(self, ada):
        for name, born in (("Amina Khan", "27 3 1984"), ("Omar Khan", "2 9 1981"), ("Sana Begum", "14 7 1958")):
            made = register(ada, name=name, born=born, telephone="0151 496 0123")
            assert made.status_code == 302, text(made)
        hits = text(ada.post("/search/", {"q": "01514960123"}, follow=True))
        assert all(name in hits for name in ("Amina Khan", "Omar Khan", "Sana Begum"))
        assert ClaimantTelephone.objects.filter(number="+441514960123").count() == 3


@pytest.mark.django_db(transaction=True)
class TestOnePersonAtTwoDesks:
    def test_in_the_same_second_is_one_record_and_the_other_desk_sees_it(self, site):
        desks = [factories.sign_in(Client(), factories.colleague(site=site)) for _ in range(2)]
        together, answers = threading.Barrier(2), []

        def send(desk):
            try:
                together.wait(10)
                answers.append((desk, register(desk, **TYPED)))
            finally:
                connection.close()

        threads = [threading.Thread(target=send, args=[desk]) for desk in desks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        made = Claimant.objects.get()
        assert sorted(answer.status_code for _, answer in answers) == [302, 422]
        late, page = next((desk, text(answer)) for desk, answer in answers if answer.status_code == 422)
        assert f'href="/claimants/{made.pk}/"' in page
        assert "They are somebody else: register claimant" in page
        assert 'value="Mina"' in page
        assert (FactRow.objects.filter(kind="claimants.registered").count(), Duty.objects.count()) == (1, 1)
        assert late.get(f"/claimants/{made.pk}/").status_code == 200
