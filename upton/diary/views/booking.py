"""Pages of what is done to an appointment: checked in, seen, cancelled, missed, and what it came to."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from upton.diary import operations, queries
from upton.diary.forms.booking import CancelForm, OutcomeForm
from upton.diary.models import Appointment
from upton.diary.views.sending import page_of, posted, send
from upton.foundation import clock
from upton.foundation.once import once
from upton.foundation.refusals import Refused
from upton.foundation.requests import Request
from upton.pages.fields import Form
from upton.pages.frame import REFUSED, tell


def check_in(request: Request, appointment_id: int) -> HttpResponse:
    """Check somebody in, from the floor."""
    return _do(
        request,
        appointment_id,
        operations.check_in,
        "{name} is checked in.",
        "reception:floor",
        undo="diary:undo_check_in",
    )


def undo_check_in(request: Request, appointment_id: int) -> HttpResponse:
    """Take a check-in back."""
    return _do(
        request, appointment_id, operations.undo_check_in, "{name} is not checked in any more.", "reception:floor"
    )


def see(request: Request, appointment_id: int) -> HttpResponse:
    """Begin with the claimant who waits for one."""
    appointment = queries.appointment_for(request.actor, appointment_id)
    return _do(
        request, appointment_id, operations.see, "You are with {name}.", "desk:claimant", args=[appointment.claimant_id]
    )


def cancel(request: Request, appointment_id: int) -> HttpResponse:
    """Ask why, then cancel an appointment."""
    appointment = queries.appointment_for(request.actor, appointment_id)
    form = CancelForm(posted(request))
    if send(request, form, operations.cancel, appointment=appointment, reason=form.data.get("reason", "")):
        undoing = reverse("diary:undo_cancel", args=[appointment_id])
        tell(request, f"The appointment of {queries.addressed(appointment)} is cancelled.", undo=undoing)
        return redirect("desk:claimant", appointment.claimant_id)
    return page_of(request, "diary/cancel.jinja", form, line=queries.line_of(appointment, request.actor))


def undo_cancel(request: Request, appointment_id: int) -> HttpResponse:
    """Let a cancelled appointment stand again."""
    return _back(request, appointment_id, operations.undo_cancel, "The appointment of {name} stands again.")


def undo_booking(request: Request, appointment_id: int) -> HttpResponse:
    """Take a booking back."""
    return _back(request, appointment_id, operations.undo_booking, "The booking of {name} is taken back.")


def mark_missed(request: Request, appointment_id: int) -> HttpResponse:
    """Note that somebody did not come."""
    sentence = "It is noted that {name} did not come."
    return _back(request, appointment_id, operations.mark_missed, sentence, undo="diary:undo_missed")


def undo_missed(request: Request, appointment_id: int) -> HttpResponse:
    """Take back that somebody did not come."""
    return _back(request, appointment_id, operations.undo_missed, "The appointment of {name} is booked again.")


def outcome(request: Request, appointment_id: int) -> HttpResponse:
    """Record what an appointment came to."""
    appointment = queries.appointment_for(request.actor, appointment_id)
    form = OutcomeForm(posted(request), initial={"outcome": appointment.outcome})
    asked = form.data.get("outcome", "")
    if send(request, form, operations.record_outcome, appointment=appointment, outcome=asked):
        tell(request, "What it came to is recorded.")
        return redirect("desk:claimant", appointment.claimant_id)
    return page_of(request, "diary/outcome.jinja", form, line=queries.line_of(appointment, request.actor))


def _back(
    request: Request,
    appointment_id: int,
    operation: Callable[..., Appointment],
    sentence: str,
    *,
    undo: str | None = None,
) -> HttpResponse:
    """Do something to an appointment, and go back to the page of its claimant."""
    args = [queries.appointment_for(request.actor, appointment_id).claimant_id]
    return _do(request, appointment_id, operation, sentence, "desk:claimant", undo=undo, args=args)


def _do(
    request: Request,
    appointment_id: int,
    operation: Callable[..., Appointment],
    sentence: str,
    then: str,
    *,
    undo: str | None = None,
    args: list[int] | None = None,
) -> HttpResponse:
    appointment = queries.appointment_for(request.actor, appointment_id)
    form = Form(request.POST)
    try:
        once(form.key, operation, appointment=appointment, by=request.actor, now=clock.now())
    except Refused as refused:
        tell(request, refused.sentence, kind=REFUSED)
    else:
        undoing = reverse(undo, args=[appointment_id]) if undo else None
        tell(request, sentence.format(name=queries.addressed(appointment)), undo=undoing)
    return redirect(then, *(args or []))
