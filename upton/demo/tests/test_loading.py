"""The demo loaded into a database: its facts verify, its rules hold, and everybody in it can be looked in on."""

from __future__ import annotations

import argparse
import html
import re
from datetime import timedelta

import pytest
from django.test import Client

from upton.accounts.models import Account
from upton.claimants import queries as claimants
from upton.claimants.models import Call, Claimant, ClaimantTelephone, JournalEntry, PossibleDuplicate
from upton.demo import commands, operations, queries
from upton.demo.guarding import KINDS, WHY
from upton.demo.tests import loads
from upton.demo.tests.moments import MIDDAY, MOMENTS, planned
from upton.demo.tests.test_people import DRAMA
from upton.diary import queries as diary
from upton.diary.models import Appointment, Occupancy
from upton.diary.rules import State
from upton.diary.rules.finding import Wanted
from upton.duties.models import Duty
from upton.evidence import keeping
from upton.evidence.models import Evidence, Receipt
from upton.foundation import clock
from upton.foundation.models import FactRow
from upton.foundation.refusals import NotPossible
from upton.foundation.verification import verify
from upton.organisation import queries as organisation
from upton.organisation.models import (
    Colleague,
    Language,
    Posting,
    PostingDay,
    Site,
    SitePeriod,
    SiteSheet,
    SpecialistLead,
)
from upton.policy import dated
from upton.reception.models import Computer, ComputerUse, SiteDay, TravelRefund, Visit

TODAY = clock.local_day(MIDDAY)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demo as it stands at midday on a Tuesday, the clock standing still."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, loads.loaded(patch, crowd=0):
        yield


def here(path: str, client: Client | None = None, **how: str):
    return (client or Client()).get(path, headers={"host": "localhost:8000"}, **how)


