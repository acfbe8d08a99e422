"""The search, and the page of a claimant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.claimants import queries as claimants
from upton.claimants.forms import JournalForm
from upton.claimants.models import Claimant
from upton.claimants.operations import look_at, look_for
from upton.coaching import queries as coaching
from upton.desk import recent
from upton.desk.forms import SearchForm
from upton.diary import queries as diary
from upton.diary.models import State
from upton.diary.queries import AppointmentLine
from upton.duties import queries as duties
from upton.duties.queries import DutyLine
from upton.foundation import clock, searching
from upton.foundation.actors import Actor
from upton.foundation.addresses import number_in
from upton.foundation.names import names_for
from upton.foundation.requests import Request


def search(request: Request) -> HttpResponse:
    """Find a person: posted, kept under an opaque reference, shown from there."""
    form = SearchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("desk:found", searching.keep(request.session, form.cleaned_data["q"]))
    context = {"form": form, "found": None, "may_write": request.actor.may("claimants.write")}
    return render(request, "desk/search.jinja", context, status=422 if form.errors else 200)


def found(request: Request, reference: str) -> HttpResponse:
    """The hits of a search; a single hit on a reference or number opens at once."""
    actor = request.actor
    words = searching.words_of(request.session, reference)
    if words is None:
        return redirect("desk:search")
    now = clock.now()
    hits = look_for(words, by=actor, now=now)
    if len(hits.hits) == 1 and not hits.elsewhere and hits.by_number:
        return redirect("desk:claimant", hits.hits[0].id)
    form = SearchForm({"q": words})
    context = {
        "form": form,
        "found": hits,
        "words": words,
        "hint": claimants.says_of_restricted(actor, clock.local_day(now)) if hits.restricted is not None else "",
        "may_register": actor.may("claimants.register"),
        "may_write": actor.may("claimants.write"),
    }
    return render(request, "desk/search.jinja", context)


def claimant(request: Request, claimant_id: int) -> HttpResponse:
    """A person: who they are and how to reach them, what is due, appointments, and the journal."""
    actor, now = request.actor, clock.now()
    today = clock.local_day(now)
    one = look_at(claimant_id, by=actor, now=now)
    lines = diary.of_claimant(actor, one.pk)
    stream = claimants.stream(actor, one.pk, now=now, before=number_in(request.GET.get("before", "")))
    may_write = actor.reach("claimants.write").covers(one.site_id)
    due = duties.about_claimant(actor, one.pk, now=now)
    context = {
        "claimant": one,
        "person": claimants.person_bar(one, today, coming=diary.next_of(lines, now)),
        "appointments": [_of_person(actor, line) for line in lines],
        "due": due,
        "stream": stream,
        "more": claimants.page_after(stream),
        "headings": claimants.headings(one.pk, ""),
        "box": JournalForm(initial={"answers": stream.unread.id if stream.unread else ""}) if may_write else None,
        "may_write": may_write,
        "may_decide": actor.reach("claimants.decide").covers(one.site_id),
        "who": claimants.in_short(one, site=names_for({"site": [one.site_id]}, actor)["site", one.site_id]),
        "household": claimants.household_of(one, actor, today=today),
        "may_book": actor.may("diary.book") and one.died_on is None,
        "may_check_in": actor.reach("reception.check_in").covers(one.site_id),
        "may_see_evidence": actor.reach("evidence.see").covers(one.site_id),
        "may_book_computer": actor.may("reception.computers"),
        "may_take_evidence": actor.reach("evidence.take").covers(one.site_id),
        "today": today,
        "pinned": claimants.pinned_of(one),
        "merged": claimants.merged_lately(one),
        "may_merge": actor.reach("claimants.merge").covers(one.site_id),
        **_contact(actor, one, due, now=now),
    }
    response = render(request, "desk/claimant.jinja", context)
    recent.looked_at(request, response, one.pk, now=now)
    return response


def _contact(actor: Actor, one: Claimant, due: Sequence[DutyLine], *, now: datetime) -> dict[str, Any]:
    """The contact by day 7 of a claimant, and what may not happen before; nothing where none is owed to them."""
    owed = any(line.what == coaching.DUTY for line in due)
    contact = coaching.clock_of(actor, one.pk, now=now) if owed else None
    if contact is None:
        return {"contact": None}
    return {
        "contact": contact,
        "bars": coaching.bars(contact),
        "may_ring": claimants.reach_of(one).may_ring,
        "may_contact": actor.reach("coaching.contact").covers(contact.site_id),
    }


def _of_person(actor: Actor, line: AppointmentLine) -> dict[str, Any]:
    today = clock.local_day(clock.now())
    booked = line.state is State.BOOKED
    return {
        "line": line,
        "check_in": reverse("reception:check_in", args=[line.id])
        if booked and line.in_person and clock.local_day(line.starts_at) == today and actor.may("reception.check_in")
        else None,
        "see": reverse("diary:see", args=[line.id])
        if line.colleague_id == actor.id
        and (
            line.state is State.ARRIVED or (booked and not line.in_person and clock.local_day(line.starts_at) == today)
        )
        else None,
        "cancel": reverse("diary:cancel", args=[line.id]) if booked and actor.may("diary.book") else None,
        "card": reverse("diary:card", args=[line.id]) if booked else None,
        "move": reverse("diary:move", args=[line.id]) if booked and actor.may("diary.book") else None,
        "missed": reverse("diary:mark_missed", args=[line.id])
        if booked and actor.may("diary.book") and line.starts_at <= clock.now()
        else None,
        "outcome": reverse("diary:outcome", args=[line.id])
        if line.state is State.SEEN and actor.may("diary.book")
        else None,
    }
