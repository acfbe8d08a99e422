"""Whoever comes without an appointment: a claimant, somebody who gives a name, and people who are no claimants."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.claimants.models import Claimant
from upton.claimants.operations import look_at
from upton.foundation import clock, searching
from upton.foundation.once import once
from upton.foundation.refusals import Refused
from upton.foundation.requests import Request
from upton.organisation import queries as organisation
from upton.organisation.models import Colleague
from upton.pages.fields import Form
from upton.pages.frame import tell
from upton.policy import dated
from upton.reception import operations, queries
from upton.reception.forms.coming import VisitorForm, WalkInForm
from upton.reception.models import Visit
from upton.reception.views.doing import called, page_status

OWN_COACH = "own_coach"
WHOEVER = ("", "Whoever answers such questions here")


def walk_in(request: Request) -> HttpResponse:
    """Let somebody wait who gave a name, or brought the reference of a record that is not open here."""
    words = searching.words_of(request.session, request.GET.get("of", "")) or ""
    given = queries.claimant_given(words, request.actor)
    return _walk_in(request, given[0] if given else None, opens=False, name="" if given else words)


def walk_in_of(request: Request, claimant_id: int) -> HttpResponse:
    """Let a claimant wait who came without an appointment."""
    return _walk_in(request, look_at(claimant_id, by=request.actor, now=clock.now()), opens=True)


def visitor(request: Request) -> HttpResponse:
    """Let somebody in who is no claimant: a contractor, a delivery, a partner, an official."""
    people = [WHOEVER, *_people(request)]
    sent = request.POST if request.method == "POST" else None
    form = VisitorForm(sent, reasons=_reasons(visitor=True), people=people)
    made = _send(request, form, operations.receive_visitor, colleague=_colleague(form))
    if made is not None:
        return redirect("reception:floor")
    return render(request, "reception/visitor.jinja", {"form": form}, status=page_status(form))


def _walk_in(request: Request, claimant: Claimant | None, *, opens: bool, name: str = "") -> HttpResponse:
    people = _people(request)
    coach = next((one for one in people if claimant and opens and one[0] == str(claimant.coach_id)), None)
    rest = [one for one in people if one != coach]
    first = [(coach[0], f"{coach[1]}: their coach")] if coach else []
    form = WalkInForm(
        request.POST if request.method == "POST" else None,
        initial={"name": name},
        reasons=_reasons(visitor=False),
        people=[WHOEVER, *first, *rest],
        known=opens,
    )
    colleague = _colleague(form)
    if colleague is None and coach and form.data.get("reason") == OWN_COACH:
        colleague = organisation.colleague_with_id(int(coach[0]))
    party = {one: _number(form, one) for one in ("companions", "children")}
    made = _send(request, form, operations.walk_in, claimant=claimant, colleague=colleague, **party)
    if made is not None:
        return redirect("reception:floor")
    context = {"form": form, "claimant": claimant if opens else None, "coach": coach, "hidden": claimant and not opens}
    return render(request, "reception/walk_in.jinja", context, status=page_status(form))


def _send(request: Request, form: Form, operation: Any, **given: Any) -> Visit | None:
    if not form.is_valid():
        return None
    actor, now = request.actor, clock.now()
    told = {"reason": form.cleaned_data["reason"], "need": form.cleaned_data["need"]}
    told["name"] = form.cleaned_data.get("name", "")
    try:
        made: Visit = once(
            form.key, operation, site=organisation.site_row(actor.here), **told, **given, by=actor, now=now
        )
    except Refused as refused:
        form.refuse(refused)
        return None
    line = queries.line_of(made, actor)
    tell(request, f"{called(line)} waits for {line.whom}.", undo=reverse("reception:withdraw", args=[made.pk]))
    return made


def _reasons(*, visitor: bool) -> Sequence[tuple[str, str]]:
    entries = dated.on("visit_reasons", clock.local_day(clock.now()))
    return [(code, one.values["name"]) for code, one in entries.items() if bool(one.values.get("visitor")) is visitor]


def _people(request: Request) -> list[tuple[str, str]]:
    """Everybody who works here today, with what they are, by name."""
    roles = dated.words("roles")
    found = organisation.posted(request.actor.here, clock.local_day(clock.now()))
    return [(str(one.colleague_id), f"{one.name}, {roles.get(one.role, one.role)}") for one in found]


def _colleague(form: Form) -> Colleague | None:
    if not form.is_bound or not form.is_valid() or not form.cleaned_data.get("whom"):
        return None
    return organisation.colleague_with_id(int(form.cleaned_data["whom"]))


def _number(form: Form, name: str) -> int:
    return (form.cleaned_data.get(name) or 0) if form.is_bound and form.is_valid() else 0
