"""Who opens their start page, when, and what several of its panels need: each thing is asked once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from upton.claimants import queries as claimants
from upton.claimants.queries import Person
from upton.diary import queries as diary
from upton.diary.queries import AppointmentLine, SiteStanding
from upton.foundation.actors import Actor
from upton.foundation.clock import local_day
from upton.foundation.names import know
from upton.organisation import queries as organisation
from upton.organisation.queries import Ratio
from upton.reception import queries as reception
from upton.reception.queries import Footfall, VisitLine


@dataclass
class Looking:
    """Somebody at their start page."""

    actor: Actor
    now: datetime
    opened: Mapping[int, datetime]
    """Claimant → when their record was opened last in this browser."""
    asked: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def today(self) -> date:
        """The day, as a site reckons it."""
        return local_day(self.now)

    @cached_property
    def mine(self) -> Sequence[AppointmentLine]:
        """One's own appointments of the day, by time."""
        return diary.on_day(self.actor, day=self.today, colleague_id=self.actor.id)

    @cached_property
    def people(self) -> dict[int, Person]:
        """One's caseload, whoever comes to one today, and the records that one opened last; one question."""
        also = {*self.opened, *(one.claimant_id for one in self.mine)}
        found = claimants.people_of(self.actor, self.today, also=also)
        know("claimant", {one: person.name for one, person in found.items()}, self.actor)
        return found

    @cached_property
    def here(self) -> SiteStanding:
        """How the day stands at the site where one works; five questions."""
        found = diary.standing(self.actor, [self.actor.here], day=self.today, now=self.now)
        return found.get(self.actor.here) or SiteStanding(self.actor.here, None)

    @cached_property
    def own_teams(self) -> frozenset[int]:
        """The teams at that site that one leads."""
        teams = organisation.teams_at(self.actor, self.actor.here, self.today)
        return frozenset(one.id for one in teams if one.leader_id == self.actor.id)

    @cached_property
    def waiting(self) -> Sequence[VisitLine]:
        """Those who wait at that site, urgent ones first, then the longest; three questions."""
        return reception.waiting_at(self.actor, site_id=self.actor.here, day=self.today)

    @cached_property
    def footfall(self) -> Footfall:
        """Who came to that site today, as the facts say it; one question."""
        return reception.footfall_of(self.actor, [self.actor.here], first=self.today, last=self.today)

    @cached_property
    def ratios(self) -> Sequence[Ratio]:
        """The ratios of the districts where one answers for staff, the worst first."""
        return sorted(organisation.ratios_on(self.actor, self.today), key=lambda one: (one.balance, one.district))
