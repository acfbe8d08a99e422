"""Possible duplicates: the list, two records side by side, and one key each for yes, no and later (CLM-1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from upton.claimants import operations, queries
from upton.claimants.forms import ReasonForm
from upton.claimants.queries.pairs import OPEN, PAGE, SHOWN
from upton.claimants.views.showing import posted, say_refused, send, today
from upton.foundation import clock
from upton.foundation.addresses import number_in
from upton.foundation.names import names_for
from upton.foundation.requests import Request
from upton.pages.downloads import as_csv
from upton.pages.fields import Choice, FilterForm, Form
from upton.pages.frame import tell
from upton.pages.sorting import Sorted, sort_column, sorted_by
from upton.pages.words import clock_time

HEADS = {"likely": "How likely", "found": "Found"}
SAID = {
    "different": (operations.tell_apart, "They are two people. Nobody is asked again."),
    "later": (operations.put_off, "This pair waits for a week."),
    "back": (operations.take_back_told_apart, "It is open again whether they are one person."),
}
MERGED = "One of those two records was merged meanwhile, so nothing was done with that pair. This is what is open now."


class SiteForm(FilterForm):
    """Of which site."""

    site = Choice("Site", look="select", required=False)

    def __init__(self, *args: Any, sites: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("site", [("", "All my sites"), *sites])


def duplicates(request: Request) -> HttpResponse:
    """The pairs of one's sites that may be one person, likeliest first."""
    show, site_id, order = _wished(request)
    now, after = clock.now(), number_in(request.GET.get("after", ""))
    lines = queries.pairs(request.actor, now=now, show=show, site_id=site_id, sort=order.wish, after=after)
    counts = queries.count_pairs(request.actor, now=now, site_id=site_id)
    kept = _kept(show, site_id, order)
    sites = _sites(request)
    context = {
        "lines": lines,
        "count": counts[show],
        "show": show,
        "form": SiteForm(request.GET, sites=sites) if len(sites) > 1 else None,
        "shown": [_option(code, show, site_id, counts[code]) for code in SHOWN],
        "columns": ["One record", "Another record", "Why", *_sorts(request, order)],
        "more": "?" + urlencode([*kept, ("after", lines[-1].id)]) if len(lines) == PAGE else None,
        "download": f"{reverse('claimants:duplicates_download')}?{urlencode(kept)}",
        "closed": queries.closed_pairs(request.actor, now=now) if show == OPEN else [],
        "next": queries.pair_after(request.actor, None, now=now) if show == OPEN and lines else None,
    }
    return render(request, "claimants/duplicates.jinja", context)


def duplicates_download(request: Request) -> StreamingHttpResponse:
    """The same pairs, as CSV."""
    show, site_id, order = _wished(request)
    heads = ["Reference", "Site", "Other reference", "Other site", "How likely", "Why", "Found"]
    found = queries.every_pair(request.actor, now=clock.now(), show=show, site_id=site_id, sort=order.wish)
    rows = (
        [p.first.reference, p.first.site, p.second.reference, p.second.site, p.likely, p.words, p.found_at]
        for p in found
    )
    return as_csv("possible-duplicates", heads, rows)


def pair(request: Request, pair_id: int) -> HttpResponse:
    """Two records side by side, with what differs and why they may be one person; and what somebody says of them."""
    if queries.was_merged(request.actor, pair_id):
        tell(request, MERGED)
        return _next(request, pair_id)
    one = queries.pair_for(request.actor, pair_id)
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_bound:
        return _decided(request, one, form)
    line = queries.pair_line(one, request.actor)
    sites = {half.id: half.site for half in (line.first, line.second)}
    rows: Sequence[Mapping[str, str]] = []
    if line.both_seen:
        left, right = operations.look_at_two(line.first.id, line.second.id, by=request.actor, now=clock.now())
        named = {left.site_id: sites[left.pk], right.site_id: sites[right.pk]}
        rows = queries.side_by_side(left, right, today=today(), sites=named)
    context = {
        "line": line,
        "rows": rows,
        "form": form,
        "merge": reverse("claimants:merge", args=[line.first.id, line.second.id]) + f"?pair={line.id}",
    }
    return render(request, "claimants/pair.jinja", context)


def pair_open(request: Request, pair_id: int) -> HttpResponse:
    """Open the restricted record of a pair with a reason; who they are shows after that alone."""
    one = queries.closed_pair_for(request.actor, pair_id, now=clock.now())
    form = ReasonForm(posted(request), day=today())
    given = form.cleaned_data if form.is_valid() else {}
    sent = send(request, form, operations.open_pair, pair=one, **given)
    if sent:
        tell(request, f"The record is open to you until {clock_time(sent.made[0].until)}. Each look is recorded.")
        return redirect("claimants:pair", one.pk)
    return render(request, "claimants/pair_open.jinja", {"form": form}, status=422 if form.errors else 200)


def _decided(request: Request, one: Any, form: Form) -> HttpResponse:
    verb = request.POST.get("verb", "")
    do, words = SAID.get(verb, (None, ""))
    if do is None:
        tell(request, "Choose what to do: they are one person, two people, or it waits.")
        return redirect("claimants:pair", one.pk)
    if not send(request, form, do, pair=one):
        say_refused(request, form)
        return redirect("claimants:pair", one.pk)
    undo = reverse("claimants:pair_back", args=[one.pk]) if verb == "different" else None
    tell(request, words, undo=undo)
    if verb == "back":
        return redirect("claimants:pair", one.pk)
    return _next(request, one.pk)


def _next(request: Request, pair_id: int) -> HttpResponse:
    following = queries.pair_after(request.actor, pair_id, now=clock.now())
    return redirect("claimants:pair", following) if following else redirect("claimants:duplicates")


def pair_back(request: Request, pair_id: int) -> HttpResponse:
    """Take back that two records are two people."""
    one = queries.pair_for(request.actor, pair_id)
    form = Form(request.POST)
    if send(request, form, operations.take_back_told_apart, pair=one):
        tell(request, SAID["back"][1])
    else:
        say_refused(request, form)
    return redirect("claimants:pair", one.pk)


def _wished(request: Request) -> tuple[str, int | None, Sorted]:
    show = request.GET.get("show", OPEN)
    order = sorted_by(request.GET, queries.PAIR_SORTS, usual="-likely")
    return show if show in SHOWN else OPEN, number_in(request.GET.get("site", "")), order


def _kept(show: str, site_id: int | None, order: Sorted) -> list[tuple[str, Any]]:
    return [("show", show), *([("site", site_id)] if site_id else []), ("sort", order.wish)]


def _option(code: str, show: str, site_id: int | None, count: int) -> dict[str, Any]:
    asked = urlencode([("show", code), *([("site", site_id)] if site_id else [])])
    return {"text": SHOWN[code], "href": f"?{asked}", "current": code == show, "count": count}


def _sorts(request: Request, order: Sorted) -> list[dict[str, Any]]:
    return [sort_column(label, code, order, request.GET) for code, label in HEADS.items()]


def _sites(request: Request) -> list[tuple[str, str]]:
    reach = request.actor.reach("claimants.merge")
    names = names_for({"site": reach.sites}, request.actor)
    return sorted(((str(one), names["site", one]) for one in reach.sites), key=lambda one: one[1].casefold())
