"""A type of appointment that was added on the page: its code, its days, what can be done with it, and its names."""

from __future__ import annotations

import html
import re
import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest

from upton.claimants.tests.factories import claimant
from upton.diary import operations, queries
from upton.diary.models import Appointment, AppointmentType
from upton.diary.rules.types import RESERVED, Type, code_for
from upton.diary.rules.working import Part
from upton.diary.tests import working
from upton.diary.tests.factories import TEN, appointment
from upton.foundation import names
from upton.foundation.actors import Actor, ActorKind
from upton.foundation.models import FactRow
from upton.foundation.reading import in_sentence, journal
from upton.foundation.refusals import NotPermitted, NotPossible
from upton.foundation.tests.clocks import stop
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
MOST = 15
TODAY, MONDAY = date(2026, 11, 24), date(2026, 11, 30)
DAY = timedelta(days=1)
CV = Type(
    code="", name="CV workshop", told="to write your CV together", minutes=60, interpreter_minutes=15,
    roles=("work_coach",), channel="face_to_face", place="desk", notice_hours=24, sensitive=False, places=1,
    bring=("Your old CV", "A memory stick"),
)  # fmt: skip


@pytest.fixture
def _now(monkeypatch):
    stop(monkeypatch)


@pytest.fixture
def anybody():
    return factories.anybody()


@pytest.fixture
def site():
    return factories.site("Upton", district=factories.district(region=factories.region()))


@pytest.fixture
def ben(site):
    return factories.colleague("Ben Hart", site=site)


@pytest.fixture
def amina(site):
    return claimant("Amina Khan", site=site)


@pytest.fixture
def chief(client, site, _now):
    return factories.sign_in(client, factories.colleague("Di Vane", role="district_manager", site=site))


def add(by, day=TODAY, at=TEN, **own):
    return operations.add_type(wanted=replace(CV, **own), starts_on=day, by=by, now=at)


def send(client, address, **typed):
    return client.post(address, {"key": str(uuid.uuid4())} | typed)


def plain(response):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def hidden(response):
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', response.content.decode())
    return {name: html.unescape(value) for name, value in found}


class TestCodes:
    @pytest.mark.parametrize(
        ("name", "code"),
        [
            ("CV workshop", "cv_workshop"),
            ("Café – début", "cafe_debut"),
            ("1st visit", "type_1st_visit"),
            ("工作", "type"),
            ("Other", "other_2"),
            ("Any", "any_2"),
            ("Add", "add_2"),
            ("x" * 90, "x" * 56),
        ],
    )
    def test_are_made_from_the_name(self, name, code):
        assert code_for(name, taken=()) == code

    def test_are_never_those_of_another(self):
        assert code_for("New claim", taken={"new_claim", "new_claim_2"}) == "new_claim_3"

    @pytest.mark.parametrize("name", ["Other", "?", "Ümläut", "class", "a+b"])
    def test_can_stand_in_an_address_a_pattern_and_a_fact(self, name):
        code = code_for(name, taken=())
        assert code.isidentifier()
        assert code not in RESERVED


class TestAdding:
    def test_is_stated_and_holds_from_its_day_on(self, anybody):
        row = add(anybody, MONDAY)
        assert row.code == "cv_workshop"
        assert queries.type_on("cv_workshop", MONDAY) == replace(CV, code="cv_workshop")
        assert queries.type_on("cv_workshop", TODAY) is None
        assert "cv_workshop" not in queries.types_on(TODAY)
        assert queries.types_since(TODAY)["cv_workshop"] == (replace(CV, code="cv_workshop"), MONDAY)
        assert list(FactRow.objects.values_list("kind", flat=True)) == ["diary.type_added"]

    @pytest.mark.parametrize("name", ["New claim", "new CLAIM"])
    def test_refuses_a_name_that_a_type_has(self, anybody, name):
        with pytest.raises(NotPossible, match="There is a type called"):
            add(anybody, name=name)

    def test_gives_names_that_look_alike_codes_of_their_own(self, anybody):
        assert [add(anybody, name=name).code for name in ("CV workshop", "CV – workshop")] == [
            "cv_workshop",
            "cv_workshop_2",
        ]

    def test_refuses_a_day_that_has_passed_and_what_no_type_can_be(self, anybody):
        with pytest.raises(NotPossible, match="passed"):
            add(anybody, TODAY - DAY)
        with pytest.raises(NotPossible, match="can't take place there"):
            add(anybody, place="home")
        with pytest.raises(NotPossible, match="Name fewer"):
            add(anybody, bring=("A thing",) * 9)
        assert not AppointmentType.objects.exists()

    @pytest.mark.parametrize("role", ["work_coach", "customer_service_manager"])
    def test_is_not_for_everybody(self, role):
        with pytest.raises(NotPermitted):
            add(factories.actor_as(role))

    def test_is_not_done_twice_by_two_in_the_same_second(self, anybody, monkeypatch):
        add(anybody)
        monkeypatch.setattr(queries, "type_words", dict)
        with pytest.raises(NotPossible, match="Somebody else changed"):
            add(anybody)


