"""One site as its page shows it: what it is on a day, and how it came to be so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject, Lower, Upper

from upton.foundation.actors import Actor
from upton.foundation.working_days import bank_holiday_name
from upton.organisation import rules
from upton.organisation.models import (
    Closure,
    OpeningHours,
    OutreachPlace,
    ServedPostcode,
    Site,
    SiteKind,
    SiteLink,
    SitePeriod,
    SpecialistLead,
)
from upton.organisation.models.places import Nation
from upton.policy import dated


@dataclass(frozen=True, slots=True)
class DayHours:
    """A site's opening on one day: the hours, or the reason why it is shut."""

    day: date
    opens: time | None
    closes: time | None
    reason: str
    closure_id: int | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """Something that holds on a site's page from one day to another."""

    id: int
    text: str
    since: date
    until: date | None
    detail: str = ""
    about_id: int | None = None

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds."""
        return self.until - timedelta(days=1) if self.until else None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a site, or is planned, on a day. `withdraw` when it can be taken back."""

    day: date
    text: str
    planned: bool
    withdraw: bool = False


@dataclass(frozen=True, slots=True)
class SiteView:
    """Everything about a site but its people."""

    site: Site
    day: date
    periods: Sequence[SitePeriod]
    hours: Sequence[Mapping[str, Any]]
    closures: Sequence[Dated]
    links: Sequence[Dated]
    postcodes: Sequence[Dated]
    outreach: Sequence[Dated]
    leads: Sequence[Dated]

    @property
    def period(self) -> SitePeriod:
        """What holds on the day; else the last that held, else the first to come."""
        held = [p for p in self.periods if p.since <= self.day]
        return held[-1] if held else self.periods[0]

    @property
    def is_open(self) -> bool:
        """Whether the site is open on the day, closures and weekends aside."""
        return any(p.since <= self.day and (p.until is None or self.day < p.until) for p in self.periods)

    @property
    def address(self) -> str:
        """The address in one line."""
        p = self.period
        return ", ".join(filter(None, [p.building, p.street, p.town, p.county, p.postcode]))

    @property
    def kind(self) -> str:
        """What kind of site it is, in words."""
        return str(SiteKind(self.site.kind).label)

    @property
    def nation(self) -> str:
        """The nation, in words."""
        return str(Nation(self.period.nation).label)

    def on_day(self, rows: Sequence[Dated]) -> list[Dated]:
        """Those that hold on the day."""
        return [row for row in rows if row.since <= self.day and (row.until is None or self.day < row.until)]

    def ahead(self, rows: Sequence[Dated]) -> list[Dated]:
        """Those that hold on the day or will."""
        return [row for row in rows if row.until is None or self.day < row.until]

    def hours_on(self, day: date) -> DayHours:
        """Opening on one day: a closure goes before a bank holiday, and both before the week's hours."""
        shut = next((c for c in self.closures if c.since <= day and (c.until is None or day < c.until)), None)
        if shut:
            return DayHours(day, None, None, shut.text, shut.id)
        if holiday := bank_holiday_name(day, self.period.nation):
            return DayHours(day, None, None, holiday)
        held = [h for h in self.hours if _day(h["since"]) <= day and (h["until"] is None or day < _day(h["until"]))]
        if not held:
            return DayHours(day, None, None, "No hours recorded")
        for row in held:
            if row["weekday"] == day.weekday():
                return DayHours(day, time.fromisoformat(row["opens"]), time.fromisoformat(row["closes"]), "")
        return DayHours(day, None, None, "Closed")

    def week(self) -> list[DayHours]:
        """The seven days of the week of the day, Monday first."""
        monday = self.day - timedelta(days=self.day.weekday())
        return [self.hours_on(monday + timedelta(days=n)) for n in range(7)]

    def usual_hours(self) -> dict[int, tuple[time, time]]:
        """The hours that hold on the day, by day of the week, closures aside."""
        return {
            row["weekday"]: (time.fromisoformat(row["opens"]), time.fromisoformat(row["closes"]))
            for row in self.hours
            if _day(row["since"]) <= self.day and (row["until"] is None or self.day < _day(row["until"]))
        }


def site_for(actor: Actor, site_id: int) -> Site:
    """One site that the actor may look at. Raises Site.DoesNotExist."""
    return Site.objects.visible_to(actor).get(pk=site_id)


def site_view(actor: Actor, site_id: int, day: date) -> SiteView:
    """A site as its page shows it, in three queries. Raises Site.DoesNotExist."""
    site = Site.objects.visible_to(actor).annotate(**_parts()).get(pk=site_id)
    periods = SitePeriod.objects.filter(site_id=site_id).select_related("district__region").order_by("valid")
    areas = dated.words("lead_areas")
    return SiteView(
        site=site,
        day=day,
        periods=list(periods),
        hours=site.hours_rows,
        closures=[_line(row) for row in site.closure_rows],
        links=_links(site_id, day),
        postcodes=[_line(row, detail="shared" if row["shared"] else "") for row in site.postcode_rows],
        outreach=[
            _line(row, detail=", ".join(filter(None, [row["postcode"], row["when"]]))) for row in site.outreach_rows
        ],
        leads=sorted(
            (_line(row, text=areas.get(row["area"], row["area"]), detail=row["who"]) for row in site.lead_rows),
            key=lambda lead: (lead.text, lead.detail),
        ),
    )


