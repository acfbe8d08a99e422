"""A day that goes on by itself, beside whoever uses the pages."""

from __future__ import annotations

from datetime import time, timedelta
from random import Random

import pytest
from django.db import OperationalError
from psycopg.errors import DeadlockDetected, SerializationFailure

from upton.demo import operations
from upton.demo.around import Around
from upton.demo.playing import IN_THE_WAY
from upton.demo.tests import loads
from upton.demo.tests.moments import MIDDAY
from upton.foundation import clock
from upton.foundation.refusals import NotPossible
from upton.foundation.verification import verify
from upton.organisation.models import Site
from upton.reception import operations as reception
from upton.reception.models import SiteDay, Visit, VisitState

TODAY = clock.local_day(MIDDAY)


class Clock:
    """A clock that goes on only while somebody sleeps."""

    def __init__(self):
        self.now, self.slept = MIDDAY, 0.0

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.slept += seconds
        self.now += timedelta(seconds=seconds)


@pytest.mark.django_db
class TestElsewhere:
    def test_is_refused_kindly_without_the_demo(self):
        with pytest.raises(NotPossible, match="does not hold the demo"):
            operations.day_to_play(site="Upton", tell=print)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demo as it stands at midday on a Tuesday."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, loads.loaded(patch, crowd=0):
        yield


@pytest.fixture
def own(monkeypatch):
    """A clock of one's own for the play and for the service, and what was told."""
    own = Clock()
    monkeypatch.setattr(clock, "now", own)
    return own, []


def play(own, until="13:30", **how):
    time_of, lines = own
    day = operations.day_to_play(
        site="Upton", speed=60, clock=time_of, sleep=time_of.sleep, random=Random("played"),
        tell=how.pop("tell", lines.append),
    )  # fmt: skip
    return day.run(time.fromisoformat(until))


@pytest.mark.django_db
@pytest.mark.usefixtures("loaded")
class TestDayToPlay:
    def test_plays_on_until_everybody_has_gone_home(self, own):
        play(own, until="23:00")
        assert own[1][-1] < "17:45"
        site = Site.objects.get(periods__name="Upton Jobcentre")
        assert not list(Visit.objects.present().filter(site=site, day=TODAY).values()), [
            line for line in own[1] if "Not done" in line or "nobody" in line
        ]

    def test_skips_with_a_word_what_somebody_did_already(self, own):
        front = next(iter(Visit.objects.filter(day=TODAY)[:1])).site
        done = []

        def meddle(line):
            own[1].append(line)
            waiting = Visit.objects.filter(site=front, day=TODAY, state=VisitState.WAITING, appointment=None).first()
            if waiting and not done:
                done.append(waiting.pk)
                by = Around(front, own[0](), Random("meddler")).front()
                reception.leave_unseen(visit=waiting, by=by.actor, now=own[0]())

        play(own, tell=meddle)
        assert done
        assert [line for line in own[1] if "somebody has seen to this already" in line]

    def test_goes_on_when_something_is_refused(self, own):
        site = Site.objects.get(periods__name="Upton Jobcentre")
        SiteDay.objects.filter(site=site, day=TODAY).update(closed_at=MIDDAY)
        play(own, until="12:50")
        assert [line for line in own[1] if "Not done" in line and "signed already" in line]

    @pytest.mark.parametrize("fault", [DeadlockDetected, SerializationFailure])
    def test_tries_again_and_says_once_what_the_database_gave_up(self, own, monkeypatch, fault):
        given_up, see = [], reception.see

        def busy(**what):
            if len(given_up) < 2:
                given_up.append(what)
                try:
                    raise fault()
                except fault as cause:
                    raise OperationalError(str(cause)) from cause
            return see(**what)

        monkeypatch.setattr(reception, "see", busy)
        play(own, until="13:00")
        lines = own[1]
        assert len(given_up) == 2
        said = [line for line in lines if IN_THE_WAY in line]
        assert len(said) == 1
        assert [line for line in lines if line.endswith(said[0][6:].partition(":")[0])]

    def test_gives_an_act_up_that_never_goes_through_and_goes_on(self, own, monkeypatch):
        def busy(**_):
            raise OperationalError from DeadlockDetected()

        monkeypatch.setattr(reception, "see", busy)
        play(own, until="13:00")
        given_up = [line for line in own[1] if "Not done" in line and "too busy" in line]
        assert len(given_up) > 1
        assert [line for line in own[1] if line not in given_up and IN_THE_WAY not in line]

    def test_ends_where_the_database_is_away(self, own, monkeypatch):
        def away(**_):
            raise OperationalError("the connection is lost")

        monkeypatch.setattr(reception, "see", away)
        with pytest.raises(OperationalError, match="lost"):
            play(own, until="13:00")

    def test_is_refused_kindly_for_an_office_that_is_not_there(self, own):
        with pytest.raises(NotPossible, match="Upton Jobcentre"):
            operations.day_to_play(site="Atlantis", tell=print, clock=own[0])


@pytest.mark.usefixtures("loaded")
class TestPlayed:
    """What was played stays: nothing of it is taken back after the test."""

    def test_lets_two_hours_happen_in_two_minutes_by_ordinary_acts(self, own):
        before = dict(Visit.objects.values_list("pk", "state"))
        acts = play(own, until="14:30")
        time_of, lines = own
        assert 115 <= time_of.slept <= 122
        assert acts > 20
        for words in ("arrives for", "calls", "sees", "leaves", "walks in", "rings"):
            assert any(words in line for line in lines), words
        assert all(line[2] == ":" and "12:30" <= line[:5] <= "14:35" for line in lines)
        after = dict(Visit.objects.values_list("pk", "state"))
        assert len(after) > len(before)
        assert set(after.values()) >= {VisitState.WAITING, VisitState.LEFT}
        assert verify(today=TODAY).findings == []
