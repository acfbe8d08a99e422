"""Telephone calls: begun with the security questions, and recorded with what they were about and how they ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from upton.claimants import access
from upton.claimants.facts import journal as facts
from upton.claimants.models import Call, Claimant
from upton.claimants.queries.needs import contact_of
from upton.claimants.rules import calls as rules
from upton.claimants.rules import contact
from upton.claimants.rules.calls import Direction, Security
from upton.duties import operations as duties
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.foundation.holding import as_it_stands
from upton.foundation.refusals import NotPossible
from upton.organisation import queries as organisation
from upton.organisation.models import Site
from upton.policy import dated

RING_BACK = "ring_back"


@dataclass(frozen=True, slots=True)
class Promise:
    """To ring somebody back by a time: one colleague, or whoever of a role at the site comes first."""

    at: datetime
    colleague_id: int | None = None
    role: str = ""


@operation
def begin_call(
    *,
    site: Site,
    direction: str,
    security: str,
    by: Actor,
    now: datetime,
    claimant: Claimant | None = None,
    answers: Call | None = None,
) -> Call:
    """Begin a call with a claimant, or with somebody unknown, whom nothing is asked; `answers` is the one promised in.

    Raises NotPermitted, and NotPossible to ring somebody who must not be rung.
    """
    site_id = claimant.site_id if claimant else site.pk
    _require_write(by, claimant, site_id)
    if answers is not None and answers.claimant_id != (claimant.pk if claimant else None):
        raise NotPossible("The call to answer was with somebody else. Begin again from that call.")
    reach = contact_of(claimant) if claimant else None
    if reach and direction == Direction.OUT and not contact.may_ring(reach):
        raise NotPossible("They are not to be rung. Look at how to reach them, and use another way.")
    held = contact.number_to_ring(reach) if reach else None
    call = Call.objects.create(
        claimant=claimant,
        site_id=site_id,
        direction=direction,
        number=held.number if held and direction == Direction.OUT else "",
        security=security if claimant else Security.NOT_ASKED,
        by_id=by.id,
        started_at=now,
        answers=answers,
    )
    told = _told(call)
    if call.security == Security.FAILED:
        state(facts.SecurityFailed(**told))
    else:
        state(facts.CallBegun(**told, security=call.security))
    return call


@operation
def finish_call(
    *,
    call: Call,
    about: str,
    outcome: str,
    by: Actor,
    now: datetime,
    note: str = "",
    number: str = "",
    promise: Promise | None = None,
) -> Call:
    """Record what a call was about and how it ended, and with a promise let somebody owe the ring-back.

    The ring-back that this call answers is settled once the person was reached, or another time was promised.
    Raises NotPermitted, NotPossible.
    """
    call = as_it_stands(Call.objects.select_for_update(of=("self",)).select_related("claimant"), call.pk)
    _require_write(by, call.claimant, call.site_id)
    rules.require_under_way(call.ended_at)
    ending = _outcome(outcome, local_day(now))
    rules.require_outcome(security=call.security, says=ending["says"])
    call.about, call.outcome, call.note, call.ended_at = about, outcome, note, now
    call.number = number or call.number
    if promise is not None:
        _promise(call, promise, by=by, now=now)
    call.save(update_fields=["about", "outcome", "note", "number", "ended_at", "ring_back_at"])
    if call.answers_id and (ending["reached"] or promise):
        duties.settle(what=RING_BACK, subject=("call", call.answers_id), by=by, now=now)
    told = _told(call) | {"about": about, "outcome": outcome}
    if call.ring_back_at is None:
        state(facts.CallRecorded(**told))
    else:
        state(facts.RingBackPromised(**told, ring_back_at=call.ring_back_at))
    return call


def _require_write(by: Actor, claimant: Claimant | None, site_id: int) -> None:
    if claimant is None:
        access.require_write(by, site_id=site_id)
    else:
        access.require_write_to(by, claimant)


def _outcome(code: str, day: Any) -> Any:
    found = dated.on("call_outcomes", day).get(code)
    if found is None:
        raise NotPossible("Choose how the call ended from the list.", field="outcome")
    return found.values


@part_of_operation
def _promise(call: Call, promise: Promise, *, by: Actor, now: datetime) -> None:
    rules.require_promise(ring_back_at=promise.at, now=now)
    other = promise.colleague_id if promise.colleague_id != by.id else None
    if other is not None and not organisation.works_at(other, call.site_id, local_day(now)):
        raise NotPossible("They don't work at this site. Choose somebody who does.", field="ring_by")
    if call.claimant is None:
        rules.require_number(call.number)
    elif not contact.may_ring(contact_of(call.claimant)):
        raise NotPossible("They are not to be rung. Agree on another way to reach them.", field="ring_day")
    call.ring_back_at = promise.at
    duties.owe(
        what=RING_BACK,
        site_id=call.site_id,
        subject=("call", call.pk),
        claimant_id=call.claimant_id,
        colleague_id=promise.colleague_id,
        role=promise.role,
        due_at=promise.at,
        now=now,
    )


def _told(call: Call) -> dict[str, Any]:
    return {
        "site_id": call.site_id,
        "claimant_id": call.claimant_id,
        "call_id": call.pk,
        "direction": call.direction,
    }
