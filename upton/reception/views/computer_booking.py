"""Booking a customer computer ahead, in quarter hours; and how much the computers are used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from upton.claimants.models import Claimant
from upton.claimants.operations import look_at
from upton.foundation import clock
from upton.foundation.clock import LOCAL
from upton.foundation.once import once
from upton.foundation.refusals import Refused
from upton.foundation.requests import Request
from upton.organisation import queries as organisation
from upton.pages.downloads import as_csv
from upton.pages.frame import tell
from upton.pages.pictures import bars
from upton.pages.words import day as day_words
from upton.reception import operations, queries
from upton.reception.forms.computers import SPANS, BookForm, UsedFilter
from upton.reception.queries import UsedLine
from upton.reception.rules import PRESENT
from upton.reception.rules.computers import QUARTER
from upton.reception.views.doing import page_status

FIRST, LAST = time(7), time(20)
TIMES = [
    f"{minute // 60:02}:{minute % 60:02}"
    for minute in range(FIRST.hour * 60, LAST.hour * 60, QUARTER)
]  # fmt: skip


def book_computer(request: Request) -> HttpResponse:
    """Book a computer for somebody who is here, or whose name one is told."""
    actor, now = request.actor, clock.now()
    here = queries.on_day(actor, site_id=actor.here, day=clock.local_day(now))
    people = [(str(one.id), f"{one.name} (ticket {one.ticket})") for one in here if one.state in PRESENT]
    return _book(request, None, people)


def book_computer_for(request: Request, claimant_id: int) -> HttpResponse:
    """Book a computer for a claimant, at the site where one works."""
    return _book(request, look_at(claimant_id, by=request.actor, now=clock.now()), None)


def _book(request: Request, claimant: Claimant | None, people: Sequence[tuple[str, str]] | None) -> HttpResponse:
    actor, now = request.actor, clock.now()
    lines = queries.computers_at(actor, site_id=actor.here, day=clock.local_day(now), now=now)
    offered = [(str(one.id), one.name) for one in lines if one.out_since is None]
    form = BookForm(
        request.POST if request.method == "POST" else None,
        people=people,
        computers=offered,
        times=TIMES,
        initial={"day": clock.local_day(now), "starts_at": _next_quarter(now), "minutes": "30"},
    )
    if form.is_valid():
        asked = form.cleaned_data
        hour, minute = map(int, asked["starts_at"].split(":"))
        try:
            use = once(
                form.key,
                operations.book_computer,
                computer=queries.computer_for(actor, int(asked["computer"])),
                starts_at=datetime.combine(asked["day"], time(hour, minute), tzinfo=LOCAL),
                minutes=int(asked["minutes"]),
                by=actor,
                now=now,
                **_whom(request, claimant, asked),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            words = f"{dict(offered)[asked['computer']]} is booked, {day_words(asked['day'])}, {asked['starts_at']}."
            tell(request, words, undo=reverse("reception:cancel_use", args=[use.pk]))
            return redirect(reverse("reception:computers") + f"?day={asked['day'].isoformat()}")
    lead = f"For {claimant.addressed_as}." if claimant else "For somebody who is here, or whose name you are told."
    context = {"form": form, "title": "Book a computer", "lead": lead, "submit": "Book it"}
    return render(request, "reception/computer_form.jinja", context, status=page_status(form))


def _whom(request: Request, claimant: Claimant | None, asked: dict[str, Any]) -> dict[str, Any]:
    if claimant is not None:
        return {"claimant": claimant}
    visit = queries.visit_for(request.actor, int(asked["who"])) if asked["who"] else None
    return {"visit": visit, "name": asked["name"]}


def _next_quarter(now: datetime) -> str:
    local = now.astimezone(LOCAL) + timedelta(minutes=QUARTER - 1)
    return f"{local.hour:02}:{local.minute // QUARTER * QUARTER:02}"


def computers_used(request: Request) -> HttpResponse:
    """How much the computers of one's site are used, day by day, and the help given at them."""
    form, lines = _used(request)
    kept = urlencode([(key, str(value)) for key, value in request.GET.items() if key in form.fields and value])
    download = reverse("reception:computers_used_download") + (f"?{kept}" if kept else "")
    shown = [(day_words(one.day), one.minutes) for one in lines]
    helped = [(day_words(one.day), one.coached_minutes) for one in lines]
    context = {
        "form": form,
        "lines": lines,
        "uses": sum(one.uses for one in lines),
        "minutes": sum(one.minutes for one in lines),
        "coached": sum(one.coached for one in lines),
        "coached_minutes": sum(one.coached_minutes for one in lines),
        "download": download,
        "pictures": [
            ("How long they were used", bars("Minutes at the computers", shown, unit="minutes", download=download)),
            ("Help given", bars("Minutes of help", helped, unit="minutes", download=download)),
        ],
        "site": organisation.site_on(request.actor.here, clock.local_day(clock.now())),
    }
    return render(request, "reception/computers_used.jinja", context, status=422 if form.errors else 200)


def computers_used_download(request: Request) -> HttpResponse | StreamingHttpResponse:
    """The same figures as CSV."""
    form, lines = _used(request)
    if form.errors:
        return computers_used(request)
    heads = ["Day", "Times used", "Minutes used", "Times help was given", "Minutes of help"]
    rows: list[list[object]] = [
        [one.day.isoformat(), one.uses, one.minutes, one.coached, one.coached_minutes] for one in lines
    ]
    return as_csv(f"computers-{lines[0].day.isoformat()}-to-{lines[-1].day.isoformat()}", heads, rows)


def _used(request: Request) -> tuple[UsedFilter, Sequence[UsedLine]]:
    now = clock.now()
    today = clock.local_day(now)
    form = UsedFilter(request.GET or None, initial={"span": "week", "day": today})
    asked = form.cleaned_data if form.is_valid() else {}
    last = min(asked.get("day") or today, today)
    first = last - timedelta(days=SPANS[asked.get("span") or "week"][1] - 1)
    return form, queries.used_at(request.actor, site_id=request.actor.here, first=first, last=last, now=now)
