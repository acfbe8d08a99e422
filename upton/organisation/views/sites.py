"""The list of sites, those without a district, and a new one."""

from __future__ import annotations

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from upton.foundation.requests import Request
from upton.organisation import operations, queries
from upton.organisation.forms.places import OpenSiteForm, PlaceSeveralForm, SitesFilter
from upton.organisation.queries import ListedSite, SitesWanted
from upton.organisation.views.sending import kept, page_of, posted, send, today, whole
from upton.pages.downloads import as_csv
from upton.pages.frame import tell
from upton.pages.sorting import sort_column, sorted_by

PAGE = 50
COLUMNS = {
    "name": "Name",
    "kind": "Kind",
    "town": "Town",
    "postcode": "Postcode",
    "district": "District",
    "state": "State",
}


def sites(request: Request) -> HttpResponse:
    """All sites, by name, filtered by what stands in the address."""
    form, wanted = _wanted(request)
    order = sorted_by(request.GET, COLUMNS, usual="name")
    after = whole(request.GET.get("after", ""))
    found = queries.list_sites(request.actor, wanted, sort=order.wish, after=after, most=PAGE)
    same = kept(request, "after")
    context = {
        "form": form,
        "wanted": wanted,
        "lines": found[:PAGE],
        "columns": [sort_column(label, code, order, request.GET) for code, label in COLUMNS.items()],
        "count": queries.count_sites(request.actor, wanted),
        "first": "?" + urlencode(same) if "after" in request.GET else None,
        "more": "?" + urlencode([*same, ("after", found[PAGE - 1].id)]) if len(found) > PAGE else None,
        "download": reverse("organisation:sites_download") + "?" + urlencode(same),
        "may_open": request.actor.may("organisation.structure"),
        "unplaced": queries.count_unplaced(request.actor, wanted.day)
        if request.actor.may("organisation.structure")
        else 0,
    }
    return render(request, "organisation/sites.jinja", context, status=422 if form.errors else 200)


def sites_download(request: Request) -> HttpResponse | StreamingHttpResponse:
    """The list of sites as CSV."""
    form, wanted = _wanted(request)
    if form.errors:
        return sites(request)
    heads = [
        "Site",
        "Kind",
        "Office number",
        "Town",
        "Postcode",
        "Nation",
        "District",
        "Region",
        "Open from",
        "Last day",
    ]
    order = sorted_by(request.GET, COLUMNS, usual="name")
    return as_csv("sites", heads, (_row(o) for o in queries.every_site(request.actor, wanted, sort=order.wish)))


def _row(line: ListedSite) -> list[object]:
    last = line.until.fromordinal(line.until.toordinal() - 1) if line.until else None
    return [
        line.name,
        line.kind,
        line.office_number,
        line.town,
        line.postcode,
        line.nation,
        line.district,
        line.region,
        line.since,
        last,
    ]


def _wanted(request: Request) -> tuple[SitesFilter, SitesWanted]:
    day = today()
    districts = [(str(d.id), d.name) for d in queries.list_districts(request.actor, day)]
    regions = [(str(r.pk), r.name) for r in queries.list_regions(request.actor, day)]
    data = request.GET.copy()
    data.setdefault("state", "open")
    form = SitesFilter(data, districts=[("none", "No district"), *districts], regions=regions)
    if not form.is_valid():
        return form, SitesWanted(day=day)
    asked = form.cleaned_data
    wanted = SitesWanted(
        day=asked["day"] or day,
        district=asked["district"],
        region=asked["region"],
        kind=asked["kind"],
        state=asked["state"],
    )
    return form, wanted


def open_site(request: Request) -> HttpResponse:
    """A new site."""
    day = today()
    form = OpenSiteForm(posted(request), initial={"starts_on": day}, districts=district_options(request))
    if form.is_valid():
        typed = form.cleaned_data
        sent = send(
            request,
            form,
            operations.open_site,
            kind=typed["kind"],
            name=typed["name"],
            address=form.address(),
            starts_on=typed["starts_on"],
            district=queries.district_for(request.actor, int(typed["district"])) if typed["district"] else None,
            office_number=typed["office_number"] or None,
        )
        if sent:
            tell(request, f"{typed['name']} is recorded.")
            return redirect("organisation:site", sent.made.pk)
    back = reverse("organisation:sites")
    return page_of(request, form, "Open a site", "Open site", back=back, trail="Sites")


def unplaced(request: Request) -> HttpResponse:
    """Sites that belong to no district, for a manager to place, several at once."""
    day = today()
    found = queries.list_unplaced(request.actor, day)
    options = [(str(site.id), site.name, _hint(site)) for site in found]
    form = PlaceSeveralForm(
        posted(request), initial={"starts_on": day}, sites=options, districts=district_options(request)
    )
    if form.is_valid():
        typed = form.cleaned_data
        district = queries.district_for(request.actor, int(typed["district"]))
        chosen = queries.sites_for(request.actor, [int(one) for one in typed["sites"]])
        if send(request, form, operations.place_sites, sites=chosen, district=district, starts_on=typed["starts_on"]):
            count = "1 site is" if len(chosen) == 1 else f"{len(chosen)} sites are"
            tell(request, f"{count} placed in {district.name}.")
            return redirect("organisation:unplaced")
    context = {"form": form, "count": queries.count_unplaced(request.actor, day), "found": found}
    return render(request, "organisation/unplaced.jinja", context, status=422 if form.errors else 200)


def _hint(site: queries.Unplaced) -> str:
    where = " ".join(filter(None, [site.town, site.postcode]))
    near = f"Most sites around it are in {site.near}." if site.near else ""
    return ". ".join(filter(None, [where, near])) or "No address is recorded."


def district_options(request: Request) -> list[tuple[str, str]]:
    """The districts in which this person may place a site: those whose sites they answer for."""
    reach = request.actor.reach("organisation.structure")
    found = queries.list_districts(request.actor, today())
    if reach.everywhere:
        return [(str(district.id), district.name) for district in found]
    mine = queries.districts_of(reach.sites, today())
    return [(str(district.id), district.name) for district in found if district.id in mine]


def site_options(request: Request, *, without: int | None = None) -> list[tuple[str, str]]:
    """Every open site, by name, for a list to choose from."""
    found = queries.sites_on(today())
    return [(str(s.id), f"{s.name}, {s.town}" if s.town else s.name) for s in found if s.id != without]
