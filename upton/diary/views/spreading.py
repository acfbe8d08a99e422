"""Pages that move the rest of a morning: the plan, what was done, and taking it back (DIA-3, FOH-1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.diary import access, operations, queries
from upton.diary.forms.spreading import DAY, LUNCH, PartFilter, SpreadForm
from upton.diary.models import Spread
from upton.diary.queries import SpreadingLine, SpreadOffer
from upton.diary.rules import spreading as rules
from upton.diary.views.sending import allowed, page_of, posted, say_refused, send, today
from upton.foundation import clock
from upton.foundation.addresses import number_in
from upton.foundation.requests import Request
from upton.organisation import queries as organisation
from upton.pages.fields import Form
from upton.pages.frame import tell
from upton.pages.words import clock_time, moment

MANNERS = {
    rules.Telling.MESSAGE: "A message in their journal",
    rules.Telling.RING: "Ring them",
    rules.Telling.DOOR: "Tell them when they come",
    rules.Telling.NOTHING: "Nothing",
}


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of today is looked at."""

    start: datetime
    until: datetime
    words: str
    here: bool


def spread(request: Request, colleague_id: int) -> HttpResponse:
    """Everything that a colleague has booked in the rest of a morning or day, each with a place, moved in one go."""
    actor, now = request.actor, clock.now()
    site_id = _site(request)
    access.require_book(actor, site_id=site_id)
    filters, part = _part(request, now, queries.lunch_on(colleague_id, clock.local_day(now)))
    form = SpreadForm(posted(request), since=part.start)
    if form.is_valid():
        sent = send(
            request, form, operations.spread,
            colleague=organisation.colleague_with_id(colleague_id), site=organisation.site_row(site_id),
            starts_at=form.cleaned_data["since"],
            ends_at=part.until, picks=form.cleaned_data["picks"], absence_kind=form.cleaned_data["absence"] or "",
        )  # fmt: skip
        if sent:
            return _done(request, sent.made)
    return _page(request, colleague_id, site_id, filters, part, form)


def _site(request: Request) -> int:
    chosen = number_in(request.GET.get("site", ""))
    return chosen if chosen is not None and request.actor.reach("diary.book").covers(chosen) else request.actor.here


def _part(request: Request, now: datetime, lunch: datetime) -> tuple[PartFilter, Part]:
    """What is asked for, where it is still to come; else what is left of the day, with the reason at its field."""
    closes = clock.day_bounds(clock.local_day(now))[1]
    asked = request.GET.copy()
    asked["until"] = asked.get("until") or (LUNCH if now < lunch else DAY)
    filters = PartFilter(asked)
    until, start = str(asked["until"]), filters.starts_at(now) if filters.is_valid() else now
    ends = rules.until_of(until, lunch=lunch, closes=closes)
    if not filters.errors and not allowed(filters, rules.require_to_come, start, ends_at=ends, now=_minute(now)):
        start, until, ends = now, DAY, closes
    words = f"until lunch at {clock_time(lunch)}" if until == LUNCH else "until the end of the day"
    return filters, Part(start, ends, words, asked.get("here") == "yes")


def _minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)


def _done(request: Request, made: Spread) -> HttpResponse:
    moved = queries.spread_done(request.actor, made, now=clock.now()).moved
    words = "1 appointment is moved." if moved == 1 else f"{moved} appointments are moved."
    tell(request, words, undo=reverse("diary:undo_spread", args=[made.pk]))
    return redirect("diary:spread_done", made.pk)


def _page(
    request: Request, colleague_id: int, site_id: int, filters: PartFilter, part: Part, form: SpreadForm
) -> HttpResponse:
    actor, now = request.actor, clock.now()
    picks = form.cleaned_data.get("picks", ()) if form.is_bound else ()
    found = queries.spreading(
        actor, colleague_id=colleague_id, site_id=site_id, start=part.start, until=part.until, here=part.here, now=now,
        picks=picks,
    )  # fmt: skip
    # Whoever has nothing booked here is shown to those alone who may see their diary.
    name = found.colleague or queries.whose(actor, colleague_id, first=today(), last=today())[0].name
    for line in found.lines:
        if line.lost:
            form.refuse_line(line.id, rules.TAKEN)
    chosen = {one.appointment_id: one.choice.value for one in picks if one.choice is not rules.Choice.MOVE}
    context = {
        "colleague": name,
        "filters": filters,
        "part": part,
        "found": found,
        "lines": [_row(line, form, chosen.get(line.id)) for line in found.lines],
        "counts": _counts(found.lines),
        "may_record": actor.id == colleague_id or actor.reach("diary.keep").covers(site_id),
        "back": reverse("diary:colleague_day", args=[colleague_id]),
    }
    return page_of(request, "diary/spread.jinja", form, **context)


def _row(line: SpreadingLine, form: SpreadForm, chosen: str | None) -> dict[str, Any]:
    """A line with the options of its box; the first place is the best, or what was chosen before."""
    name = rules.line_of(line.id)
    options = [{"value": _value(one), "text": _text(one), "chosen": False} for one in line.offers]
    if line.may_ring or not line.opens:
        options.append({"value": "ring", "text": "Ring them first, leave it for now", "chosen": chosen == "ring"})
    options.append({"value": "leave", "text": "Leave it as it is", "chosen": chosen == "leave"})
    if not any(one["chosen"] for one in options):
        options[0]["chosen"] = True
    errors = list(form.errors.get(name, ())) if form.is_bound else []
    return {"line": line, "name": name, "options": options, "errors": errors, "manner": MANNERS[line.telling]}


def _value(one: SpreadOffer) -> str:
    place = one.place
    return f"{place.colleague_id}|{place.starts_at.isoformat()}|{'i' if place.interpreter else ''}"


def _text(one: SpreadOffer) -> str:
    start = one.place.starts_at
    when = clock_time(start) if clock.local_day(start) == today() else moment(start)
    return f"{when} with {one.colleague}" + (f" ({one.why})" if one.why else "")


def _counts(lines: Sequence[SpreadingLine]) -> list[str]:
    """What the plan comes to, in words."""
    found = Counter(_sort(line) for line in lines)
    words = ("at the same time", "later today", "on another day", "without a place")
    return [f"{found[word]} {word}" for word in words if found[word]]


def _sort(line: SpreadingLine) -> str:
    if not line.fits:
        return "without a place"
    start = line.offers[0].place.starts_at
    if start == line.starts_at:
        return "at the same time"
    return "later today" if clock.local_day(start) == today() else "on another day"


def spread_done(request: Request, spread_id: int) -> HttpResponse:
    """What became of each appointment and what its claimant is told: to print, and to work through."""
    done = queries.spread_for(request.actor, spread_id)
    found = queries.spread_done(request.actor, done, now=clock.now())
    context = {"done": done, "found": found, "manners": MANNERS, "topic": f"floor:{done.site_id}"}
    return render(request, "diary/spread_done.jinja", context)


def undo_spread(request: Request, spread_id: int) -> HttpResponse:
    """Take back within ten minutes what was moved."""
    done = queries.spread_for(request.actor, spread_id)
    form = Form(request.POST)
    if send(request, form, operations.undo_spread, spread=done):
        tell(request, f"What was booked with {done.colleague.name} stands again where it was.")
    else:
        say_refused(request, form)
    return redirect("diary:spread_done", spread_id)
