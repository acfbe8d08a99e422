"""Panels of one's own work: the day, who waits for one, what is due, what changed, and recent records."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from upton.claimants import facts as claimant_facts
from upton.claimants import queries as claimants
from upton.desk import recent as records
from upton.desk.panels.looking import Looking
from upton.diary import facts as diary_facts
from upton.diary.models import State
from upton.diary.queries import AppointmentLine
from upton.duties import queries as duties
from upton.foundation.clock import day_bounds
from upton.foundation.happened import Happened, happened_to
from upton.foundation.names import names_for
from upton.reception import queries as reception

Panel = Mapping[str, Any]
START_DUTIES = 12
SHOWN = 8
NOTE = "note pinned"
CHANGES = (
    (diary_facts.AppointmentMissed, "did not come", "late"),
    (claimant_facts.MessageReceived, "wrote", "wait"),
    (claimant_facts.ClaimantDied, "has died", "plain"),
    (claimant_facts.ClaimantMoved, "moved house", "info"),
    (diary_facts.AppointmentMoved, "has another time", "info"),
    (diary_facts.AppointmentCancelled, "has an appointment less", "quiet"),
    (claimant_facts.CoachGiven, "is yours now", "good"),
)
"""What a coach must hear of their caseload: the kind of fact, in words after the name, its tone; first things first."""
UNDONE = {
    diary_facts.MissedUndone.kind: diary_facts.AppointmentMissed.kind,
    diary_facts.CancelUndone.kind: diary_facts.AppointmentCancelled.kind,
}


def my_day(looking: Looking) -> Panel:
    """One's appointments as a time line, with who has come and how long they wait; started in one press."""
    actor = looking.actor
    noted = {one for one, person in looking.people.items() if person.noted}
    return {
        "entries": [_entry(actor.id, line, noted) for line in looking.mine],
        "topic": f"floor:{actor.here}",
        "late": reception.lateness(actor.here, looking.today, looking.now).get(actor.id or 0),
        "may_say_late": actor.reach("reception.floor").covers(actor.here),
    }


def _entry(own: int | None, line: AppointmentLine, noted: Collection[int]) -> dict[str, Any]:
    waits = line.state is State.ARRIVED
    return {
        "at": line.starts_at,
        "until": line.ends_at,
        "name": line.claimant,
        "href": reverse("desk:claimant", args=[line.claimant_id]) if line.opens else reverse("claimants:open"),
        "purpose": line.purpose,
        "state": line.words,
        "tone": line.tone,
        "needs": [NOTE] if line.claimant_id in noted else [],
        "arrived_at": line.arrived_at if waits else None,
        "see": reverse("diary:see", args=[line.id]) if waits and line.colleague_id == own else None,
    }


def who_waits(looking: Looking) -> Panel | None:
    """Who waits for one, or for whoever of one's role, without an appointment."""
    actor = looking.actor
    lines = reception.waiting_for(actor, site_id=actor.here, day=looking.today, booked=False)
    return {"lines": lines, "topic": f"floor:{actor.here}", "may": actor.may("reception.see")}


def due(looking: Looking) -> Panel:
    """What one owes, most urgent first."""
    lines = duties.due_from(looking.actor, now=looking.now, most=START_DUTIES)
    return {"lines": lines, "topic": ",".join(duties.topics_of(looking.actor))}


def changed(looking: Looking) -> Panel:
    """What changed since yesterday morning in one's caseload: who did not come, wrote, moved, or is new."""
    people = {one: person.name for one, person in looking.people.items() if person.mine}
    since = day_bounds(looking.today - timedelta(days=1))[0]
    kinds = [kind for kind, _, _ in CHANGES]
    undone = [diary_facts.MissedUndone, diary_facts.CancelUndone]
    found = happened_to(list(people), [*kinds, *undone], since=since)
    # What one did oneself is no news, but for those who did not come: something is owed to them.
    told = diary_facts.AppointmentMissed.kind
    own = [one for one in _standing(found) if one.kind == told or one.by_id != looking.actor.id]
    order = {kind.kind: place for place, kind in enumerate(kinds)}
    words = {kind.kind: (said, tone) for kind, said, tone in CHANGES}
    own.sort(key=lambda one: (order[one.kind], -one.at.timestamp()))
    lines = [
        {
            "name": people[one.claimant_id or 0],
            "href": reverse("desk:claimant", args=[one.claimant_id]),
            "said": words[one.kind][0],
            "tone": words[one.kind][1],
            "at": one.at,
        }
        for one in own[:SHOWN]
    ]
    return {"lines": lines, "count": len(own), "caseload": len(people)}


def _standing(found: Sequence[Happened]) -> list[Happened]:
    """The latest of each kind of each person, without what was taken back since."""
    seen: set[tuple[int | None, str]] = set()
    kept = []
    for one in found:
        kind = UNDONE.get(one.kind, one.kind)
        if (one.claimant_id, kind) not in seen and one.kind not in UNDONE:
            kept.append(one)
        seen.add((one.claimant_id, kind))
    return kept


def recent(looking: Looking) -> Panel | None:
    """The records that one opened last; those that one acted on stand on their own page, where they are asked for."""
    seen = [(one, at) for one, at in looking.opened.items() if one in looking.people]
    return {"lines": [records.RecentLine(one, looking.people[one].name, at, False) for one, at in seen[:SHOWN]]}


def openings(looking: Looking) -> Panel | None:
    """Who opened a record with a reason in the last week, for whoever answers for it."""
    since: datetime = looking.now - timedelta(days=7)
    lines = [one for one in claimants.openings(looking.actor) if one.opened_at >= since]
    return {"lines": lines[:SHOWN], "count": len(lines)}


def sites(looking: Looking) -> Panel:
    """The sites that one's work reaches: names only."""
    actor = looking.actor
    ids = sorted({site for posts in actor.posts.values() for site in posts} | set(actor.reach("diary.see").sites))[:20]
    names = names_for({"site": ids}, actor)
    lines = sorted((names["site", one], one) for one in ids)
    return {"lines": [{"name": name, "href": reverse("organisation:site", args=[one])} for name, one in lines]}
