"""The browser of facts: who did what here, and when; with a download."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from upton.desk.forms import FactFilter
from upton.foundation import clock
from upton.foundation.addresses import number_in
from upton.foundation.facts import kinds
from upton.foundation.reading import PAGE, Said, Wanted, browse, everything
from upton.foundation.requests import Request
from upton.organisation import queries as organisation
from upton.pages.sorting import Sorted, sort_column, sorted_by


def facts(request: Request) -> HttpResponse:
    """Facts, newest first, filtered by site, days, kind and colleague."""
    form = _form(request)
    wanted = _wanted(request, form)
    found = browse(wanted, request.actor) if form.is_valid() else []
    kept = [(k, str(v)) for k, v in request.GET.items() if k != "after" and v]
    context = {
        "form": form,
        "found": found,
        "columns": _columns(request),
        "download": "download/?" + urlencode(kept),
        "more": "?" + urlencode([*kept, ("after", found[-1].id)]) if len(found) == PAGE else None,
        "by": organisation.colleague_names([wanted.by_colleague]).get(wanted.by_colleague)
        if wanted.by_colleague
        else None,
        "kept": dict(kept),
    }
    return render(request, "desk/facts.jinja", context, status=422 if form.errors else 200)


def download(request: Request) -> HttpResponse | StreamingHttpResponse:
    """All facts that the filter finds, as CSV, streamed."""
    form = _form(request)
    if not form.is_valid():
        return render(
            request,
            "desk/facts.jinja",
            {
                "form": form,
                "found": [],
                "columns": _columns(request),
                "download": None,
                "more": None,
                "by": None,
                "kept": {},
            },
            status=422,
        )
    rows = everything(_wanted(request, form), request.actor)
    response = StreamingHttpResponse(_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="facts.csv"'
    return response


def _order(request: Request) -> Sorted:
    return sorted_by(request.GET, ["when"], usual="-when")


def _columns(request: Request) -> list[Any]:
    when = sort_column("When", "when", _order(request), request.GET)
    return [when, "What", "Who", {"label": "Number", "numeric": True}]


class _Echo:
    def write(self, line: str) -> str:
        return line


def _csv(rows: Iterator[Said]) -> Iterator[str]:
    writer: Any = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(["id", "when", "site", "number", "who", "what", "kind", "act", "caused by"])
    for one in rows:
        when = one.at.astimezone(clock.LOCAL).isoformat(timespec="seconds")
        yield writer.writerow(
            [
                one.id,
                when,
                one.site_id or "",
                one.number,
                _plain(one.by),
                _plain(one.text),
                one.kind,
                one.act_id,
                one.caused_by or "",
            ]
        )


def _plain(text: str) -> str:
    # A spreadsheet would take a leading = + - @ for a formula.
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")) else text


def _form(request: Request) -> FactFilter:
    today = clock.local_day(clock.now())
    reach = request.actor.reach("facts.browse")
    sites = organisation.sites_on(today, within=None if reach.everywhere else reach.sites)
    sentences = [
        (code, one.__doc__ or code) for code, one in sorted(kinds().items(), key=lambda pair: pair[1].__doc__ or "")
    ]
    return FactFilter(
        request.GET or {},
        sites=[(str(site.id), site.name) for site in sites],
        kinds=[(c, w.split("\n")[0].rstrip(".")) for c, w in sentences],
    )


def _wanted(request: Request, form: FactFilter) -> Wanted:
    asked = form.cleaned_data if form.is_valid() else {}
    return Wanted(
        site_id=int(asked["site"]) if asked.get("site") else None,
        first=asked.get("first"),
        last=asked.get("last"),
        kinds=[asked["kind"]] if asked.get("kind") else (),
        by_colleague=number_in(request.GET.get("by", "")),
        after=number_in(request.GET.get("after", "")),
        oldest_first=not _order(request).descending,
    )
