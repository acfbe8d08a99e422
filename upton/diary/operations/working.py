"""Setting how colleagues work, from a day on (DIA-1). Bookings that fall outside stand: a page lists them first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.backends.postgresql.psycopg_any import NumericRange

from upton.diary import access, facts, queries
from upton.diary.models import Pattern, Session
from upton.diary.rules import patterns
from upton.diary.rules.patterns import Cycle
from upton.diary.rules.working import Part
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.foundation.dated import from_day
from upton.foundation.refusals import NotPossible
from upton.organisation import queries as organisation
from upton.organisation.models import Colleague


@operation
def set_pattern(
    *,
    colleague: Colleague,
    starts_on: date,
    until: date | None = None,
    weeks: int,
    parts: Sequence[Part],
    by: Actor,
    now: datetime,
    version: int | None = None,
) -> Pattern:
    """Let a colleague work by a pattern from a day on, up to but without `until`; then what stood before holds again.

    Raises NotPermitted; NotPossible for a day that has passed, parts that do not fit together, an unknown site, or when
    somebody else was quicker.
    """
    held, sites = _held(colleague, by=by, now=now, version=version)
    patterns.require_days(starts_on, until, today=local_day(now))
    open_sites = {one.id for one in organisation.sites_on(starts_on, within={part.site_id for part in parts})}
    patterns.require_parts(parts, weeks=weeks, sites=open_sites, types=set(queries.type_words()))
    _make_room(held, starts_on, until)
    made = _put(held, Cycle(starts_on, until, weeks, list(parts)))
    state(
        facts.PatternSet(site_id=sites[0], colleague_id=held.pk, pattern_id=made.pk, starts_on=starts_on, until=until)
    )
    return made


@operation
def end_pattern(
    *, colleague: Colleague, starts_on: date, by: Actor, now: datetime, version: int | None = None
) -> Colleague:
    """Let a colleague work the hours of their site from a day on: patterns end, and later ones are taken back.

    Raises NotPermitted, NotPossible.
    """
    held, sites = _held(colleague, by=by, now=now, version=version)
    patterns.require_days(starts_on, None, today=local_day(now))
    if not Pattern.objects.from_day(starts_on).filter(colleague=held).exists():
        raise NotPossible("No pattern holds from that day on. Nothing is left to do.", field="starts_on")
    _make_room(held, starts_on, None)
    state(facts.PatternEnded(site_id=sites[0], colleague_id=held.pk, starts_on=starts_on))
    return held


@part_of_operation
def _held(colleague: Colleague, *, by: Actor, now: datetime, version: int | None) -> tuple[Colleague, Sequence[int]]:
    """The colleague, locked so that nobody books or changes meanwhile, and the sites they are posted to."""
    sites = queries.sites_of(colleague.pk, local_day(now))
    access.require_keep(by, sites=sites)
    held = Colleague.objects.select_for_update(no_key=True).get(pk=colleague.pk)
    patterns.require_same(version, queries.pattern_version(colleague.pk), patterns.OVERTAKEN)
    return held, sites


@part_of_operation
def _make_room(colleague: Colleague, start: date, until: date | None) -> None:
    """Cut what stands at these days out of other patterns; what lies beyond goes on with its weeks in their order."""
    for row in Pattern.objects.filter(colleague=colleague, valid__overlap=from_day(start, until)).order_by("pk"):
        after = patterns.rest_of(queries.cycle_of(row), until) if until and row.holds_on(until) else None
        if row.since < start:
            row.ends(start)
            row.save(update_fields=["valid"])
        else:
            row.delete()
        if after is not None:
            _put(colleague, after)


@part_of_operation
def _put(colleague: Colleague, cycle: Cycle) -> Pattern:
    made = Pattern.objects.create(colleague=colleague, weeks=cycle.weeks, valid=from_day(cycle.since, cycle.until))
    Session.objects.bulk_create(
        Session(
            pattern=made,
            week=part.week,
            weekday=part.weekday,
            minutes=NumericRange(part.starts, part.ends),
            site_id=part.site_id,
            kind=part.kind,
            purposes=list(part.purposes),
        )
        for part in cycle.parts
    )
    return made