@pytest.mark.usefixtures("loaded")
class TestLoaded:
    def test_facts_stand_as_they_were_stated(self):
        found = verify(today=TODAY)
        assert found.findings == []
        assert found.facts > 1000

    def test_facts_are_in_the_order_of_time_and_none_lies_ahead(self):
        times = list(FactRow.objects.order_by("id").values_list("at", flat=True))
        assert times == sorted(times)
        assert times[-1] <= MIDDAY

    def test_everybody_is_where_the_plan_put_them(self):
        _, cast, callers, visits = planned(MIDDAY)
        assert Colleague.objects.count() == len(cast.people)
        assert Appointment.objects.count() == len(visits)
        everybody = {one.named.name for one in (*callers, *cast.people)}
        # Who was registered a second time was taken down with slips, and found by the look for duplicates.
        again = PossibleDuplicate.objects.values("second")
        assert set(Claimant.objects.exclude(pk__in=again).values_list("name", flat=True)) <= everybody

    def test_the_desk_at_upton_has_given_papers_money_and_a_seat(self):
        site = Site.objects.get(periods__name="Upton Jobcentre")
        receipts = list(Receipt.objects.filter(site=site))
        assert receipts
        shown = [keeping.content_of(one.stored_as) for one in Evidence.objects.filter(receipt__in=receipts)]
        assert [content[:5] for content in shown] == [b"%PDF-"] * len(receipts)
        assert {one.how for one in TravelRefund.objects.filter(visit__site=site)} >= {"bus"}
        assert Computer.objects.filter(site=site).count() == 3
        used = list(ComputerUse.objects.filter(computer__site=site))
        assert any(one.ended_at for one in used)
        assert any(one.coached_minutes for one in used)

    def test_every_appointment_stands_where_its_times_say(self):
        for one in Appointment.objects.all():
            assert one.arrived_at is None or one.arrived_at <= MIDDAY
            assert one.seen_at is None or (one.arrived_at or one.seen_at) <= one.seen_at <= MIDDAY
            came = {State.LEFT} if one.ended_at else {State.ARRIVED}
            none = {State.BOOKED, State.CANCELLED, State.MISSED}
            assert one.state in ({State.SEEN} if one.seen_at else came if one.arrived_at else none)
        past = Appointment.objects.filter(during__startswith__lt=clock.day_bounds(TODAY)[0])
        assert set(past.values_list("state", flat=True)) == {State.SEEN, State.CANCELLED, State.MISSED}
        assert set(Appointment.objects.values_list("state", flat=True)) >= {
            State.BOOKED, State.ARRIVED, State.SEEN, State.CANCELLED, State.MISSED,
        }  # fmt: skip

    def test_nothing_of_today_stands_as_booked_long_after_its_time(self):
        since = MIDDAY - timedelta(minutes=30)
        today = Appointment.objects.filter(during__startswith__gte=clock.day_bounds(TODAY)[0], state=State.BOOKED)
        assert not today.filter(during__startswith__lt=since).exists()

    def test_every_day_before_is_signed_but_yesterday_at_one_office(self):
        days = SiteDay.objects.filter(day__lt=TODAY)
        upton = SitePeriod.objects.on(TODAY).get(name="Upton Jobcentre").site_id
        assert list(days.filter(closed_at=None).values_list("site_id", "day")) == [(upton, TODAY - timedelta(days=1))]
        assert days.exclude(closed_at=None).count() > 20

    def test_occupancy_is_that_of_live_appointments(self):
        live = Appointment.objects.exclude(state__in=[State.CANCELLED, State.MISSED])
        assert set(Occupancy.objects.values_list("appointment_id", flat=True)) == set(live.values_list("pk", flat=True))

    def test_who_waits_is_owed_to_be_seen(self):
        waiting = Appointment.objects.filter(state=State.ARRIVED)
        owed = Duty.objects.open().filter(what="see_claimant")
        assert set(waiting.values_list("pk", "colleague_id")) == set(owed.values_list("subject_id", "colleague_id"))
        assert waiting.exists()

    def test_duties_of_every_kind_are_due_some_late_some_paused_some_taken(self):
        duties = Duty.objects.open()
        assert set(duties.values_list("what", flat=True)) - {"see_visitor", "call_left_unseen"} == {
            "contact_by_day_7", "close_day",
            "book_first_appointment", "see_claimant", "record_outcome", "review_site_sheet", "place_sites",
            "answer_message", "ring_back",
        }  # fmt: skip
        running = duties.filter(paused_at=None)
        assert running.filter(what="book_first_appointment", due_at__lt=MIDDAY).exists()
        assert running.filter(what="review_site_sheet", due_at__lt=MIDDAY).exists()
        assert running.filter(due_at__gt=MIDDAY).exists()
        assert duties.exclude(paused_at=None).count() == 2
        assert duties.filter(what="book_first_appointment").exclude(colleague=None).count() >= 3

    def test_whoever_was_seen_has_left_or_is_owed_an_outcome(self):
        seen = Appointment.objects.filter(state=State.SEEN)
        owed = Duty.objects.open().filter(what="record_outcome").values_list("subject_id", flat=True)
        assert set(seen.filter(outcome="").values_list("pk", flat=True)) == set(owed)
        assert seen.exclude(outcome="").count() > 50
        here = Visit.objects.present().exclude(day=TODAY)
        assert not here.exists()

    def test_nobody_is_posted_twice_on_a_day(self):
        for colleague in Colleague.objects.all():
            days = list(PostingDay.objects.on(TODAY).filter(colleague=colleague).values_list("weekday", flat=True))
            assert len(days) == len(set(days))
            assert sum(one.fte for one in Posting.objects.on(TODAY).filter(colleague=colleague)) <= 1

    def test_uptons_sheet_is_true_of_its_people(self):
        upton = SitePeriod.objects.on(TODAY).get(name="Upton Jobcentre")
        sheet = SiteSheet.objects.on(TODAY).get(site=upton.site_id)
        posted = Posting.objects.on(TODAY).filter(site=upton.site_id)
        assert (sheet.staff_in_post, sheet.fte) == (posted.count(), sum(one.fte for one in posted))
        assert (sheet.prime, sheet.front_desks, sheet.habitual_residence_weekly) == (True, 31, 3)
        assert (sheet.new_claims_weekly, sheet.back_desks) == (20, None)

    def test_numbers_are_those_kept_for_drama(self):
        kept = [
            number
            for kind, field in ((Colleague, "telephone"), (ClaimantTelephone, "number"), (SitePeriod, "telephone"))
            for number in kind.objects.exclude(**{field: ""}).values_list(field, flat=True)
        ]
        assert kept
        assert not [number for number in kept if not DRAMA.fullmatch(number)]
        assert not Claimant.objects.exclude(national_insurance_number=None).exists()

    def test_one_office_waits_for_a_district_one_for_its_end_and_one_for_its_name(self):
        assert SitePeriod.objects.on(TODAY).filter(district=None).count() == 1
        assert Site.objects.filter(valid__endswith__gt=TODAY).count() == 1
        names = set(SitePeriod.objects.filter(valid__startswith__gt=TODAY).values_list("name", flat=True))
        assert names == {"Hoylake and West Kirby Jobcentre"}

    def test_somebody_left_somebody_joins_and_somebody_works_at_two_offices(self):
        assert Account.objects.exclude(closed_at=None).count() == 1
        today = Posting.objects.on(TODAY)
        assert Colleague.objects.filter(account__closed_at=None).exclude(postings__in=today).count() == 1
        sites = {}
        for colleague, site in today.values_list("colleague_id", "site_id"):
            sites.setdefault(colleague, set()).add(site)
        assert [len(where) for where in sites.values() if len(where) > 1] == [2]

    def test_areas_are_led_and_languages_offered(self):
        upton = SitePeriod.objects.on(TODAY).get(name="Upton Jobcentre").site_id
        assert set(SpecialistLead.objects.filter(site=upton).values_list("area", flat=True)) == set(
            dated.words("lead_areas")
        )
        assert {"bfi", "cy", "pl", "ur", "ar"} <= set(Language.objects.values_list("code", flat=True))
        assert not Language.objects.filter(code="cy", allowance=True).exists()

    def test_every_account_has_no_password(self):
        assert all(not one.has_usable_password() for one in Account.objects.all())

    def test_is_refused_a_second_time(self):
        with pytest.raises(NotPossible, match="holds sites or colleagues already"):
            operations.load_demo(now=MIDDAY, crowd=0)
        with pytest.raises(NotPossible, match="Make a new database"):
            commands.load(argparse.Namespace(seed=2, claimants=0))
        assert FactRow.objects.filter(kind="demo.loaded").count() == 1


