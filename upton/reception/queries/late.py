"""Who runs late at a site, and by how much: as they said it, else as the longest wait for them shows (FOH-1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from upton.foundation.prepared import ask
from upton.organisation import queries as organisation
from upton.reception.rules.late import NOTICED

# Who came after the time of their appointment waits from then on, not from that time.
LATENESS = """
select colleague_id, minutes::int, true from reception_runninglate where site_id = %(site)s and day = %(day)s
union all
select a.colleague_id,
       floor(extract(epoch from max(%(now)s - greatest(lower(a.during), v.came_at))) / 60)::int, false
from reception_visit v join diary_appointment a on a.id = v.appointment_id
where v.site_id = %(site)s and v.day = %(day)s and v.state = 'waiting' and lower(a.during) < %(now)s
group by a.colleague_id
"""


@dataclass(frozen=True, slots=True)
class LateLine:
    """A colleague who works at a site today, and by how many minutes they run late; `said` where somebody said it."""

    colleague_id: int
    name: str
    minutes: int
    said: bool


def lateness(site_id: int, day: date, now: datetime) -> Mapping[int, int]:
    """Colleague → by how many minutes they run late at a site; those in time are left out. One question.

    Worked out, it is told from five minutes on.
    """
    return {one: minutes for one, (minutes, _) in _found(site_id, day, now).items()}


def late_lines(site_id: int, day: date, now: datetime) -> Sequence[LateLine]:
    """Everybody who works at a site today, those who run late first, the rest by name."""
    found = _found(site_id, day, now)
    people = {one.colleague_id: one.name for one in organisation.posted(site_id, day)}
    people |= organisation.colleague_names(set(found) - set(people))
    lines = [LateLine(one, name, *found.get(one, (0, False))) for one, name in people.items()]
    return sorted(lines, key=lambda one: (-one.minutes, one.name.casefold()))


def _found(site_id: int, day: date, now: datetime) -> Mapping[int, tuple[int, bool]]:
    found: dict[int, tuple[int, bool]] = {}
    for colleague_id, minutes, said in ask(LATENESS, {"site": site_id, "day": day, "now": now}):
        if said or (colleague_id not in found and minutes >= NOTICED):
            found[colleague_id] = (minutes, said)
    return found
