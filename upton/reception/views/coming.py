"""Checking in: from the words that somebody says at the desk, or from a line of the floor; and taking it back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.diary import queries as diary
from upton.diary.models import Appointment
from upton.foundation import clock, searching
from upton.foundation.once import once
from upton.foundation.refusals import Refused
from upton.foundation.requests import Request
from upton.organisation import queries as organisation
from upton.pages.fields import Form
from upton.pages.frame import REFUSED, tell
from upton.pages.words import clock_time
from upton.reception import operations, queries, rules
from upton.reception.forms.coming import CameForm, PartyForm
from upton.reception.rules.late import in_words
from upton.reception.views.doing import narrowing, page_status, query_of, to_floor
from upton.reception.views.floor import floor_page


def come(request: Request) -> HttpResponse:
    """Check in whom the words mean; where that is not sure, or they are not expected, say how things stand."""
    form = CameForm(request.POST)
    if not form.is_valid():
        return floor_page(request, form)
    words, actor = form.cleaned_data["q"], request.actor
    came = queries.who_came(words, actor, site_id=actor.here, now=clock.now())
    if came.sure is None:
        return redirect("reception:who_came", searching.keep(request.session, words))
    return _check_in(request, diary.appointment_for(actor, came.sure.id), form)


def who_came(request: Request, reference: str) -> HttpResponse:
    """What the words that were typed lead to: whom to choose, or how things stand with somebody."""
    actor = request.actor
    words = searching.words_of(request.session, reference)
    if words is None:
        return redirect("reception:floor")
    context = {
        "came": queries.who_came(words, actor, site_id=actor.here, now=clock.now()),
        "words": words,
        "reference": reference,
        "form": CameForm(initial={"q": words}),
        "now": clock.now(),
        "may_register": actor.may("claimants.register"),
        "site": organisation.site_on(actor.here, clock.local_day(clock.now())),
    }
    return render(request, "reception/who_came.jinja", context)


def check_in(request: Request, appointment_id: int) -> HttpResponse:
    """Check somebody in, from their line."""
    return _check_in(request, diary.appointment_for(request.actor, appointment_id), Form(request.POST))


def check_in_with(request: Request, appointment_id: int) -> HttpResponse:
    """Check somebody in with who came along."""
    actor = request.actor
    appointment = diary.appointment_for(actor, appointment_id)
    form = PartyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        party = {name: form.cleaned_data[name] or 0 for name in ("companions", "children")}
        return _check_in(request, appointment, form, **party)
    context = {"form": form, "line": diary.line_of(appointment, actor), "query": query_of(narrowing(request))}
    return render(request, "reception/party.jinja", context, status=page_status(form))


def undo_check_in(request: Request, appointment_id: int) -> HttpResponse:
    """Take a check-in back."""
    actor = request.actor
    appointment = diary.appointment_for(actor, appointment_id)
    found = queries.visit_for_appointment(actor, appointment_id)
    name = diary.addressed(appointment)
    if found is None:
        tell(request, f"{_begun(name)} is not checked in, so nothing was taken back.", kind=REFUSED)
        return to_floor(request)
    try:
        once(Form(request.POST).key, operations.withdraw, visit=found, by=actor, now=clock.now())
    except Refused as refused:
        tell(request, refused.sentence, kind=REFUSED)
    else:
        tell(request, f"{_begun(name)} is not checked in any more.")
    return to_floor(request)


def _check_in(
    request: Request, appointment: Appointment, form: Form, *, companions: int = 0, children: int = 0
) -> HttpResponse:
    actor, now, name = request.actor, clock.now(), diary.addressed(appointment)
    try:
        rules.require_at(appointment.site_id, actor.here, where=_where(appointment))
        once(
            form.key,
            operations.check_in,
            appointment=appointment,
            companions=companions,
            children=children,
            by=actor,
            now=now,
        )
    except Refused as refused:
        already = queries.already_here(appointment.pk, actor, site_id=actor.here, now=now)
        tell(request, f"{_begun(name)} is here already. {already}" if already else refused.sentence, kind=REFUSED)
    else:
        undo = reverse("reception:undo_check_in", args=[appointment.pk]) + query_of(narrowing(request))
        late = queries.lateness(appointment.site_id, clock.local_day(now), now).get(appointment.colleague_id)
        told = f"{_begun(name)} is checked in{_along(companions + children)}."
        tell(request, " ".join(filter(None, [told, in_words(appointment.colleague.name, late)])), undo=undo)
    return to_floor(request)


def _where(appointment: Appointment) -> str:
    starts_at = appointment.during.lower
    site = organisation.site_on(appointment.site_id, clock.local_day(starts_at))
    return f"{site.name if site else 'another site'} at {clock_time(starts_at)}"


def _along(many: int) -> str:
    return f" with {many} other{'s' if many > 1 else ''}" if many else ""


def _begun(name: str) -> str:
    return name[:1].upper() + name[1:]
