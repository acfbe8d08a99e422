"""The note pinned for the next colleague: written, taken off, pinned again."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from upton.claimants import operations, queries
from upton.claimants.forms import PinForm
from upton.claimants.views.showing import page_of, posted, record_for, say_refused, send, today
from upton.foundation.requests import Request
from upton.pages.fields import Form
from upton.pages.frame import tell


def pin_note(request: Request, claimant_id: int) -> HttpResponse:
    """Pin a note to a record, in place of the one that is there."""
    one = record_for(request, claimant_id)
    before = queries.pinned_to(request.actor, one.pk, today())
    initial = {"text": before.text, "until": before.until} if before else {}
    form = PinForm(posted(request), initial=initial)
    typed = form.cleaned_data if form.is_valid() else {}
    sent = send(request, form, operations.pin_note, claimant=one, **typed)
    if sent:
        undo = reverse("claimants:unpin_note", args=[sent.made.pk])
        tell(request, f"The note is pinned to the record of {one.addressed_as}.", undo=undo)
        return redirect("desk:claimant", one.pk)
    effects = ["It takes the place of the note that is pinned now."] if before else []
    back = reverse("desk:claimant", args=[one.pk])
    return page_of(request, one, form, "A note for the next colleague", "Pin note", sent, effects=effects, back=back)


def unpin_note(request: Request, note_id: int) -> HttpResponse:
    """Take a pinned note off."""
    note = queries.note_for(request.actor, note_id)
    form = Form(request.POST)
    if send(request, form, operations.unpin_note, note=note):
        undo = reverse("claimants:pin_note_again", args=[note.pk])
        tell(request, f"The note is off the record of {note.claimant.addressed_as}.", undo=undo)
    else:
        say_refused(request, form)
    return redirect("desk:claimant", note.claimant_id)


def pin_note_again(request: Request, note_id: int) -> HttpResponse:
    """Pin a note again that was taken off by a slip."""
    note = queries.note_for(request.actor, note_id)
    form = Form(request.POST)
    if send(request, form, operations.pin_again, note=note):
        tell(request, f"The note is pinned to the record of {note.claimant.addressed_as} again.")
    else:
        say_refused(request, form)
    return redirect("desk:claimant", note.claimant_id)
