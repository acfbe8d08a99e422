"""The demo's journals: messages both ways, some still to be answered, and telephone calls with what was promised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from upton.claimants import operations as claimants
from upton.claimants.models import Call, Claimant, JournalEntry
from upton.claimants.operations import Promise
from upton.demo.callers import Caller
from upton.demo.data import read
from upton.demo.days import Visit
from upton.demo.guarding import guarded
from upton.demo.people import COACHES, Cast, Person
from upton.demo.when import Timeline, When, at
from upton.foundation.actors import Actor, ActorKind
from upton.foundation.clock import local_day

SITE = "upton"
BEFORE = timedelta(hours=1)
"""Nobody writes or rings within this time of being registered."""


def plan_journals(cast: Cast, visits: Sequence[Visit], featured: Person, when: When, timeline: Timeline) -> None:
    """Let people write and ring, and colleagues answer; whoever is looked at first has messages to answer.

    `featured` is the coach whom a visitor looks at first.
    """
    who = _Writers(visits, featured)
    for one, moment in _told("message", when):
        if (caller := who.next(moment, waits="reply" not in one)) is not None:
            _plan_message(cast, caller, one, moment, timeline)
    for one, moment in _told("sent", when):
        if (caller := who.next(moment)) is not None:
            _plan_sent(cast, caller, one, moment, timeline)
    for one, moment in _told("call", when):
        caller = None if "unknown" in one else who.next(moment, rings=True)
        if caller is not None or "unknown" in one:
            _plan_call(cast, caller, one, moment, when, timeline)


def _told(kind: str, when: When) -> Iterator[tuple[dict[str, Any], datetime]]:
    """What the file tells of a kind, each with its moment; nothing of today where the office is shut."""
    for one in read("journals")[kind]:
        days = when.open_days(SITE, when.today - timedelta(days=1), -1)
        day = next(islice(days, one["back"] - 1, None)) if one["back"] else when.today
        if one["back"] or when.opening(SITE, day):
            yield one, _at(day, one["at"])


def _at(day: date, clock: str) -> datetime:
    moment = time.fromisoformat(clock)
    return at(day, moment.hour, moment.minute)


class _Writers:
    """Those who write and ring, each once: whoever was registered by then and has a coach of their own."""

    def __init__(self, visits: Sequence[Visit], featured: Person) -> None:
        hidden = guarded(visits)
        every = {id(one.caller): one.caller for one in visits if one.caller.coach and one.caller not in hidden}
        self.left, self.featured = list(every.values()), featured

    def next(self, moment: datetime, *, waits: bool = False, rings: bool = False) -> Caller | None:
        """Somebody who has not written yet; of those who wait for an answer, people of the featured coach first."""
        able = [one for one in self.left if self._can(one, moment) and (one.telephone or not rings)]
        able.sort(key=lambda one: (one.coach is self.featured) is not waits)
        found = next(iter(able), None)
        self.left = [one for one in self.left if one is not found]
        return found

    def _can(self, one: Caller, moment: datetime) -> bool:
        return one.registered_at is not None and one.registered_at + BEFORE < moment


def _coach(cast: Cast, caller: Caller, moment: datetime) -> Actor:
    """Who answers somebody: their coach, or on a day off another."""
    day = local_day(moment)
    here = cast.on_duty(SITE, COACHES, day)
    return cast.by(caller.coach if caller.coach in here else here[0])


def _plan_message(cast: Cast, caller: Caller, one: dict[str, Any], moment: datetime, timeline: Timeline) -> None:
    written: list[JournalEntry] = []

    def write(now: datetime) -> None:
        by = _themselves(caller.claimant) if one["channel"] == "online" else cast.by(_door(cast, moment))
        written.append(
            claimants.receive_message(
                claimant=caller.claimant, text=one["text"], channel=one["channel"], about=one["about"], by=by, now=now
            )
        )

    def reply(now: datetime) -> None:
        claimants.send_message(
            claimant=caller.claimant, text=one["reply"], about=one["about"], in_reply_to=written[0],
            by=_coach(cast, caller, moment), now=now,
        )  # fmt: skip

    timeline.add(moment, write)
    if "reply" in one:
        timeline.add(moment + timedelta(minutes=one["after"]), reply)


def _plan_sent(cast: Cast, caller: Caller, one: dict[str, Any], moment: datetime, timeline: Timeline) -> None:
    sent: list[JournalEntry] = []

    def send(now: datetime) -> None:
        by = _coach(cast, caller, moment)
        sent.append(
            claimants.send_message(claimant=caller.claimant, text=one["text"], about=one["about"], by=by, now=now)
        )

    timeline.add(moment, send)
    if "read_after" in one:
        timeline.add(
            moment + timedelta(minutes=one["read_after"]),
            lambda now: claimants.read(entry=sent[0], by=_themselves(caller.claimant), now=now),
        )


def _themselves(claimant: Claimant) -> Actor:
    return Actor(ActorKind.CLAIMANT, claimant.pk)


def _door(cast: Cast, moment: datetime) -> Person:
    return cast.at_door(SITE, local_day(moment))[0]


def _plan_call(
    cast: Cast, caller: Caller | None, one: dict[str, Any], moment: datetime, when: When, timeline: Timeline
) -> None:
    held: list[Call] = []
    promise = _promised(caller, one, moment, when)

    def begin(now: datetime) -> None:
        held.append(_begin(cast, caller, one["direction"], one["security"], now))

    def finish(now: datetime) -> None:
        _finish(cast, held[0], one, now, promise)

    def answer(now: datetime) -> None:
        again = _begin(cast, caller, "out", "passed", now, answers=held[0])
        _finish(cast, again, one | {"outcome": "answered", "note": "Rung back as promised."}, now)

    timeline.add(moment, begin)
    timeline.add(moment + timedelta(minutes=one["minutes"]), finish)
    if promise and "answered_at" in one:
        timeline.add(_at(local_day(promise.at), one["answered_at"]), answer)


def _promised(caller: Caller | None, one: dict[str, Any], moment: datetime, when: When) -> Promise | None:
    if caller is None or caller.coach is None or "promised" not in one:
        return None
    day = next(islice(when.open_days(SITE, local_day(moment)), one["promised"], None))
    return Promise(_at(day, one["promised_at"]), colleague_id=caller.coach.colleague.pk)


def _begin(
    cast: Cast, caller: Caller | None, direction: str, security: str, now: datetime, *, answers: Call | None = None
) -> Call:
    return claimants.begin_call(
        site=cast.sites[SITE],
        claimant=caller.claimant if caller else None,
        direction=direction,
        security=security,
        answers=answers,
        by=cast.by(_door(cast, now)),
        now=now,
    )


def _finish(cast: Cast, call: Call, one: dict[str, Any], now: datetime, promise: Promise | None = None) -> None:
    claimants.finish_call(
        call=call, about=one["about"], outcome=one["outcome"], note=one["note"], promise=promise,
        by=cast.by(_door(cast, now)), now=now,
    )  # fmt: skip
