"""Who asks for one person alone learns that a restricted record is there; who asks for less learns nothing (CLM-4)."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from upton.claimants import operations, queries
from upton.claimants.models import Claimant, ClaimantName
from upton.claimants.rules.alike import Alike
from upton.claimants.rules.opening import RestrictedMatch
from upton.claimants.tests.factories import claimant, make_findable
from upton.foundation.actors import SYSTEM
from upton.foundation.models import FactRow
from upton.foundation.refusals import NotPossible
from upton.foundation.tests.clocks import TUESDAY, stop
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
BORN = date(1984, 3, 7)
TODAY = TUESDAY.date()
WHY = "She stands here and has to be paid today."
SENTENCE = "One restricted record matches. Open it with a reason, or ask Lea Moss."


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    stop(monkeypatch)


@pytest.fixture
def lea(site):
    return factories.colleague("Lea Moss", role="customer_service_manager", site=site)


@pytest.fixture
def colleague(site):
    return factories.colleague("Ada Obi", site=site)


@pytest.fixture
def ada(colleague, lea):
    return factories.actor(colleague)


@pytest.fixture
def gosia():
    """A restricted record at another site, with a former name."""
    one = claimant(
        "Małgorzata Wójcik", born=BORN, known_as="Gosia", postcode="CH49 7NW", email="gosia@example.org",
        telephone="+441514960123", national_insurance_number="QQ123456C", restricted_as="protected",
    )  # fmt: skip
    ClaimantName.objects.create(claimant=one, kind="previous", name="Małgorzata Nowak", sort_key="malgorzata nowak")
    make_findable(one)
    return one


def search(words, actor):
    return queries.search(words, actor, today=TODAY)


def hinted():
    return list(FactRow.objects.filter(kind="claimants.hinted").order_by("pk"))


def opened(one, by):
    operations.open_record(claimant=one, reason="here_now", why=WHY, by=by, now=TUESDAY)


EXACT = (
    "{reference}", "QQ123456C", "qq 12 34 56 c", "Malgorzata Wojcik 7/3/1984", "Wójcik, Małgorzata 07.03.1984",
    "Malgorzata Nowak 7 March 1984", "QQ123456C 07700 900999", "QQ123456C Somebody Else",
    "Malgorzata Wojcik 7/3/1984 M1 1AA",
)  # fmt: skip
VAGUE = (
    "Malgorzata Wojcik", "Wojcik 7/3/1984", "Gosia 7/3/1984", "Gosia Wojcik 7/3/1984", "M Wojcik 7/3/1984",
    "Malgorzata Wojick 7/3/1984", "Malgorzata Wojcik 3/7/1984", "Malgorzata Wojcik 8/3/1984",
    "Malgorzata Anna Wojcik 7/3/1984", "Malgorzata Wojcik 1984", "07.03.1984", "0151 496 0123", "CH49 7NW",
    "Malgorzata Wojcik CH49 7NW", "gosia@example.org", "QQ123456", "QQ123456D", "Malgorzata Wojcik 0151 496 0123",
)  # fmt: skip


class TestASearch:
    @pytest.mark.parametrize("words", EXACT)
    def test_for_one_person_alone_says_that_there_is_one_and_shows_nothing(self, ada, gosia, words):
        found = search(words.format(reference=gosia.reference), ada)
        assert (found.hits, found.elsewhere, found.restricted) == ([], 0, gosia.pk)

    @pytest.mark.parametrize("words", VAGUE)
    def test_for_less_finds_what_it_would_without_the_record(self, ada, site, gosia, words):
        for name in ("Marta Wojcik", "Malgorzata Wojczak"):
            claimant(name, site=site, born=date(1984, 3, 8), telephone="+441514960123", postcode="CH49 7NW")
        with_it = search(words, ada)
        gosia.findable.delete()
        ClaimantName.objects.filter(claimant=gosia).delete()
        Claimant.objects.filter(pk=gosia.pk).update(national_insurance_number=None)
        assert with_it == search(words, ada)
        assert with_it.restricted is None

    def test_is_not_ended_early_by_a_record_that_is_hidden(self, ada, site, gosia):
        """The hidden one fits better: whoever fits from afar is found all the same."""
        claimant("Malgorzata Kowalska", site=site, born=BORN)
        found = search("Gosia Wojcik 7/3/1984", ada)
        assert [hit.name for hit in found.hits] == ["Malgorzata Kowalska"]

    def test_for_two_of_one_name_and_birth_date_is_for_neither_alone(self, ada, gosia):
        claimant("Wójcik Małgorzata", born=BORN)
        assert search("Malgorzata Wojcik 7/3/1984", ada).restricted is None

    def test_says_nothing_of_records_that_are_only_elsewhere_or_open_to_one(self, ada, gosia):
        far = claimant("Far Away", born=BORN)
        assert search("Far Away 7/3/1984", ada).restricted is None
        assert search(far.reference, ada).elsewhere == 1
        opened(gosia, ada)
        found = search("QQ123456C", ada)
        assert ([hit.id for hit in found.hits], found.restricted) == ([gosia.pk], None)

    @pytest.mark.parametrize("role", ["administrator", "partnership_manager"])
    def test_says_nothing_to_those_who_look_after_nobody(self, gosia, site, role):
        assert search("QQ123456C", factories.actor_as(role, site=site)).restricted is None

    @pytest.mark.parametrize("words", ["Malgorzata Wojcik 7/3/1984", "QQ123456C", "Malgorzata"])
    def test_asks_few_questions(self, ada, gosia, words, django_assert_max_num_queries):
        with django_assert_max_num_queries(12):
            search(words, ada)


class TestTheSentence:
    def test_names_a_manager_where_one_works_and_never_one_of_theirs(self, ada, gosia):
        factories.colleague("Theo Far", role="customer_service_manager", site=gosia.site)
        assert queries.says_of_restricted(ada, TODAY) == SENTENCE

    def test_names_the_nearest_manager_and_nobody_to_themselves(self, ada, lea, site):
        factories.colleague("Aaron Above", role="district_manager", site=site)
        assert queries.says_of_restricted(ada, TODAY) == SENTENCE
        assert queries.says_of_restricted(factories.actor(lea), TODAY).endswith("or ask Aaron Above.")

    def test_does_without_a_name_where_there_is_none(self):
        alone = factories.actor_as("work_coach")
        assert queries.says_of_restricted(alone, TODAY).endswith("or ask your manager.")


class TestEveryHint:
    def test_is_a_fact_for_the_managers_of_the_claimants_site(self, ada, lea, gosia):
        operations.look_for("QQ123456C", by=ada, now=TUESDAY)
        (row,) = hinted()
        assert (row.chain, row.claimant_id, row.by_id) == (gosia.site_id, gosia.pk, ada.id)
        assert row.body == '{"where":"search"}'
        theirs = factories.actor_as("customer_service_manager", site=gosia.site)
        (line,) = queries.hints(theirs)
        assert (line.by, line.reference, line.where) == ("Ada Obi", gosia.reference, "on searching")
        assert queries.hints(factories.actor(lea)) == queries.hints(ada) == []

    def test_is_none_where_nothing_was_said(self, ada, gosia):
        for words in VAGUE:
            operations.look_for(words, by=ada, now=TUESDAY)
        assert hinted() == []


class TestRegistering:
    def register(self, by, site, **given):
        told = {"name": "Malgorzata Wojcik", "born": BORN} | given
        return operations.register(site=site, **told, by=by, now=TUESDAY)

    @pytest.mark.parametrize(
        "given",
        [
            {},
            {"name": "Malgorzata Wojick"},
            {"name": "Somebody Else", "born": date(1970, 1, 1), "national_insurance_number": "QQ123456C"},
        ],
    )
    def test_stops_at_a_restricted_record_however_it_is_told_apart(self, ada, site, gosia, given):
        Claimant.objects.filter(pk=gosia.pk).update(national_insurance_number="AB123456C")
        given = given | ({"national_insurance_number": "AB123456C"} if "national_insurance_number" in given else {})
        with pytest.raises(RestrictedMatch) as refused:
            self.register(ada, site, told_apart=[gosia.pk], **given)
        assert (refused.value.sentence, refused.value.ids) == (SENTENCE, (gosia.pk,))
        assert Claimant.objects.count() == 1

    def test_goes_on_for_who_has_it_open_and_says_that_it_is_somebody_else(self, ada, site, gosia):
        opened(gosia, ada)
        with pytest.raises(Alike):
            self.register(ada, site)
        assert self.register(ada, site, told_apart=[gosia.pk]).pk != gosia.pk

    def test_takes_a_number_of_an_open_record_for_taken(self, ada, site):
        claimant("First Comer", site=site, national_insurance_number="AB123456C")
        with pytest.raises(NotPossible, match="Search for the number"):
            self.register(ada, site, national_insurance_number="AB123456C")

    def test_is_not_stopped_by_somebody_who_is_not_like_them(self, ada, site, gosia):
        assert self.register(ada, site, name="Omar Aziz", born=date(1970, 1, 1)).name == "Omar Aziz"

    def test_goes_by_the_usual_way_for_the_service_itself(self, site, gosia):
        with pytest.raises(Alike):
            self.register(SYSTEM, site)


class TestThePages:
    def find(self, client, words):
        return client.get(client.post("/search/", {"q": words}).url)

    def text(self, response):
        return re.sub(r"\s+", " ", response.content.decode())

    @pytest.fixture
    def as_ada(self, client, colleague, lea):
        return factories.sign_in(client, colleague)

    @pytest.mark.parametrize("words", ["QQ123456C", "Malgorzata Wojcik 7/3/1984"])
    def test_of_a_search_say_it_with_the_way_to_open_it(self, as_ada, gosia, words):
        html = self.text(self.find(as_ada, words))
        assert f'{SENTENCE} <a href="/claimants/open/">' in html
        for hidden in (gosia.reference, "Małgorzata", "CH49 7NW", f"/claimants/{gosia.pk}/"):
            assert hidden not in html
        assert len(hinted()) == 1

    def test_of_a_vague_search_say_what_they_always_say(self, as_ada, gosia):
        html = self.text(self.find(as_ada, "Malgorzata Wojcik"))
        assert "restricted" not in html
        assert "Somebody is here whose record you don't see?" in html

    def test_of_opening_take_what_was_searched_for(self, as_ada, gosia):
        typed = {"key": "8d9d3c7e-0d3b-4a9f-9a55-6b7a3c3f2f10", "reason": "here_now", "why": WHY}
        wrong = as_ada.post("/claimants/open/", typed | {"number": "Gosia", "born": "7/3/1984"})
        assert wrong.status_code == 422
        right = as_ada.post("/claimants/open/", typed | {"number": "Malgorzata Wojcik", "born": "7/3/1984"})
        assert right.url == f"/claimants/{gosia.pk}/"

    def test_of_registering_record_that_it_was_said(self, as_ada, gosia):
        typed = {"key": "8d9d3c7e-0d3b-4a9f-9a55-6b7a3c3f2f10", "name": "Malgorzata Wojcik", "born": "7/3/1984"}
        response = as_ada.post("/claimants/register/", typed)
        assert response.status_code == 422
        assert SENTENCE in self.text(response)
        assert [row.body for row in hinted()] == ['{"where":"registration"}']

    def test_of_the_manager_list_who_was_told(self, as_ada, gosia):
        self.find(as_ada, "QQ123456C")
        theirs = factories.colleague(role="customer_service_manager", site=gosia.site)
        html = self.text(factories.sign_in(Client(), theirs).get("/claimants/opened/"))
        assert "Told that a restricted record matches" in html
        listed = html.partition('id="hints"')[2]
        assert "Ada Obi" in listed
        assert gosia.reference in listed
        assert "on searching" in listed
        assert "Małgorzata" not in html

    def test_ask_few_questions(self, as_ada, gosia, django_assert_max_num_queries):
        address = as_ada.post("/search/", {"q": "Malgorzata Wojcik 7/3/1984"}).url
        as_ada.get("/due/")
        with django_assert_max_num_queries(15):
            as_ada.get(address)
