"""What a register leaves open, decided one by one: two records side by side, one key each for yes, no and later."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from upton.engines.register.plan import Entry
from upton.foundation.requests import Request
from upton.organisation import operations, queries
from upton.organisation.forms.registers import DecideForm
from upton.organisation.models import Register, RegisterState
from upton.organisation.queries import Reckoned
from upton.organisation.register_words import ABOUT_LINES
from upton.organisation.views.sending import posted, say_refused, send, today, whole
from upton.pages.fields import Form
from upton.pages.frame import tell


def decide(request: Request, register_id: int) -> HttpResponse:
    """One entry as a question; without one, the first that waits for a decision."""
    register = queries.register_for(request.actor, register_id)
    if register.state is not RegisterState.DRAFT:
        return redirect("organisation:register", register.pk)
    reckoned = queries.reckon(register, today())
    entry = _entry(reckoned, request.GET.get("at", ""))
    if entry is None:
        tell(request, "Nothing waits for a decision.")
        return redirect("organisation:register", register.pk)
    form = DecideForm(posted(request), others=queries.same_kind(reckoned, entry))
    if form.is_valid():
        made = form.decided()
        # A line that names a closed site stands under the site's key; the verb says which of the two is meant.
        key = reckoned.line_keys[entry.line.number] if entry.line and made.verb in ABOUT_LINES else entry.key
        seen = {key: form.cleaned_data["seen"]}
        if send(request, form, operations.decide_register, register=register, decisions={key: made}, seen=seen):
            return _onwards(request, register, reckoned, entry, key)
    return _page(request, register, reckoned, entry, form)


def _entry(reckoned: Reckoned, at: str) -> Entry | None:
    if at:
        found = queries.entry_at(reckoned, at)
        if found is None:
            raise Http404
        return found
    return next(iter(queries.pending(reckoned)), None)


def _page(request: Request, register: Register, reckoned: Reckoned, entry: Entry, form: DecideForm) -> HttpResponse:
    asked = queries.question(reckoned, entry, also=whole(request.GET.get("beside", "")))
    place = whole(request.GET.get("candidate", "")) or 1
    context = {
        "register": register,
        "question": asked,
        "entry": entry,
        "candidate": asked.candidates[min(place, len(asked.candidates)) - 1] if asked.candidates else None,
        "place": min(place, len(asked.candidates)),
        "form": form,
        "as_of": reckoned.as_of,
        "back": _address("register", register, show=entry.kind.value),
    }
    return render(request, "organisation/register_decide.jinja", context, status=422 if form.errors else 200)


def _address(name: str, register: Register, **asked: str) -> str:
    return reverse(f"organisation:{name}", args=[register.pk]) + "?" + urlencode(asked)


def _onwards(request: Request, register: Register, before: Reckoned, entry: Entry, key: str) -> HttpResponse:
    """To the list from which a decision was made, or to the next question."""
    now = queries.reckon(queries.register_for(request.actor, register.pk), today())
    name = entry.line.name if entry.line else entry.site.name if entry.site else ""
    made = now.decisions[key]
    undo = _address("undecide_register", register, at=queries.at_of(entry))
    words = queries.words_of(now, made)
    tell(request, f"{name}: {words[0].lower()}{words[1:]}.", undo=undo)
    if request.POST.get("then") == "list":
        return redirect(_address("register", register, show=entry.kind.value))
    waiting = [queries.at_of(one) for one in queries.pending(now)]
    following = queries.question(before, entry).next_at
    if not waiting:
        return redirect("organisation:register", register.pk)
    return redirect(_address("decide_register", register, at=following if following in waiting else waiting[0]))


def undecide(request: Request, register_id: int) -> HttpResponse:
    """Take a decision back, and show the question again."""
    register = queries.register_for(request.actor, register_id)
    reckoned = queries.reckon(register, today())
    entry = queries.entry_at(reckoned, request.GET.get("at", ""))
    if entry is None:
        raise Http404
    about = queries.decision_about(reckoned, entry)
    form = Form(request.POST)
    key = about[0] if about else entry.key
    if not send(request, form, operations.undecide_register, register=register, key=key):
        say_refused(request, form)
    return redirect(_address("decide_register", register, at=queries.at_of(entry)))
