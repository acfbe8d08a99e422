"""Pages of series: shown before they are booked, booked in one act, and ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.claimants import queries as claimants
from upton.claimants.models import Claimant
from upton.claimants.operations import look_at
from upton.diary import operations, queries
from upton.diary.forms.booking import YEARS
from upton.diary.forms.series import SeriesFilter, SeriesForm
from upton.diary.rules.series import require_count, require_every
from upton.diary.rules.types import Type
from upton.diary.rules.working import minute_of, moment_at
from upton.diary.views.sending import nothing_for_the_dead, page_of, posted, send, today
from upton.foundation import clock
from upton.foundation.once import once
from upton.foundation.refusals import Refused
from upton.foundation.requests import Request
from upton.organisation import queries as organisation
from upton.pages.fields import Form
from upton.pages.frame import REFUSED, tell
from upton.pages.words import day as in_words


def series(request: Request, claimant_id: int) -> HttpResponse:
    """Say what a series would be, show each of it, and book those that are chosen."""
    actor, now = request.actor, clock.now()
    claimant = look_at(claimant_id, by=actor, now=clock.now())
    if gone := nothing_for_the_dead(request, claimant):
        return gone
    kinds, site_id = queries.types_between(today()), actor.here
    people = [(str(p.colleague_id), p.name) for p in organisation.posted(site_id, today(), weekday=False)]
    usual = {"purpose": "fortnightly_signing", "every": "fortnightly", "count": 6, "colleague": claimant.coach_id or ""}
    wanted = SeriesFilter(request.GET or None, kinds=kinds, people=people, initial=usual)
    form = SeriesForm(posted(request))
    asked = wanted.cleaned_data if wanted.is_bound and wanted.is_valid() else {}
    if asked and send(request, form, operations.start_series, **_booking(claimant, site_id, asked, form)):
        return _booked(request, claimant, len(form.cleaned_data["times"]))
    context = {
        "person": claimants.person_bar(claimant, today(), coming=queries.next_words(claimant.pk, now)),
        "back": reverse("desk:claimant", args=[claimant.pk]),
        "wanted": wanted,
        "lines": _plan(claimant, site_id, wanted, asked, kinds) if asked else None,
    }
    return page_of(request, "diary/series.jinja", form, **context)


def _booking(claimant: Claimant, site_id: int, asked: Mapping[str, Any], form: SeriesForm) -> dict[str, Any]:
    if not form.is_valid():
        return {}
    return {
        "claimant": claimant,
        "colleague": organisation.colleague_with_id(int(asked["colleague"])),
        "site": organisation.site_row(site_id),
        "purpose": asked["purpose"],
        "every": asked["every"],
        "times": form.cleaned_data["times"],
        "claimant_agreed": form.cleaned_data["claimant_agreed"],
    }


def _booked(request: Request, claimant: Claimant, count: int) -> HttpResponse:
    times = "1 appointment" if count == 1 else f"{count} appointments"
    tell(request, f"Booked: {times} for {claimant.addressed_as}.")
    return redirect("desk:claimant", claimant.pk)


def _plan(
    claimant: Claimant, site_id: int, wanted: SeriesFilter, asked: Mapping[str, Any], kinds: Mapping[str, Type]
) -> list[queries.SeriesLine] | None:
    try:
        entry = require_every(asked["every"], day=today())
        require_count(asked["count"], most=entry.values["most"])
    except Refused as refused:
        wanted.refuse(refused)
        return None
    if asked["first"].year not in YEARS:
        wanted.add_error("first", f"Enter a day from {in_words(today())} on.")
        return None
    return queries.plan_series(
        queries.SeriesWanted(
            claimant_id=claimant.pk,
            colleague_id=int(asked["colleague"]),
            site_id=site_id,
            kind=kinds[asked["purpose"]],
            starts_at=moment_at(asked["first"], minute_of(asked["at"])),
            every_days=entry.values["every_days"],
            count=asked["count"],
            access=tuple(claimant.access),
        ),
        now=clock.now(),
    )


def end_series(request: Request, series_id: int) -> HttpResponse:
    """Show what is left of a series, and end it."""
    actor, now = request.actor, clock.now()
    one = queries.series_for(actor, series_id)
    form = Form(posted(request))
    if form.is_bound:
        try:
            once(form.key, operations.end_series, series=one, by=actor, now=now)
        except Refused as refused:
            tell(request, refused.sentence, kind=REFUSED)
        else:
            tell(request, "The series has ended. What was still to come is cancelled.")
        return redirect("desk:claimant", one.claimant_id)
    context = {"form": form, "series": one, "left": queries.left_of(one.pk, now)}
    return render(request, "diary/end_series.jinja", context)
