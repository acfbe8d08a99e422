"""The wrong person was checked in: choose whose appointment it is, and they have waited since."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.diary import queries as diary
from upton.foundation import clock
from upton.foundation.once import once
from upton.foundation.refusals import Refused
from upton.foundation.requests import Request
from upton.pages.fields import Form
from upton.pages.frame import REFUSED, tell
from upton.pages.words import clock_time
from upton.reception import operations, queries


def swap(request: Request, visit_id: int) -> HttpResponse:
    """Choose for whose appointment somebody came."""
    actor, now = request.actor, clock.now()
    one = queries.visit_for(actor, visit_id)
    line = queries.line_of(one, actor)
    if not queries.may_swap(line, actor, site_id=one.site_id, now=now):
        tell(request, "Only who was checked in within ten minutes, and still waits, can be changed.", kind=REFUSED)
        return redirect("reception:visit", visit_id)
    floor = queries.floor(actor, site_id=one.site_id, day=one.day)
    context = {"line": line, "expected": floor.expected, "found_by": queries.told_apart_by, "now": now}
    return render(request, "reception/swap.jinja", context)


def swap_to(request: Request, visit_id: int, appointment_id: int) -> HttpResponse:
    """Let it be the claimant of this appointment who came."""
    actor = request.actor
    one = queries.visit_for(actor, visit_id)
    right, wrong_id = diary.appointment_for(actor, appointment_id), one.appointment_id
    try:
        key = Form(request.POST).key
        once(key, operations.swap, visit=one, right=right, by=actor, now=clock.now())
    except Refused as refused:
        tell(request, refused.sentence, kind=REFUSED)
        return redirect("reception:visit", visit_id)
    now_here = queries.visit_for_appointment(actor, right.pk)
    undo = reverse("reception:swap_to", args=[now_here.pk, wrong_id]) if now_here and wrong_id else None
    since = clock_time(one.came_at)
    tell(request, f"It was {diary.addressed(right)} who came: they have waited since {since}.", undo=undo)
    return redirect("reception:floor")
