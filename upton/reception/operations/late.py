"""Saying that a colleague runs late, and that they are in time again (FOH-1)."""

from __future__ import annotations

from datetime import date, datetime

from upton.foundation import live
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, state
from upton.foundation.clock import local_day
from upton.foundation.refusals import NotPossible
from upton.organisation.models import Colleague, Site
from upton.reception import access, facts
from upton.reception.models import RunningLate
from upton.reception.rules import late as rules


@operation
def say_late(*, colleague: Colleague, site: Site, minutes: int, by: Actor, now: datetime) -> Colleague:
    """Say that a colleague runs about so many minutes late at a site today: oneself, or the front of house for them.

    What was said before holds no longer. Raises NotPermitted; NotPossible at `minutes`.
    """
    access.require_late(by, colleague_id=colleague.pk, site_id=site.pk)
    rules.require_minutes(minutes)
    day = local_day(now)
    held = _held(site.pk, day, colleague.pk)
    before = held.minutes if held else 0
    if held is None:
        held = RunningLate(colleague=colleague, site=site, day=day)
    held.minutes, held.since = minutes, now
    held.save()
    state(facts.LateSaid(site_id=site.pk, colleague_id=colleague.pk, day=day, minutes=minutes, before=before))
    live.tell(f"floor:{site.pk}")
    return colleague


@operation
def clear_late(*, colleague: Colleague, site: Site, by: Actor, now: datetime) -> None:
    """Say that a colleague is in time again. Raises NotPermitted; NotPossible where nobody said that they run late."""
    access.require_late(by, colleague_id=colleague.pk, site_id=site.pk)
    day = local_day(now)
    held = _held(site.pk, day, colleague.pk)
    if held is None:
        raise NotPossible(f"Nobody said today that {colleague.name} runs late, so nothing was changed.")
    minutes = held.minutes
    RunningLate.objects.filter(pk=held.pk).delete()
    state(facts.LateCleared(site_id=site.pk, colleague_id=colleague.pk, day=day, minutes=minutes))
    live.tell(f"floor:{site.pk}")


def _held(site_id: int, day: date, colleague_id: int) -> RunningLate | None:
    return RunningLate.objects.select_for_update().filter(site_id=site_id, day=day, colleague_id=colleague_id).first()
