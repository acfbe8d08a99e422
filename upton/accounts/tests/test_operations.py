"""Accounts opened, signed in to and closed; a throttle that locks nobody out."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from upton.accounts import operations, rules
from upton.accounts.models import Account, Attempt, Session
from upton.accounts.operations import account_for, note_failure
from upton.accounts.sessions import SessionStore
from upton.accounts.throttle import Comer
from upton.foundation.actors import SYSTEM
from upton.foundation.models import FactRow
from upton.foundation.refusals import NotPossible
from upton.organisation.operations import Post, found_service, give_temporary_password, join, leave
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
    """Let the buckets look as after so many failures, without the waits between them."""
    for bucket, _ in comer.buckets:
        before = Attempt.objects.filter(bucket=bucket, last_at__gt=at - rules.FORGOTTEN).first()
        failures = (before.failures if before else 0) + times
        Attempt.objects.update_or_create(bucket=bucket, defaults={"failures": failures, "last_at": at})


def failures_of(comer):
    return [Attempt.objects.filter(bucket=b).values_list("failures", flat=True).first() for b, _ in comer.buckets]


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
        for _ in range(rules.FREE - 1):
            assert account_for(stranger(ada), "wrong", now=later) is None
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

    def test_counts_each_failure_once_in_every_bucket_of_the_comer(self, ada):
        for password in ("wrong", "wrong again"):
            account_for(stranger(ada), password, now=NOON)
        assert failures_of(stranger(ada)) == [2, 2]

    def test_counts_nothing_while_somebody_has_to_wait(self, ada):
        fail(stranger(ada), rules.FREE)
        with pytest.raises(NotPossible):
            account_for(stranger(ada), "wrong", now=NOON)
        assert failures_of(stranger(ada)) == [rules.FREE, rules.FREE]

    def test_forgets_ones_slips_with_the_right_password_but_not_those_of_the_address(self, ada):
        fail(stranger(ada), rules.FREE - 1)
        account_for(stranger(ada), RIGHT, now=NOON)
        assert failures_of(stranger(ada)) == [None, rules.FREE - 1]

    def test_leaves_nothing_of_somebody_who_never_slipped(self, ada):
        account_for(stranger(ada), RIGHT, now=NOON)
        assert not Attempt.objects.exists()

    def test_keeps_nobody_waiting_who_need_not_when_another_clock_is_ahead(self, ada):
        account_for(stranger(ada), "wrong", now=NOON + timedelta(seconds=3))
        assert account_for(stranger(ada), RIGHT, now=NOON) == ada

    def test_keeps_neither_names_nor_addresses(self, ada):
        fail(stranger(ada), 1)
        kept = " ".join(Attempt.objects.values_list("bucket", flat=True))
        assert ada.username not in kept
        assert OFFICE not in kept

    def test_states_each_failure_with_the_account_where_there_is_one(self, ada):
        for comer in (stranger(ada), Comer("nobody", OFFICE, None)):
            note_failure(comer=comer, by=SYSTEM, now=NOON)
        assert bodies("accounts.sign_in_failed") == [{"account_id": ada.pk}, {"account_id": None}]


@pytest.mark.django_db(transaction=True)
class TestManyTriesAtOnce:
    """A burst of parallel tries is heard no more often than tries one after another are."""

    AT_ONCE = 16

    def burst(self, monkeypatch, comers, password="wrong"):
        """Let all comers try at the same moment: how often a password was looked at, and who was told to wait."""
        looked, waited, ready = [], [], threading.Barrier(len(comers))

        def slow(given, known):
            looked.append(given)
            time.sleep(0.05)
            return given == RIGHT

        monkeypatch.setattr(operations, "check_password", slow)

        def come(comer):
            try:
                connection.ensure_connection()
                ready.wait(timeout=20)
                account_for(comer, password, now=NOON)
            except NotPossible:
                waited.append(comer)
            finally:
                connection.close()

        with ThreadPoolExecutor(len(comers)) as pool:
            list(pool.map(come, comers))
        return len(looked), len(waited)

    def test_hears_five_of_them_and_no_more(self, ada, monkeypatch):
        assert self.burst(monkeypatch, [stranger(ada)] * self.AT_ONCE) == (rules.FREE, self.AT_ONCE - rules.FREE)
        assert failures_of(stranger(ada)) == [rules.FREE, rules.FREE]

    def test_hears_as_many_as_are_left_where_some_failed_before(self, ada, monkeypatch):
        fail(stranger(ada), rules.FREE - 2)
        assert self.burst(monkeypatch, [stranger(ada)] * self.AT_ONCE) == (2, self.AT_ONCE - 2)

    def test_hears_one_after_each_wait(self, ada, monkeypatch):
        fail(stranger(ada), rules.FREE + 2, at=NOON - timedelta(seconds=20))
        assert self.burst(monkeypatch, [stranger(ada)] * self.AT_ONCE) == (1, self.AT_ONCE - 1)

    def test_hears_no_more_over_many_accounts_than_an_address_may(self, monkeypatch):
        comers = [Comer(f"name{number}", ELSEWHERE, None) for number in range(self.AT_ONCE)]
        fail(comers[0], rules.FREE_ADDRESS - 3)
        Attempt.objects.filter(bucket=comers[0].buckets[0][0]).delete()
        assert self.burst(monkeypatch, comers) == (3, self.AT_ONCE - 3)

    def test_takes_back_what_was_right(self, ada, monkeypatch):
        colleagues = [factories.colleague(password=RIGHT).account for _ in range(self.AT_ONCE)]
        assert self.burst(monkeypatch, [stranger(one) for one in colleagues], RIGHT) == (self.AT_ONCE, 0)
        assert not Attempt.objects.exists()


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

    @pytest.mark.parametrize("weak", ["tiny", "password1234", "4928173650194"])
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

    def test_knows_whether_somebody_else_gave_the_password(self):
        assert not self.open().password_is_temporary
        assert self.open(username="ben", temporary=True).password_is_temporary

    def test_calls_no_password_temporary_where_there_is_none(self):
        assert not self.open(password=None, temporary=True).password_is_temporary


class TestWhoseThePasswordIs:
    """What the organisation's operations tell accounts."""

    def join(self, **given):
        where = Post(site=factories.site(), role="work_coach", weekdays=(0, 1, 2, 3, 4), fte=Decimal(1))
        asked = {"name": "Sam Price", "staff_number": "7654321", "username": "sam", "password": "q8fk-w2pm-x7ht-c4vd"}
        return join(**(asked | given), where=where, starts_on=NOON.date(), by=factories.anybody(), now=NOON)

    def test_is_somebody_elses_when_a_colleague_joins_or_is_given_a_new_one(self):
        assert self.join().account.password_is_temporary
        ben = factories.colleague("Ben Hart")
        by = factories.anybody()
        give_temporary_password(colleague=ben, password="q8fk-w2pm-x7ht-c4vd", by=by, now=NOON)
        assert Account.objects.get(pk=ben.account_id).password_is_temporary

    def test_is_nobodys_where_no_password_opens_the_account(self):
        assert not self.join(password=None).account.password_is_temporary

    def test_is_the_first_administrators_own(self):
        ada = found_service(
            site_name="Head office",
            nation="england",
            name="Ada Lovell",
            staff_number="1000001",
            username="ada",
            password="a password of her own",
            by=SYSTEM,
            now=NOON,
        )
        assert not ada.account.password_is_temporary


