"""People are found by whatever is known of them, and are recognised before they are registered again (CLM-1)."""

from __future__ import annotations

from datetime import date

import pytest

from upton.claimants import operations, queries
from upton.claimants.models import Claimant, ClaimantName, ClaimantTelephone, Findable, NameWord
from upton.claimants.tests.factories import claimant, make_findable
from upton.foundation.actors import SYSTEM
from upton.foundation.models import FactRow
from upton.foundation.refusals import NotPermitted
from upton.foundation.tests.clocks import TUESDAY
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
BORN = date(1984, 3, 7)


@pytest.fixture
def site():
    return factories.site()


@pytest.fixture
def ada(site):
    return factories.actor_as("work_coach", site=site)


def hits(words, actor):
    return {hit.name: hit.reason for hit in queries.search(words, actor, today=TODAY).hits}


class TestSearch:
    @pytest.fixture(autouse=True)
    def _people(self, site):
        one = claimant(
            "Małgorzata Wójcik", site=site, born=BORN, postcode="CH49 7NW", email="gosia@example.org",
            telephone="+441514960123", national_insurance_number="QQ123456C",
        )  # fmt: skip
        ClaimantName.objects.create(claimant=one, kind="previous", name="Małgorzata Nowak", sort_key="malgorzata nowak")
        make_findable(one)
        self.gosia = one
        for name in ("Robert McDonald", "Mary O'Neill", "王小明", "Sukarno", "U", "Иван Петров", "Jan van der Berg"):
            claimant(name, site=site, born=date(1971, 12, 1))

    @pytest.mark.parametrize(
        ("words", "name", "reason"),
        [
            ("Malgorzata Wojcik", "Małgorzata Wójcik", ""),
            ("Wojick", "Małgorzata Wójcik", "spelt a little differently"),
            ("Gosia Wojcik", "Małgorzata Wójcik", "another form of the name"),
            ("malg woj", "Małgorzata Wójcik", "begins like this"),
            ("Nowak", "Małgorzata Wójcik", "former or other name"),
            ("M Wojcik", "Małgorzata Wójcik", "the initial fits"),
            ("Wojcik 3/7/1984", "Małgorzata Wójcik", "same birth date with day and month exchanged"),
            ("Wojcik 7 March 1985", "Małgorzata Wójcik", "birth date differs by one figure"),
            ("Malgorzata Kowalska 7/3/84", "Małgorzata Wójcik", "a part of the name differs"),
            ("Malgorzata Wojcik 19/8/1950", "Małgorzata Wójcik", "another birth date"),
            ("07.03.1984", "Małgorzata Wójcik", ""),
            ("ch497nw", "Małgorzata Wójcik", ""),
            ("Wojcik CH49", "Małgorzata Wójcik", ""),
            ("Wojcik 1984", "Małgorzata Wójcik", ""),
            ("Gosia@Example.org", "Małgorzata Wójcik", ""),
            ("496 0123", "Małgorzata Wójcik", ""),
            ("QQ123456", "Małgorzata Wójcik", ""),
            ("Bob Macdonald", "Robert McDonald", "another form of the name"),
            ("Mac Donald", "Robert McDonald", ""),
            ("Oneal Mary", "Mary O'Neill", "sounds alike"),
            ("Wang Xiao Ming", "王小明", ""),
            ("Sukarno", "Sukarno", ""),
            ("U", "U", ""),
            ("Ivan Petrov", "Иван Петров", ""),
            ("vanderberg", "Jan van der Berg", ""),
        ],
    )
    def test_finds_and_says_why(self, ada, words, name, reason):
        found = hits(words, ada)
        assert name in found
        assert reason in found[name]
        assert reason or not found[name]

    def test_puts_what_is_as_typed_first(self, ada, site):
        for name in ("Gosia Wojcik", "Malgorzata Wojick", "Malgorzata Woj"):
            claimant(name, site=site)
        assert next(iter(hits("Malgorzata Wojcik", ada))) == "Małgorzata Wójcik"

    @pytest.mark.parametrize(
        "words", ["Wojcik 1/1/1950", "Kowalska", "Wojcik 1985", "Wojcik M1 1AA 1/2/1950", "1984", "G"]
    )
    def test_does_not_find_who_is_somebody_else(self, ada, words):
        assert "Małgorzata Wójcik" not in hits(words, ada)

    @pytest.mark.parametrize("words", ["x" * 10_000, "a " * 5_000, "?!", "\x01", "٣", "0" * 200, "o o o o", "%_'\"\\"])
    def test_answers_any_words(self, ada, words):
        assert queries.search(words, ada, today=TODAY).hits == []

    def test_shows_a_family_that_shares_a_telephone(self, ada, site):
        claimant("Piotr Wójcik", site=site, telephone="+441514960123")
        found = queries.search("0151 496 0123", ada, today=TODAY)
        assert {hit.name for hit in found.hits} == {"Małgorzata Wójcik", "Piotr Wójcik"}

    def test_opens_nobody_at_once_who_only_resembles(self, ada):
        assert queries.search("07.03.1984", ada, today=TODAY).by_number
        assert not queries.search("Wojcik 03.07.1984", ada, today=TODAY).by_number

    def test_says_that_there_are_more(self, ada, site):
        for number in range(queries.SHOWN + 1):
            claimant("Piotr Wójcik", site=site, born=date(1970, 1, 1 + number))
        found = queries.search("Piotr Wojcik", ada, today=TODAY)
        assert (len(found.hits), found.more) == (queries.SHOWN, True)
        assert not queries.search("Piotr Wojcik 3/1/1970", ada, today=TODAY).more

    def test_neither_shows_nor_counts_a_restricted_record(self, ada):
        Claimant.objects.filter(pk=self.gosia.pk).update(restricted_as="staff")
        found = queries.search("Malgorzata Wojcik", ada, today=TODAY)
        assert (found.hits, found.elsewhere) == ([], 0)

    def test_only_counts_whom_one_may_not_see(self, ada):
        claimant("Agata Wójcik", born=date(1990, 5, 5))
        found = queries.search("Wojcik", ada, today=TODAY)
        assert ([hit.name for hit in found.hits], found.elsewhere) == (["Małgorzata Wójcik"], 1)

    @pytest.mark.parametrize("words", ["Wojcik", "Gosia Wojick 3/7/1984", "Nobody At All", "QQ123456C"])
    def test_asks_few_questions(self, ada, words, django_assert_max_num_queries):
        with django_assert_max_num_queries(11):
            queries.search(words, ada, today=TODAY)


