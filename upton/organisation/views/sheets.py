"""The site sheet: looked at, edited, its versions, two compared (004, site characteristics)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from upton.foundation.requests import Request
from upton.organisation import access, operations, queries
from upton.organisation.forms.sheets import CompareForm, SheetForm
from upton.organisation.sheet_fields import GROUPS
from upton.organisation.views.sending import posted, send, today, whole
from upton.pages.frame import tell


def sheet(request: Request, site_id: int) -> HttpResponse:
    """The sheet that holds today, or the version that the address names."""
    site, period = queries.site_for(request.actor, site_id), queries.latest_period(site_id, today())
    number = whole(request.GET.get("version", ""))
    shown = (
        queries.sheet_version(request.actor, site_id, number)
        if number
        else queries.sheet_on(request.actor, site_id, today())
    )
    latest = queries.latest_sheet(request.actor, site_id)
    context = {
        "site": site,
        "period": period,
        "sheet": shown,
        "groups": queries.in_groups(shown) if shown else [],
        "by": queries.colleague_names([shown.kept_by_id]).get(shown.kept_by_id) if shown and shown.kept_by_id else "",
        "planned": latest if latest and latest.since and latest.since > today() else None,
        "old": bool(number and latest and number != latest.version),
        "may": request.actor.reach("organisation.site").covers(site_id),
    }
    return render(request, "organisation/sheet.jinja", context)


def edit_sheet(request: Request, site_id: int) -> HttpResponse:
    """A new version of the sheet; one that was overtaken is shown beside what was typed."""
    access.require_site(request.actor, site_id=site_id)
    site, period = queries.site_for(request.actor, site_id), queries.latest_period(site_id, today())
    latest = queries.latest_sheet(request.actor, site_id)
    version = latest.version if latest else 0
    since = latest.since if latest and latest.since else today()
    initial = SheetForm.of(latest) | {"starts_on": max(today(), since)}
    form = SheetForm(posted(request), initial=initial, version=version)
    rows = []
    if form.is_valid():
        sent = send(
            request,
            form,
            operations.keep_sheet,
            site=site,
            values=form.values(),
            starts_on=form.cleaned_data["starts_on"],
            version=form.version if form.version is not None else version,
        )
        if sent:
            tell(request, "The site sheet is kept.")
            return redirect("organisation:sheet", site_id)
        if sent.overtaken:
            rows = queries.compared(latest, form.values())
            form.version = version
    context = {
        "site": site,
        "period": period,
        "form": form,
        "rows": rows,
        "groups": [(group, [form[field] for field in fields]) for group, fields in GROUPS.items()],
    }
    return render(request, "organisation/edit_sheet.jinja", context, status=422 if form.errors else 200)


def sheet_versions(request: Request, site_id: int) -> HttpResponse:
    """Every version of the sheet, and two side by side."""
    site, period = queries.site_for(request.actor, site_id), queries.latest_period(site_id, today())
    versions = queries.versions_of(request.actor, site_id, today())
    form = CompareForm(request.GET or None, versions=[(str(v.number), f"Version {v.number}") for v in versions])
    pair = None
    if form.is_valid():
        left, right = form.cleaned_data["left"], form.cleaned_data["right"]
        sheets = [queries.sheet_version(request.actor, site_id, int(number)) for number in (left, right)]
        pair = {"left": left, "right": right, "rows": queries.compared(*sheets)}
    context = {"site": site, "period": period, "versions": versions, "form": form, "pair": pair}
    return render(request, "organisation/sheet_versions.jinja", context, status=422 if form.errors else 200)
