"""The pages of the contact by day 7: the list of a site, and one contact with its steps in one press each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.claimants import queries as claimants
from upton.claimants.operations import look_at
from upton.coaching import access, operations, queries
from upton.coaching.forms import FindingForm
from upton.coaching.models import ContactClock
from upton.foundation import clock as time
from upton.foundation.addresses import number_in
from upton.foundation.once import once
from upton.foundation.refusals import Refused, reason_against
from upton.foundation.requests import Request
from upton.pages.downloads import as_csv
from upton.pages.fields import Form
from upton.pages.frame import REFUSED, tell
from upton.pages.sorting import sort_column, sorted_by

HEADS = ("Claimant", "Why", "Since", "By", "Late", "Who", "Written to", "Spoken with", "Rung and not reached")

COLUMNS = {"claimant": "Claimant", "by": "By", "still": "Still to do", "who": "Who", "why": "Why"}


def clocks(request: Request) -> HttpResponse:
    """Who is to be written to and rung: mine, this site's, or all that are late."""
    actor, now = request.actor, time.now()
    show = _show(request)
    order = sorted_by(request.GET, COLUMNS, usual="by")
    after = number_in(request.GET.get("after", ""))
    lines = queries.clocks(actor, show=show, now=now, after=after, sort=order.wish)
    counts = queries.counts(actor, now=now)
    context = {
        "lines": lines,
        "columns": [sort_column(label, code, order, request.GET) for code, label in COLUMNS.items()],
        "count": counts[show],
        "options": [
            {"text": words, "href": f"?show={code}&sort={order.wish}", "current": code == show, "count": counts[code]}
            for code, words in queries.SHOWN.items()
        ],
        "more": f"?show={show}&sort={order.wish}&after={lines[-1].id}" if len(lines) == queries.PAGE else None,
        "downloads": [{"text": "CSV", "href": f"{reverse('coaching:download')}?show={show}&sort={order.wish}"}],
        "topic": f"contact:{actor.here}",
    }
    return render(request, "coaching/clocks.jinja", context)


def download(request: Request) -> StreamingHttpResponse:
    """The list as a file, under the heading that is shown."""
    order = sorted_by(request.GET, COLUMNS, usual="by")
    lines = queries.every_clock(request.actor, show=_show(request), now=time.now(), sort=order.wish)
    rows = (
        (one.claimant, one.why, one.since, one.due_on, "late" if one.late else "", one.owner,
         one.message_at, one.called_at, one.tries)
        for one in lines
    )  # fmt: skip
    return as_csv("contact-by-day-7", HEADS, rows)


def _show(request: Request) -> str:
    show = request.GET.get("show", queries.SITE)
    return show if show in queries.SHOWN else queries.SITE


def clock(request: Request, clock_id: int) -> HttpResponse:
    """One contact: why, by when, what is done, and what was found; sent, it closes the contact."""
    actor, now = request.actor, time.now()
    one = queries.clock_for(actor, clock_id)
    claimant = look_at(one.claimant_id, by=actor, now=now)
    line, today = queries.line_of(one, actor, now=now), time.local_day(now)
    form = FindingForm(
        request.POST if request.method == "POST" else None,
        findings=queries.findings(day=today, steps=line.steps, unreached=line.late and access.leads(actor, one)),
    )
    if form.is_valid() and _close(request, one, form):
        return redirect("desk:claimant", one.claimant_id)
    context = {
        "line": line,
        "claimant": claimant,
        "person": claimants.person_bar(claimant, today),
        "form": form,
        "words": queries.words_for(one, claimant, day=today),
        "bars": queries.bars(line),
        "reach": claimants.reach_of(claimant),
        "may_act": reason_against(access.require_contact, actor, one) is None,
        "topic": f"claimant:{one.claimant_id}",
    }
    return render(request, "coaching/clock.jinja", context, status=422 if form.is_bound and form.errors else 200)


def _close(request: Request, one: ContactClock, form: FindingForm) -> bool:
    try:
        once(
            form.key,
            operations.record_finding,
            clock=one,
            finding=form.cleaned_data["finding"],
            by=request.actor,
            now=time.now(),
        )
    except Refused as refused:
        form.refuse(refused)
        return False
    undo = reverse("coaching:undo_finding", args=[one.pk])
    tell(request, "What was found is recorded, and the contact is closed.", undo=undo)
    return True


def write(request: Request, clock_id: int) -> HttpResponse:
    """Write to them in the words of the policy."""
    return _press(request, clock_id, operations.write, "{name} is written to. Speak with them next.")


def undo_finding(request: Request, clock_id: int) -> HttpResponse:
    """Open the contact again."""
    return _press(request, clock_id, operations.take_back_finding, "The contact of {name} is open again.")


def _press(request: Request, clock_id: int, operation: Callable[..., Any], sentence: str) -> HttpResponse:
    one = queries.clock_for(request.actor, clock_id)
    try:
        once(Form(request.POST).key, operation, clock=one, by=request.actor, now=time.now())
    except Refused as refused:
        tell(request, refused.sentence, kind=REFUSED)
    else:
        tell(request, sentence.format(name=one.claimant.addressed_as))
    return redirect("coaching:clock", one.pk)
