"""Footfall: how many came, when, why and by which channel, and how long they waited (FOH-4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from markupsafe import Markup

from upton.foundation import clock
from upton.foundation.requests import Request
from upton.organisation import queries as organisation
from upton.pages.downloads import as_csv
from upton.pages.pictures import bars, line, multiples
from upton.pages.sorting import sort_column, sorted_by
from upton.pages.words import day as day_words
from upton.reception import queries
from upton.reception.forms.footfall import SPANS, FootfallFilter
from upton.reception.queries import Footfall

TOGETHER = "district"
MOST = 40
"""Sites whose facts one page looks through."""


COLUMNS = {
    "name": "Site", "came": "Came", "median": "Median wait", "longest": "Longest", "late": "Late",
    "avoidable": "Avoidable",
}  # fmt: skip
KEYS: Mapping[str, Callable[[tuple[int, str, Footfall]], Any]] = {
    "name": lambda one: one[1].casefold(),
    **{code: (lambda one, code=code: getattr(one[2], code) or 0)  # type: ignore[misc]
       for code in ("came", "median", "longest", "late", "avoidable")},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """Which sites and days somebody looks at."""

    sites: dict[int, str]
    first: date
    last: date
    together: bool


def footfall(request: Request) -> HttpResponse:
    """Who came to a site, or to the sites of one's districts side by side."""
    form, asked = _asked(request)
    found = queries.footfall_of(request.actor, asked.sites, first=asked.first, last=asked.last)
    beside = [(site, name, found.of(site)) for site, name in asked.sites.items()] if asked.together else []
    order = sorted_by(request.GET, KEYS, usual="name")
    kept = urlencode([(key, str(value)) for key, value in request.GET.items() if key in form.fields and value])
    download = reverse("reception:footfall_download") + (f"?{kept}" if kept else "")
    context = {
        "form": form,
        "asked": asked,
        "found": found,
        "place": f"{len(asked.sites)} sites" if asked.together else next(iter(asked.sites.values()), ""),
        "pictures": _pictures(found, asked, download),
        "beside": order.apply(beside, KEYS),
        "columns": [
            sort_column(label, code, order, request.GET, numeric=code != "name") for code, label in COLUMNS.items()
        ],
        "download": download,
    }
    return render(request, "reception/footfall.jinja", context, status=422 if form.errors else 200)


def footfall_download(request: Request) -> HttpResponse | StreamingHttpResponse:
    """The figures as CSV: by site and hour, with waits and lateness."""
    form, asked = _asked(request)
    if form.errors:
        return footfall(request)
    found = queries.footfall_of(request.actor, asked.sites, first=asked.first, last=asked.last)
    rows: list[list[object]] = []
    for site, name in asked.sites.items():
        own = found.of(site)
        rows += [[name, f"{h.hour:02}:00", h.came, h.median, h.longest, h.late] for h in own.hours]
        rows += [[name, f"reason: {one.name}", one.came, None, None, None] for one in own.reasons]
    rows += [["", f"channel: {words}", came, None, None, None] for words, came in found.channels]
    heads = ["Site", "Hour or what", "Came", "Median wait, minutes", "Longest wait, minutes", "Late for an appointment"]
    return as_csv(f"footfall-{asked.first:%Y-%m-%d}-to-{asked.last:%Y-%m-%d}", heads, rows)


def _asked(request: Request) -> tuple[FootfallFilter, Asked]:
    today = clock.local_day(clock.now())
    reach = request.actor.reach("reception.footfall")
    lines = organisation.sites_on(today, within=None if reach.everywhere else reach.sites)
    names = {one.id: one.name for one in lines}
    here = request.actor.here if request.actor.here in names else next(iter(names), 0)
    offered = [(str(site), name) for site, name in names.items()]
    own = next((one.district_id for one in lines if one.id == here), None)
    beside = {one.id: one.name for one in lines if one.district_id == own and own} if len(names) > 1 else {}
    if beside:
        offered.append((TOGETHER, "All of the district, side by side"))
    usual = {"site": str(here or ""), "span": "day"}
    form = FootfallFilter(usual | {key: value for key, value in request.GET.items() if value}, sites=offered)
    asked = form.cleaned_data if form.is_valid() else {}
    last = min(asked.get("day") or today, today)
    first = last - timedelta(days=SPANS[asked.get("span") or "day"][1] - 1)
    if asked.get("site") == TOGETHER:
        return form, Asked(dict(list(beside.items())[:MOST]), first, last, together=True)
    site = int(asked["site"]) if asked.get("site") else here
    return form, Asked({site: names[site]} if site in names else {}, first, last, together=False)


def _pictures(found: Footfall, asked: Asked, download: str) -> Sequence[tuple[str, Markup]]:
    hours = found.hours
    shown = [
        ("When they came", bars("Came, by hour", [(f"{h.hour:02}:00", h.came) for h in hours], download=download)),
        ("How long they waited", line("Wait by hour of arrival", {
            "median": [(f"{h.hour:02}:00", h.median) for h in hours],
            "longest": [(f"{h.hour:02}:00", h.longest) for h in hours],
        }, unit="minutes", download=download)),
        ("Why they came without an appointment",
         bars("Reasons", [(one.name, one.came) for one in found.reasons], download=download)),
        ("By which channel", bars("Channels", found.channels, download=download)),
    ]  # fmt: skip
    if asked.first < asked.last:
        days = {asked.first + timedelta(days=n): 0 for n in range((asked.last - asked.first).days + 1)} | found.days
        shown.insert(0, ("Day by day", line("Came", [(day_words(day), came) for day, came in days.items()])))
    if asked.together:
        runs = {name: [(f"{h.hour:02}:00", h.came) for h in found.of(site).hours] for site, name in asked.sites.items()}
        shown.insert(0, ("Sites side by side", multiples("Came, by hour", runs, download=download)))
    return shown
