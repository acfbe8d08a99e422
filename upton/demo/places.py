"""The demo's regions, districts and offices opened, with their hours, postcodes and links, and their sheets kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from upton.demo.data import read
from upton.demo.people import Cast, founder
from upton.demo.when import LATER, TOLD_AFTER, WIRRAL, Timeline, When, at, hours_of
from upton.foundation.actors import Actor
from upton.organisation import operations as organisation
from upton.organisation.models import SiteSheet
from upton.organisation.operations import Address
from upton.organisation.operations.closing import AtClosing

OPENED = date(2002, 4, 1)
"""The day on which jobcentres in their present form began, and all of the demo's places with them."""
INWARD = "9ZZ"
UNANSWERED = {field.name: "" if field.get_internal_type() == "CharField" else None for field in SiteSheet._meta.fields}


def open_places(cast: Cast, tick: Iterator[datetime]) -> None:
    """Open every place of the file; `tick` gives the moment of each act."""
    by, places = founder(), read("places")
    regions = {
        one["code"]: organisation.open_region(name=one["name"], starts_on=OPENED, by=by, now=next(tick))
        for one in places["region"]
    }
    districts = {
        one["code"]: organisation.open_district(
            name=one["name"], region=regions[one["region"]], starts_on=OPENED, by=by, now=next(tick)
        )
        for one in places["district"]
    }
    for one in places["site"]:
        cast.sites[one["code"]] = organisation.open_site(
            kind=one["kind"],
            name=one["name"],
            address=_address(one),
            starts_on=OPENED,
            district=districts.get(one.get("district", "")),
            office_number=one.get("number"),
            telephone=one["telephone"],
            email=f"{one['code'].replace('_', '-')}@example.org",
            by=by,
            now=next(tick),
        )
    for one in places["site"]:
        _set_up(cast, one, by, tick)


def district_codes() -> dict[str, str]:
    """Office → district, for those that have one."""
    return {one["code"]: one["district"] for one in read("places")["site"] if "district" in one}


def _address(one: dict[str, Any]) -> Address:
    latitude, longitude = one["at"]
    return Address(
        nation="england",
        building=one["building"],
        street=one["street"],
        town=one["town"],
        county=one["county"],
        postcode=f"{one['outward']} {INWARD}",
        latitude=latitude,
        longitude=longitude,
    )


def _set_up(cast: Cast, one: dict[str, Any], by: Actor, tick: Iterator[datetime]) -> None:
    site = cast.sites[one["code"]]
    hours = [(day, *span) for day, span in hours_of(one["code"]).items()]
    organisation.set_hours(site=site, hours=hours, starts_on=OPENED, by=by, now=next(tick))
    if one.get("serves"):
        areas = dict.fromkeys(one["serves"], False)
        organisation.set_postcodes(site=site, areas=areas, starts_on=OPENED, by=by, now=next(tick))
    for kind, key in (("satellite", "satellite_of"), ("linked", "linked_to")):
        if key in one:
            other = cast.sites[one[key]]
            organisation.link_sites(site=site, other=other, kind=kind, starts_on=OPENED, by=by, now=next(tick))
    if one["code"] in WIRRAL:
        other = cast.sites["teesside"]
        organisation.link_sites(site=site, other=other, kind="served_by", starts_on=OPENED, by=by, now=next(tick))


def plan_places(cast: Cast, when: When, timeline: Timeline) -> None:
    """What happens to the offices between the beginning and now, and what is planned for later."""
    for place, code in enumerate(WIRRAL):
        timeline.add(at(when.began + timedelta(days=1), 10, place * 9), _keeping(cast, code, when))
    timeline.add(at(when.working_day(18), 14, 20), _keeping(cast, "birkenhead", when, version=1))
    for place, (code, name, days) in enumerate(_outreach()):
        timeline.add(at(when.began + timedelta(days=2), 11, place * 6), _opening_outreach(cast, code, name, days, when))
    timeline.add(at(when.began + TOLD_AFTER, 9, 40), lambda now: _shut_for_the_feast(cast, when, now))
    timeline.add(at(when.working_day(11), 15, 5), lambda now: _plan_a_new_name(cast, when, now))
    timeline.add(at(when.working_day(8), 10, 30), lambda now: _plan_a_closing(cast, when, now))
    timeline.add(at(when.working_day(5), 16, 10), lambda now: _plan_other_hours(cast, when, now))


def _keeping(cast: Cast, code: str, when: When, *, version: int = 0) -> Callable[[datetime], object]:
    values = UNANSWERED | read("places")["sheet"][code]
    values["fte"] = Decimal(values["fte"])
    if code == "birkenhead" and not version:
        values |= {"front_desks": 26, "expansion": ""}
    keepers = cast.all_at(code, "customer_service_manager") or cast.all_at("birkenhead", "customer_service_leader")
    starts_on = when.working_day(18) if version else when.began

    def keep(now: datetime) -> object:
        return organisation.keep_sheet(
            site=cast.sites[code], values=values, starts_on=starts_on, version=version, by=cast.by(keepers[0]), now=now
        )

    return keep


def _outreach() -> list[tuple[str, str, str]]:
    return [(one["code"], *place) for one in read("places")["site"] for place in one.get("outreach", ())]


def _opening_outreach(cast: Cast, code: str, name: str, days: str, when: When) -> Callable[[datetime], object]:
    by = cast.at(code, "customer_service_manager")
    outward = next(one["outward"] for one in read("places")["site"] if one["code"] == code)

    def begin(now: datetime) -> object:
        return organisation.open_outreach(
            site=cast.sites[code],
            name=name,
            postcode=f"{outward} {INWARD}",
            when=days,
            starts_on=when.began,
            by=cast.by(by),
            now=now,
        )

    return begin


def _shut_for_the_feast(cast: Cast, when: When, now: datetime) -> None:
    first, last = when.festive
    codes = district_codes()
    organisation.shut_sites(
        sites=[cast.sites[code] for code, district in codes.items() if district == "merseyside"],
        first_day=first,
        last_day=last,
        reason="Shut over Christmas",
        by=cast.by(cast.at("birkenhead", "customer_service_leader")),
        now=now,
    )


def _plan_a_new_name(cast: Cast, when: When, now: datetime) -> None:
    organisation.rename_site(
        site=cast.sites["hoylake"],
        name="Hoylake and West Kirby Jobcentre",
        starts_on=when.month_start(2),
        by=cast.by(cast.at("birkenhead", "cluster_manager")),
        now=now,
    )


def _plan_a_closing(cast: Cast, when: When, now: datetime) -> None:
    organisation.close_site(
        site=cast.sites["edge_hill"],
        last_day=when.month_start(3) - timedelta(days=1),
        people=AtClosing.MOVE,
        move_to=cast.sites["toxteth"],
        by=cast.by(cast.at("birkenhead", "district_manager")),
        now=now,
    )


def _plan_other_hours(cast: Cast, when: When, now: datetime) -> None:
    starts_on = when.month_start(1)
    organisation.set_hours(
        site=cast.sites[LATER],
        hours=[(day, *span) for day, span in when.hours_from(LATER, starts_on).items()],
        starts_on=starts_on,
        by=cast.by(cast.at(LATER, "customer_service_manager")),
        now=now,
    )
