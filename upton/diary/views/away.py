"""Absences: one's own, those of a site, one with what is booked in it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.diary import access, operations, queries
from upton.diary.forms.away import AbsenceForm
from upton.diary.models import Absence
from upton.diary.queries import BookedLine, KeptColleague
from upton.diary.views.sending import page_of, posted, say_refused, send, today
from upton.foundation import clock
from upton.foundation.actors import Actor
from upton.foundation.requests import Request
from upton.organisation import queries as organisation
from upton.pages.fields import Form
from upton.pages.frame import tell


def my_absences(request: Request) -> HttpResponse:
    """When one is away oneself, now and to come, and the form to record more."""
    actor, now = request.actor, clock.now()
    kept = queries.colleague_with_diary(actor, actor.id or 0, right="diary.see", day=today())
    context = {
        "lines": queries.away_from(actor, now, colleague_ids=[kept.colleague.pk]),
        "colleague": kept.colleague,
        "title": "When I am away",
    }
    return _record(request, kept, "diary/my_absences.jinja", **context)


def record_absence(request: Request, colleague_id: int) -> HttpResponse:
    """Record that a colleague is away, as a manager of their site."""
    kept = queries.colleague_with_diary(request.actor, colleague_id, right="diary.keep", day=today())
    access.require_absence(request.actor, colleague_id=colleague_id, sites=kept.sites)
    back = reverse("diary:work", args=[colleague_id])
    title = f"Record that {kept.colleague.name} is away"
    return _record(request, kept, "diary/form.jinja", title=title, back=back, trail=kept.colleague.name)


def _record(request: Request, kept: KeptColleague, template: str, **context: object) -> HttpResponse:
    form = AbsenceForm(posted(request), initial={"first_day": today()})
    if form.is_valid():
        starts_at, ends_at = form.span()
        sent = send(
            request, form, operations.record_absence,
            colleague=kept.colleague, kind=form.cleaned_data["kind"], starts_at=starts_at, ends_at=ends_at,
        )  # fmt: skip
        if sent:
            _say_recorded(request, sent.made)
            return redirect("diary:absence", sent.made.pk)
    return page_of(request, template, form, submit="Record absence", **context)


def _say_recorded(request: Request, made: Absence) -> None:
    undo = reverse("diary:take_back_absence", args=[made.pk])
    booked = len(queries.booked_while_away(made, now=clock.now()))
    what = f" {booked} booked appointments lie in it." if booked > 1 else " One booked appointment lies in it."
    tell(request, "The absence is recorded." + (what if booked else ""), undo=undo)


def absence(request: Request, absence_id: int) -> HttpResponse:
    """One absence, and what is booked in it with what to do about each."""
    actor, now = request.actor, clock.now()
    found = queries.absence_for(actor, absence_id)
    line = queries.away_line(actor, found, today())
    lines = queries.booked_while_away(found, now=now, actor=actor)
    context = {
        "line": line,
        "kept": [one for one in lines if one.kept],
        "left": [one for one in lines if not one.kept],
        "may_book": actor.may("diary.book"),
        "may_spread": any(_movable(actor, one) for one in lines),
        "over": line.ends_at <= now,
    }
    return render(request, "diary/absence.jinja", context)


def _movable(actor: Actor, one: BookedLine) -> bool:
    """Whether what is booked in an absence is left for today, where the actor works and may book."""
    here = one.site_id == actor.here and actor.reach("diary.book").covers(one.site_id)
    return here and not one.kept and clock.local_day(one.starts_at) == today()


def take_back_absence(request: Request, absence_id: int) -> HttpResponse:
    """Take an absence back; of one that has begun, what is left."""
    found = queries.absence_for(request.actor, absence_id)
    form = Form(request.POST)
    if send(request, form, operations.take_back_absence, absence=found):
        tell(request, "The absence is taken back.")
    else:
        say_refused(request, form)
    if request.actor.id == found.colleague_id:
        return redirect("diary:my_absences")
    return redirect("diary:work", found.colleague_id)


def keep_appointment(request: Request, absence_id: int, appointment_id: int) -> HttpResponse:
    """Let an appointment stand though its colleague is away."""
    return _decide(request, absence_id, appointment_id, keep=True)


def leave_to_rebook(request: Request, absence_id: int, appointment_id: int) -> HttpResponse:
    """Let an appointment that was to stand be booked again after all."""
    return _decide(request, absence_id, appointment_id, keep=False)


def _decide(request: Request, absence_id: int, appointment_id: int, *, keep: bool) -> HttpResponse:
    found = queries.absence_for(request.actor, absence_id)
    appointment = queries.appointment_for(request.actor, appointment_id)
    form = Form(request.POST)
    do = operations.keep_appointment if keep else operations.leave_to_rebook
    if send(request, form, do, absence=found, appointment=appointment):
        name = queries.addressed(appointment)
        undo = reverse("diary:leave_to_rebook", args=[absence_id, appointment_id]) if keep else None
        tell(request, f"The appointment of {name} {'stands' if keep else 'is to be booked again'}.", undo=undo)
    else:
        say_refused(request, form)
    return redirect("diary:absence", absence_id)


def site_absences(request: Request, site_id: int) -> HttpResponse:
    """Who of a site is away, now and to come."""
    queries.require_diaries_of(request.actor, site_id)
    people = organisation.posted(site_id, today(), weekday=False)
    lines = queries.away_from(request.actor, clock.now(), colleague_ids=[one.colleague_id for one in people])
    name = organisation.names_on([site_id], today()).get(site_id, "")
    return render(request, "diary/site_absences.jinja", {"lines": lines, "site": name, "site_id": site_id})
