"""Pages of diaries: finding a slot and booking it, the day sheet, and what is done to an appointment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.claimants import queries as claimants
from upton.diary import operations, queries
from upton.diary.forms import YEARS, BookForm, SlotFilter
from upton.diary.models import Appointment
from upton.foundation import clock
from upton.foundation.names import names_for
from upton.foundation.once import once
from upton.foundation.refusals import Refused
from upton.foundation.requests import Request
from upton.organisation import queries as organisation
from upton.pages.fields import Form
from upton.pages.frame import REFUSED, tell
from upton.policy import dated


def book(request: Request, claimant_id: int) -> HttpResponse:
    """Find a slot for a claimant and book it in one action."""
    actor, now = request.actor, clock.now()
    today = clock.local_day(now)
    claimant = claimants.claimant_for(actor, claimant_id)
    lines, site_id = queries.of_claimant(actor, claimant.pk), actor.here
    people = [(str(p.colleague_id), p.name) for p in organisation.posted(site_id, today, weekday=False)]
    wanted = SlotFilter(request.GET or None, people=people, initial={"purpose": "new_claim"})
    asked = wanted.cleaned_data if wanted.is_bound and wanted.is_valid() else {}
    form = BookForm(request.POST or None)
    if form.is_valid():
        try:
            appointment = once(form.key, operations.book, claimant=claimant, **_slot(form, site_id), by=actor, now=now)
        except Refused as refused:
            form.refuse(refused)
        else:
            start = appointment.during.lower.astimezone(clock.LOCAL)
            tell(
                request,
                f"Booked: {claimant.addressed_as} with {appointment.colleague.name}, "
                f"{start:%A} {start.day} {start:%B}, {start:%H:%M}.",
                undo=reverse("diary:cancel", args=[appointment.pk]),
            )
            return redirect("desk:claimant", claimant.pk)
    purpose = asked.get("purpose") or form.data.get("purpose") or "new_claim"
    first = max(asked.get("first") or today, today)
    found = queries.offers(
        site_id=site_id, purpose=purpose, first=first, now=now, own_coach_id=claimant.coach_id,
        colleague_id=int(asked["colleague"]) if asked.get("colleague") else None,
    )  # fmt: skip
    context = {
        "claimant": claimant,
        "person": claimants.person_bar(claimant, today, coming=queries.next_of(lines, now)),
        "form": form,
        "wanted": wanted,
        "purpose": purpose,
        "length": dated.on("purposes", today)[purpose].values["minutes"]
        if purpose in dated.on("purposes", today)
        else 0,
        "days": [(day, list(group)) for day, group in groupby(found, key=lambda offer: offer.day)],
        "site": names_for({"site": [site_id]}, actor)["site", site_id],
    }
    return render(request, "diary/book.jinja", context, status=422 if form.errors else 200)


def _slot(form: BookForm, site_id: int) -> dict[str, Any]:
    colleague_id, starts_at = form.cleaned_data["slot"]
    return {
        "colleague": organisation.colleague_with_id(colleague_id),
        "site": organisation.site_row(site_id),
        "purpose": form.cleaned_data["purpose"],
        "starts_at": starts_at,
    }


def day_sheet(request: Request) -> HttpResponse:
    """The appointments of a day at the site where one works, ready for print."""
    day = _day(request)
    lines = queries.on_day(request.actor, day=day, site_id=request.actor.here)
    site = organisation.site_on(request.actor.here, day)
    return render(request, "diary/day_sheet.jinja", {"day": day, "lines": lines, "site": site})


def check_in(request: Request, appointment_id: int) -> HttpResponse:
    """Check somebody in, from the floor."""
    return _do(
        request,
        appointment_id,
        operations.check_in,
        "{name} is checked in.",
        "reception:floor",
        undo="diary:undo_check_in",
    )


def undo_check_in(request: Request, appointment_id: int) -> HttpResponse:
    """Take a check-in back."""
    return _do(
        request, appointment_id, operations.undo_check_in, "{name} is not checked in any more.", "reception:floor"
    )


def see(request: Request, appointment_id: int) -> HttpResponse:
    """Begin with the claimant who waits for one."""
    appointment = queries.appointment_for(request.actor, appointment_id)
    return _do(
        request, appointment_id, operations.see, "You are with {name}.", "desk:claimant", args=[appointment.claimant_id]
    )


def cancel(request: Request, appointment_id: int) -> HttpResponse:
    """Cancel an appointment."""
    appointment = queries.appointment_for(request.actor, appointment_id)
    return _do(
        request,
        appointment_id,
        operations.cancel,
        "The appointment of {name} is cancelled.",
        "desk:claimant",
        args=[appointment.claimant_id],
    )


def _do(
    request: Request,
    appointment_id: int,
    operation: Callable[..., Appointment],
    sentence: str,
    then: str,
    *,
    undo: str | None = None,
    args: list[int] | None = None,
) -> HttpResponse:
    appointment = queries.appointment_for(request.actor, appointment_id)
    form = Form(request.POST)
    try:
        once(form.key, operation, appointment=appointment, by=request.actor, now=clock.now())
    except Refused as refused:
        tell(request, refused.sentence, kind=REFUSED)
    else:
        undoing = reverse(undo, args=[appointment_id]) if undo else None
        tell(request, sentence.format(name=appointment.claimant.addressed_as), undo=undoing)
    return redirect(then, *(args or []))


def _day(request: Request) -> date:
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return clock.local_day(clock.now())
    return day if day.year in YEARS else clock.local_day(clock.now())
