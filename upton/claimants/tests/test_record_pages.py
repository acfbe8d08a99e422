"""The pages of a record: registering beside those alike, each detail with its page, opening with a reason."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from upton.claimants import operations, queries
from upton.claimants.models import Claimant, RecordOpening
from upton.claimants.tests.factories import claimant
from upton.foundation.actors import SYSTEM
from upton.foundation.dated import from_day
from upton.foundation.models import FactRow
from upton.foundation.tests.clocks import TUESDAY, stop
from upton.organisation.models import ServedPostcode
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
MOST = 15
BORN = date(1984, 3, 27)


@pytest.fixture(autouse=True)
def now(monkeypatch):
    return stop(monkeypatch)


@pytest.fixture
def site():
    return factories.site("Upton", district=factories.district(region=factories.region()))


@pytest.fixture
def ada(client, site):
    return factories.sign_in(client, factories.colleague("Ada Obi", site=site))


@pytest.fixture
def manager(site):
    return factories.sign_in(Client(), factories.colleague("Lea Moss", role="customer_service_manager", site=site))


@pytest.fixture
def amina(site):
    return claimant(site=site, telephone="+441514960123")


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def page(name, one, *more):
    return reverse(f"claimants:{name}", args=[one.pk, *more])


def post(client, address, **typed):
    return client.post(address, {"key": str(uuid.uuid4()), "version": "1"} | typed)


def register(client, **typed):
    good = {"key": str(uuid.uuid4()), "name": "Amina Khan", "born": "27 3 1984"}
    return client.post("/claimants/register/", good | typed)


def serves(site, area, *, shared=False):
    ServedPostcode.objects.create(site=site, area=area, shared=shared, valid=from_day(factories.LONG_AGO))


class TestRegister:
    def first(self, site):
        return operations.register(site=site, name="Amina Khan", born=BORN, by=SYSTEM, now=TUESDAY)

    def test_shows_those_alike_first_and_makes_nothing(self, ada, site):
        first = self.first(site)
        response = register(ada)
        html = text(response)
        assert response.status_code == 422
        assert f'href="/claimants/{first.pk}/"' in html
        assert "They are somebody else: register claimant" in html
        assert Claimant.objects.count() == 1

    def test_goes_on_when_the_colleague_says_that_it_is_somebody_else(self, ada, site):
        first = self.first(site)
        html = text(register(ada))
        told_apart = re.search(r'name="told_apart" value="([^"]*)"', html)[1]
        assert told_apart == str(first.pk)
        assert register(ada, told_apart=told_apart).status_code == 302
        assert Claimant.objects.count() == 2

    @pytest.mark.parametrize("nonsense", ["²", "x", "0", "9" * 30, "1,,;"])
    def test_takes_nonsense_for_nobody(self, ada, site, nonsense):
        self.first(site)
        assert register(ada, told_apart=nonsense).status_code == 422

    def test_says_of_a_record_elsewhere_only_where_to_ask(self, ada):
        far = self.first(factories.site("Elsewhere"))
        html = text(register(ada))
        assert "A record that you don't open, at Elsewhere" in html
        assert far.reference not in html

    def test_stops_at_a_restricted_record_and_says_not_even_where_it_is(self, ada, site):
        far = self.first(factories.site("Elsewhere"))
        factories.colleague("Lea Moss", role="customer_service_manager", site=site)
        factories.colleague("Theo Far", role="customer_service_manager", site=far.site)
        Claimant.objects.filter(pk=far.pk).update(restricted_as="protected")
        response = register(ada, told_apart=str(far.pk))
        html = text(response)
        assert response.status_code == 422
        assert "One restricted record matches. Open it with a reason, or ask Lea Moss." in html
        assert 'href="/claimants/open/"' in html
        for hidden in (far.reference, "Elsewhere", "Theo Far", "Registered already", f"/claimants/{far.pk}/"):
            assert hidden not in html
        assert Claimant.objects.count() == 1

    def test_puts_them_where_their_postcode_is_served(self, ada, site):
        serves(site, "CH49")
        register(ada, postcode="CH49 7NW")
        assert Claimant.objects.get().site == site

    def test_asks_which_site_where_another_serves_the_postcode(self, ada):
        other = factories.site("Birkenhead")
        serves(other, "CH41")
        html = text(register(ada, postcode="CH41 1AA"))
        assert "Birkenhead serves CH41 1AA, not Upton." in html
        assert register(ada, postcode="CH41 1AA", site=str(other.pk)).url == "/"
        assert Claimant.objects.get().site == other
        assert "Birkenhead books them in" in text(ada.get("/"))

    def test_asks_which_site_where_two_serve_it(self, ada, site):
        for one in (site, factories.site("Birkenhead")):
            serves(one, "CH49", shared=True)
        html = text(register(ada, postcode="CH49 7NW"))
        assert "Birkenhead and Upton both serve CH49 7NW." in html
        register(ada, postcode="CH49 7NW", site=str(site.pk))
        assert Claimant.objects.get().site == site

    def test_asks_where_no_site_serves_it(self, ada, site):
        html = text(register(ada, postcode="ZE1 0AA"))
        assert "No site serves ZE1 0AA." in html
        register(ada, postcode="ZE1 0AA", site=str(site.pk))
        assert Claimant.objects.get().postcode == "ZE1 0AA"

    def test_goes_by_the_sector_before_the_outward_code(self, ada, site):
        serves(factories.site("Birkenhead"), "CH49")
        serves(site, "CH49 7")
        register(ada, postcode="CH49 7NW")
        assert Claimant.objects.get().site == site

    def test_offers_no_other_site(self, ada):
        far = factories.site("Far")
        response = register(ada, postcode="ZE1 0AA", site=str(far.pk))
        assert response.status_code == 422
        assert not Claimant.objects.exists()

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"national_insurance_number": "TN270384F"}, "This is a temporary number"),
            ({"national_insurance_number": "OO123456A"}, "administering tax credits"),
            ({"born": "1/1/1890"}, "Enter a day on or after"),
            ({"born": "1/1/2030"}, "in the future"),
            ({"born": "1/1/2015"}, "They are 11."),
        ],
    )
    def test_gives_each_slip_its_sentence(self, ada, typed, sentence):
        response = register(ada, **typed)
        assert response.status_code == 422
        assert sentence in text(response)

    def test_asks_few_questions(self, ada, site, django_assert_max_num_queries):
        self.first(site)
        ada.get("/due/")
        with django_assert_max_num_queries(28):
            register(ada, telephone="0151 496 0123", postcode="CH49 7NW", site=str(site.pk))


GOOD = {
    "name": ({"name": "Amina Obi", "why": "new"}, "Amina Obi"),
    "other_names": ({"name_1": "Q", "kind_1": "alias"}, "Q (also known as)"),
    "born": ({"born": "28 3 1984"}, "28 Mar 1984"),
    "number": ({"national_insurance_number": "AB 12 34 56 C"}, "AB123456C"),
    "telephones": ({"number_1": "07700 900123", "kind_1": "mobile", "whose_1": "her aunt's"}, "her aunt&#39;s"),
    "email": ({"email": "amina@example.com"}, "amina@example.com"),
    "post": ({"post_to": "Shelter", "post_address": "2 Low Road"}, "c/o Shelter, 2 Low Road"),
    "safe_contact": ({"unsafe": ["ring"], "ask_for": "Mina"}, "Do not ring"),
    "needs": ({"language": "pl", "interpreter": "yes", "needs": ["large_print"]}, "Write in large print"),
    "representative": (
        {"kind": "appointee", "name": "Zoe Obi", "covers": ["payments"], "telephone": "0151 496 0999"}, "Zoe Obi",
    ),
    "dependant": ({"name": "Ali", "born": "1/1/2019", "since": "1/1/2020"}, "Ali (7)"),
}  # fmt: skip
BAD = {
    "name": ({"name": "", "why": "new"}, "Enter their name"),
    "other_names": ({"name_1": "x" * 201}, "Use at most 200 characters"),
    "born": ({"born": "1/1/2030"}, "in the future"),
    "number": ({"national_insurance_number": "FY123456A"}, "attendance allowance"),
    "telephones": ({"number_1": "07700 900123", "number_2": "+447700900123"}, "stands twice"),
    "email": ({"email": "amina"}, "Enter an e-mail address"),
    "post": ({"post_to": "Shelter"}, "Enter the address that post goes to"),
    "safe_contact": ({"unsafe": ["pigeon"]}, "Choose one of the answers"),
    "needs": ({"language": "en", "interpreter": "yes"}, "in which they need an interpreter"),
    "representative": ({"kind": "appointee", "name": "Zoe"}, "Choose what they may speak about"),
    "dependant": ({"name": "Ali", "born": "1/1/2030", "since": "1/1/2020"}, "in the future"),
    "death": ({"died_on": "1/1/2030", "source": "family"}, "in the future"),
    "partner": ({"reference": "AAAA-AAAA", "joint": "no", "since": "1/1/2020"}, "no record with this reference"),
}


class TestADetail:
    @pytest.mark.parametrize("name", GOOD)
    def test_is_changed_on_its_own_page_and_shown_again(self, ada, amina, name):
        typed, shown = GOOD[name]
        assert ada.get(page(name, amina)).status_code == 200
        response = post(ada, page(name, amina), **typed)
        assert response.url == page("details", amina)
        assert shown in text(ada.get(response.url))
        assert FactRow.objects.filter(claimant_id=amina.pk).count() == 1

    @pytest.mark.parametrize("name", BAD)
    def test_says_what_is_wrong_and_changes_nothing(self, ada, amina, name):
        typed, sentence = BAD[name]
        response = post(ada, page(name, amina), **typed)
        assert response.status_code == 422
        assert sentence in text(response)
        assert not FactRow.objects.exists()

    @pytest.mark.parametrize("name", [*GOOD, "death", "partner", "separation", "details"])
    def test_does_not_exist_for_another_site(self, amina, name):
        stranger = factories.sign_in(Client(), factories.colleague())
        assert stranger.get(page(name, amina)).status_code == 404

    @pytest.mark.parametrize("name", [*GOOD, "death", "partner", "details"])
    def test_asks_few_questions(self, ada, amina, name, django_assert_max_num_queries):
        operations.add_dependant(
            claimant=amina, name="Ali", born=date(2019, 1, 1), since=date(2020, 1, 1), by=SYSTEM, now=TUESDAY
        )
        ada.get("/due/")
        with django_assert_max_num_queries(MOST):
            ada.get(page(name, amina))

    def test_happens_once_however_often_it_is_sent(self, ada, amina):
        key = str(uuid.uuid4())
        for _ in range(2):
            assert post(ada, page("email", amina), key=key, email="a@example.com").status_code == 302
        assert Claimant.objects.get().version == 2

    def test_is_offered_to_those_who_may_change_it(self, amina, site):
        looker = factories.sign_in(Client(), factories.colleague(role="decision_maker", site=site))
        html = text(looker.get(page("details", amina)))
        assert "0151 496 0123" in html
        assert page("telephones", amina) not in html
        assert looker.get(page("telephones", amina)).status_code == 403


class TestTwoEditors:
    def test_the_second_is_told_what_changed_and_keeps_what_they_typed(self, ada, amina):
        post(ada, page("email", amina), email="first@example.com")
        response = post(ada, page("email", amina), email="second@example.com")
        html = text(response)
        assert response.status_code == 422
        assert "Ada Obi changed the e-mail address" in html
        assert 'value="second@example.com"' in html
        assert "What stands now" in html
        assert "first@example.com" in html
        assert 'name="version" value="2"' in html

    def test_who_looked_may_send_it_again(self, ada, amina):
        post(ada, page("email", amina), email="first@example.com")
        post(ada, page("email", amina), version="2", email="second@example.com")
        assert Claimant.objects.get().email == "second@example.com"


class TestADeath:
    def test_is_said_plainly_and_taken_back_in_one_act(self, ada, amina):
        address = page("death", amina)
        assert "Every appointment to come is cancelled" in text(ada.get(address))
        response = post(ada, address, died_on="20/11/2026", source="registrar")
        html = text(ada.get(response.url))
        assert "Amina Khan (died 20 Nov 2026)" in html
        assert "Nothing is sent any more" in html
        assert "Book appointment" not in html
        assert "It was another person" in text(ada.get(address))
        post(ada, address, version="2")
        assert Claimant.objects.get().died_on is None


class TestACoach:
    def test_is_given_by_a_leader_who_sees_how_many_each_has(self, manager, amina, site):
        ben = factories.colleague("Ben Hart", site=site)
        claimant("Other", site=site, coach=ben)
        assert "Ben Hart (1)" in text(manager.get(page("coach", amina)))
        post(manager, page("coach", amina), coach=str(ben.pk))
        assert Claimant.objects.get(pk=amina.pk).coach == ben

    @pytest.mark.parametrize("nonsense", ["0", "²", "x", "9" * 30])
    def test_is_one_who_was_offered(self, manager, amina, nonsense):
        assert post(manager, page("coach", amina), coach=nonsense).status_code == 422


class TestAHousehold:
    @pytest.fixture
    def omar(self, site):
        return claimant("Omar Khan", site=site, telephone="+441514960123")

    def join(self, ada, amina, omar):
        return post(ada, page("partner", amina), reference=omar.reference.lower(), joint="yes", since="1/5/2020")

    def test_shows_partner_and_what_they_may_see(self, ada, amina, omar):
        html = text(ada.get(self.join(ada, amina, omar).url))
        assert f'href="/claimants/{omar.pk}/"' in html
        assert "They claim jointly." in html
        assert "The partner may see: their name" in html
        assert "Omar Khan" in text(ada.get(f"/claimants/{amina.pk}/"))

    def test_closes_everything_at_a_separation(self, ada, amina, omar):
        self.join(ada, amina, omar)
        preview = text(ada.get(page("separation", amina)))
        assert "0151 496 0123 is on both records" in preview
        response = post(ada, page("separation", amina), version="2")
        assert response.url == page("safe_contact", amina)
        for one, other in ((amina, omar), (omar, amina)):
            for address in (page("details", one), f"/claimants/{one.pk}/"):
                html = text(ada.get(address))
                assert other.name not in html
                assert f"/claimants/{other.pk}/" not in html
        assert "not safe: never use it" in text(ada.get(page("details", omar)))

    def test_has_nothing_to_separate_without_a_partner(self, ada, amina):
        response = ada.get(page("separation", amina))
        assert response.url == page("details", amina)
        assert "lives with no partner" in text(ada.get(response.url))

    def test_turns_between_joint_and_alone(self, ada, amina, omar):
        self.join(ada, amina, omar)
        post(ada, page("joint", amina))
        assert "Each claims alone." in text(ada.get(page("details", amina)))

    def test_lets_a_dependant_leave_and_a_representative_end(self, ada, amina):
        post(ada, page("dependant", amina), **GOOD["dependant"][0])
        post(ada, page("representative", amina), version="2", **GOOD["representative"][0])
        member = amina.memberships.get().household.members.get(kind="dependant")
        post(ada, page("dependant_left", amina, member.pk))
        post(ada, page("end_representative", amina, amina.representatives.get().pk))
        html = text(ada.get(page("details", amina)))
        assert "Nobody is recorded with them." in html
        assert "They speak for themselves." in html


class TestARestrictedRecord:
    WHY = "She stands here and has to be paid today."

    def open(self, client, one, **typed):
        good = {"number": one.reference, "born": "27/3/1984", "reason": "here_now", "why": self.WHY}
        return post(client, "/claimants/open/", **good | typed)

    @pytest.fixture
    def hidden(self, manager, amina):
        assert post(manager, page("restriction", amina), restricted_as="protected").url == "/"
        return amina

    def test_opens_with_a_reason_and_every_look_is_recorded(self, ada, hidden):
        assert ada.get(f"/claimants/{hidden.pk}/").status_code == 404
        assert self.open(ada, hidden).url == f"/claimants/{hidden.pk}/"
        for address in (f"/claimants/{hidden.pk}/", page("details", hidden)):
            assert ada.get(address).status_code == 200
        assert FactRow.objects.filter(kind="claimants.record_seen").count() == 2

    def test_is_listed_for_the_manager(self, ada, hidden, manager):
        self.open(ada, hidden)
        html = text(manager.get("/claimants/opened/"))
        assert "Ada Obi" in html
        assert self.WHY in html
        assert hidden.reference in html
        assert "Amina" not in html
        assert ada.get("/claimants/opened/").status_code == 403

    def test_is_lifted_by_a_manager_who_opened_it(self, ada, hidden, manager):
        self.open(manager, hidden)
        post(manager, page("restriction", hidden), version="2")
        assert ada.get(f"/claimants/{hidden.pk}/").status_code == 200

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"number": "AAAA-AAAA"}, "No record has this number or full name"),
            ({"born": "28/3/1984"}, "No record has this number or full name"),
            ({"number": ""}, "Enter the reference"),
            ({"why": "because"}, "Say in a sentence why"),
            ({"reason": "curiosity"}, "Choose one of the answers"),
        ],
    )
    def test_stays_shut_without_number_and_reason(self, ada, hidden, typed, sentence):
        response = self.open(ada, hidden, **typed)
        assert response.status_code == 422
        assert sentence in text(response)
        assert ada.get(f"/claimants/{hidden.pk}/").status_code == 404

    def test_asks_few_questions(self, ada, hidden, manager, django_assert_max_num_queries):
        self.open(ada, hidden)
        manager.get("/due/")
        with django_assert_max_num_queries(MOST):
            manager.get("/claimants/opened/")

    @pytest.mark.parametrize("after", ["", "²", "x", "9" * 30])
    def test_takes_any_nonsense_for_a_page_of_the_list(self, manager, after):
        assert manager.get("/claimants/opened/", {"after": after, "sort": after}).status_code == 200

    @pytest.mark.parametrize("sort", [f"{way}{code}" for code in queries.OPENING_SORTS for way in ("", "-")])
    def test_is_listed_in_every_order_from_page_to_page(self, ada, hidden, manager, monkeypatch, sort):
        self.open(ada, hidden)
        opening = RecordOpening.objects.get()
        for number in range(4):
            opening.pk, opening.until = None, opening.until + timedelta(hours=number)
            opening.save()
        monkeypatch.setattr(queries.opening, "OPENINGS_PAGE", 2)
        monkeypatch.setattr(queries, "OPENINGS_PAGE", 2)
        seen, address = 0, f"?sort={sort}"
        while address:
            html = text(manager.get(f"/claimants/opened/{address}"))
            seen += html.count("Ada Obi")
            more = re.search(r'href="([^"]+)" rel="next"', html)
            address = more[1].replace("&amp;", "&") if more else None
        assert seen == 5
