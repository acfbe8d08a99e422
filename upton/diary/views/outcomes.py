"""The page on which a colleague records what their appointments came to, several at once (DIA-4)."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from upton.diary import operations, queries
from upton.diary.forms.outcomes import MISSED, OutcomesForm, name_of
from upton.diary.rules import State
from upton.diary.views.sending import posted
from upton.foundation import clock
from upton.foundation.once import once
from upton.foundation.refusals import NotPossible, Refused
from upton.foundation.requests import Request
from upton.pages.frame import REFUSED, tell


def outcomes(request: Request) -> HttpResponse:
    """One's own appointments without an outcome, today's and earlier ones; each is recorded by an act of its own."""
    now = clock.now()
    lines = queries.outcomes_owed(request.actor, now=now)
    form = OutcomesForm(posted(request), lines=lines, day=clock.local_day(now))
    done: set[int] = set()
    if form.is_valid():
        done = _record(request, form)
        if form.gone():
            tell(request, f"{form.gone()} had an outcome already and stayed as it was.", kind=REFUSED)
        if done:
            tell(request, f"{len(done)} recorded." if len(done) > 1 else "What it came to is recorded.")
        if not form.errors:
            return redirect("diary:outcomes")
    rows = [(line, form[name_of(line.id)]) for line in lines if line.id not in done]
    context = {"form": form, "rows": rows, "topic": f"duties:{request.actor.id}", "today": clock.local_day(now)}
    return render(request, "diary/outcomes.jinja", context, status=422 if form.is_bound and form.errors else 200)


def _record(request: Request, form: OutcomesForm) -> set[int]:
    """Record each chosen outcome; a refusal goes to its own line. Gives those that are recorded."""
    chosen = form.chosen()
    if not chosen and not form.gone():
        form.refuse(NotPossible("Choose what at least one of them came to."))
    for appointment_id, outcome in chosen.items():
        try:
            _record_one(request, form, appointment_id, outcome)
        except Refused as refused:
            form.refuse(type(refused)(refused.sentence, field=name_of(appointment_id)))
    return {one for one in chosen if name_of(one) not in form.errors}


def _record_one(request: Request, form: OutcomesForm, appointment_id: int, outcome: str) -> None:
    appointment = queries.appointment_for(request.actor, appointment_id)
    given: dict[str, Any] = {"appointment": appointment, "by": request.actor, "now": clock.now()}
    # Each has a key of its own under the form's: what was refused can be sent again while the rest stays done.
    key = uuid.uuid5(form.key, str(appointment_id))
    if outcome == MISSED:
        once(key, operations.mark_missed, **given)
    elif form.lines[appointment_id].state is State.SEEN:
        once(key, operations.record_outcome, outcome=outcome, **given)
    else:
        once(key, operations.record_held, outcome=outcome, **given)
