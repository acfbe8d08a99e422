"""Pages of what is done to an appointment: checked in, seen, cancelled, missed, and what it came to."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from upton.diary import operations, queries
from upton.diary.forms.booking import CancelForm, OutcomeForm
from upton.diary.models import Appointment, State
from upton.diary.views.sending import page_of, posted, send
from upton.foundation import clock
from upton.foundation.once import once
from upton.foundation.refusals import Refused
from upton.foundation.requests import Request
from upton.pages.fields import Form
from upton.pages.frame import REFUSED, tell


def see(request: Request, appointment_id: int) -> HttpResponse:
    """Begin with the claimant who waits for one."""
    return _back(request, appointment_id, operations.see, "You are with {name}.", undo="diary:undo_see")


def undo_see(request: Request, appointment_id: int) -> HttpResponse:
    """Take back that one began with a claimant."""
    return _back(request, appointment_id, operations.undo_see, "{name} was not seen after all.")


def cancel(request: Request, appointment_id: int) -> HttpResponse:
    """Ask why, then cancel an appointment."""
    appointment = queries.appointment_for(request.actor, appointment_id)
    form = CancelForm(posted(request))
    if send(request, form, operations.cancel, appointment=appointment, reason=form.data.get("reason", "")):
        undoing = reverse("diary:undo_cancel", args=[appointment_id])
        tell(request, f"The appointment of {queries.addressed(appointment)} is cancelled.", undo=undoing)
        return redirect(_page_of_claimant(appointment))
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
    # Somebody who came and was never checked in was held all the same: that is noted with what it came to.
    record = operations.record_held if appointment.state == State.BOOKED else operations.record_outcome
    if send(request, form, record, appointment=appointment, outcome=asked):
        tell(request, "What it came to is recorded.")
        return redirect(_page_of_claimant(appointment))
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
    then = _page_of_claimant(queries.appointment_for(request.actor, appointment_id))
    return _do(request, appointment_id, operation, sentence, then, undo=undo)


def _page_of_claimant(appointment: Appointment) -> str:
    """The page of the claimant; the one on which their record is opened where it is closed to whoever asks."""
    if not queries.opens(appointment):
        return reverse("claimants:open")
    return reverse("desk:claimant", args=[appointment.claimant_id])


def _do(
    request: Request,
    appointment_id: int,
    operation: Callable[..., Appointment],
    sentence: str,
    then: str,
    *,
    undo: str | None = None,
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
    return redirect(then)
