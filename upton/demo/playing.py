"""A day that goes on by itself: people come, wait, are seen and leave, by the colleagues whose acts those are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import count
from random import Random

from django.db import OperationalError

from upton.claimants.models import Claimant
from upton.demo import around
from upton.demo.around import Around, Staff
from upton.demo.courses import MINUTE
from upton.diary import operations as diary
from upton.diary.models import Appointment, State
from upton.foundation.clock import LOCAL
from upton.foundation.refusals import Refused
from upton.organisation.models import Site
from upton.reception import operations as reception
from upton.reception.models import Visit, VisitState

WAITS = (VisitState.WAITING.value, VisitState.CALLED.value, VisitState.OUT.value)
AHEAD = timedelta(hours=1)
"""Who is expected within this time is on the way."""
MISSES, TABLET, STEPS_OUT, WRITES_OFF = 0.07, 0.25, 0.06, 0.03
"""How many do not come, check in by themselves, go out for a moment, and leave before they are seen."""
ATTEMPTS, PAUSE = 4, 0.2
"""How often an act is tried that got in the way of another, and the seconds to wait before the second time."""
PASSING = {"40P01", "40001"}
"""What PostgreSQL calls a deadlock, and two transactions that could not be put one after the other."""
IN_THE_WAY = "somebody does the like at this moment, so it is tried again"
MEANWHILE = "somebody has seen to this already"


def _passes(fault: OperationalError) -> bool:
    """Whether the same act would go through if it were done again."""
    return getattr(fault.__cause__ or fault, "sqlstate", None) in PASSING


@dataclass(slots=True)
class Play:
    """What is under way at an office: `clock` and `sleep` are the machine's own, `tell` takes a line for each act.

    A minute of the play is 60 / `speed` seconds; the service's own clock is what it is.
    """

    site: Site
    speed: float
    clock: Callable[[], datetime]
    sleep: Callable[[float], object]
    tell: Callable[[str], object]
    random: Random
    began: datetime = field(init=False)
    here: Around = field(init=False)
    acts: int = 0
    _ahead: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    _nth: count[int] = field(default_factory=count)
    _known: set[tuple[str, int]] = field(default_factory=set)
    _free: dict[int, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.began = self.clock()
        self.here = Around(self.site, self.began, self.random)

    @property
    def moment(self) -> datetime:
        """What time it is in the play."""
        return self.began + (self.clock() - self.began) * self.speed

    def run(self, until: time | None) -> int:
        """Play until a time on the clock of the play, or until everybody has gone home; how many acts there were."""
        while not self._is_over(until):
            for visit in around.present(self.site, self.here.day):
                self._go_on_with(visit)
            for one in around.expected(self.site, self.here.day, before=self.moment + AHEAD):
                self._expect(one)
            self._let_come_in()
            ends = self.moment + MINUTE
            while self._ahead and self._ahead[0][0] <= ends and not self._is_over(until):
                moment, _, do = heappop(self._ahead)
                self._wait_for(moment)
                do()
            self._wait_for(ends)
        return self.acts

    def _is_over(self, until: time | None) -> bool:
        if until is not None and self.moment.astimezone(LOCAL).time() >= until:
            return True
        return self.moment >= self.here.closes and not around.present(self.site, self.here.day)

    def _wait_for(self, moment: datetime) -> None:
        left = (moment - self.moment).total_seconds() / self.speed
        if left > 0:
            self.sleep(left)

    def _at(self, moment: datetime, do: Callable[[], None]) -> None:
        heappush(self._ahead, (moment, next(self._nth), do))

    def _is_new(self, what: str, key: int) -> bool:
        known = (what, key) in self._known
        self._known.add((what, key))
        return not known

    def _do(self, line: str, act: Callable[..., object], by: Staff | None, **what: object) -> None:
        """Do something in somebody's name and say so; a refusal is said too, and ends nothing.

        Where the database gave it up for the sake of somebody who did the like at that moment, it is done again.
        """
        at = f"{self.moment.astimezone(LOCAL):%H:%M}"
        if by is None:
            return self._say(f"{at} {line}: nobody is here who may do that.")
        for attempt in range(1, ATTEMPTS + 1):
            try:
                act(**what, by=by.actor, now=self.clock())
            except Refused as refused:
                return self._say(f"{at} Not done: {line}. {refused.sentence}")
            except OperationalError as fault:
                if not _passes(fault):
                    raise
                if attempt == 1:
                    self._say(f"{at} {line}: {IN_THE_WAY}.")
                self.sleep(PAUSE * attempt)
            else:
                self.acts += 1
                return self._say(f"{at} {line}")
        return self._say(f"{at} Not done: {line}. The database was too busy.")

    def _say(self, line: str) -> None:
        self.tell(line)

    def _skip(self, who: str) -> None:
        self._say(f"{self.moment.astimezone(LOCAL):%H:%M} {who}: {MEANWHILE}.")

    def _expect(self, one: Appointment) -> None:
        if not self._is_new("expected", one.pk):
            return
        starts = one.during.lower
        if one.channel != "face_to_face":
            self._at(starts + MINUTE, partial(self._ring, one.pk))
        elif self.random.random() < MISSES:
            self._at(starts + 15 * MINUTE, partial(self._miss, one.pk))
        else:
            early = MINUTE * self.random.randint(-3, 14)
            soon = self.moment + timedelta(seconds=self.random.randrange(10, 240))
            self._at(max(starts - early, soon, self.here.opens), partial(self._arrive, one.pk))

    def _booked(self, key: int) -> Appointment | None:
        one = around.appointment(key)
        if one.state != State.BOOKED.value:
            self._skip(one.claimant.listed_as)
            return None
        return one

    def _arrive(self, key: int) -> None:
        if one := self._booked(key):
            who, whom = one.claimant.listed_as, one.colleague.name
            by = self.here.themselves(one.claimant) if self.random.random() < TABLET else self.here.front()
            how = "tablet" if by and by.colleague_id is None else "desk"
            line = f"{who} arrives for {whom}" + (", and checks in at the tablet" if how == "tablet" else "")
            self._do(line, reception.check_in, by, appointment=one, how=how, children=self.here.children())

    def _miss(self, key: int) -> None:
        if one := self._booked(key):
            by = self.here.of(one.colleague)
            self._do(f"{one.claimant.listed_as} did not come to {one.colleague.name}", diary.mark_missed, by,
                     appointment=one)  # fmt: skip

    def _ring(self, key: int) -> None:
        if one := self._booked(key):
            line = f"{one.colleague.name} rings {one.claimant.listed_as}"
            self._do(line, diary.see, self.here.of(one.colleague), appointment=one)
            self._at(self.moment + 8 * MINUTE, partial(self._note, key))

    def _note(self, key: int) -> None:
        one = around.appointment(key)
        if one.state == State.SEEN.value and not one.outcome:
            line = f"{one.colleague.name} notes what came of it with {one.claimant.listed_as}"
            self._do(line, diary.record_outcome, self.here.of(one.colleague), appointment=one, outcome="done")

    def _go_on_with(self, visit: Visit) -> None:
        """Plan what comes next for somebody who is here, whoever let them in or saw them."""
        if visit.state == VisitState.SEEN.value or visit.visitor:
            if self._is_new("seen", visit.pk):
                lasts = self.here.minutes_with(visit) * self.random.uniform(0.6, 0.9)
                helper = visit.colleague_id or 0
                self._free[helper] = max(self._free.get(helper, self.moment), self.moment + MINUTE * lasts)
                if visit.appointment_id:
                    self._at(self._free[helper], partial(self._note, visit.appointment_id))
                self._at(self._free[helper] + MINUTE, partial(self._leave, visit.pk))
        elif self._is_new("waits", visit.pk):
            self._wait(visit)

    def _wait(self, visit: Visit) -> None:
        soon = self.moment + MINUTE * self.random.randint(1, 4)
        if self.random.random() < STEPS_OUT and visit.state == VisitState.WAITING.value:
            self._at(
                soon, partial(self._step, visit.pk, reception.step_out, VisitState.WAITING, "goes out for a moment")
            )
            soon += MINUTE * self.random.randint(3, 8)
            self._at(soon, partial(self._step, visit.pk, reception.come_back, VisitState.OUT, "is back"))
        if self.random.random() < WRITES_OFF:
            self._at(soon + 12 * MINUTE, partial(self._step, visit.pk, reception.leave_unseen, None, "leaves unseen"))
            return
        starts = visit.appointment.during.lower if visit.appointment else soon
        self._at(max(soon, starts), partial(self._call, visit.pk))

    def _step(self, key: int, act: Callable[..., object], at: VisitState | None, words: str) -> None:
        visit = around.visit(key)
        if visit.state not in (WAITS if at is None else (at.value,)):
            return self._skip(around.name_of(visit))
        return self._do(f"{around.name_of(visit)} {words}", act, self.here.front(), visit=visit)

    def _call(self, key: int) -> None:
        """Let whoever is to see them call them in, once nobody is with that colleague."""
        visit = around.visit(key)
        helper = self.here.helper_of(visit)
        if visit.state not in WAITS:
            return self._skip(around.name_of(visit))
        free = self._free.get(helper.colleague_id or 0, self.moment) if helper else self.moment
        if free > self.moment or (helper and around.is_busy(helper.colleague_id, self.here.day)):
            return self._at(max(free, self.moment) + 2 * MINUTE, partial(self._call, key))
        if visit.state != VisitState.CALLED.value:
            line = (
                f"{helper.name if helper else 'Somebody'} calls {around.name_of(visit)} to {self.here.desk_of(helper)}"
            )
            self._do(line, reception.call_in, helper, visit=visit, to=self.here.desk_of(helper))
        return self._at(self.moment + MINUTE, partial(self._see, key, helper))

    def _see(self, key: int, helper: Staff | None) -> None:
        visit = around.visit(key)
        if visit.state not in WAITS:
            return self._skip(around.name_of(visit))
        line = f"{helper.name if helper else 'Somebody'} sees {around.name_of(visit)}"
        return self._do(line, reception.see, helper, visit=visit)

    def _leave(self, key: int) -> None:
        visit = around.visit(key)
        if visit.state not in (*WAITS, VisitState.SEEN.value):
            return self._skip(around.name_of(visit))
        if visit.state != VisitState.SEEN.value and not visit.visitor:
            self._known -= {("seen", key), ("waits", key)}
            return None
        return self._do(f"{around.name_of(visit)} leaves", reception.leave, self.here.front(), visit=visit)

    def _let_come_in(self) -> None:
        """Now and then somebody comes without an appointment, or rings."""
        if not self.here.opens <= self.moment < self.here.closes - 20 * MINUTE:
            return
        if self.random.random() < self.here.pace(self.moment) / 15:
            come = self.here.stranger(self.moment)
            self._at(self.moment, partial(self._do, come.line, come.act, self.here.front(), **come.what))
        if self.random.random() < self.here.pace(self.moment) / 20 and (caller := self.here.caller()):
            self._at(self.moment, partial(self._take_call, caller))

    def _take_call(self, caller: Claimant) -> None:
        by = self.here.front()
        held = around.Answered(self.site, caller, self.random)
        self._do(f"{caller.listed_as} rings, and {by.name if by else 'somebody'} answers", held.begin, by)
        self._at(self.moment + 4 * MINUTE, partial(self._do, f"{caller.listed_as} rings off", held.finish, by))