class TestChoosePassword:
    @pytest.fixture
    def sam(self):
        account = factories.colleague("Sam Price").account
        operations.change_password(account=account, password=RIGHT, temporary=True, by=SYSTEM, now=NOON)
        return Account.objects.get(pk=account.pk)

    def choose(self, account, password="quite another one"):
        return operations.choose_password(account=account, password=password, by=SYSTEM, now=NOON)

    def test_puts_ones_own_in_place_of_the_temporary_one_and_ends_the_sessions(self, sam):
        session_of(sam)
        assert not self.choose(sam).password_is_temporary
        found = Account.objects.get(pk=sam.pk)
        assert (found.check_password("quite another one"), found.password_is_temporary) == (True, False)
        assert not Session.objects.exists()
        assert bodies("accounts.password_chosen") == [{"account_id": sam.pk}]

    @pytest.mark.parametrize("bad", ["short", "4928173650194", RIGHT])
    def test_refuses_a_weak_one_and_the_temporary_one_itself(self, sam, bad):
        with pytest.raises(NotPossible) as refused:
            self.choose(sam, bad)
        assert refused.value.field == "password"
        assert Account.objects.get(pk=sam.pk).password_is_temporary

    def test_is_done_once(self, sam):
        self.choose(sam)
        with pytest.raises(NotPossible, match="changed meanwhile"):
            self.choose(sam, "and yet another one")

    def test_never_overwrites_a_temporary_password_given_meanwhile(self, sam):
        newer = Account.objects.get(pk=sam.pk)
        operations.change_password(account=newer, password="another temporary", temporary=True, by=SYSTEM, now=NOON)
        with pytest.raises(NotPossible, match="changed meanwhile"):
            self.choose(sam)
        assert Account.objects.get(pk=sam.pk).check_password("another temporary")


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
