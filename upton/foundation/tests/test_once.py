"""A form sent twice happens once: double click, back button, retry after a fault."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection

from upton.foundation import jobs
from upton.foundation.actors import SYSTEM, Actor, ActorKind
from upton.foundation.models import FactRow, Sending
from upton.foundation.once import once
from upton.foundation.refusals import NotPossible
from upton.foundation.tests.stated import NOON, hang, ring

ADA, BEN = Actor(ActorKind.COLLEAGUE, 5), Actor(ActorKind.COLLEAGUE, 6)


def send(key, *, word="", by=ADA, now=NOON):
    return once(key, hang, bell=11, word=word, by=by, now=now)


@pytest.mark.django_db
class TestOnce:
    def test_does_it_once_and_gives_back_what_the_first_sending_made(self):
        key = uuid.uuid4()
        first = send(key)
        again = send(key, now=NOON + timedelta(minutes=2))
        assert (first.pk, again.pk) == (11, 11)
        assert FactRow.objects.count() == 1

    def test_gives_back_nothing_where_the_first_sending_made_no_row(self):
        key = uuid.uuid4()
        once(key, ring, site_id=7, times=1, by=ADA, now=NOON)
        assert once(key, ring, site_id=7, times=1, by=ADA, now=NOON) is None
        assert FactRow.objects.count() == 1

    def test_keeps_nothing_that_shows_what_was_typed_without_the_key_of_the_service(self, settings):
        kept = []
        for key in (b"k" * 32, b"q" * 32):
            settings.UPTON_FACTS_KEY = key
            number = uuid.uuid4()
            once(number, ring, site_id=7, times=1, by=ADA, now=NOON)
            kept.append(bytes(Sending.objects.get(key=number).fingerprint))
        assert kept[0] != kept[1]

    def test_carries_the_key_as_the_id_of_the_act(self):
        key = uuid.uuid4()
        once(key, ring, site_id=7, times=1, by=ADA, now=NOON)
        assert FactRow.objects.get().act_id == key

    @pytest.mark.parametrize("other", [{"times": 2}, {"site_id": 8}, {"by": BEN}])
    def test_refuses_other_content_under_the_same_key(self, other):
        key = uuid.uuid4()
        sent = {"site_id": 7, "times": 1, "by": ADA, "now": NOON}
        once(key, ring, **sent)
        with pytest.raises(NotPossible, match="already sent with other content"):
            once(key, ring, **(sent | other))
        assert FactRow.objects.count() == 1

    def test_refuses_another_operation_under_the_same_key(self):
        key = uuid.uuid4()
        once(key, ring, site_id=7, times=1, by=ADA, now=NOON)
        with pytest.raises(NotPossible, match="already sent with other content"):
            send(key)

    def test_leaves_the_key_free_when_it_was_refused(self):
        key = uuid.uuid4()
        with pytest.raises(NotPossible, match="Not like this"):
            send(key, word="no")
        assert not Sending.objects.exists()
        assert send(key).pk == 11
        assert FactRow.objects.count() == 1

    def test_forgets_keys_after_a_week(self, monkeypatch):
        once(uuid.uuid4(), ring, site_id=7, times=1, by=ADA, now=NOON)
        once(uuid.uuid4(), ring, site_id=7, times=1, by=ADA, now=NOON + timedelta(days=5))
        monkeypatch.setattr("upton.foundation.clock.now", lambda: NOON + timedelta(days=8))
        assert jobs.forget_old_keys(timestamp=0) == 1
        assert Sending.objects.count() == 1


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_happen_once(self):
        key, together = uuid.uuid4(), threading.Barrier(2)
        failed: list[BaseException] = []

        def click():
            try:
                together.wait(timeout=10)
                once(key, ring, site_id=7, times=1, by=SYSTEM, now=NOON)
            except BaseException as error:
                failed.append(error)
            finally:
                connection.close()

        clicks = [threading.Thread(target=click) for _ in range(2)]
        for one in clicks:
            one.start()
        for one in clicks:
            one.join(timeout=30)
        assert failed == []
        assert FactRow.objects.count() == 1
        assert Sending.objects.count() == 1
