"""One part of a record at a time; a coach, a move of house, a death: every change with its fact (CLM-1)."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from upton.claimants import operations, queries
from upton.claimants.models import Claimant
from upton.claimants.operations import OtherName
from upton.claimants.rules.alike import Alike
from upton.claimants.rules.contact import Number
from upton.claimants.rules.details import Overtaken
from upton.claimants.tests.factories import claimant
from upton.duties.models import Duty
from upton.foundation.actors import SYSTEM
from upton.foundation.models import FactRow
from upton.foundation.refusals import NotPermitted, NotPossible
from upton.organisation.tests import factories

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
BORN = date(1984, 3, 27)


@pytest.fixture
def site(db):
    return factories.site("Upton")


@pytest.fixture
def ada(site):
    return factories.actor(factories.colleague("Ada Obi", site=site))


@pytest.fixture
def amina(site):
    return claimant(site=site)


def kinds():
    return list(FactRow.objects.order_by("id").values_list("kind", flat=True))


def fresh(one):
    return Claimant.objects.get(pk=one.pk)


class TestRegister:
    def register(self, site, by, **given):
        return operations.register(**({"name": "Amina Khan", "born": BORN} | given), site=site, by=by, now=NOW)

    def test_shows_likely_duplicates_before_a_record_is_made(self, site, ada):
        first = self.register(site, ada)
        with pytest.raises(Alike) as refused:
            self.register(site, ada)
        assert list(refused.value.whys) == [first.pk]
        assert Claimant.objects.count() == 1

    def test_goes_on_knowingly_and_says_of_whom(self, site, ada):
        first = self.register(site, ada)
        second = self.register(site, ada, told_apart=[first.pk])
        assert Claimant.objects.count() == 2
        assert f"[{first.pk}]" in FactRow.objects.get(claimant_id=second.pk).body

    @pytest.mark.parametrize("number", ["TN270384F", "PZ123456A", "AB12"])
    def test_refuses_a_number_that_is_none(self, site, ada, number):
        with pytest.raises(NotPossible) as refused:
            self.register(site, ada, national_insurance_number=number)
        assert refused.value.field == "national_insurance_number"

    def test_keeps_the_telephone_and_the_current_name(self, site, ada):
        one = self.register(site, ada, telephone="+447700900123")
        assert [(row.number, row.kind) for row in one.telephones.all()] == [("+447700900123", "mobile")]
        assert queries.current_name_of(one).name == "Amina Khan"


@pytest.mark.django_db(transaction=True)
class TestTwoDesksAtTheSameSecond:
    def test_the_second_sees_the_first_before_a_record_is_made(self):
        site = factories.site()
        by = [factories.actor(factories.colleague(site=site)) for _ in range(2)]
        start, ends = threading.Barrier(2), []

        def desk(actor):
            try:
                start.wait(10)
                ends.append(operations.register(site=site, name="Amina Khan", born=BORN, by=actor, now=NOW))
            except Exception as error:
                ends.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=desk, args=[actor]) for actor in by]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        made = next(end for end in ends if isinstance(end, Claimant))
        seen = next(end for end in ends if isinstance(end, Exception))
        assert isinstance(seen, Alike)
        assert list(seen.whys) == [made.pk]
        again = operations.register(site=site, name="Amina Khan", born=BORN, told_apart=[made.pk], by=by[1], now=NOW)
        assert {made.pk, again.pk} == set(Claimant.objects.values_list("pk", flat=True))


class TestChangeName:
    def test_goes_on_being_found_by_the_old_one(self, amina, ada):
        operations.change_name(claimant=amina, name="Amina Obi", known_as="Mrs Obi", by=ada, now=NOW)
        one = fresh(amina)
        assert (one.name, one.sort_key, one.addressed_as) == ("Amina Obi", "amina obi", "Mrs Obi")
        assert [(row.kind, row.name) for row in queries.other_names_of(one)] == [("previous", "Amina Khan")]
        assert queries.current_name_of(one).name == "Amina Obi"
        assert kinds() == ["claimants.details_changed"]

    def test_forgets_a_slip(self, amina, ada):
        operations.change_name(claimant=amina, name="Amina Kahn", keep_previous=False, by=ada, now=NOW)
        assert queries.other_names_of(amina) == []

    def test_takes_other_names_of_any_kind(self, amina, ada):
        names = [OtherName("Q"), OtherName("李小龙", "alias")]
        operations.set_other_names(claimant=amina, names=names, by=ada, now=NOW)
        assert [(row.name, row.kind) for row in queries.other_names_of(amina)] == [
            ("Q", "previous"), ("李小龙", "alias"),
        ]  # fmt: skip

    def test_holds_at_most_a_handful(self, amina, ada):
        with pytest.raises(NotPossible, match="at most 8"):
            operations.set_other_names(claimant=amina, names=[OtherName("Q")] * 9, by=ada, now=NOW)


class TestTwoEditors:
    def test_the_second_is_told_who_changed_what(self, amina, ada):
        ben = factories.actor(factories.colleague("Ben Hart", site=amina.site))
        operations.set_email(claimant=amina, email="a@example.com", by=ada, now=NOW, version=1)
        with pytest.raises(Overtaken, match=r"Ada Obi changed the e-mail address \(Tue 24 Nov, 10:00\)"):
            operations.set_needs(claimant=amina, language="pl", interpreter=True, needs=[], by=ben, now=NOW, version=1)
        assert fresh(amina).language == "en"

    def test_goes_on_with_what_stands(self, amina, ada):
        operations.set_email(claimant=amina, email="a@example.com", by=ada, now=NOW, version=1)
        operations.set_email(claimant=amina, email="b@example.com", by=ada, now=NOW, version=2)
        assert fresh(amina).email == "b@example.com"


class TestTelephones:
    def test_are_kept_in_their_order(self, amina, ada):
        numbers = [Number("+441514960123", "home", "her mother's", safe=False), Number("+447700900123", "mobile")]
        operations.set_telephones(claimant=amina, numbers=numbers, by=ada, now=NOW)
        kept = queries.contact_of(fresh(amina)).numbers
        assert list(kept) == numbers

    def test_may_be_shared_by_a_family(self, amina, ada, site):
        other = claimant("Omar Khan", site=site, telephone="+441514960123")
        operations.set_telephones(claimant=amina, numbers=[Number("+441514960123", "home")], by=ada, now=NOW)
        assert other.telephones.get().number == amina.telephones.get().number

    def test_stand_once(self, amina, ada):
        with pytest.raises(NotPossible, match="stands twice"):
            operations.set_telephones(claimant=amina, numbers=[Number("+44151", "home")] * 2, by=ada, now=NOW)

    def test_stand_in_no_fact(self, amina, ada):
        operations.set_telephones(claimant=amina, numbers=[Number("+447700900123", "mobile")], by=ada, now=NOW)
        assert "7700" not in FactRow.objects.get().body


class TestSafeContact:
    def test_is_codes_and_their_own_words(self, amina, ada):
        operations.set_safe_contact(
            claimant=amina, unsafe=["ring", "post"], safe_times="before 3", ask_for="Mina", by=ada, now=NOW
        )
        one = fresh(amina)
        assert (one.unsafe, one.safe_times, one.ask_for) == (["post", "ring"], "before 3", "Mina")

    def test_knows_no_other_channel(self, amina, ada):
        with pytest.raises(NotPossible):
            operations.set_safe_contact(claimant=amina, unsafe=["pigeon"], by=ada, now=NOW)


class TestNeeds:
    def test_are_what_a_booking_heeds(self, amina, ada, site):
        operations.set_needs(
            claimant=amina, language="pl", interpreter=True, needs=["step_free", "hearing_loop"], by=ada, now=NOW
        )
        needs = queries.booking_needs(amina.pk, today=NOW.date())
        assert (needs.site_id, needs.language, needs.interpreter) == (site.pk, "pl", True)
        assert needs.access == ("hearing_loop", "step_free")
        assert (needs.age, needs.deceased, needs.restricted, needs.coach_id) == (42, False, False, None)

    @pytest.mark.parametrize(
        ("asked", "told"),
        [
            ({"language": "xx"}, "language from the list"),
            ({"needs": ["gold"]}, "need from the list"),
            ({"interpreter": True}, "in which they need an interpreter"),
        ],
    )
    def test_are_those_of_the_policy(self, amina, ada, asked, told):
        given = {"language": "en", "interpreter": False, "needs": []} | asked
        with pytest.raises(NotPossible, match=told):
            operations.set_needs(claimant=amina, **given, by=ada, now=NOW)


class TestBirthDateAndNumber:
    def test_can_be_corrected(self, amina, ada):
        operations.correct_birth_date(claimant=amina, born=date(1985, 3, 27), by=ada, now=NOW)
        operations.set_national_insurance_number(claimant=amina, national_insurance_number="ab123456c", by=ada, now=NOW)
        assert (fresh(amina).born, fresh(amina).national_insurance_number) == (date(1985, 3, 27), "AB123456C")
        operations.set_national_insurance_number(claimant=amina, national_insurance_number="", by=ada, now=NOW)
        assert fresh(amina).national_insurance_number is None

    def test_stay_possible(self, amina, ada, site):
        claimant("Other", site=site, national_insurance_number="AB123456C")
        with pytest.raises(NotPossible, match="16 or older"):
            operations.correct_birth_date(claimant=amina, born=date(2015, 1, 1), by=ada, now=NOW)
        with pytest.raises(NotPossible, match="registered already"):
            operations.set_national_insurance_number(
                claimant=amina, national_insurance_number="AB123456C", by=ada, now=NOW
            )


class TestWhoMayChange:
    def test_is_whoever_registers_at_their_site(self, amina):
        for by in (factories.actor_as("work_coach"), factories.actor_as("decision_maker", site=amina.site)):
            with pytest.raises(NotPermitted):
                operations.set_email(claimant=amina, email="", by=by, now=NOW)
        assert kinds() == []


class TestPostAndRepresentatives:
    def test_post_goes_to_another_address(self, amina, ada):
        operations.set_post_address(
            claimant=amina, post_to="Shelter", post_address="2 Low Road", post_postcode="CH41 1AA", by=ada, now=NOW
        )
        assert queries.contact_of(fresh(amina)).has_address
        with pytest.raises(NotPossible, match="Enter the address"):
            operations.set_post_address(claimant=amina, post_to="Shelter", by=ada, now=NOW)

    def test_somebody_speaks_for_them_until_a_day(self, amina, ada):
        given = {"kind": "representative", "name": "Zoe", "covers": ["claim"], "by": ada, "now": NOW}
        operations.let_represent(claimant=amina, **given, until=date(2026, 12, 1))
        assert [line.name for line in queries.representatives_of(amina, today=date(2026, 12, 1))] == ["Zoe"]
        assert queries.representatives_of(amina, today=date(2026, 12, 2)) == []
        with pytest.raises(NotPossible, match="ends before it begins"):
            operations.let_represent(claimant=amina, **given, until=date(2026, 11, 1))
        with pytest.raises(NotPossible, match="what they may speak about"):
            operations.let_represent(claimant=amina, **given | {"covers": ["everything", "more"]})

    def test_somebody_speaks_no_more(self, amina, ada):
        operations.let_represent(
            claimant=amina, kind="appointee", name="Zoe", covers=["everything"], by=ada, now=NOW - timedelta(days=9)
        )
        row = amina.representatives.get()
        operations.end_representing(representative=row, by=ada, now=NOW)
        assert queries.representatives_of(amina, today=NOW.date()) == []
        assert amina.representatives.get().until == date(2026, 11, 23)


class TestGiveCoach:
    @pytest.fixture
    def lead(self, site):
        return factories.actor_as("work_coach_team_leader", site=site)

    def test_counts_the_caseload(self, amina, site, lead):
        ben = factories.colleague("Ben Hart", site=site)
        operations.give_coach(claimant=amina, coach=ben, by=lead, now=NOW)
        assert [(line.name, line.caseload) for line in queries.coaches_at(site.pk, NOW.date())] == [("Ben Hart", 1)]
        operations.give_coach(claimant=amina, coach=ben, by=lead, now=NOW)
        operations.give_coach(claimant=amina, coach=None, by=lead, now=NOW)
        assert kinds() == ["claimants.coach_given", "claimants.coach_taken"]

    def test_is_for_leaders_and_managers(self, amina, ada):
        with pytest.raises(NotPermitted, match="team leader or a manager"):
            operations.give_coach(claimant=amina, coach=None, by=ada, now=NOW)

    def test_gives_to_those_who_coach_here(self, amina, site, lead):
        for other in (factories.colleague(), factories.colleague(role="decision_maker", site=site)):
            with pytest.raises(NotPossible, match="don't work as a coach"):
                operations.give_coach(claimant=amina, coach=other, by=lead, now=NOW)


class TestMove:
    def test_takes_site_coach_and_duties_along(self, amina, ada, site):
        new = factories.site("Birkenhead")
        ben, zoe = factories.colleague(site=site), factories.colleague(site=new)
        Claimant.objects.filter(pk=amina.pk).update(coach=ben)
        own, other = _owe(amina, colleague=ben), _owe(amina, role="service_delivery_support", what="see_claimant")
        operations.move(claimant=amina, address="1 New Road", postcode="CH41 1AA", site=new, coach=zoe, by=ada, now=NOW)
        one = fresh(amina)
        assert (one.site, one.coach, one.postcode) == (new, zoe, "CH41 1AA")
        moved = {duty.pk: (duty.site_id, duty.colleague_id) for duty in Duty.objects.all()}
        assert moved == {own.pk: (new.pk, zoe.pk), other.pk: (new.pk, None)}
        row = FactRow.objects.get()
        assert (row.kind, row.chain) == ("claimants.moved", new.pk)
        assert f'"from_site_id":{site.pk}' in row.body

    def test_within_the_site_is_a_change_of_address(self, amina, ada, site):
        operations.move(claimant=amina, address="2 Road", postcode="CH49 7NW", site=site, coach=None, by=ada, now=NOW)
        assert (fresh(amina).address, kinds()) == ("2 Road", ["claimants.details_changed"])

    def test_is_for_those_of_either_site(self, amina):
        new = factories.site()
        given = {"claimant": amina, "address": "1", "postcode": "CH41 1AA", "site": new, "coach": None, "now": NOW}
        with pytest.raises(NotPermitted, match="Open it with a reason"):
            operations.move(**given, by=factories.actor_as("work_coach", site=new))
        with pytest.raises(NotPermitted):
            operations.move(**given, by=factories.actor_as("decision_maker", site=amina.site))

    def test_gives_to_a_coach_of_the_new_site(self, amina, ada, site):
        ben = factories.colleague(site=site)
        with pytest.raises(NotPossible, match="don't work as a coach"):
            operations.move(
                claimant=amina, address="1", postcode="CH41 1AA", site=factories.site(), coach=ben, by=ada, now=NOW
            )


def _owe(one, **own):
    from upton.duties.tests.factories import duty

    return duty(site=one.site, claimant_id=one.pk, subject_kind="claimant", subject_id=one.pk, **own)


class TestDeath:
    def test_stops_everything_and_can_be_taken_back(self, amina, ada):
        assert queries.may_send(amina.pk)
        operations.record_death(claimant=amina, died_on=date(2026, 11, 20), source="family", by=ada, now=NOW)
        assert not queries.may_send(amina.pk)
        assert queries.booking_needs(amina.pk).deceased
        bar = queries.person_bar(queries.claimant_for(ada, amina.pk), NOW.date())
        assert bar["name"] == "Amina Khan (died 20 Nov 2026)"
        assert "Nothing is sent any more" in bar["reach"]
        operations.take_back_death(claimant=amina, by=ada, now=NOW)
        assert queries.may_send(amina.pk)
        assert kinds() == ["claimants.died", "claimants.death_taken_back"]

    def test_is_recorded_once_and_is_possible(self, amina, ada):
        given = {"claimant": amina, "source": "family", "by": ada, "now": NOW}
        with pytest.raises(NotPossible, match="future"):
            operations.record_death(**given, died_on=date(2026, 11, 25))
        with pytest.raises(NotPossible, match="from whom"):
            operations.record_death(**given | {"source": "gossip"}, died_on=date(2026, 11, 20))
        operations.record_death(**given, died_on=date(2026, 11, 20))
        with pytest.raises(NotPossible, match="recorded already"):
            operations.record_death(**given, died_on=date(2026, 11, 20))

    def test_has_to_be_there_to_be_taken_back(self, amina, ada):
        with pytest.raises(NotPossible, match="No death"):
            operations.take_back_death(claimant=amina, by=ada, now=NOW)

    def test_lets_nothing_go_to_nobody(self, db):
        assert not queries.may_send(0)


class TestThePersonBar:
    def test_never_shows_a_number_that_is_not_safe(self, amina, ada):
        numbers = [Number("+441514960123", "home", safe=False)]
        operations.set_telephones(claimant=amina, numbers=numbers, by=ada, now=NOW)
        assert queries.person_bar(fresh(amina), NOW.date())["reach"] == "in person only"

    def test_says_what_to_do_and_never_a_condition(self, amina, ada):
        operations.set_safe_contact(
            claimant=amina, unsafe=["voicemail"], safe_times="before 3", ask_for="Mina", by=ada, now=NOW
        )
        operations.set_needs(claimant=amina, language="bfi", interpreter=True, needs=["hearing_loop"], by=ada, now=NOW)
        assert queries.person_bar(fresh(amina), NOW.date())["needs"] == [
            "Leave no voicemail", "Safe times: before 3", "Ask for Mina",
            "British Sign Language interpreter, unless you speak it", "A room with a hearing loop",
        ]  # fmt: skip


class TestTheService:
    def test_changes_nothing_in_secret(self, amina):
        operations.set_email(claimant=amina, email="a@example.com", by=SYSTEM, now=NOW)
        assert (fresh(amina).version, fresh(amina).changed_what) == (2, "email")
