"""The pages of merging: the other record found, the preview, the merge, its undo, and old addresses (CLM-1)."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from upton.claimants import operations
from upton.claimants.models import Claimant, Merge, PossibleDuplicate, RecordOpening
from upton.claimants.operations.pairs import LATER
from upton.claimants.queries.pairs import FoundPair
from upton.claimants.tests.factories import claimant
from upton.foundation import live
from upton.foundation.actors import SYSTEM
from upton.foundation.tests.clocks import TUESDAY, stop
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(monkeypatch):
    return stop(monkeypatch)


@pytest.fixture
def leader(site):
    return factories.colleague("Lee Mann", role="work_coach_team_leader", site=site)


@pytest.fixture
def desk(leader):
    return factories.sign_in(Client(), leader)


@pytest.fixture
def amina(site):
    return claimant("Amina Khan", site=site, postcode="CH49 7NW", telephone="+447700900123")


@pytest.fixture
def twice(site):
    return claimant("Aminah Khan", site=site, postcode="CH49 7NW", telephone="+447700900123", email="a@example.org")


@pytest.fixture
def pair(amina, twice):
    operations.keep_pairs(found=[FoundPair(amina.pk, twice.pk, 0.97, ("same_phone",))], by=SYSTEM, now=TUESDAY)
    return PossibleDuplicate.objects.get()


def key():
    return uuid4().hex


def count(client, asked=""):
    html = client.get(reverse("claimants:duplicates") + asked).content.decode()
    found = re.search(r'Pairs\s*<span class="u-number">([0-9]+)<', html)
    return int(found.group(1))


def preview(one, other):
    return reverse("claimants:merge", args=[one.pk, other.pk])


def do_merge(client, one, other, **typed):
    stand = {row.pk: row.version for row in Claimant.objects.filter(pk__in=[one.pk, other.pk])}
    sent = {"key": key(), "version": stand[one.pk], "others": stand[other.pk]}
    return client.post(preview(one, other), sent | {"name": "survivor"} | typed)


class TestChooseOther:
    def test_shows_who_is_much_like_them(self, desk, amina, twice):
        html = desk.get(reverse("claimants:choose_other", args=[amina.pk])).content.decode()
        assert "Aminah Khan" in html
        assert preview(amina, twice) in html

    def test_finds_the_other_record_by_its_reference(self, desk, amina, site):
        other = claimant("Zoe Hart", site=site, born=date(1960, 1, 1))
        address = reverse("claimants:choose_other", args=[amina.pk])
        answer = desk.post(address, {"q": other.reference, "key": key()})
        assert preview(amina, other) in answer.content.decode()

    def test_says_nothing_of_a_restricted_record(self, desk, amina, twice):
        operations.restrict(claimant=twice, restricted_as="protected", by=SYSTEM, now=TUESDAY)
        html = desk.get(reverse("claimants:choose_other", args=[amina.pk])).content.decode()
        assert "Nobody else is registered" in html
        assert "Open it with a reason" not in html


class TestMerge:
    def test_shows_what_moves_and_what_differs(self, desk, amina, twice, django_assert_max_num_queries):
        operations.write_note(claimant=twice, text="Rang.", by=SYSTEM, now=TUESDAY)
        with django_assert_max_num_queries(15):
            html = desk.get(preview(amina, twice)).content.decode()
        assert "1 journal entry" in html
        assert html.count("u-compare__differs") >= 2

    def test_merges_and_offers_the_undo(self, desk, amina, twice):
        answer = do_merge(desk, amina, twice)
        merge = Merge.objects.get()
        assert answer["Location"] == reverse("claimants:merged", args=[merge.pk])
        html = desk.get(answer["Location"]).content.decode()
        assert reverse("claimants:unmerge", args=[merge.pk]) in html
        again = desk.post(reverse("claimants:unmerge", args=[merge.pk]), {"key": key()}, follow=True)
        assert "Two records again" in again.content.decode()
        assert Claimant.objects.get(pk=twice.pk).merged_into_id is None

    def test_asks_which_number_is_right(self, desk, amina, twice):
        for one, number in ((amina, "AB123456C"), (twice, "CD123456A")):
            Claimant.objects.filter(pk=one.pk).update(national_insurance_number=number)
        answer = do_merge(desk, amina, twice)
        assert answer.status_code == 422
        assert "Choose which of the two is right" in answer.content.decode()
        assert do_merge(desk, amina, twice, national_insurance_number="other").status_code == 302
        assert Claimant.objects.get(pk=amina.pk).national_insurance_number == "CD123456A"

    @pytest.mark.parametrize("whose", ["amina", "twice"])
    def test_shows_what_was_changed_meanwhile_and_can_be_sent_again(self, desk, amina, twice, whose):
        """The e-mail address of the one is a new question; that of the other another answer."""
        typed = {"key": key(), "version": amina.version, "others": twice.version, "name": "other"}
        changed = {"amina": amina, "twice": twice}[whose]
        operations.set_email(claimant=changed, email="new@example.org", by=SYSTEM, now=TUESDAY)
        page = desk.post(preview(amina, twice), typed)
        html = page.content.decode()
        assert page.status_code == 422
        assert {"amina": "Choose which of the two is right", "twice": "changed the e-mail address"}[whose] in html
        assert "new@example.org" in html
        versions = dict(re.findall(r'name="(version|others)"[^>]*value="([0-9]+)"', html))
        again = desk.post(preview(amina, twice), typed | versions | {"key": key(), "email": "survivor"})
        assert again.status_code == 302
        assert Claimant.objects.get(pk=amina.pk).name == "Aminah Khan"

    def test_leads_after_an_undo_to_the_pair_that_stands_again(self, desk, pair, amina, twice):
        do_merge(desk, amina, twice)
        merge = Merge.objects.get()
        page = desk.post(reverse("claimants:unmerge", args=[merge.pk]), {"key": key()}, follow=True).content.decode()
        assert f'href="{reverse("claimants:pair", args=[pair.pk])}"' in page
        operations.tell_apart(pair=pair, by=SYSTEM, now=TUESDAY)
        page = desk.get(reverse("claimants:merged", args=[merge.pk])).content.decode()
        assert "possible duplicates still" not in page

    def test_shows_what_stands_against_it_and_no_button(self, desk, amina, twice):
        operations.record_death(claimant=twice, died_on=date(2026, 11, 1), source="family", by=SYSTEM, now=TUESDAY)
        html = desk.get(preview(amina, twice)).content.decode()
        assert "death of Aminah Khan" in html
        assert "Merge the two records" not in html

    def test_lets_a_coach_ask_for_it(self, amina, twice, site, desk):
        coach = factories.sign_in(Client(), factories.colleague("Sam Price", role="work_coach", site=site))
        html = coach.get(preview(amina, twice)).content.decode()
        assert "Ask for them to be merged" in html
        assert do_merge(coach, amina, twice).status_code == 422
        coach.post(reverse("claimants:propose", args=[amina.pk, twice.pk]), {"key": key()})
        assert "asked by Sam Price" in desk.get(reverse("claimants:duplicates")).content.decode()


class TestAnOldAddress:
    @pytest.fixture(autouse=True)
    def merged(self, amina, twice):
        return operations.merge(survivor=amina, other=twice, by=SYSTEM, now=TUESDAY)

    @pytest.mark.parametrize("name", ["desk:claimant", "claimants:details", "claimants:email", "diary:book"])
    def test_leads_whoever_reads_to_the_record_that_stands(self, desk, amina, twice, name):
        answer = desk.get(reverse(name, args=[twice.pk]) + "?show=messages")
        assert answer["Location"] == reverse(name, args=[amina.pk]) + "?show=messages"

    def test_does_nothing_for_whoever_sends_a_form(self, desk, amina, twice):
        answer = desk.post(reverse("claimants:email", args=[twice.pk]), {"key": key(), "email": "x@example.org"})
        assert answer.status_code == 409
        html = answer.content.decode()
        assert "Nothing was done" in html
        assert reverse("desk:claimant", args=[amina.pk]) in html
        assert Claimant.objects.get(pk=amina.pk).email == "a@example.org"

    def test_tells_a_page_that_is_open(self, desk, amina, twice):
        answer = desk.get(reverse("desk:claimant", args=[twice.pk]), headers={live.HEADER: "yes"})
        assert (answer.status_code, 'id="record-now"' in answer.content.decode()) == (200, True)
        html = desk.get(reverse("desk:claimant", args=[amina.pk])).content.decode()
        assert f"merged record {twice.reference} into this one" in html

    def test_is_nobodys_where_the_record_that_stands_is_not_seen(self, amina, twice):
        other = factories.sign_in(Client(), factories.colleague(site=factories.site("Hoylake")))
        for method in ("get", "post"):
            assert getattr(other, method)(reverse("desk:claimant", args=[twice.pk])).status_code in (404, 405)


class TestDuplicates:
    def test_lists_the_pairs_of_ones_sites(self, desk, pair, site, django_assert_max_num_queries):
        with django_assert_max_num_queries(15):
            html = desk.get(reverse("claimants:duplicates")).content.decode()
        assert "same telephone" in html
        assert "Aminah Khan" in html
        other = factories.colleague(role="work_coach_team_leader", site=factories.site("Hoylake"))
        assert "Aminah" not in factories.sign_in(Client(), other).get(reverse("claimants:duplicates")).content.decode()

    def test_shows_a_pair_with_a_restricted_record_to_whoever_opened_it_alone(self, desk, pair, twice, leader):
        operations.restrict(claimant=twice, restricted_as="protected", by=SYSTEM, now=TUESDAY)
        assert count(desk) == 0
        assert "Amina" not in desk.get(reverse("claimants:duplicates")).content.decode()
        assert desk.get(reverse("claimants:pair", args=[pair.pk])).status_code == 404
        operations.open_record(
            claimant=twice, reason="here_now", why="She stands here and has to be paid.", by=factories.actor(leader),
            now=TUESDAY,
        )  # fmt: skip
        assert count(desk) == 1

    def test_tells_a_manager_how_many_pairs_a_restricted_record_closes_and_never_who(
        self, pair, amina, twice, site, desk, django_assert_max_num_queries
    ):
        operations.restrict(claimant=twice, restricted_as="protected", by=SYSTEM, now=TUESDAY)
        manager = factories.sign_in(Client(), factories.colleague(role="customer_service_manager", site=site))
        with django_assert_max_num_queries(15):
            page = manager.get(reverse("claimants:duplicates")).content.decode()
        assert "One more pair concerns a restricted record of your sites" in page
        assert "Amina" not in page
        opening = reverse("claimants:pair_open", args=[pair.pk])
        assert f'href="{opening}"' in page
        assert "Amina" not in manager.get(opening).content.decode()
        assert manager.get(reverse("claimants:pair", args=[pair.pk])).status_code == 404
        assert manager.post(opening, {"key": key(), "reason": "transfer", "why": "no"}).status_code == 422
        sent = {"key": key(), "reason": "transfer", "why": "They may be registered twice."}
        shown = manager.post(opening, sent, follow=True)
        assert shown.redirect_chain[0][0] == reverse("claimants:pair", args=[pair.pk])
        assert "Aminah Khan" in shown.content.decode()
        assert "The record that stays will be" in manager.get(preview(amina, twice)).content.decode()
        assert RecordOpening.objects.get().claimant_id == twice.pk
        assert "restricted record" not in manager.get(reverse("claimants:duplicates")).content.decode()
        assert "restricted record" not in desk.get(reverse("claimants:duplicates")).content.decode()
        assert manager.get(opening).status_code == 404

    def test_tells_no_manager_of_a_restricted_record_elsewhere(self, pair, twice, site):
        operations.restrict(claimant=twice, restricted_as="protected", by=SYSTEM, now=TUESDAY)
        hoylake = factories.site("Hoylake")
        other = factories.sign_in(Client(), factories.colleague(role="customer_service_manager", site=hoylake))
        assert "restricted" not in other.get(reverse("claimants:duplicates")).content.decode()
        assert other.get(reverse("claimants:pair_open", args=[pair.pk])).status_code == 404

    def test_shows_of_somebody_elsewhere_where_alone(self, desk, amina):
        other = claimant("Amina B Khan", site=factories.site("Hoylake"))
        operations.keep_pairs(found=[FoundPair(amina.pk, other.pk, 0.9, ())], by=SYSTEM, now=TUESDAY)
        html = desk.get(reverse("claimants:duplicates")).content.decode()
        assert "A record at Hoylake" in html
        assert "Amina B Khan" not in html
        page = desk.get(reverse("claimants:pair", args=[PossibleDuplicate.objects.get().pk])).content.decode()
        assert "Open it with a reason" in page
        assert "Amina B" not in page

    def test_is_downloaded_as_it_is_shown(self, desk, pair, amina):
        text = b"".join(desk.get(reverse("claimants:duplicates_download")).streaming_content).decode()
        assert amina.reference in text
        assert "same telephone" in text

    def test_is_empty_in_words(self, desk):
        assert "No two records" in desk.get(reverse("claimants:duplicates")).content.decode()


class TestPair:
    def said(self, client, pair, verb):
        address = reverse("claimants:pair", args=[pair.pk])
        return client.post(address, {"key": key(), "verb": verb}, follow=True).content.decode()

    def test_has_a_key_for_each_answer(self, desk, pair):
        html = desk.get(reverse("claimants:pair", args=[pair.pk])).content.decode()
        assert all(f'data-key="{one}"' in html for one in "ynl")

    def test_tells_apart_for_ever_unless_it_is_taken_back(self, desk, pair, amina, twice):
        self.said(desk, pair, "different")
        found = [FoundPair(amina.pk, twice.pk, 0.99, ())]
        assert operations.keep_pairs(found=found, by=SYSTEM, now=TUESDAY) == 0
        assert count(desk) == 0
        desk.post(reverse("claimants:pair_back", args=[pair.pk]), {"key": key()})
        assert count(desk) == 1

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_that_somebody_merged_meanwhile_leads_on_and_does_nothing(self, desk, pair, amina, twice, method):
        operations.merge(survivor=amina, other=twice, by=SYSTEM, now=TUESDAY)
        at = reverse("claimants:pair", args=[pair.pk])
        page = getattr(desk, method)(at, {"key": key(), "verb": "different"}, follow=True)
        assert page.redirect_chain[-1][0] == reverse("claimants:duplicates")
        assert "was merged meanwhile" in page.content.decode()
        assert PossibleDuplicate.objects.get().decided_at is None

    def test_waits_for_a_week(self, desk, pair, monkeypatch):
        self.said(desk, pair, "later")
        assert count(desk) == 0
        assert count(desk, "?show=later") == 1
        stop(monkeypatch, TUESDAY + LATER)
        assert count(desk) == 1

    def test_leads_over_the_merge_to_the_next_pair(self, desk, pair, amina, twice, site):
        third = claimant("Mina Khan", site=site)
        operations.keep_pairs(
            found=[FoundPair(amina.pk, twice.pk, 0.97, ()), FoundPair(amina.pk, third.pk, 0.5, ())],
            by=SYSTEM,
            now=TUESDAY,
        )
        address = preview(amina, twice) + f"?pair={pair.pk}"
        answer = desk.post(address, {"key": key(), "version": 1, "others": 1, "name": "survivor"})
        following = PossibleDuplicate.objects.get(second=third)
        assert answer["Location"] == reverse("claimants:pair", args=[following.pk])
