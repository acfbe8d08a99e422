"""Anybody may be found by those who may find; a record opens only to those who may see it (CLM-1)."""

from __future__ import annotations

from datetime import date

import pytest

from upton.claimants import queries
from upton.claimants.models import Claimant
from upton.claimants.references import normal
from upton.claimants.tests.factories import claimant
from upton.foundation.actors import SYSTEM, Actor, ActorKind, Reach
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def site():
    return factories.site()


@pytest.fixture
def ada(site):
    return factories.actor_as("work_coach", site=site)


def found(words, actor):
    result = queries.search(words, actor, today=TODAY)
    return [hit.name for hit in result.hits], result.elsewhere


class TestSearch:
    @pytest.fixture(autouse=True)
    def _people(self, site):
        self.amina = claimant(
            "Amina Khan", site=site, national_insurance_number="QQ123456C",
            telephone="+441514960123", postcode="CH49 7NW",
        )  # fmt: skip
        claimant("Amina Khanna", site=site, born=date(1990, 3, 27))
        claimant("Seán O’Brien-Smith", site=site, born=date(1971, 12, 1), telephone="+35312345678")
        claimant("Łukasz Żółć", site=site)
        claimant("किरण शर्मा", site=site)
        claimant("محمد عليّ", site=site)
        claimant("李小龙", site=site)

    @pytest.mark.parametrize("shape", ["{0}", " {0} ", "{1}", "{2}"])
    def test_finds_by_reference_however_it_is_typed(self, ada, shape):
        reference = self.amina.reference
        words = shape.format(reference, reference.lower(), reference.replace("-", " "))
        assert found(words, ada) == (["Amina Khan"], 0)

    @pytest.mark.parametrize("words", ["QQ123456C", "qq 12 34 56 c", "QQ-12-34-56-C"])
    def test_finds_by_national_insurance_number(self, ada, words):
        assert found(words, ada) == (["Amina Khan"], 0)

    @pytest.mark.parametrize(
        "words", ["0151 496 0123", "+44 151 496 0123", "00441514960123", "(0151) 496-0123", "+44 (0)151 496 0123"]
    )
    def test_finds_by_telephone_however_it_is_written(self, ada, words):
        assert found(words, ada) == (["Amina Khan"], 0)

    def test_finds_by_a_number_from_abroad(self, ada):
        assert found("+353 1 234 5678", ada) == (["Seán O’Brien-Smith"], 0)

    def test_does_not_take_a_few_figures_for_a_number(self, ada):
        assert found("0123", ada) == ([], 0)

    @pytest.mark.parametrize(
        ("words", "names"),
        [
            ("khan", ["Amina Khan", "Amina Khanna"]),
            ("khan amina", ["Amina Khan", "Amina Khanna"]),
            ("AMI KHANN", ["Amina Khanna", "Amina Khan"]),
            ("sean obrien", ["Seán O’Brien-Smith"]),
            ("O'Brien Smith", ["Seán O’Brien-Smith"]),
            ("lukasz", ["Łukasz Żółć"]),
            ("Żółć", ["Łukasz Żółć"]),
            ("किरण", ["किरण शर्मा"]),
            ("علي", ["محمد عليّ"]),
            ("小龙", ["李小龙"]),
            ("nobody", []),
            ("khan nobody", []),
        ],
    )
    def test_finds_by_parts_of_a_name_in_any_script(self, ada, words, names):
        assert found(words, ada)[0] == names

    @pytest.mark.parametrize(
        ("words", "names"),
        [
            ("Khan 27/3/1984", ["Amina Khan"]),
            ("27 March 1990 amina", ["Amina Khanna"]),
            ("1971-12-01", ["Seán O’Brien-Smith"]),
            ("Khan 28/3/1984", ["Amina Khan"]),
            ("Khan 1/12/1950", []),
        ],
    )
    def test_finds_by_name_and_date_of_birth(self, ada, words, names):
        assert found(words, ada)[0] == names

    def test_finds_a_name_that_could_be_a_reference(self, ada, site):
        """One in 28 names of eight letters ends with the check sign of a reference."""
        assert normal("Mary Hunt")
        claimant("Mary Hunt", site=site)
        assert found("Mary Hunt", ada)[0] == ["Mary Hunt"]

    @pytest.mark.parametrize("words", ["", "   ", "?", "…", "%", "_", "'", "\\", "-- ;"])
    def test_finds_nobody_by_nothing(self, ada, words):
        assert found(words, ada) == ([], 0)

    def test_only_counts_people_of_other_sites(self, ada):
        claimant("Amina Khan", born=date(1960, 1, 1))
        names, elsewhere = found("amina khan", ada)
        assert names == ["Amina Khan", "Amina Khanna"]
        assert elsewhere == 1

    def test_does_not_even_count_them_for_whoever_may_not_find(self):
        partner = factories.actor_as("partnership_manager")
        assert found("amina", partner) == ([], 0)

    def test_shows_enough_to_tell_people_apart(self, ada):
        hit = queries.search("QQ123456C", ada, today=TODAY).hits[0]
        assert (hit.age, hit.born, hit.postcode) == (42, date(1984, 3, 27), "CH49 7NW")

    def test_shows_a_page_of_hits_at_most(self, ada, site):
        for number in range(queries.SHOWN + 3):
            claimant(f"Common Name {number}", site=site)
        assert len(found("common name", ada)[0]) == queries.SHOWN


class TestVisibleTo:
    def test_reaches_the_sites_of_the_right(self, site, ada):
        here, _far = claimant(site=site), claimant()
        assert list(Claimant.objects.visible_to(ada)) == [here]
        assert queries.claimant_for(ada, here.pk) == here

    def test_shows_all_to_whoever_reaches_everywhere(self):
        claimant(), claimant()
        assert Claimant.objects.visible_to(SYSTEM).count() == 2

    @pytest.mark.parametrize(
        "actor", [Actor(ActorKind.COLLEAGUE, 1), Actor(ActorKind.COLLEAGUE, 1, {"claimants.see": Reach()})]
    )
    def test_shows_nobody_without_reach(self, actor):
        one = claimant()
        assert not Claimant.objects.visible_to(actor).exists()
        with pytest.raises(Claimant.DoesNotExist):
            queries.claimant_for(actor, one.pk)


class TestNames:
    def test_are_told_where_one_may_see_the_person(self, site, ada):
        mina, far = claimant(site=site, known_as="Mina"), claimant("Far Away")
        assert queries.names_of([mina.pk, far.pk, 0], ada) == {mina.pk: "Amina Khan (Mina)"}


class TestThePersonBar:
    def test_says_who_and_how_to_reach_them(self, site):
        coach = factories.colleague("Ben Hart", site=site)
        bar = queries.person_bar(claimant(site=site, coach=coach, telephone="+441514960123"), TODAY, coming="Tue")
        assert (bar["age"], bar["coach"], bar["reach"], bar["next"]) == ("42 years", "Ben Hart", "0151 496 0123", "Tue")

    def test_says_what_is_missing(self, site):
        bar = queries.person_bar(claimant(site=site), TODAY)
        assert (bar["coach"], bar["reach"]) == ("none yet", "in person only")