class TestWhatCanBeDoneWithIt:
    def test_is_booked_from_its_first_day(self, anybody, ben, amina):
        add(anybody, MONDAY)
        how = {"claimant": amina, "colleague": ben, "site": ben.home_site, "purpose": "cv_workshop"}
        with pytest.raises(NotPossible, match="isn't offered on that day"):
            operations.book(**how, starts_at=TEN + DAY, by=anybody, now=TEN)
        made = operations.book(**how, starts_at=TEN + 7 * DAY, by=anybody, now=TEN)
        assert made.purpose == "cv_workshop"
        assert queries.line_of(Appointment.objects.select_related("claimant", "colleague").get(), anybody).purpose == (
            "CV workshop"
        )

    def test_has_its_own_sessions_in_patterns_and_its_own_capacity(self, anybody, ben):
        add(anybody, MONDAY)
        parts = [Part(0, 0, 540, 720, ben.home_site_id, "appointments", ("cv_workshop",))]
        operations.set_pattern(colleague=ben, weeks=1, parts=parts, starts_on=MONDAY, until=None, by=anybody, now=TEN)
        found = queries.capacity_of(
            anybody, site_id=ben.home_site_id, first=MONDAY, last=MONDAY, now=TEN, code="cv_workshop"
        )
        assert [(one.type.name, one.slots) for one in found.types] == [("CV workshop", 3)]

    def test_is_withdrawn_and_brought_back(self, anybody):
        add(anybody)
        operations.withdraw_type(code="cv_workshop", starts_on=MONDAY, by=anybody, now=TEN)
        assert not queries.type_on("cv_workshop", MONDAY).offered
        operations.bring_back_type(code="cv_workshop", starts_on=MONDAY + DAY, by=anybody, now=TEN)
        assert queries.type_on("cv_workshop", MONDAY + DAY) == replace(CV, code="cv_workshop")

    def test_keeps_its_code_when_it_is_called_something_else(self, anybody):
        add(anybody)
        wanted = replace(CV, code="cv_workshop", name="Writing a CV")
        operations.change_type(wanted=wanted, starts_on=MONDAY, by=anybody, now=TEN)
        assert queries.type_on("cv_workshop", MONDAY).name == "Writing a CV"

    def test_says_on_the_card_what_to_bring_unless_it_is_sensitive(self, chief, anybody, ben, amina):
        add(anybody)
        add(anybody, name="Quiet talk", sensitive=True)
        cards = [
            plain(chief.get(f"/appointments/{appointment(ben, claimant=amina, purpose=code, starts_at=at).pk}/card/"))
            for code, at in (("cv_workshop", TEN), ("quiet_talk", TEN + DAY))
        ]
        assert ["A memory stick" in card for card in cards] == [True, False]
        assert "It is to write your CV together." in cards[0]

    def test_brings_what_the_policy_says_where_nobody_said_otherwise(self):
        row = working.changed_type("new_claim", since=TODAY, minutes=50)
        assert "Proof of who you are" in queries.type_on("new_claim", TODAY).bring[0]
        AppointmentType.objects.filter(pk=row.pk).update(bring=None)
        assert queries.types_on(TODAY)["new_claim"].bring == queries.type_on("new_claim", TODAY).bring != ()


