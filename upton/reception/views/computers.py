"""The customer computers of a site: the day as a timetable and a list, and every act at them in one press (FOH-3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.foundation import clock
from upton.foundation.once import once
from upton.foundation.refusals import Refused
from upton.foundation.requests import Request
from upton.organisation import queries as organisation
from upton.pages.fields import Form
from upton.pages.frame import REFUSED, tell
from upton.reception import operations, queries
from upton.reception.forms.computers import CoachingForm, ComputerForm, OutForm, day_of
from upton.reception.forms.papers import DayFilter
from upton.reception.models import Computer
from upton.reception.views.computer_day import timetable_of
from upton.reception.views.doing import do, page_status

KEEP, ADD = "reception.computers", "reception.devices"


@dataclass(frozen=True, slots=True)
class Done:
    """An act at a computer: its operation, what is said once it is done, and the address that takes it back."""

    operation: Callable[..., Any]
    sentence: str
    undo: str = ""


ACTS = {
    "begin_use": Done(operations.begin_use, "{name} is at {computer}.", "undo_begin"),
    "undo_begin": Done(operations.undo_begin, "{name} has not begun after all: the booking stands."),
    "end_use": Done(operations.end_use, "{name} has left {computer}.", "undo_end"),
    "undo_end": Done(operations.undo_end, "{name} is at {computer} still."),
    "cancel_use": Done(operations.cancel_use, "The time of {name} at {computer} is taken back.", "restore_use"),
    "restore_use": Done(operations.restore_use, "The time of {name} at {computer} stands again."),
    "undo_coaching": Done(operations.undo_coaching, "The help for {name} is taken back."),
}
"""The acts that need nothing but the press of a button, by their addresses."""


def computers(request: Request) -> HttpResponse:
    """The computers of the site where one works, today or on another day."""
    return _page(request)


def add_computer(request: Request) -> HttpResponse:
    """Add a computer that stands at the site."""
    form = ComputerForm(request.POST)
    if not form.is_valid():
        return _page(request, add=form)
    site = organisation.site_row(request.actor.here)
    name = form.cleaned_data["name"]
    made = _sent(request, form, operations.add_computer, site=site, name=name)
    if made is None:
        return _page(request, add=form)
    tell(request, f"{name} is added.", undo=reverse("reception:remove_computer", args=[made.pk]))
    return redirect("reception:computers")


def walk_up(request: Request, computer_id: int) -> HttpResponse:
    """Let somebody sit down now, in one press."""
    one = queries.computer_for(request.actor, computer_id)
    _sit_down(request, one, "Somebody")
    return redirect("reception:computers")


def walk_up_of(request: Request, visit_id: int) -> HttpResponse:
    """Let somebody who came sit down at the computer that stays free the longest."""
    actor, now = request.actor, clock.now()
    visit = queries.visit_for(actor, visit_id)
    one = queries.first_free(actor, site_id=visit.site_id, now=now)
    if one is None:
        tell(request, "No computer is free now. Book one for later.", kind=REFUSED)
        return redirect("reception:computers")
    name = queries.line_of(visit, actor).name
    _sit_down(request, one, name, visit=visit)
    return redirect("reception:visit", visit_id)


def act(request: Request, use_id: int, verb: str) -> HttpResponse:
    """Do one of the acts that need nothing but the press of a button."""
    use, done = queries.use_for(request.actor, use_id), ACTS[verb]
    words = done.sentence.format(name=queries.name_of_use(request.actor, use), computer=use.computer.name)
    undo = (f"reception:{done.undo}", [use_id]) if done.undo else None
    do(request, done.operation, words, undo=undo, use=use)
    return redirect("reception:computers")


def coaching(request: Request, use_id: int) -> HttpResponse:
    """Note the help that one gave somebody at a computer."""
    use = queries.use_for(request.actor, use_id)
    form = CoachingForm(
        request.POST if request.method == "POST" else None, initial={"minutes": use.coached_minutes or None}
    )
    name = queries.name_of_use(request.actor, use)
    if form.is_valid() and _sent(request, form, operations.give_coaching, use=use, **form.cleaned_data):
        undo = reverse("reception:undo_coaching", args=[use_id])
        tell(request, f"{form.cleaned_data['minutes']} minutes of help for {name} are noted.", undo=undo)
        return redirect("reception:computers")
    context = {"form": form, "title": "Help given", "lead": f"{name}, {use.computer.name}", "submit": "Note it"}
    return render(request, "reception/computer_form.jinja", context, status=page_status(form))


def take_out(request: Request, computer_id: int) -> HttpResponse:
    """Take a computer out of use, with what is wrong with it."""
    one = queries.computer_for(request.actor, computer_id)
    form = OutForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _sent(request, form, operations.take_out, computer=one, **form.cleaned_data):
        tell(request, f"{one.name} is out of use.", undo=reverse("reception:put_back", args=[computer_id]))
        return redirect("reception:computers")
    lead = "What is booked at it stays on the list: cancel it there, or book another computer."
    context = {"form": form, "title": f"{one.name} out of use", "lead": lead, "submit": "Take it out of use"}
    return render(request, "reception/computer_form.jinja", context, status=page_status(form))


def put_back(request: Request, computer_id: int) -> HttpResponse:
    """Put a computer back into use."""
    one = queries.computer_for(request.actor, computer_id)
    do(request, operations.put_back, f"{one.name} is in use again.", computer=one)
    return redirect("reception:computers")


def remove_computer(request: Request, computer_id: int) -> HttpResponse:
    """Remove a computer that stands there no more, or was added by a slip."""
    one = queries.computer_for(request.actor, computer_id)
    do(request, operations.remove_computer, f"{one.name} is removed.", computer=one)
    return redirect("reception:computers")


def _sent(request: Request, form: Form, do_it: Callable[..., Any], **given: Any) -> Any:
    """What a form asks for, done once; None where it is refused, and why is in the form."""
    try:
        return once(form.key, do_it, **given, by=request.actor, now=clock.now())
    except Refused as refused:
        form.refuse(refused)
        return None


def _sit_down(request: Request, one: Computer, name: str, **who: Any) -> None:
    form = Form(request.POST)
    try:
        use = once(form.key, operations.walk_up, computer=one, by=request.actor, now=clock.now(), **who)
    except Refused as refused:
        tell(request, refused.sentence, kind=REFUSED)
    else:
        tell(request, f"{name} is at {one.name}.", undo=reverse("reception:cancel_use", args=[use.pk]))


def _page(request: Request, *, add: Form | None = None) -> HttpResponse:
    actor, now = request.actor, clock.now()
    here, today = actor.here, clock.local_day(now)
    ask = DayFilter(request.GET or None, initial={"day": today})
    day = day_of(ask, today)
    lines = queries.computers_at(actor, site_id=here, day=day, now=now)
    context = {
        "form": add or ask,
        "ask": ask,
        "day": day,
        "is_today": day == today,
        "now": now,
        "computers": lines,
        "uses": sorted((use for one in lines for use in one.uses), key=lambda use: (use.starts_at, use.computer)),
        "drawn": timetable_of(lines, day=day, now=now) if lines else "",
        "may_keep": actor.reach(KEEP).covers(here),
        "may_add": actor.reach(ADD).covers(here),
        "add": add or ComputerForm(),
        "site": organisation.site_on(here, today),
        "topic": f"floor:{here}",
        "in_use": sum(one.taken is not None for one in lines),
        "figures": reverse("reception:computers_used"),
    }
    return render(request, "reception/computers.jinja", context, status=422 if (add or ask).errors else 200)
