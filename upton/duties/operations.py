"""Every change to what is due."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from upton.duties import access, facts, rules
from upton.duties.models import Duty
from upton.foundation import live
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.foundation.prepared import ask
from upton.organisation import queries as organisation
from upton.organisation.models import Colleague
from upton.policy import dated

OWED = """
select 1 from duties_duty where what = %s and subject_kind = %s and subject_id = %s and done_at is null
"""


@part_of_operation
def owe(
    *,
    what: str,
    site_id: int,
    subject: tuple[str, int],
    now: datetime,
    colleague_id: int | None = None,
    role: str = "",
    claimant_id: int | None = None,
    due_at: datetime | None = None,
) -> Duty:
    """Let a colleague, or whoever of a role at the site comes first, owe something from now on.

    The policy of duties gives its weight and its working days; `due_at` goes before the days. What is owed already
    for the same subject stays as it is: nobody owes a thing twice.
    """
    entry = dated.on("duties", local_day(now))[what].values
    kind, subject_id = subject
    nation = organisation.nation_of(site_id, local_day(now))
    duty, new = Duty.objects.get_or_create(
        what=what,
        subject_kind=kind,
        subject_id=subject_id,
        done_at=None,
        defaults={
            "site_id": site_id,
            "colleague_id": colleague_id,
            "role": role,
            "claimant_id": claimant_id,
            "weight": entry["weight"],
            "opened_at": now,
            "working_days": entry.get("working_days"),
            "due_at": due_at or rules.due_at(now, entry["working_days"], nation),
        },
    )
    if new:
        _tell(duty)
    return duty


@part_of_operation
def settle(*, what: str, subject: tuple[str, int], by: Actor, now: datetime) -> None:
    """Mark what was owed for this subject as done, if anything was."""
    kind, subject_id = subject
    if _is_owed(what, kind, subject_id):
        _settle(Duty.objects.open().filter(what=what, subject_kind=kind, subject_id=subject_id), by=by, now=now)


def _is_owed(what: str, kind: str, subject_id: int) -> bool:
    # Most acts settle nothing, and every booking asks.
    return bool(ask(OWED, [what, kind, subject_id]))


@part_of_operation
def settle_for(*, what: str, claimant_id: int, by: Actor, now: datetime) -> None:
    """Mark as done what was owed to a claimant of this kind, whatever it came from."""
    if Duty.objects.open().filter(what=what, claimant_id=claimant_id).exists():
        _settle(Duty.objects.open().filter(what=what, claimant_id=claimant_id), by=by, now=now)


@part_of_operation
def settle_all(*, what: str, by: Actor, now: datetime) -> None:
    """Mark as done what was owed for whatever subject, because nothing of its kind is left to do."""
    _settle(Duty.objects.open().filter(what=what), by=by, now=now)


@part_of_operation
def _settle(duties: QuerySet[Duty], *, by: Actor, now: datetime) -> None:
    for duty in duties.order_by("pk").select_for_update(of=("self",)):
        duty.done_at, duty.done_by_id = now, by.id
        duty.save(update_fields=["done_at", "done_by_id"])
        _tell(duty)


@part_of_operation
def withdraw(*, what: str, subject: tuple[str, int]) -> None:
    """Take back what was owed, because what it came from was undone."""
    kind, subject_id = subject
    for duty in Duty.objects.open().filter(what=what, subject_kind=kind, subject_id=subject_id).select_for_update():
        _tell(duty)
        duty.delete()


@part_of_operation
def move_along(*, claimant_id: int, to_site_id: int, from_coach_id: int | None, to_coach_id: int | None) -> None:
    """Let what is owed to a claimant who moved be owed at their new site: by the new coach what the old one owed.

    Without a new coach that is for whoever of the duty's role comes first there; what others owe by name stays theirs.
    """
    for duty in Duty.objects.open().filter(claimant_id=claimant_id).order_by("pk").select_for_update(of=("self",)):
        if duty.colleague_id not in (None, from_coach_id):
            continue
        _tell(duty)
        duty.site_id = to_site_id
        if duty.colleague_id is not None:
            duty.colleague_id = to_coach_id
            duty.role = duty.role or "work_coach"
        duty.save(update_fields=["site", "colleague", "role"])
        _tell(duty)


@operation
def take(*, duty: Duty, by: Actor, now: datetime) -> Duty:
    """Take on a duty that waits for whoever of one's role comes first. Raises NotPermitted, NotPossible."""
    duty = _locked(duty)
    access.require_take(by, duty)
    duty.colleague_id = by.id
    duty.save(update_fields=["colleague"])
    state(facts.DutyTaken(site_id=duty.site_id, claimant_id=duty.claimant_id, duty_id=duty.pk, what=duty.what))
    _tell(duty)
    return duty


