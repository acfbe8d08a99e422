"""Accounts opened, signed in to and closed; a throttle that locks nobody out."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from upton.accounts import operations, rules
from upton.accounts.models import Account, Attempt, Session
from upton.accounts.operations import Comer, account_for, note_failure, note_sign_in
from upton.accounts.sessions import SessionStore
from upton.foundation.actors import SYSTEM
from upton.foundation.models import FactRow
from upton.foundation.refusals import NotPossible
from upton.organisation.operations import leave
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
OFFICE, ELSEWHERE = "192.0.2.7", "198.51.100.9"
RIGHT = factories.PASSWORD


@pytest.fixture(autouse=True)
def _quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    operations._nobody.cache_clear()
    yield
    operations._nobody.cache_clear()


@pytest.fixture
def ada():
    return factories.colleague("Ada Obi", password=RIGHT).account


def stranger(account, address=OFFICE):
    return Comer(account.username, address, None)


def fail(comer, times, at=NOON):
    for _ in range(times):
        note_failure(comer=comer, by=SYSTEM, now=at)


def bodies(kind):
    return [json.loads(row.body) for row in FactRow.objects.filter(kind=kind).order_by("id")]


class TestAccountFor:
    def test_opens_with_the_right_password_alone(self, ada):
        assert account_for(stranger(ada), RIGHT, now=NOON) == ada
        assert account_for(stranger(ada), RIGHT + " ", now=NOON) is None
        assert account_for(stranger(ada), "", now=NOON) is None

    def test_opens_no_closed_account(self, ada):
        operations.close_account(account=ada, by=SYSTEM, now=NOON)
        assert account_for(stranger(ada), RIGHT, now=NOON) is None

    def test_opens_no_account_without_a_password(self):
        account = factories.colleague().account
        assert account_for(stranger(account), "", now=NOON) is None
        assert account_for(stranger(account), "None", now=NOON) is None

    def test_goes_the_same_way_for_a_name_that_nobody_has(self, ada, monkeypatch):
        looked = []
        check = operations.check_password
        monkeypatch.setattr(operations, "check_password", lambda p, h: looked.append(h) or check(p, h))
        account_for(stranger(ada), "wrong", now=NOON)
        account_for(Comer("nobody", OFFICE, None), "wrong", now=NOON)
        known, unknown = (h.split("$") for h in looked)
        assert known[0] == unknown[0]
        assert len(known) == len(unknown)

    def test_opens_nothing_to_the_password_that_stands_for_nobody(self):
        assert account_for(Comer("nobody", OFFICE, None), "nobody's password", now=NOON) is None

    def test_does_not_look_at_the_password_while_somebody_has_to_wait(self, ada, monkeypatch):
        fail(stranger(ada), rules.FREE)
        monkeypatch.setattr(operations, "check_password", lambda *_: pytest.fail("It looked."))
        with pytest.raises(NotPossible, match="too many tries"):
            account_for(stranger(ada), RIGHT, now=NOON)


class TestTheThrottle:
    def test_lets_a_few_slips_pass(self, ada):
        fail(stranger(ada), rules.FREE - 1)
        assert account_for(stranger(ada), RIGHT, now=NOON) == ada

    def test_waits_longer_after_each_failure_and_hears_again_after_the_wait(self, ada):
        fail(stranger(ada), rules.FREE + 2)
        with pytest.raises(NotPossible):
            account_for(stranger(ada), RIGHT, now=NOON + timedelta(seconds=19))
        assert account_for(stranger(ada), RIGHT, now=NOON + timedelta(seconds=20)) == ada

    def test_counts_anew_after_half_an_hour(self, ada):
        fail(stranger(ada), 50)
        later = NOON + rules.FORGOTTEN
        fail(stranger(ada), rules.FREE - 1, at=later)
        assert account_for(stranger(ada), RIGHT, now=later) == ada

    def test_does_not_hold_up_the_same_account_from_elsewhere(self, ada):
        fail(stranger(ada, ELSEWHERE), 200)
        assert account_for(stranger(ada), RIGHT, now=NOON) == ada

    def test_does_not_hold_up_other_accounts_at_the_same_address_after_a_few_failures(self, ada):
        fail(Comer("ben", OFFICE, None), rules.FREE_ADDRESS - 1)
        assert account_for(stranger(ada), RIGHT, now=NOON) == ada

    def test_holds_up_an_address_that_tries_many_accounts(self, ada):
        for number in range(rules.FREE_ADDRESS):
            fail(Comer(f"name{number}", ELSEWHERE, None), 1)
        with pytest.raises(NotPossible):
            account_for(stranger(ada, ELSEWHERE), RIGHT, now=NOON)

    def test_hears_a_colleague_on_their_own_device_while_an_attacker_at_the_same_address_hammers_their_account(
        self, ada
    ):
        fail(stranger(ada), 300)
        own = Comer(ada.username, OFFICE, "a device of Ada's")
        assert account_for(own, RIGHT, now=NOON) == ada
        with pytest.raises(NotPossible):
            account_for(stranger(ada), RIGHT, now=NOON)

    def test_makes_whoever_took_that_device_wait_too_and_nobody_else(self, ada):
        own = Comer(ada.username, OFFICE, "a device of Ada's")
        fail(own, rules.FREE)
        with pytest.raises(NotPossible):
            account_for(own, RIGHT, now=NOON)
        assert account_for(stranger(ada), RIGHT, now=NOON) == ada

    def test_forgets_ones_slips_with_a_sign_in_but_not_those_of_the_address(self, ada):
        fail(stranger(ada), rules.FREE - 1)
        note_sign_in(account=ada, comer=stranger(ada), how="password", by=SYSTEM, now=NOON)
        fail(stranger(ada), 1)
        assert sorted(Attempt.objects.values_list("failures", flat=True)) == [1, rules.FREE]

    def test_keeps_neither_names_nor_addresses(self, ada):
        fail(stranger(ada), 1)
        kept = " ".join(Attempt.objects.values_list("bucket", flat=True))
        assert ada.username not in kept
        assert OFFICE not in kept

    def test_states_each_failure_with_the_account_where_there_is_one(self, ada):
        fail(stranger(ada), 1)
        fail(Comer("nobody", OFFICE, None), 1)
        assert bodies("accounts.sign_in_failed") == [{"account_id": ada.pk}, {"account_id": None}]


class TestOpenAccount:
    def open(self, **given):
        asked = {"username": " Sam.Price ", "kind": "colleague", "password": "long enough by far"}
        return operations.open_account(**(asked | given), by=SYSTEM, now=NOON)

    def test_keeps_the_username_in_small_letters(self):
        assert self.open().username == "sam.price"

    def test_refuses_a_name_that_is_taken_however_it_is_written(self):
        self.open()
        with pytest.raises(NotPossible, match="is taken") as refused:
            self.open(username="SAM.PRICE")
        assert refused.value.field == "username"

    @pytest.mark.parametrize("weak", ["tiny", "password1234"])
    def test_refuses_a_weak_password_and_opens_nothing(self, weak):
        with pytest.raises(NotPossible) as refused:
            self.open(password=weak)
        assert refused.value.field == "password"
        assert weak not in refused.value.sentence
        assert not Account.objects.exists()

    def test_opens_one_that_no_password_opens(self):
        assert not self.open(password=None).has_usable_password()

    def test_never_keeps_the_password_itself(self):
        assert "long enough" not in self.open().password


def session_of(account):
    store = SessionStore()
    store["_auth_user_id"] = str(account.pk)
    store.create()
    return store.session_key


class TestSessionsEnd:
    def test_when_the_account_is_closed_and_only_its_own(self, ada):
        other = factories.colleague().account
        session_of(ada), session_of(other)
        operations.close_account(account=ada, by=SYSTEM, now=NOON)
        assert list(Session.objects.values_list("account_id", flat=True)) == [other.pk]
        assert bodies("accounts.closed") == [{"account_id": ada.pk}]

    def test_when_the_password_is_changed(self, ada):
        session_of(ada)
        operations.change_password(account=ada, password="quite another one", by=SYSTEM, now=NOON)
        assert not Session.objects.exists()
        assert account_for(stranger(ada), RIGHT, now=NOON) is None
        assert account_for(stranger(ada), "quite another one", now=NOON) == ada

    def test_not_when_the_new_password_is_too_weak(self, ada):
        session_of(ada)
        with pytest.raises(NotPossible):
            operations.change_password(account=ada, password="short", by=SYSTEM, now=NOON)
        assert Session.objects.exists()

    def test_when_a_colleague_leaves(self):
        """ORG-1, ORG-5: leavers lose access at once."""
        site = factories.site()
        ben = factories.colleague("Ben Hart", site=site)
        session_of(ben.account)
        leave(colleague=ben, last_day=NOON.date(), by=factories.anybody(), now=NOON)
        assert not Session.objects.exists()
        assert Account.objects.get(pk=ben.account_id).closed_at == NOON
