"""Regions and districts: the tree, one district's sites side by side, and their changes."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.foundation.refusals import reason_against
from upton.foundation.requests import Request
from upton.foundation.sorting import sort_key
from upton.organisation import access, operations, queries
from upton.organisation.forms.places import AreaForm, DistrictForm, LastDayForm
from upton.organisation.queries import SideBySide
from upton.organisation.views.sending import page_of, posted, send, today
from upton.pages.downloads import as_csv
from upton.pages.frame import tell
from upton.pages.sorting import Column, arranged

COLUMNS: Mapping[str, Column[SideBySide]] = {
    "name": Column("Name", lambda one: sort_key(one.name)),
    "kind": Column("Kind", lambda one: one.kind),
    "people": Column("People posted", lambda one: one.people, numeric=True),
    "fte": Column("FTE posted", lambda one: one.fte, numeric=True),
    "sheet": Column("Staff in post by the sheet", lambda one: one.sheet_people or 0, numeric=True),
    "desks": Column("Front desks", lambda one: one.front_desks or 0, numeric=True),
}


def districts(request: Request) -> HttpResponse:
    """Regions with their districts, and how many sites belong to each."""
    day = today()
    found = queries.list_districts(request.actor, day)
    regions = queries.list_regions(request.actor, day)
    tree = [(region, [d for d in found if d.region_id == region.pk]) for region in regions]
    context = {
        "tree": tree,
        "alone": [d for d in found if d.region_id is None],
        "count": len(found),
        "unplaced": queries.count_unplaced(request.actor, day),
        "may": request.actor.may("organisation.regions"),
        "may_place": request.actor.may("organisation.structure"),
        "today": day,
    }
    return render(request, "organisation/districts.jinja", context)


def district(request: Request, district_id: int) -> HttpResponse:
    """A district's sites side by side."""
    day = today()
    found = queries.district_for(request.actor, district_id)
    lines, columns, order = arranged(
        queries.side_by_side(request.actor, district_id, day), COLUMNS, request.GET, usual="name"
    )
    sites = {line.id for line in lines}
    context = {
        "district": found,
        "lines": lines,
        "columns": columns,
        "people": sum(line.people for line in lines),
        "fte": sum((line.fte for line in lines), start=0),
        "download": reverse("organisation:district_download", args=[district_id]) + f"?sort={order.wish}",
        "may": reason_against(access.require_district, request.actor, sites=sites) is None,
        "everywhere": request.actor.may("organisation.regions"),
    }
    return render(request, "organisation/district.jinja", context)


def district_download(request: Request, district_id: int) -> StreamingHttpResponse:
    """A district's sites side by side as CSV."""
    found = queries.district_for(request.actor, district_id)
    every = queries.side_by_side(request.actor, found.pk, today())
    lines, _, _ = arranged(every, COLUMNS, request.GET, usual="name")
    heads = ["Site", "Kind", "People posted", "FTE posted", "Staff in post by the sheet", "Front desks"]
    return as_csv("district", heads, ([x.name, x.kind, x.people, x.fte, x.sheet_people, x.front_desks] for x in lines))


def _regions(request: Request) -> list[tuple[str, str]]:
    return [(str(region.pk), region.name) for region in queries.list_regions(request.actor, today())]


def open_district(request: Request) -> HttpResponse:
    """A new district."""
    access.require_region(request.actor)
    form = DistrictForm(posted(request), initial={"starts_on": today()}, regions=_regions(request))
    if form.is_valid():
        typed = form.cleaned_data
        region = queries.region_for(request.actor, int(typed["region"])) if typed["region"] else None
        sent = send(
            request,
            form,
            operations.open_district,
            name=typed["name"],
            region=region,
            starts_on=typed["starts_on"],
        )
        if sent:
            tell(request, f"The district {typed['name']} is recorded. Place sites in it next.")
            return redirect("organisation:district", sent.made.pk)
    back = reverse("organisation:districts")
    return page_of(request, form, "Open a district", "Open district", back=back, trail="Districts")


def change_district(request: Request, district_id: int) -> HttpResponse:
    """Another name or region from a day."""
    found = queries.district_for(request.actor, district_id)
    access.require_district(request.actor, sites=queries.site_ids_in(district_id, today()))
    initial = {"name": found.name, "region": found.region_id, "starts_on": today()}
    form = DistrictForm(posted(request), initial=initial, regions=_regions(request))
    if form.is_valid():
        typed = form.cleaned_data
        region = queries.region_for(request.actor, int(typed["region"])) if typed["region"] else None
        sent = send(
            request,
            form,
            operations.change_district,
            district=found,
            name=typed["name"],
            region=region,
            starts_on=typed["starts_on"],
        )
        if sent:
            tell(request, f"The district {typed['name']} is changed.")
            return redirect("organisation:districts")
    back = reverse("organisation:district", args=[district_id])
    return page_of(request, form, f"Change {found.name}", "Change district", back=back, trail=found.name)


def close_district(request: Request, district_id: int) -> HttpResponse:
    """A district's last day."""
    found = queries.district_for(request.actor, district_id)
    access.require_region(request.actor)
    form = LastDayForm(posted(request), initial={"last_day": today()})
    if form.is_valid() and send(request, form, operations.close_district, district=found, **form.cleaned_data):
        tell(request, f"The end of {found.name} is recorded.")
        return redirect("organisation:districts")
    back = reverse("organisation:district", args=[district_id])
    return page_of(request, form, f"Close {found.name}", "Close district", back=back, trail=found.name)


def open_region(request: Request) -> HttpResponse:
    """A new region."""
    access.require_region(request.actor)
    form = AreaForm(posted(request), initial={"starts_on": today()})
    if form.is_valid() and send(request, form, operations.open_region, **form.cleaned_data):
        tell(request, f"The region {form.cleaned_data['name']} is recorded.")
        return redirect("organisation:districts")
    back = reverse("organisation:districts")
    return page_of(request, form, "Open a region", "Open region", back=back, trail="Districts")


def rename_region(request: Request, region_id: int) -> HttpResponse:
    """Another name for a region from a day."""
    found = queries.region_for(request.actor, region_id)
    access.require_region(request.actor)
    form = AreaForm(posted(request), initial={"name": found.name, "starts_on": today()})
    if form.is_valid() and send(request, form, operations.rename_region, region=found, **form.cleaned_data):
        tell(request, f"The region {form.cleaned_data['name']} is recorded.")
        return redirect("organisation:districts")
    back = reverse("organisation:districts")
    return page_of(request, form, f"Rename {found.name}", "Rename region", back=back, trail="Districts")


def close_region(request: Request, region_id: int) -> HttpResponse:
    """A region's last day."""
    found = queries.region_for(request.actor, region_id)
    access.require_region(request.actor)
    form = LastDayForm(posted(request), initial={"last_day": today()})
    if form.is_valid() and send(request, form, operations.close_region, region=found, **form.cleaned_data):
        tell(request, f"The end of {found.name} is recorded.")
        return redirect("organisation:districts")
    back = reverse("organisation:districts")
    return page_of(request, form, f"Close {found.name}", "Close region", back=back, trail="Districts")