@operation
def hand_over(*, duty: Duty, to: Colleague, by: Actor, now: datetime) -> Duty:
    """Give a duty to another colleague. Raises NotPermitted, NotPossible."""
    duty = _locked(duty)
    access.require_change(by, duty)
    access.require_receiver(to, site_id=duty.site_id, day=local_day(now))
    _tell(duty)
    duty.colleague = to
    duty.save(update_fields=["colleague"])
    state(
        facts.DutyHandedOver(
            site_id=duty.site_id, claimant_id=duty.claimant_id, duty_id=duty.pk, what=duty.what, to_colleague_id=to.pk
        )
    )
    _tell(duty)
    return duty


@operation
def pause(*, duty: Duty, reason: str, by: Actor, now: datetime) -> Duty:
    """Stop the clock of a duty, with the reason. Raises NotPermitted, NotPossible."""
    duty = _locked(duty)
    access.require_change(by, duty)
    rules.require_reason(reason)
    if duty.paused_at is None:
        duty.paused_at, duty.pause_reason = now, reason
        duty.save(update_fields=["paused_at", "pause_reason"])
        state(facts.DutyPaused(site_id=duty.site_id, claimant_id=duty.claimant_id, duty_id=duty.pk, what=duty.what))
        _tell(duty)
    return duty


@operation
def resume(*, duty: Duty, by: Actor, now: datetime) -> Duty:
    """Let the clock run again; the duty is due later by the length of the pause. Raises NotPermitted, NotPossible."""
    duty = _locked(duty)
    access.require_change(by, duty)
    if duty.paused_at is not None:
        nation = organisation.nation_of(duty.site_id, local_day(now))
        in_days = duty.working_days is not None
        duty.due_at = rules.resumed(duty.due_at, duty.paused_at, now, nation, in_days=in_days)
        duty.paused_at, duty.pause_reason = None, ""
        duty.save(update_fields=["paused_at", "pause_reason", "due_at"])
        state(facts.DutyResumed(site_id=duty.site_id, claimant_id=duty.claimant_id, duty_id=duty.pk, what=duty.what))
        _tell(duty)
    return duty


@operation
def pass_on(*, leaver: Colleague, by: Actor, now: datetime) -> int:
    """Pass all that a leaver owes to their line manager; without one, back to the role they held. Returns how many."""
    duties = list(Duty.objects.open().filter(colleague=leaver).order_by("pk").select_for_update())
    if not duties:
        return 0
    roles = organisation.last_roles(leaver.pk)
    for duty in duties:
        _tell(duty)
        duty.colleague_id = leaver.line_manager_id
        duty.role = duty.role or roles.get(duty.site_id) or "customer_service_manager"
        duty.save(update_fields=["colleague", "role"])
        _tell(duty)
    told: dict[str, int] = {"site_id": leaver.home_site_id, "from_colleague_id": leaver.pk, "count": len(duties)}
    if leaver.line_manager_id is None:
        state(facts.DutiesGivenBack(**told))
    else:
        state(facts.DutiesPassedOn(**told, to_colleague_id=leaver.line_manager_id))
    return len(duties)


def _locked(duty: Duty) -> Duty:
    duty = Duty.objects.select_for_update(of=("self",)).get(pk=duty.pk)
    rules.require_open(duty.done_at)
    return duty


def _tell(duty: Duty) -> None:
    if duty.colleague_id:
        live.tell(f"duties:{duty.colleague_id}")
    else:
        live.tell(f"duties:{duty.site_id}:{duty.role}")