@pytest.mark.usefixtures("loaded")
class TestPeople:
    def test_are_one_for_each_role_of_today(self):
        names = [entry.values["name"] for entry in dated.on("roles", TODAY).values()]
        chosen = [one.role for one in queries.people()]
        assert sorted(chosen) == sorted(names)
        assert chosen[:4] == [dated.words("roles")[role] for role in queries.FIRST]

    def test_begin_with_a_coach_who_is_awaited_and_owes_something(self):
        coach = Colleague.objects.get(name=queries.people()[0].name)
        assert Appointment.objects.filter(colleague=coach, state=State.ARRIVED).exists()
        assert Duty.objects.open().filter(colleague=coach, what="book_first_appointment").exists()

    def test_are_shown_with_a_button_each(self):
        page = here("/demo/").content.decode()
        links = [one.link for one in queries.people()]
        assert re.findall(r'href="(/demo/as/[^"]+)"', page) == links
        assert queries.people()[0].answers_for in page

    def test_are_signed_in_with_one_click_and_find_their_day(self):
        client = Client()
        for one in queries.people():
            assert here(one.link, client).url == "/"
            page = here("/", client)
            assert page.status_code == 200
            assert one.name in html.unescape(page.content.decode())

    def test_change_places_by_signing_the_one_before_out(self):
        client, (first, second, *_) = Client(), queries.people()
        here(first.link, client)
        before = client.session.session_key
        here(second.link, client)
        assert client.session.session_key != before
        out = FactRow.objects.filter(kind="accounts.signed_out").order_by("-id").first()
        assert organisation.colleague_names([out.by_id]) == {out.by_id: first.name}
        assert FactRow.objects.filter(kind="accounts.signed_in").order_by("-id").first().body.count('"demo"') == 1

    def test_who_left_or_has_yet_to_come_cannot_be_signed_in(self):
        posted = Posting.objects.on(TODAY).values("colleague__account")
        for account in Account.objects.exclude(pk__in=posted):
            assert here(f"/demo/as/{account.username}/").status_code == 404
        assert here("/demo/as/nobody/").status_code == 404

    def test_are_nobodys_outside_the_demo(self, settings):
        settings.UPTON_DEMO = False
        link = queries.people()[0].link
        for path in ("/demo/", link):
            assert here(path).status_code == 404
        assert "/demo/" not in here("/sign-in/").content.decode()

    @pytest.mark.parametrize("where", [{"headers": {"host": "testserver"}}, {"REMOTE_ADDR": "192.0.2.7"}])
    def test_are_for_who_sits_at_this_machine(self, where):
        how = {"headers": {"host": "localhost:8000"}} | where
        for path in ("/demo/", queries.people()[0].link):
            answer = Client().get(path, **how)
            assert answer.status_code == 403
            assert "Open it there as localhost" in answer.content.decode()

    @pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000"])
    def test_are_reached_by_every_name_of_this_machine(self, host):
        assert Client().get("/demo/", headers={"host": host}).status_code == 200

    def test_are_offered_at_the_sign_in_page(self):
        assert 'href="/demo/"' in here("/sign-in/").content.decode()