class TestNamesInFacts:
    def said(self, reader, who):
        return [line.text for line in journal(who.pk, reader)]

    def book(self, by, ben, amina, at):
        return operations.book(
            claimant=amina, colleague=ben, site=ben.home_site, purpose="cv_workshop", starts_at=at, by=by,
            now=at - 2 * DAY,
        )  # fmt: skip

    def test_are_those_of_the_day_on_which_it_happened(self, anybody, ben, amina):
        add(anybody)
        operations.change_type(
            wanted=replace(CV, code="cv_workshop", name="Letter workshop"), starts_on=MONDAY, by=anybody, now=TEN
        )
        self.book(anybody, ben, amina, TEN + 2 * DAY)
        self.book(anybody, ben, amina, TEN + 9 * DAY)
        later, before = self.said(anybody, amina)
        assert "(letter workshop)" in later
        assert "(CV workshop)" in before
        (first,) = {line for line in self.said(Actor(ActorKind.CLAIMANT, amina.pk), amina) if "(CV workshop)" in line}
        assert first.startswith("You have an appointment with")

    def test_of_a_type_to_come_are_those_it_will_have_first(self, anybody):
        add(anybody, MONDAY)
        history = queries.names_of_types()
        assert names.called_on(history, "cv_workshop", TODAY) == "CV workshop"
        assert names.called_on(history, "tea", TODAY) == "tea"

    def test_stand_as_they_are_in_quotation_marks(self, anybody):
        from upton.foundation.reading import Wanted, browse

        add(anybody, name="Letter workshop")
        (line,) = browse(Wanted(), anybody)
        assert "“Letter workshop”, booked from 24 Nov 2026" in line.text

    def test_take_one_question_however_many_facts_there_are(self, anybody, ben, amina, django_assert_num_queries):
        add(anybody)
        for days in range(2, 8):
            if (TODAY + days * DAY).weekday() < 5:
                self.book(anybody, ben, amina, TEN + days * DAY)
        with names.remembered():
            self.said(anybody, amina)
            with django_assert_num_queries(1):
                self.said(anybody, amina)

    @pytest.mark.parametrize(
        ("name", "inside"), [("New claim", "new claim"), ("ESOL class", "ESOL class"), ("A talk", "a talk"), ("", "")]
    )
    def test_begin_small_inside_a_sentence_unless_they_are_letters(self, name, inside):
        assert in_sentence(name) == inside


class TestThePage:
    typed = {
        "starts_on": "30/11/2026", "name": "CV workshop", "told": "to write your CV together", "minutes": "60",
        "interpreter_minutes": "15", "roles": ["work_coach"], "channel": "face_to_face", "place": "desk",
        "notice_hours": "24", "places": "1", "sensitive": "no", "bring": "Your old CV\r\n\r\n A memory stick",
    }  # fmt: skip

    def test_shows_what_it_will_be_and_then_adds_it(self, chief):
        assert "/appointment-types/add/" in chief.get("/appointment-types/").content.decode()
        look = send(chief, "/appointment-types/add/", **self.typed)
        assert "Code cv_workshop" in plain(look)
        assert "Your old CV; A memory stick" in plain(look)
        assert not AppointmentType.objects.exists()
        done = chief.post("/appointment-types/add/", hidden(look))
        assert done.url == "/appointment-types/cv_workshop/"
        assert queries.type_on("cv_workshop", MONDAY) == replace(CV, code="cv_workshop")
        page = plain(chief.get(done.url))
        assert "To come" in page
        assert "From Mon 30 Nov" in page
        assert re.search(r"To come .*CV workshop .*Mon 30 Nov", plain(chief.get("/appointment-types/")))

    def test_sends_a_double_click_once(self, chief):
        look = hidden(send(chief, "/appointment-types/add/", **self.typed))
        assert [chief.post("/appointment-types/add/", look).status_code for _ in range(2)] == [302, 302]
        assert AppointmentType.objects.count() == 1

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"name": "New claim"}, "There is a type called “New claim” already."),
            ({"name": ""}, "Enter what colleagues call it."),
            ({"starts_on": "1/11/2026"}, "That day has passed."),
            ({"place": "home"}, "can't take place there"),
            ({"bring": "\n".join("abcdefghi")}, "Name fewer."),
            ({"bring": "x" * 121}, "Use at most 120 letters"),
        ],
    )
    def test_says_at_the_field_what_can_not_be(self, chief, wrong, sentence):
        answer = send(chief, "/appointment-types/add/", **self.typed | wrong)
        assert answer.status_code == 422
        assert sentence in plain(answer)
        assert "to write your CV together" in answer.content.decode()

    def test_is_not_for_a_coach(self, client, ben):
        assert factories.sign_in(client, ben).get("/appointment-types/add/").status_code == 403

    def test_lets_one_to_come_be_booked_and_changed(self, chief, client, anybody, ben, amina):
        add(anybody, MONDAY)
        page = plain(chief.get("/appointment-types/cv_workshop/change/"))
        assert "Change “CV workshop”" in page
        found = factories.sign_in(client, ben).get(f"/claimants/{amina.pk}/book/?purpose=cv_workshop")
        assert "CV workshop at Upton, 60 minutes." in plain(found)
        assert "2026-11-30T" in found.content.decode()
        assert "2026-11-27T" not in found.content.decode()

    def test_takes_few_queries(self, chief, django_assert_max_num_queries):
        for method, more in ((chief.get, []), (chief.post, [self.typed | {"key": str(uuid.uuid4())}])):
            with django_assert_max_num_queries(MOST):
                method("/appointment-types/add/", *more)
