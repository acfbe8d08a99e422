"""The pages of a telephone call: the security questions, what it was about, and the ring-back that was promised."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.claimants import operations, queries
from upton.claimants.forms import BeginForm, FinishForm
from upton.claimants.models import Call
from upton.foundation import clock
from upton.foundation.addresses import number_in
from upton.foundation.once import once
from upton.foundation.refusals import Refused
from upton.foundation.requests import Request
from upton.organisation import queries as organisation
from upton.pages.fields import Form
from upton.pages.frame import REFUSED, tell


def begin(request: Request, claimant_id: int, direction: str) -> HttpResponse:
    """They rang, or we rang: what to ask before anything is said, and how to reach them safely."""
    actor, now = request.actor, clock.now()
    today = clock.local_day(now)
    claimant = operations.look_at(claimant_id, by=actor, now=now)
    form = BeginForm(request.POST or None, initial={"answers": request.GET.get("answers", "")})
    if form.is_valid():
        asked = form.cleaned_data
        try:
            call = once(
                form.key,
                operations.begin_call,
                claimant=claimant,
                site=organisation.site_row(claimant.site_id),
                direction=direction,
                security=asked["security"],
                answers=queries.answered(actor, number_in(asked["answers"]), claimant.pk),
                by=actor,
                now=now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("claimants:call", call.pk)
    context = {
        "claimant": claimant,
        "person": queries.person_bar(claimant, today),
        "direction": direction,
        "form": form,
        "reach": queries.reach_of(claimant),
        "questions": queries.security_questions(claimant, actor, today=today),
    }
    return render(request, "claimants/call_begin.jinja", context, status=422 if form.errors else 200)


def unknown(request: Request) -> HttpResponse:
    """Somebody rings whom nobody knows: nothing is asked, and nothing of any record is said."""
    actor = request.actor
    if request.method == "POST":
        try:
            call = once(
                Form(request.POST).key,
                operations.begin_call,
                site=organisation.site_row(actor.here),
                direction="out" if request.POST.get("direction") == "out" else "in",
                security="not_asked",
                answers=queries.answered(actor, number_in(request.POST.get("answers", "")), None),
                by=actor,
                now=clock.now(),
            )
        except Refused as refused:
            tell(request, refused.sentence, kind=REFUSED)
        else:
            return redirect("claimants:call", call.pk)
    return render(request, "claimants/call_unknown.jinja", {})


def call_page(request: Request, call_id: int) -> HttpResponse:
    """A call under way, to be recorded; or one that was recorded, with the ring-back it promised."""
    one = queries.call_for(request.actor, call_id)
    if one.ended_at is not None and request.method != "POST":
        return _recorded(request, one)
    form = _finish_form(request, one)
    if form.is_valid():
        try:
            done = _finish(request, one, form)
        except Refused as refused:
            form.refuse(refused)
        else:
            tell(request, _told(done))
            return redirect("desk:claimant", done.claimant_id) if done.claimant_id else redirect("desk:search")
    context = _context(request, one) | {"form": form, "can_say": queries.can_say(one)}
    return render(request, "claimants/call.jinja", context, status=422 if form.errors else 200)


def _finish_form(request: Request, one: Call) -> FinishForm:
    now = clock.now()
    coach_id = one.claimant.coach_id if one.claimant else None
    people = queries.who_can_ring_back(request.actor, one.site_id, coach_id, today=clock.local_day(now))
    promised = queries.usual_promise(one.site_id, now)
    initial = {
        "ring_day": promised.date(),
        "ring_time": promised.time(),
        "ring_by": people[0][0] if people else "",
        "number": one.number,
    }
    if one.security == "failed":
        initial |= {"about": "other", "outcome": "nothing_said"}
    return FinishForm(request.POST or None, says=queries.can_say(one), people=people, initial=initial)


def _finish(request: Request, one: Call, form: FinishForm) -> Call:
    asked = form.cleaned_data
    promise = None
    if asked["do"] == "ring_back":
        kind, _, who = asked["ring_by"].partition(":")
        promise = operations.Promise(
            at=form.promised_at(),
            colleague_id=int(who) if kind == "colleague" else None,
            role=who if kind == "role" else "",
        )
    told = {name: asked[name] for name in ("about", "outcome", "note", "number")}
    return once(form.key, operations.finish_call, call=one, **told, promise=promise, by=request.actor, now=clock.now())


def _told(done: Call) -> str:
    whom = done.claimant.addressed_as if done.claimant else "an unknown caller"
    if done.ring_back_at is None:
        return f"The call with {whom} is recorded."
    local = done.ring_back_at.astimezone(clock.LOCAL)
    return f"The call with {whom} is recorded, to be rung back by {local:%H:%M} on {local:%A} {local.day} {local:%B}."


def _recorded(request: Request, one: Call) -> HttpResponse:
    to_ring = reverse("claimants:call_out", args=[one.claimant_id]) if one.claimant_id else None
    context = _context(request, one) | {
        "attempts": queries.attempts(one, request.actor),
        "ring_now": f"{to_ring}?answers={one.pk}" if to_ring else None,
        "may_write": request.actor.reach("claimants.write").covers(one.site_id),
    }
    return render(request, "claimants/call_recorded.jinja", context)


def _context(request: Request, one: Call) -> dict[str, Any]:
    claimant = one.claimant
    return {
        "call": one,
        "line": queries.call_lines([one], request.actor)[0],
        "claimant": claimant,
        "person": queries.person_bar(claimant, clock.local_day(clock.now())) if claimant else None,
        "reach": queries.reach_of(claimant) if claimant else None,
    }