@pytest.fixture
def coach():
    """The coach whom a visitor looks at first, as they act."""
    return organisation.colleague_actor(Account.objects.get(username=queries.people()[0].link.split("/")[-2]).pk)


@pytest.mark.usefixtures("loaded")
class TestRecords:
    def test_some_are_restricted_and_one_is_a_colleagues(self, coach):
        restricted = Claimant.objects.exclude(restricted_as="")
        assert sorted(restricted.values_list("restricted_as", flat=True)) == sorted(KINDS)
        theirs = restricted.get(restricted_as="colleague")
        assert Colleague.objects.filter(name=theirs.name).exists()
        assert not Claimant.objects.visible_to(coach).filter(pk__in=restricted).exists()
        assert Appointment.objects.filter(claimant__in=restricted).exists()

    def test_some_are_registered_twice_and_one_of_those_pairs_shows_to_nobody(self):
        pairs = PossibleDuplicate.objects.select_related("first", "second")
        assert len(pairs) >= 10
        restricted = [one for one in pairs if one.first.is_restricted or one.second.is_restricted]
        assert restricted
        leaders = Colleague.objects.filter(postings__role="work_coach_team_leader", account__closed_at=None)
        shown = {
            one.pk
            for leader in leaders.distinct()
            if (actor := organisation.colleague_actor(leader.account_id))
            for one in pairs.visible_to(actor)
        }
        assert shown
        assert not shown & {one.pk for one in restricted}

    def test_one_was_opened_yesterday_and_the_manager_sees_why(self):
        manager = Posting.objects.on(TODAY).get(
            role="customer_service_manager", site=SitePeriod.objects.on(TODAY).get(name="Upton Jobcentre").site_id
        )
        (opening,) = claimants.openings(organisation.colleague_actor(manager.colleague.account_id))
        assert clock.local_day(opening.opened_at) == TODAY - timedelta(days=1)
        assert (opening.why, opening.kind, opening.stands) == (WHY, "A protected person", False)

    def test_messages_go_both_ways_and_some_wait_for_an_answer(self, coach):
        kinds = set(JournalEntry.objects.values_list("kind", flat=True))
        assert kinds == {"from_claimant", "to_claimant"}
        unread = JournalEntry.objects.filter(kind="from_claimant", read_at=None)
        owed = Duty.objects.open().filter(what="answer_message")
        assert set(owed.values_list("claimant_id", flat=True)) == set(unread.values_list("claimant_id", flat=True))
        assert owed.filter(colleague=coach.id).exists()
        assert owed.filter(due_at__lt=MIDDAY).exists()
        assert JournalEntry.objects.filter(at__gt=clock.day_bounds(TODAY)[0]).exists()

    def test_calls_were_passed_and_failed_and_some_are_to_be_rung_back(self):
        calls = Call.objects.all()
        assert set(calls.values_list("security", flat=True)) == {"passed", "failed", "not_asked"}
        assert calls.filter(claimant=None).count() == 1
        assert calls.exclude(answers=None).count() == 1
        owed = Duty.objects.open().filter(what="ring_back")
        assert owed.filter(due_at__lt=MIDDAY).exists()
        assert owed.filter(due_at__gt=MIDDAY, due_at__lt=clock.day_bounds(TODAY)[1]).exists()

    def test_slots_are_offered_for_reasons(self):
        upton = SitePeriod.objects.on(TODAY).get(name="Upton Jobcentre").site_id
        found = set()
        for one in Claimant.objects.filter(site=upton, coach__isnull=False).exclude(language="en"):
            wanted = Wanted(
                site_id=upton, purpose="work_focused_interview", first=TODAY, own_coach_id=one.coach_id,
                language=one.language, interpreter=one.interpreter, access=tuple(one.access),
            )  # fmt: skip
            found |= {reason for offer in diary.find(wanted, now=MIDDAY).offers for reason in offer.why.split(", ")}
        assert found >= {"own coach", "speaks Polish", "speaks Urdu", "with an interpreter"}
        assert Claimant.objects.exclude(access=[]).count() > 5


