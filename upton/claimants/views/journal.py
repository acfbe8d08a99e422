"""The pages of a journal: reading and writing it, decisions, search and print."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.claimants import operations, queries
from upton.claimants.forms import DecisionForm, JournalForm, WordsForm
from upton.claimants.models import Claimant, JournalEntry
from upton.foundation import clock, searching
from upton.foundation.actors import Actor
from upton.foundation.addresses import number_in
from upton.foundation.facts import Audience
from upton.foundation.once import once
from upton.foundation.refusals import Refused
from upton.foundation.requests import Request
from upton.pages.fields import Form
from upton.pages.frame import REFUSED, tell

ON_PAPER = 1000
"""The most lines that are printed at once."""

WRITTEN = {
    "to_claimant": "Your message to {name} is sent.",
    "from_claimant": "The message from {name} is recorded.",
    "contact": "The contact with {name} is recorded.",
    "contact_staff": "The contact with {name} is recorded, for colleagues only.",
    "note": "Your note about {name} is kept for colleagues.",
}


def journal_page(request: Request, claimant_id: int) -> HttpResponse:
    """The journal of a claimant as one stream, filtered by plain links, with the box to write in on top."""
    claimant = operations.look_at(claimant_id, by=request.actor, now=clock.now())
    if request.method != "POST":
        return _page(request, claimant)
    form = JournalForm(request.POST)
    if form.is_valid():
        try:
            entry = _write(form, claimant, request.actor)
        except Refused as refused:
            form.refuse(refused)
        else:
            sent = form.cleaned_data["kind"] == "to_claimant"
            undo = reverse("claimants:take_back", args=[entry.pk]) if sent else None
            tell(request, WRITTEN[form.cleaned_data["kind"]].format(name=claimant.addressed_as), undo=undo)
            return redirect("desk:claimant", claimant.pk)
    return _page(request, claimant, form=form)


def _write(form: JournalForm, claimant: Claimant, actor: Actor) -> JournalEntry:
    asked = form.cleaned_data
    told: dict[str, Any] = {"claimant": claimant, "text": asked["text"], "about": asked["about"]}
    do: Callable[..., JournalEntry] = operations.write_note
    if asked["kind"] == "to_claimant":
        do = operations.send_message
        told["in_reply_to"] = _answered(asked["answers"], claimant, actor)
    elif asked["kind"] == "from_claimant":
        do, told["channel"] = operations.receive_message, asked["channel"]
    elif asked["kind"] in ("contact", "contact_staff"):
        do, told["channel"] = operations.note_contact, asked["channel"]
        told["audience"] = (Audience.STAFF if asked["kind"] == "contact_staff" else Audience.CLAIMANT).value
    return once(form.key, do, **told, by=actor, now=clock.now())


def _answered(number: str, claimant: Claimant, actor: Actor) -> JournalEntry | None:
    entry_id = number_in(number)
    return queries.message_from(actor, claimant.pk, entry_id) if entry_id is not None else None


def _page(request: Request, claimant: Claimant, *, form: JournalForm | None = None) -> HttpResponse:
    actor, now, asked = request.actor, clock.now(), request.GET
    sought = searching.words_of(request.session, asked.get("words", "")) if asked.get("words") else None
    show = asked.get("show", "")
    if sought is not None:
        stream = queries.found_in_journal(actor, claimant.pk, sought, before=asked.get("before", ""))
    else:
        before = number_in(asked.get("before", ""))
        stream = queries.stream(actor, claimant.pk, now=now, show=show, before=before)
    context = {
        "claimant": claimant,
        "person": queries.person_bar(claimant, clock.local_day(now)),
        "stream": stream,
        "more": queries.page_after(stream, show=show, words=asked.get("words", "") if sought else ""),
        "headings": queries.headings(claimant.pk, show if sought is None else None),
        "form": form or _box(actor, claimant, stream),
        "search": WordsForm({"words": sought}) if sought else WordsForm(),
        "sought": sought,
        "first_page": not asked.get("before"),
        "may_decide": actor.reach("claimants.decide").covers(claimant.site_id),
    }
    return render(request, "claimants/journal.jinja", context, status=422 if form and form.errors else 200)


def _box(actor: Actor, claimant: Claimant, stream: queries.Stream) -> JournalForm | None:
    """The box to write in, for whoever may write here."""
    if not actor.reach("claimants.write").covers(claimant.site_id):
        return None
    return JournalForm(initial={"answers": stream.unread.id if stream.unread else ""})


def search_journal(request: Request, claimant_id: int) -> HttpResponse:
    """Look for words in a journal: posted, kept under an opaque reference, shown from there."""
    claimant = operations.look_at(claimant_id, by=request.actor, now=clock.now())
    form = WordsForm(request.POST)
    if not form.is_valid():
        tell(request, "Type the words to look for in this journal, 200 characters at most.", kind=REFUSED)
        return redirect("claimants:journal", claimant.pk)
    reference = searching.keep(request.session, form.cleaned_data["words"])
    return redirect(f"{reverse('claimants:journal', args=[claimant.pk])}?words={reference}")


def print_journal(request: Request, claimant_id: int) -> HttpResponse:
    """The journal for paper: the filter kept, the pages in one."""
    actor, now = request.actor, clock.now()
    claimant = operations.look_at(claimant_id, by=actor, now=clock.now())
    show = request.GET.get("show", "")
    stream = queries.stream(actor, claimant.pk, now=now, show=show, most=ON_PAPER)
    context = {
        "claimant": claimant,
        "person": queries.person_bar(claimant, clock.local_day(now)),
        "stream": stream,
        "lines": [dataclasses.replace(line, actions=()) for line in stream.lines],
        "heading": queries.heading_words(show),
    }
    return render(request, "claimants/journal_print.jinja", context)


def decision(request: Request, claimant_id: int) -> HttpResponse:
    """Record a decision: what, why, and from when."""
    actor, now = request.actor, clock.now()
    claimant = operations.look_at(claimant_id, by=actor, now=clock.now())
    form = DecisionForm(request.POST or None, initial={"from_day": clock.local_day(now)})
    if form.is_valid():
        try:
            once(form.key, operations.decide, claimant=claimant, **form.cleaned_data, by=actor, now=now)
        except Refused as refused:
            form.refuse(refused)
        else:
            tell(request, f"The decision about {claimant.addressed_as} is recorded.")
            return redirect("desk:claimant", claimant.pk)
    context = {
        "claimant": claimant,
        "person": queries.person_bar(claimant, clock.local_day(now)),
        "form": form,
    }
    return render(request, "claimants/decision.jinja", context, status=422 if form.errors else 200)


def take_back(request: Request, entry_id: int) -> HttpResponse:
    """Take back a message that nobody has read."""
    return _do(request, entry_id, operations.take_back, "Your message is taken back; {name} does not see it.")


def read(request: Request, entry_id: int) -> HttpResponse:
    """Note that a message was read and needs no answer."""
    return _do(request, entry_id, operations.read, "The message of {name} is read; no answer is owed.")


def _do(request: Request, entry_id: int, operation: Callable[..., JournalEntry], sentence: str) -> HttpResponse:
    entry = queries.entry_for(request.actor, entry_id)
    try:
        once(Form(request.POST).key, operation, entry=entry, by=request.actor, now=clock.now())
    except Refused as refused:
        tell(request, refused.sentence, kind=REFUSED)
    else:
        tell(request, sentence.format(name=entry.claimant.addressed_as))
    return redirect("desk:claimant", entry.claimant_id)
