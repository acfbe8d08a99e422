"""What a colleague needs while somebody is on the telephone: what to ask, what may be said, and who can ring back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from upton.claimants.models import Call, Claimant
from upton.claimants.queries.needs import contact_of
from upton.claimants.rules import contact
from upton.claimants.rules.calls import SECURITY_WORDS, Security, may_say
from upton.duties import queries as duties
from upton.foundation import clock, reading
from upton.foundation.actors import Actor
from upton.foundation.names import names_for
from upton.organisation import queries as organisation
from upton.pages import words as said
from upton.policy import dated


@dataclass(frozen=True, slots=True)
class SecurityQuestion:
    """What to ask, and what the record holds to check the answer by."""

    ask: str
    holds: str


@dataclass(frozen=True, slots=True)
class Reach:
    """How a claimant may be reached by telephone: the number held, if they may be rung, and what not to do."""

    number: str
    may_ring: bool
    may_leave_voicemail: bool
    do_not: Sequence[str]
    safe_times: str
    ask_for: str


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call as its page and the list of attempts show it."""

    id: int
    at: datetime
    who: str
    number: str
    security: str
    about: str
    outcome: str
    by: str
    note: str
    ring_back_at: datetime | None
    ended_at: datetime | None


def call_for(actor: Actor, call_id: int) -> Call:
    """One call that the actor may see, with its claimant. Raises Call.DoesNotExist."""
    return Call.objects.visible_to(actor).select_related("claimant__coach").get(pk=call_id)


def answered(actor: Actor, call_id: int | None, claimant_id: int | None) -> Call | None:
    """The earlier call, with the same person, that a new one answers; None where there is none such."""
    if call_id is None:
        return None
    call = Call.objects.visible_to(actor).filter(pk=call_id).first()
    return call if call is not None and call.claimant_id == claimant_id else None


def attempts(call: Call, actor: Actor) -> Sequence[CallLine]:
    """The calls that answered this one, the latest first."""
    rows = list(Call.objects.visible_to(actor).filter(answers=call).order_by("-started_at", "-pk"))
    return call_lines(rows, actor)


def call_lines(calls: Sequence[Call], actor: Actor) -> Sequence[CallLine]:
    """Calls in words."""
    names = names_for({"colleague": {one.by_id for one in calls if one.by_id}}, actor)
    return [_line(one, names) for one in calls]


def _line(one: Call, names: Mapping[tuple[str, int], str]) -> CallLine:
    return CallLine(
        id=one.pk,
        at=one.started_at,
        who="They rang" if one.direction == "in" else "We rang",
        number=said.telephone(one.number),
        security=SECURITY_WORDS[Security(one.security)],
        about=dated.words("journal_subjects").get(one.about, ""),
        outcome=dated.words("call_outcomes").get(one.outcome, ""),
        by=names.get(("colleague", one.by_id or 0), "Upton"),
        note=one.note,
        ring_back_at=one.ring_back_at,
        ended_at=one.ended_at,
    )


def reach_of(claimant: Claimant) -> Reach:
    """How this claimant may be reached by telephone, as they asked to be. One query."""
    found = contact_of(claimant)
    number = contact.number_to_ring(found)
    return Reach(
        number=said.telephone(number.number) if number else "",
        may_ring=contact.may_ring(found),
        may_leave_voicemail=contact.may_leave_voicemail(found),
        do_not=contact.warnings(found),
        safe_times=claimant.safe_times,
        ask_for=claimant.ask_for,
    )


def security_questions(claimant: Claimant, actor: Actor, *, today: date) -> Sequence[SecurityQuestion]:
    """What to ask according to the policy in force, with what the record holds; what it doesn't hold is left out."""
    entries = dated.on("security_questions", today).values()
    held = [(entry.values["name"], _held(entry.values["holds"], claimant, actor)) for entry in entries]
    return [SecurityQuestion(ask, holds) for ask, holds in held if holds]


def _held(what: str, claimant: Claimant, actor: Actor) -> str:
    if what.startswith("fact:"):
        last = reading.journal(claimant.pk, actor, most=1, only=what.removeprefix("fact:").split(","))
        return f"{said.moment(last[0].at)}: {last[0].text}" if last else ""
    return {
        "born": said.born(claimant.born),
        "postcode": claimant.postcode,
        "number_end": (claimant.national_insurance_number or "")[-3:],
        "coach": claimant.coach.name if claimant.coach else "",
    }[what]


def who_can_ring_back(actor: Actor, site_id: int, coach_id: int | None, *, today: date) -> Sequence[tuple[str, str]]:
    """The (value, label) of whoever can owe a ring-back: oneself, their coach, a role, a colleague at the site."""
    there = organisation.posted(site_id, today, weekday=False)
    roles = dated.words("roles")
    named = {f"colleague:{actor.id}": "I ring back"} if actor.id is not None else {}
    for one in there:
        if one.colleague_id == coach_id:
            named.setdefault(f"colleague:{coach_id}", f"Their coach, {one.name}")
    named |= {
        f"role:{role}": f"{roles.get(role, role)}: whoever comes first" for role in sorted({p.role for p in there})
    }
    for one in there:
        named.setdefault(f"colleague:{one.colleague_id}", one.name)
    return list(named.items())


def usual_promise(site_id: int, now: datetime) -> datetime:
    """By when a ring-back is promised unless they agree on another time: the policy's day, on the local clock."""
    return duties.usual_due("ring_back", site_id=site_id, now=now).astimezone(clock.LOCAL)


def can_say(call: Call) -> bool:
    """Whether anything that stands in the record may be said in this call."""
    return may_say(call.security)