@pytest.mark.usefixtures("loaded")
class TestAgain:
    def test_gives_the_same_rows_for_the_same_seed_and_day(self):
        before = rows()
        loads.empty()
        operations.load_demo(now=MIDDAY, crowd=0)
        assert rows() == before


@pytest.mark.django_db(transaction=True)
class TestAnotherDay:
    def test_holds_on_a_sunday_on_which_the_clocks_change(self, monkeypatch, capsys):
        now = MOMENTS["clocks go back"]
        monkeypatch.setattr(clock, "now", lambda: now)
        commands.load(argparse.Namespace(seed=5, claimants=0))
        assert "15 sites, 146 colleagues" in capsys.readouterr().out
        assert verify(today=clock.local_day(now)).findings == []
        assert Appointment.objects.filter(state=State.ARRIVED).exists()

    def test_leaves_nothing_behind_when_it_fails(self, monkeypatch):
        monkeypatch.setattr(operations, "plan_staff", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            operations.load_demo(now=MIDDAY, crowd=0)
        assert queries.is_empty()
        assert not FactRow.objects.exists()


@pytest.mark.django_db
class TestAnotherService:
    def test_has_no_demo_people_whatever_the_setting(self, client):
        from upton.organisation.tests import factories

        colleague = factories.colleague()
        assert not queries.is_empty()
        assert queries.people() == []
        assert here(f"/demo/as/{colleague.account.username}/").status_code == 404
        assert "does not hold the demo" in here("/demo/").content.decode()


def rows() -> list[list[tuple]]:
    """What was loaded, by names and times, without the database's own numbers."""
    by_name = ("colleague__name", "site__periods__name")
    return [
        sorted(map(str, kind.objects.values_list(*fields)))
        for kind, fields in (
            (Colleague, ("name", "staff_number", "account__username", "telephone", "line_manager__name")),
            (Posting, (*by_name, "role", "fte", "valid", "team__name")),
            (Claimant, ("name", "reference", "born", "telephones__number", "postcode", "registered_at")),
            (Appointment, (*by_name, "claimant__name", "during", "purpose", "state", "arrived_at", "seen_at")),
            (Duty, ("what", "colleague__name", "role", "opened_at", "due_at", "paused_at", "done_at")),
        )
    ] + [sorted(FactRow.objects.exclude(kind__startswith="accounts.signed").values_list("kind", "at", "by_kind"))]
