"""Self check-in at a tablet, one question at a time; nothing of it stays on the tablet."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from upton.foundation import clock
from upton.foundation.actors import Actor, ActorKind
from upton.foundation.once import once
from upton.foundation.refusals import Refused
from upton.foundation.requests import AtDevice
from upton.reception import operations, queries
from upton.reception.forms.devices import BornForm, CodeForm, WithForm
from upton.reception.queries import Known, Ticket
from upton.reception.rules.tablet import TAKES
from upton.reception.sightings import note_sighting
from upton.reception.views.doing import page_status

SALT = "upton.reception.tablet"
READ_IN, ANSWER_IN = 20, 90
"""Seconds after which what was told is gone, and after which an unanswered question is."""


def self_check_in(request: AtDevice) -> HttpResponse:
    """The question that comes next; without an answer, the first."""
    note_sighting(request.device.id, now=clock.now())
    step = request.POST.get("step", "") if request.method == "POST" else ""
    return {"code": _code, "born": _born, "with": _with}.get(step, _begin)(request)


def _begin(request: AtDevice) -> HttpResponse:
    return _ask(request, "code", CodeForm())


def _code(request: AtDevice) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _ask(request, "code", form)
    return _ask(request, "born", BornForm(initial={"typed": form.cleaned_data["code"]}))


def _born(request: AtDevice) -> HttpResponse:
    form, now = BornForm(request.POST), clock.now()
    if not form.is_valid():
        return _ask(request, "born", form)
    told = form.cleaned_data
    try:
        known = operations.known_at(request.device, told["typed"], day=told["day"], month=told["month"], now=now)
    except Refused as refused:
        form.refuse(refused)
        return _ask(request, "born", form)
    if known.appointment_id is None:
        return _told(request, "desk")
    ticket = queries.ticket_of(known.appointment_id, site_id=request.device.site_id, now=now)
    if ticket is not None:
        return _done(request, ticket)
    sealed = signing.dumps([request.device.id, known.claimant_id, known.appointment_id], salt=SALT)
    return _ask(request, "with", WithForm(initial={"known": sealed}))


def _with(request: AtDevice) -> HttpResponse:
    form, now = WithForm(request.POST), clock.now()
    known = _known(request)
    if known is None:
        return _begin(request)
    if not form.is_valid():
        return _ask(request, "with", form)
    alone = "alone" in request.POST
    party = {one: 0 if alone else form.cleaned_data[one] or 0 for one in ("companions", "children")}
    by = Actor(ActorKind.CLAIMANT, known.claimant_id, site_id=request.device.site_id)
    try:
        appointment = queries.appointment_at(known)
        once(form.key, operations.check_in, appointment=appointment, **party, how="tablet", by=by, now=now)
    except Refused:
        # Somebody at the desk was quicker, or the day is over: the desk knows which.
        return _told(request, "desk")
    ticket = queries.ticket_of(appointment.pk, site_id=request.device.site_id, now=now)
    return _done(request, ticket) if ticket else _told(request, "desk")


def _known(request: AtDevice) -> Known | None:
    try:
        device_id, claimant_id, appointment_id = signing.loads(request.POST.get("known", ""), salt=SALT, max_age=TAKES)
    except signing.BadSignature:
        return None
    return Known(claimant_id, appointment_id) if device_id == request.device.id else None


def _done(request: AtDevice, ticket: Ticket) -> HttpResponse:
    now, site_id = clock.now(), request.device.site_id
    late = queries.lateness(site_id, clock.local_day(now), now).get(ticket.colleague_id or 0, 0)
    seats = queries.paired_as(request.device).seats
    return _told(request, "done", ticket=ticket.number, late=late, seats=seats)


def _ask(request: AtDevice, step: str, form: Any) -> HttpResponse:
    context = {"step": step, "form": form}
    response = render(request, f"reception/tablet_{step}.jinja", context, status=page_status(form))
    return _gone_after(response, ANSWER_IN if step != "code" or form.is_bound else 0)


def _told(request: AtDevice, what: str, **context: Any) -> HttpResponse:
    return _gone_after(render(request, f"reception/tablet_{what}.jinja", context), READ_IN)


def _gone_after(response: HttpResponse, seconds: int) -> HttpResponse:
    # By a header, so that it is gone where no script runs, too.
    if seconds:
        response["Refresh"] = f"{seconds}; url={reverse('reception:self_check_in')}"
    response["Cache-Control"] = "no-store"
    return response
