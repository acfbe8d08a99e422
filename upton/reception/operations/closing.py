"""The close of a site's day: signed once nothing is forgotten, reopened, and owed where nobody signed (DIA-4)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from upton.diary import queries as diary
from upton.duties import operations as duties
from upton.duties import queries as due
from upton.foundation import live
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import day_bounds, local_day
from upton.organisation.models import Site
from upton.policy import dated
from upton.reception import access, facts
from upton.reception.models import SiteDay, Visit
from upton.reception.queries import computers_in_use
from upton.reception.rules import closing

DUTY = "close_day"


@operation
def sign_day(*, site: Site, day: date, by: Actor, now: datetime) -> SiteDay:
    """Sign a day of a site. What is due goes on to the next day, with its owner.

    Raises NotPermitted; NotPossible for a day to come, one that is signed, and while appointments have no outcome,
    people are in the building or sit at its computers: looked at again under the lock that check-ins take.
    """
    access.require_close(by, site_id=site.pk)
    closing.require_begun_day(day, today=local_day(now))
    SiteDay.objects.get_or_create(site=site, day=day)
    one = SiteDay.objects.select_for_update(of=("self",)).get(site=site, day=day)
    closing.require_unsigned(one.closed_at)
    closing.require_nothing_left(
        closing.blocking(
            unnoted=diary.unnoted(site_id=site.pk, day=day),
            present=Visit.objects.present().filter(site=site, day=day).count(),
            computers=computers_in_use(site.pk, day),
        )
    )
    one.closed_at, one.closed_by_id = now, by.id
    one.save(update_fields=["closed_at", "closed_by"])
    duties.settle(what=DUTY, subject=("site_day", one.pk), by=by, now=now)
    goes_on = sum(each.count for each in due.carried_over(site.pk, until=day_bounds(day)[1]))
    state(facts.DayClosed(**_told(one), goes_on=goes_on))
    _tell(one)
    return one


@operation
def reopen_day(*, site_day: SiteDay, reason: str, by: Actor, now: datetime) -> SiteDay:
    """Reopen a signed day: on the same day whoever may sign it, later a manager. Raises NotPermitted, NotPossible."""
    one = _held(site_day)
    access.require_reopen(by, site_id=one.site_id, same_day=one.day == local_day(now))
    closing.require_signed(one.closed_at)
    words = closing.require_reopen_reason(reason)
    _open(one, reason=words, by_id=by.id, now=now)
    if one.day < local_day(now):
        _owe(one, now=now)
    state(facts.DayReopened(**_told(one), because="reason"))
    return one


@operation
def reopen_for_what_came(*, site_id: int, day: date, by: Actor, now: datetime) -> SiteDay | None:
    """Let a signed day be open again because an appointment or a person of that day is open again; others stay."""
    one = SiteDay.objects.select_for_update(of=("self",)).filter(site_id=site_id, day=day).first()
    if one is None or one.closed_at is None:
        return None
    _open(one, reason="", by_id=None, now=now)
    if one.day < local_day(now):
        _owe(one, now=now)
    state(facts.DayReopened(**_told(one), because="came"))
    return one


@operation
def owe_signing(*, site: Site, day: date, by: Actor, now: datetime) -> SiteDay:
    """Let the role that the policy has for it owe the signing of a day that went by unsigned; once."""
    one, _ = SiteDay.objects.get_or_create(site=site, day=day)
    one = _held(one)
    if one.closed_at is None and not due.is_owed(DUTY, subject=("site_day", one.pk)):
        _owe(one, now=now)
        state(facts.DayUnsigned(**_told(one)))
    return one


def _held(site_day: SiteDay) -> SiteDay:
    return SiteDay.objects.select_for_update(of=("self",)).get(pk=site_day.pk)


@part_of_operation
def _open(one: SiteDay, *, reason: str, by_id: int | None, now: datetime) -> None:
    one.closed_at, one.closed_by = None, None
    one.reopened_at, one.reopened_by_id, one.reopen_reason = now, by_id, reason
    one.save(update_fields=["closed_at", "closed_by", "reopened_at", "reopened_by", "reopen_reason"])
    _tell(one)


@part_of_operation
def _owe(one: SiteDay, *, now: datetime) -> None:
    duties.owe(
        what=DUTY,
        site_id=one.site_id,
        subject=("site_day", one.pk),
        role=dated.on("duties", local_day(now))[DUTY].values["role"],
        now=now,
    )


def _told(one: SiteDay) -> dict[str, Any]:
    return {"site_id": one.site_id, "site_day_id": one.pk, "day": one.day}


def _tell(one: SiteDay) -> None:
    live.tell(f"floor:{one.site_id}")
