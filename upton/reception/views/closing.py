"""The close of a day as a short list that turns empty: what is left, each in one press, and the signature (DIA-4)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.diary import operations as diary
from upton.diary import queries as diaries
from upton.foundation import clock
from upton.foundation.names import names_for
from upton.foundation.once import once
from upton.foundation.refusals import NotPossible, Refused
from upton.foundation.requests import Request
from upton.organisation import queries as organisation
from upton.pages import words as said
from upton.pages.fields import Form
from upton.pages.frame import tell
from upton.reception import operations, queries
from upton.reception.forms.closing import HeldForm, LeftForm, MissedForm, ReopenForm
from upton.reception.models import VisitState
from upton.reception.queries import DayToClose, VisitLine
from upton.reception.views.doing import do


def close(request: Request) -> HttpResponse:
    """Close today at the site where one works."""
    return _day(request, request.actor.here, clock.local_day(clock.now()), reverse("reception:close"))


def close_day(request: Request, site_day_id: int) -> HttpResponse:
    """Close a day that nobody signed, or look at one that is signed."""
    one = queries.site_day_for(request.actor, site_day_id)
    return _day(request, one.site_id, one.day, reverse("reception:close_day", args=[one.pk]))


def undo_missed(request: Request, appointment_id: int) -> HttpResponse:
    """Take back that somebody did not come, and go on closing the day of the appointment."""
    appointment = diaries.appointment_for(request.actor, appointment_id)
    do(
        request,
        diary.undo_missed,
        f"The appointment of {diaries.addressed(appointment)} is booked again.",
        appointment=appointment,
    )
    day = clock.local_day(appointment.during.lower)
    one = queries.site_day_on(request.actor, site_id=appointment.site_id, day=day)
    today = day == clock.local_day(clock.now()) and appointment.site_id == request.actor.here
    return redirect("reception:close") if today or one is None else redirect("reception:close_day", one.pk)


def _day(request: Request, site_id: int, day: date, here: str) -> HttpResponse:
    found = queries.day_to_close(request.actor, site_id=site_id, day=day, now=clock.now())
    asked = request.POST.get("do", "") if request.method == "POST" else ""
    data: Any = request.POST
    missed = MissedForm(data if asked == "missed" else None, offered=[_booked(line) for line in found.over])
    held = HeldForm(data if asked == "held" else None, offered=[_booked(line) for line in found.held])
    left = LeftForm(data if asked == "left" else None, offered=[_here(line) for line in found.present])
    again = ReopenForm(data if asked == "reopen" else None)
    done = {
        "missed": lambda: _note_missed(request, missed),
        "held": lambda: _record(request, held),
        "left": lambda: _let_go(request, left, found),
        "sign": lambda: _sign(request, found),
        "reopen": lambda: _reopen(request, again, found),
    }.get(asked)
    if done is not None and done():
        return redirect(here)
    sent: Form = next((form for form in (missed, held, left, again) if form.is_bound), again)
    if asked:
        found = queries.day_to_close(request.actor, site_id=site_id, day=day, now=clock.now())
    return _page(request, found, sent, missed=missed, held=held, left=left, again=again, here=here)


def _page(request: Request, found: DayToClose, sent: Form, **context: Any) -> HttpResponse:
    actor, today = request.actor, clock.local_day(clock.now())
    is_today = found.day == today
    may_reopen = actor.reach("reception.close" if is_today else "reception.reopen").covers(found.site_id)
    context |= {
        "found": found,
        "form": sent,
        "is_today": is_today,
        "site": names_for({"site": [found.site_id]}, actor)["site", found.site_id],
        "unsigned": queries.unsigned(actor, site_id=found.site_id, today=today) if is_today else [],
        "may_sign": actor.reach("reception.close").covers(found.site_id),
        "may_reopen": may_reopen,
        "sees_due": actor.may("duties.see_all"),
        "contacts": actor.may("coaching.contact"),
        "may_record": actor.may("diary.see"),
        "topic": f"floor:{found.site_id}",
    }
    return render(request, "reception/close.jinja", context, status=422 if sent.is_bound and sent.errors else 200)


def _booked(line: diaries.AppointmentLine) -> tuple[str, str, str]:
    hint = line.purpose if line.in_person else f"{line.purpose}, not in person"
    return str(line.id), f"{said.clock_time(line.starts_at)} {line.claimant}, with {line.colleague}", hint


def _here(line: VisitLine) -> tuple[str, str, str]:
    hint = f"{line.words.capitalize()}, since {said.clock_time(line.came_at)}"
    return str(line.id), f"Ticket {line.ticket}: {line.name}, {line.whom}", hint


def _note_missed(request: Request, form: MissedForm) -> bool:
    """Note of each ticked appointment that nobody came, each by an act of its own."""
    found = [diaries.appointment_for(request.actor, int(one)) for one in _ticked(form, "appointments")]
    done = _each(request, form, "appointments", [(diary.mark_missed, {"appointment": one}) for one in found])
    if done:
        words = f"{done} did not come" if done > 1 else "1 person did not come"
        tell(request, f"It is noted: {words}. They are written to and rung by day 7.")
    return not form.errors


def _record(request: Request, form: HeldForm) -> bool:
    """Record of each ticked appointment what it came to, each by an act of its own."""
    ticked = _ticked(form, "appointments")
    given = {"outcome": form.cleaned_data.get("outcome", "")}
    found = [diaries.appointment_for(request.actor, int(one)) for one in ticked]
    acts = [(diary.record_outcome, {"appointment": one, **given}) for one in found]
    done = _each(request, form, "appointments", acts)
    if done:
        tell(request, f"What {done} appointments came to is recorded." if done > 1 else "What it came to is recorded.")
    return not form.errors


def _let_go(request: Request, form: LeftForm, found: DayToClose) -> bool:
    """Let each who is ticked leave: seen, or without being seen, as they stand."""
    lines = {line.id: line for line in found.present}
    acts: list[tuple[Callable[..., Any], dict[str, Any]]] = []
    for one in (int(tick) for tick in _ticked(form, "visits")):
        line, visit = lines[one], queries.visit_for(request.actor, one)
        seen = line.state is VisitState.SEEN or line.visitor
        acts.append((operations.leave if seen else operations.leave_unseen, {"visit": visit}))
    done = _each(request, form, "visits", acts)
    if done:
        tell(request, f"{done} people have left." if done > 1 else "1 person has left.")
    return not form.errors


def _ticked(form: Form, name: str) -> Sequence[str]:
    if not form.is_valid():
        return []
    ticked = [one for one in form.cleaned_data[name] if one]
    if not ticked:
        form.refuse(NotPossible("Tick at least one of them.", field=name))
    return ticked


def _each(request: Request, form: Form, name: str, acts: Sequence[tuple[Callable[..., Any], dict[str, Any]]]) -> int:
    """Do each act once under a key of its own; what is refused is said at the field. Gives how many were done."""
    done = 0
    for operation, given in acts:
        key = uuid.uuid5(form.key, str(next(iter(given.values())).pk))
        try:
            once(key, operation, **given, by=request.actor, now=clock.now())
        except Refused as refused:
            form.refuse(type(refused)(refused.sentence, field=name))
        else:
            done += 1
    return done


def _sign(request: Request, found: DayToClose) -> bool:
    site = organisation.site_row(found.site_id)
    do(
        request,
        operations.sign_day,
        f"{said.day(found.day)} is signed. Nothing was forgotten.",
        site=site,
        day=found.day,
    )
    return True


def _reopen(request: Request, form: ReopenForm, found: DayToClose) -> bool:
    one = queries.site_day_on(request.actor, site_id=found.site_id, day=found.day)
    if not form.is_valid():
        return False
    try:
        if one is None:
            raise NotPossible("This day is not signed. Nothing has to be reopened.")
        once(
            form.key,
            operations.reopen_day,
            site_day=one,
            reason=form.cleaned_data["reason"],
            by=request.actor,
            now=clock.now(),
        )
    except Refused as refused:
        form.refuse(refused)
        return False
    tell(request, f"{said.day(found.day)} is open again.")
    return True