def _parts() -> dict[str, ArraySubquery]:
    return {
        "hours_rows": _rows(OpeningHours.objects, "weekday", weekday="weekday", opens="opens", closes="closes"),
        "closure_rows": _rows(Closure.objects, "valid", text="reason"),
        "postcode_rows": _rows(ServedPostcode.objects, "area", text="area", shared="shared"),
        "outreach_rows": _rows(OutreachPlace.objects, "name", text="name", postcode="postcode", when="when"),
        "lead_rows": _rows(SpecialistLead.objects, "area", area="area", who="colleague__name", about_id="colleague_id"),
    }


def _rows(manager: Any, order: str, **fields: str) -> ArraySubquery:
    """Rows of a table of the site as JSON, so that one query brings them all."""
    own = {name: F(path) for name, path in fields.items()}
    rows: QuerySet[Any] = manager.filter(site=OuterRef("pk")).order_by(order, "pk")
    return ArraySubquery(rows.values(json=JSONObject(id=F("pk"), since=Lower("valid"), until=Upper("valid"), **own)))


def _line(row: Mapping[str, Any], *, text: str = "", detail: str = "") -> Dated:
    until = _day(row["until"]) if row["until"] else None
    return Dated(row["id"], text or row["text"], _day(row["since"]), until, detail, row.get("about_id"))


def _links(site_id: int, day: date) -> list[Dated]:
    rows = SiteLink.objects.filter(Q(site_id=site_id) | Q(other_id=site_id)).order_by("valid", "pk")
    found = list(rows.annotate(here=_name_of("site_id", day), there=_name_of("other_id", day)))
    reverse = {"linked": "is linked to", "satellite": "has the satellite", "served_by": "serves"}
    return [
        Dated(
            row.pk,
            row.get_kind_display() if row.site_id == site_id else reverse[row.kind],
            row.since,
            row.until,
            detail=(row.there if row.site_id == site_id else row.here) or "a site",
            about_id=row.other_id if row.site_id == site_id else row.site_id,
        )
        for row in found
    ]


def _name_of(column: str, day: date) -> Subquery:
    names = SitePeriod.objects.filter(site=OuterRef(column)).order_by(F("valid__startswith").desc())
    return Subquery(names.filter(valid__startswith__lte=day).values("name")[:1])


def history(view: SiteView) -> list[Event]:
    """What became of a site, latest first, and what is planned for it."""
    events = [_event(view, view.site.since, f"Opens as {view.periods[0].name}", f"Opened as {view.periods[0].name}")]
    for before, after in zip(view.periods, view.periods[1:], strict=False):
        if before.until != after.since and before.until is not None:
            events.append(_event(view, before.until, "Closes", "Closed"))
            events.append(_event(view, after.since, "Opens again", "Opened again"))
        for text in _changes(before, after):
            planned = after.since > view.day
            events.append(Event(after.since, text, planned, withdraw=planned and before.until == after.since))
    for link in view.links:
        linked = f"{link.text.capitalize()} {link.detail}"
        events.append(_event(view, link.since, linked, linked))
        if link.until:
            events.append(_event(view, link.until, f"Link with {link.detail} ends", f"Link with {link.detail} ended"))
    for shut in view.closures:
        until = f" to {rules.on(shut.last_day)}" if shut.last_day and shut.last_day != shut.since else ""
        events.append(_event(view, shut.since, f"Shut{until}: {shut.text}", f"Shut{until}: {shut.text}"))
    if view.site.until is not None:
        events.append(_event(view, view.site.until, "Closed from this day", "Closed"))
    return sorted(events, key=lambda event: event.day, reverse=True)


def _event(view: SiteView, day: date, ahead: str, behind: str) -> Event:
    return Event(day, ahead if day > view.day else behind, day > view.day)


def _changes(before: SitePeriod, after: SitePeriod) -> list[str]:
    found = []
    if before.name != after.name:
        found.append(f"Name: {after.name} (before: {before.name})")
    if _address(before) != _address(after):
        found.append(f"Address: {_address(after)}")
    if before.district_id != after.district_id:
        found.append(f"District: {after.district.name if after.district else 'none'}")
    if (before.telephone, before.email) != (after.telephone, after.email):
        found.append("Public contacts changed")
    return found


def _address(period: SitePeriod) -> str:
    return ", ".join(filter(None, [period.building, period.street, period.town, period.county, period.postcode]))


def _day(text: str) -> date:
    return date.fromisoformat(text)


def latest_period(site_id: int, day: date) -> SitePeriod:
    """What holds for a site on `day`; else the last that held, else the first to come. Raises DoesNotExist."""
    rows = SitePeriod.objects.filter(site_id=site_id).select_related("district")
    held = rows.filter(valid__startswith__lte=day).order_by("-valid__startswith").first()
    return held or rows.earliest("valid__startswith")


def link_for(actor: Actor, link_id: int, site_id: int) -> SiteLink:
    """One link of a site that the actor may look at, from either side. Raises SiteLink.DoesNotExist."""
    site_for(actor, site_id)
    rows = SiteLink.objects.select_related("site", "other")
    return rows.get(Q(site_id=site_id) | Q(other_id=site_id), pk=link_id)


def closure_for(actor: Actor, closure_id: int, site_id: int) -> Closure:
    """One closure of a site that the actor may look at. Raises Closure.DoesNotExist."""
    return Closure.objects.visible_to(actor).select_related("site").get(pk=closure_id, site_id=site_id)


def outreach_for(actor: Actor, place_id: int, site_id: int) -> OutreachPlace:
    """One place of outreach of a site that the actor may look at. Raises OutreachPlace.DoesNotExist."""
    return OutreachPlace.objects.visible_to(actor).select_related("site").get(pk=place_id, site_id=site_id)