class TestLikely:
    @pytest.fixture(autouse=True)
    def _people(self, site):
        self.amina = claimant("Amina Khan", site=site, born=BORN, telephone="+441514960123", postcode="CH49 7NW")

    def likely(self, name, born=BORN, **more):
        return [one.id for one in queries.likely(name=name, born=born, **more)]

    @pytest.mark.parametrize(
        ("name", "born", "more"),
        [
            ("Amina Khan", BORN, {}),
            ("Aminah Khan", BORN, {}),
            ("Khan Amina", BORN, {}),
            ("أمينة خان", BORN, {}),
            ("Amina Khan", date(1984, 7, 3), {}),
            ("Amina Khan", date(1984, 3, 8), {"postcode": "CH49 7NW"}),
            ("Amina Aziz", BORN, {"telephone": "0151 496 0123"}),
            ("A Khan", BORN, {"postcode": "ch49 7nw"}),
        ],
    )
    def test_recognises_who_comes_again(self, name, born, more):
        assert self.likely(name, born, **more) == [self.amina.pk]

    @pytest.mark.parametrize(
        ("name", "born"),
        [
            ("Sara Khan", BORN),
            ("Amina Khan", date(1958, 3, 7)),
            ("Amina Khan", date(1991, 8, 21)),
            ("U", BORN),
        ],
    )
    def test_takes_nobody_of_the_household_for_them(self, name, born):
        assert self.likely(name, born, telephone="0151 496 0123", postcode="CH49 7NW") == []

    def test_says_why(self):
        one = queries.likely(name="Amina Kahn", born=BORN, postcode="CH49 7NW")[0]
        assert one.why == "same birth date; family name: two letters exchanged; same postcode"
        assert 0.5 <= one.probability <= 1

    def test_shows_at_most_five_likeliest_first(self, site):
        for _ in range(6):
            claimant("Amina Khanna", site=site, born=BORN)
        found = queries.likely(name="Amina Khan", born=BORN)
        assert len(found) == 5
        assert found[0].id == self.amina.pk

    def test_asks_few_questions(self, django_assert_max_num_queries):
        with django_assert_max_num_queries(6):
            self.likely("Amina Kahn", telephone="0151 496 0123", postcode="CH49 7NW")


class TestIndex:
    def test_follows_the_record(self, site, ada):
        ben = factories.actor_as("service_delivery_support", site=site)
        one = operations.register(
            site=site, name="Zofia Wójcik", born=BORN, telephone="+441514960123", by=ben, now=TUESDAY
        )
        assert list(hits("Wojcik", ada)) == ["Zofia Wójcik"]
        assert "+514960123" in Findable.objects.get(pk=one.pk).keys
        assert NameWord.objects.filter(word="wojcik").exists()

    def test_all_makes_everybody_findable_anew(self, ada, site):
        claimant("Amina Khan", site=site)
        Findable.objects.all().delete()
        NameWord.objects.all().delete()
        assert hits("Amina Khan", ada) == {}
        assert operations.index_all(by=SYSTEM, now=TUESDAY) == 1
        assert list(hits("Aminah Khan", ada)) == ["Amina Khan"]
        assert FactRow.objects.filter(kind="claimants.indexed").count() == 1

    def test_all_is_for_the_service_alone(self, ada):
        with pytest.raises(NotPermitted):
            operations.index_all(by=ada, now=TUESDAY)

    def test_is_a_part_of_an_operation(self, site):
        with pytest.raises(RuntimeError):
            operations.index(claimant(site=site))

    def test_finds_by_every_telephone(self, site, ada):
        one = claimant("Amina Khan", site=site, telephone="+441514960123")
        ClaimantTelephone.objects.create(claimant=one, number="+447700900123")
        make_findable(one)
        assert list(hits("07700 900123", ada)) == list(hits("0151 4960123", ada)) == ["Amina Khan"]
