"""Taking hold of what an operation changes, in one order for all, and noting who changed it last."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from upton.foundation import clock
from upton.foundation.actors import Actor, ActorKind
from upton.foundation.acts import part_of_operation
from upton.foundation.dated import from_day
from upton.organisation import rules
from upton.organisation.models import Colleague, Site, SitePeriod


@part_of_operation
def hold_sites(sites: Iterable[Site]) -> dict[int, Site]:
    """Lock these sites in id order, before any colleague is locked, and return them as they stand now."""
    rows = Site.objects.filter(pk__in={site.pk for site in sites}).order_by("pk").select_for_update(no_key=True)
    return {site.pk: site for site in rows}


@part_of_operation
def hold_site(site: Site, *, by: Actor, now: datetime, version: int | None = None) -> Site:
    """Lock a site and note the change. Raises Overtaken when `version` is not the one that stands."""
    held = hold_sites([site])[site.pk]
    rules.require_current(version, held.version, _overtaken("this site", held.changed_by_id, held.changed_at))
    return note_site(held, by=by, now=now)


@part_of_operation
def note_site(site: Site, *, by: Actor, now: datetime) -> Site:
    """Count a change to a locked site and note whose it is."""
    site.version += 1
    site.changed_by_id, site.changed_at = whose(by), now
    site.save(update_fields=["version", "changed_by_id", "changed_at"])
    return site


@part_of_operation
def hold_colleagues(colleagues: Iterable[Colleague]) -> dict[int, Colleague]:
    """Lock these colleagues in id order, after any site, and return them as they stand now."""
    rows = Colleague.objects.filter(pk__in={one.pk for one in colleagues}).order_by("pk")
    return {one.pk: one for one in rows.select_for_update(no_key=True)}


@part_of_operation
def hold_colleague(colleague: Colleague, *, by: Actor, now: datetime, version: int | None = None) -> Colleague:
    """Lock a colleague and note the change. Raises Overtaken when `version` is not the one that stands."""
    held = hold_colleagues([colleague])[colleague.pk]
    rules.require_current(version, held.version, _overtaken("this colleague", held.changed_by_id, held.changed_at))
    return note_colleague(held, by=by, now=now)


@part_of_operation
def note_colleague(colleague: Colleague, *, by: Actor, now: datetime) -> Colleague:
    """Count a change to a locked colleague and note whose it is."""
    colleague.version += 1
    colleague.changed_by_id, colleague.changed_at = whose(by), now
    colleague.save(update_fields=["version", "changed_by_id", "changed_at"])
    return colleague


@part_of_operation
def require_site_open(site: Site, day: date, *, field: str = "starts_on") -> None:
    """Raise NotPossible, naming the site, for a day on which it is not open."""
    name = name_of(site)
    rules.require_open(day, name=name, since=site.valid.lower, until=site.valid.upper, field=field)


def name_of(site: Site) -> str:
    """What the site is called in its last period."""
    period = SitePeriod.objects.filter(site=site).order_by("valid").last()
    return period.name if period else "The site"


@part_of_operation
def end_on(rows: Iterable[object], last_day: date) -> None:
    """Let dated rows hold until `last_day`; those that would begin after it are taken away."""
    until = date.fromordinal(last_day.toordinal() + 1)
    for row in rows:
        if row.since >= until:  # type: ignore[attr-defined]
            row.delete()  # type: ignore[attr-defined]
        elif row.until is None or row.until > until:  # type: ignore[attr-defined]
            row.valid = from_day(row.since, until)  # type: ignore[attr-defined]
            row.save(update_fields=["valid"])  # type: ignore[attr-defined]


def who_and_when(person_id: int | None, at: datetime | None, did: str = "changed") -> str:
    """Who changed a record last, and when, as the beginning of a sentence."""
    person = Colleague.objects.filter(pk=person_id).first() if person_id else None
    name = person.name if person else "Somebody"
    if at is None:
        return f"{name} {did}"
    local = at.astimezone(clock.LOCAL)
    return f"On {rules.on(local.date())} at {local:%H:%M} {name} {did}"


def _overtaken(what: str, person_id: int | None, at: datetime | None) -> str:
    return (
        f"{who_and_when(person_id, at)} {what}, after you opened this page. "
        "Look at what stands now. What you typed is kept: send it again if it still holds."
    )


def whose(by: Actor) -> int | None:
    """The colleague to note beside a change; None for the service itself."""
    return by.id if by.kind is ActorKind.COLLEAGUE else None
