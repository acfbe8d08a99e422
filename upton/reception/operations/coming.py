"""Who comes in at the door: with an appointment, without one, or for something else; and slips put right (FOH-1)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from upton.claimants.models import Claimant
from upton.diary import operations as diary
from upton.diary.models import Appointment
from upton.duties import operations as duties
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.organisation.models import Colleague, Site
from upton.policy import dated
from upton.reception import access, facts, rules
from upton.reception.models import Visit
from upton.reception.operations.holding import held, move, next_ticket, owe_seeing, require_open, tell


@operation
def check_in(
    *,
    appointment: Appointment,
    by: Actor,
    now: datetime,
    companions: int = 0,
    children: int = 0,
    how: str = "desk",
) -> Appointment:
    """Check a claimant in for an appointment of today, with who came along; the visit follows from it.

    Raises NotPermitted; NotPossible where it is another day's, was changed, or the day is signed.
    """
    rules.require_party(companions=companions, children=children)
    require_open(site_id=appointment.site_id, now=now)
    return diary.check_in(appointment=appointment, companions=companions, children=children, how=how, by=by, now=now)


@operation
def walk_in(
    *,
    site: Site,
    claimant: Claimant | None,
    name: str,
    reason: str,
    need: str,
    by: Actor,
    now: datetime,
    colleague: Colleague | None = None,
    companions: int = 0,
    children: int = 0,
) -> Visit:
    """Let somebody wait who came without an appointment: a claimant, or whoever gave a name to be called by.

    They wait for a colleague, or else for whoever of the role that the policy has for the reason. Raises
    NotPermitted; NotPossible at `reason`, `need`, `name`, `companions` or `children`.
    """
    access.require_door(by, site_id=site.pk)
    rules.require_party(companions=companions, children=children)
    rules.require_need(reason, need, visitor=False, day=local_day(now))
    rules.require_somebody(known=claimant is not None, name=name)
    entry = dated.on("visit_reasons", local_day(now))[reason].values
    visit = _come(
        site=site,
        claimant=claimant,
        name=name.strip(),
        reason=reason,
        need=need.strip(),
        colleague=colleague,
        role="" if colleague else entry["role"],
        companions=companions,
        children=children,
        now=now,
    )
    owe_seeing(visit, now=now)
    state(
        facts.WalkedIn(
            site_id=site.pk,
            claimant_id=visit.claimant_id,
            visit_id=visit.pk,
            reason=reason,
            avoidable=bool(entry["avoidable"]),
            colleague_id=visit.colleague_id,
            role=visit.role,
            companions=companions,
            children=children,
        )
    )
    return visit


@operation
def receive_visitor(
    *, site: Site, name: str, reason: str, need: str, by: Actor, now: datetime, colleague: Colleague | None = None
) -> Visit:
    """Let somebody in who is no claimant: a contractor, a delivery, a partner. They count as present until they leave.

    Raises NotPermitted; NotPossible at `reason`, `need` or `name`.
    """
    access.require_door(by, site_id=site.pk)
    rules.require_need(reason, need, visitor=True, day=local_day(now))
    rules.require_somebody(known=False, name=name)
    role = "" if colleague else dated.on("visit_reasons", local_day(now))[reason].values["role"]
    visit = _come(
        site=site,
        name=name.strip(),
        visitor=True,
        reason=reason,
        need=need.strip(),
        colleague=colleague,
        role=role,
        now=now,
    )
    state(facts.VisitorCame(site_id=site.pk, visit_id=visit.pk, reason=reason, colleague_id=visit.colleague_id))
    return visit


@part_of_operation
def _come(*, site: Site, now: datetime, **who: Any) -> Visit:
    require_open(site_id=site.pk, now=now)
    day = local_day(now)
    ticket = next_ticket(site_id=site.pk, day=day)
    visit = Visit.objects.create(site=site, day=day, ticket=ticket, came_at=now, **who)
    tell(visit)
    return visit


@operation
def withdraw(*, visit: Visit, by: Actor, now: datetime) -> Visit:
    """Take back within ten minutes that somebody came. Raises NotPermitted, NotPossible."""
    visit = held(visit)
    if visit.appointment is not None:
        diary.undo_check_in(appointment=visit.appointment, by=by, now=now)
        return visit
    access.require_door(by, site_id=visit.site_id)
    rules.require_undoable(visit.came_at, now=now)
    move(visit, "withdraw", left_at=now)
    duties.withdraw(what="see_visitor", subject=("visit", visit.pk))
    state(facts.VisitWithdrawn(site_id=visit.site_id, claimant_id=visit.claimant_id, visit_id=visit.pk))
    return visit


@operation
def swap(*, visit: Visit, right: Appointment, by: Actor, now: datetime) -> Appointment:
    """Put right whom a check-in was for: another claimant came, and has waited since.

    Raises NotPermitted, NotPossible.
    """
    visit = held(visit)
    rules.require_with_appointment(visit.appointment_id)
    assert visit.appointment is not None
    return diary.check_in_instead(wrong=visit.appointment, right=right, by=by, now=now)


@operation
def pass_on(*, visit: Visit, by: Actor, now: datetime, colleague: Colleague | None = None, role: str = "") -> Visit:
    """Send somebody who waits without an appointment on: to a colleague, or to whoever of a role comes first.

    Raises NotPermitted, NotPossible.
    """
    visit = held(visit)
    access.require_call(by, visit)
    rules.require_without_appointment(visit.appointment_id)
    rules.require_waits(rules.VisitState(visit.state))
    visit.colleague, visit.role = colleague, "" if colleague else role
    visit.save(update_fields=["colleague", "role"])
    duties.withdraw(what="see_visitor", subject=("visit", visit.pk))
    if not visit.visitor:
        owe_seeing(visit, now=now)
    state(
        facts.VisitPassedOn(
            site_id=visit.site_id,
            claimant_id=visit.claimant_id,
            visit_id=visit.pk,
            colleague_id=visit.colleague_id,
            role=visit.role,
        )
    )
    tell(visit)
    return visit
