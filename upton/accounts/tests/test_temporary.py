"""A password that somebody else gave opens one page: the one on which its owner chooses another."""

from __future__ import annotations

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

from upton.accounts import operations
from upton.accounts.gate import WITH_A_TEMPORARY_PASSWORD
from upton.accounts.models import Account, Session
from upton.foundation.actors import SYSTEM
from upton.foundation.addresses import DEVICES, table
from upton.foundation.models import FactRow
from upton.foundation.tests.clocks import TUESDAY
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
TEMPORARY, OWN = "q8fk-w2pm-x7ht-c4vd", "quite another one"
KEY = "8d9d3c7e-0d3b-4a9f-9a55-6b7a3c3f2f10"
CHOOSE = "/choose-password/"


@pytest.fixture(autouse=True)
def _quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def sam():
    colleague = factories.colleague("Sam Price", role="administrator")
    operations.change_password(account=colleague.account, password=TEMPORARY, temporary=True, by=SYSTEM, now=TUESDAY)
    return colleague


@pytest.fixture
def as_sam(client, sam):
    response = sign_in(client, sam, TEMPORARY)
    assert response.status_code == 302
    return client


def sign_in(client, colleague, password, to="/sign-in/"):
    return client.post(to, {"key": KEY, "username": colleague.account.username, "password": password})


def choose(client, password=OWN, to=CHOOSE):
    return client.post(to, {"key": KEY, "password": password})


class TestATemporaryPassword:
    def test_leads_from_signing_in_to_choosing_ones_own_and_on_to_the_page_one_wanted(self, client, sam):
        came = sign_in(client, sam, TEMPORARY, to="/sign-in/?next=/due/")
        sent = client.get(came.url)
        assert (sent.status_code, sent.url) == (302, f"{CHOOSE}?next=%2Fdue%2F")
        page = client.get(sent.url)
        assert page.status_code == 200
        assert "Choose your own password" in page.content.decode()
        assert choose(client, to=sent.url).url == "/due/"
        assert client.get("/due/").status_code == 200

    def test_opens_no_other_address_of_the_service(self, as_sam):
        """Every declared address and method, whoever it is for: only leaving and choosing are open."""
        open_to = []
        for one in table():
            # What is a device's is nobody's whoever is signed in (tests/test_who_may.py).
            if "<" in one.route or one.audience.may in DEVICES:
                continue
            for method in one.audience.methods:
                answer = as_sam.generic(method, one.route)
                leads = answer.status_code == 302 and answer.url.startswith(CHOOSE)
                asks = answer.status_code == 403 and "Choose your own password" in answer.content.decode()
                if not leads and not asks and one.name not in WITH_A_TEMPORARY_PASSWORD:
                    open_to.append(f"{method} {one.name}: {answer.status_code}")
                if one.name == "accounts:sign_out":
                    sign_in(as_sam, Account.objects.get().colleague, TEMPORARY)
        assert open_to == []

    def test_opens_no_address_of_a_thing(self, as_sam, sam):
        assert as_sam.get(reverse("organisation:site", args=[sam.home_site_id])).url.startswith(CHOOSE)

    def test_does_nothing_with_a_form_that_is_sent(self, as_sam):
        before = FactRow.objects.count()
        assert as_sam.post("/claimants/register/", {"key": KEY, "name": "Amina"}).status_code == 403
        assert FactRow.objects.count() == before

    def test_lets_its_owner_sign_out(self, as_sam):
        assert as_sam.post("/sign-out/").url == "/sign-in/"
        assert SESSION_KEY not in as_sam.session

    @pytest.mark.parametrize(
        ("bad", "sentence"),
        [
            ("", "Enter a new password."),
            ("short", "too short"),
            ("4928173650194", "entirely numeric"),
            (TEMPORARY, "This is the temporary password. Choose another."),
        ],
    )
    def test_is_not_replaced_by_a_weak_one_or_by_itself(self, as_sam, sam, bad, sentence):
        response = choose(as_sam, bad)
        assert response.status_code == 422
        assert sentence in response.content.decode()
        assert as_sam.get("/").url == CHOOSE

    def test_ends_its_other_sessions_and_keeps_this_one_when_replaced(self, as_sam, sam):
        other = Client()
        sign_in(other, sam, TEMPORARY)
        choose(as_sam)
        assert as_sam.get("/").status_code == 200
        assert other.get("/").url == "/sign-in/"
        assert Session.objects.filter(account_id=sam.account_id).count() == 1

    def test_opens_nothing_any_more_once_replaced(self, as_sam, sam):
        choose(as_sam)
        assert sign_in(Client(), sam, TEMPORARY).status_code == 422
        assert sign_in(Client(), sam, OWN).url == "/"
        assert FactRow.objects.get(kind="accounts.password_chosen").by_id == sam.pk


class TestAPasswordOfOnesOwn:
    def test_is_never_asked_for_again(self, client):
        ben = factories.colleague("Ben Hart", password=OWN)
        sign_in(client, ben, OWN)
        assert client.get("/").status_code == 200
        assert (client.get(CHOOSE).url, choose(client, "yet another one").url) == ("/", "/")
        assert Account.objects.get(pk=ben.account_id).check_password(OWN)

    def test_is_not_asked_for_where_no_password_opens_the_account(self, client):
        factories.sign_in(client, factories.colleague("Ben Hart"))
        assert client.get("/").status_code == 200
