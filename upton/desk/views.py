"""The start page, the search, and the page of a claimant."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.claimants import queries as claimants
from upton.claimants.forms import JournalForm
from upton.claimants.operations import look_at
from upton.desk.forms import SearchForm
from upton.diary import queries as diary
from upton.diary.models import State
from upton.diary.queries import AppointmentLine
from upton.duties import queries as duties
from upton.foundation import clock, searching
from upton.foundation.actors import Actor
from upton.foundation.addresses import number_in
from upton.foundation.names import names_for
from upton.foundation.requests import Request
from upton.policy import dated

START_DUTIES = 12


def start(request: Request) -> HttpResponse:
    """One's day: the appointments on the left, what is due, most urgent first, on the right."""
    actor, now = request.actor, clock.now()
    today = clock.local_day(now)
    due = duties.due_from(actor, now=now, most=START_DUTIES)
    context = {
        "now": now,
        "due": due,
        "topic": ",".join(duties.topics_of(actor)),
        "day_topic": f"floor:{actor.here}",
        "entries": _entries(actor, diary.on_day(actor, day=today, colleague_id=actor.id))
        if actor.may("diary.see")
        else None,
        "roles": [dated.words("roles").get(role, role) for role in actor.posts],
        "actor": actor,
        "today": today,
    }
    return render(request, "desk/start.jinja", context)


def _entries(actor: Actor, lines: Any) -> list[dict[str, Any]]:
    return [_entry(actor, line) for line in lines]


def _entry(actor: Actor, line: AppointmentLine) -> dict[str, Any]:
    return {
        "at": line.starts_at,
        "until": line.ends_at,
        "name": line.claimant,
        "href": reverse("desk:claimant", args=[line.claimant_id]),
        "purpose": line.purpose,
        "state": line.words,
        "tone": line.tone,
        "arrived_at": line.arrived_at if line.state is State.ARRIVED else None,
        "see": reverse("diary:see", args=[line.id])
        if line.state is State.ARRIVED and line.colleague_id == actor.id
        else None,
    }


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
    hits = claimants.search(words, actor, today=clock.local_day(clock.now()))
    if len(hits.hits) == 1 and not hits.elsewhere and hits.by_number:
        return redirect("desk:claimant", hits.hits[0].id)
    form = SearchForm({"q": words})
    context = {
        "form": form,
        "found": hits,
        "words": words,
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
    context = {
        "claimant": one,
        "person": claimants.person_bar(one, today, coming=diary.next_of(lines, now)),
        "appointments": [_of_person(actor, line) for line in lines],
        "due": duties.about_claimant(actor, one.pk, now=now),
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
        "today": today,
    }
    return render(request, "desk/claimant.jinja", context)


def _of_person(actor: Actor, line: AppointmentLine) -> dict[str, Any]:
    today = clock.local_day(clock.now())
    booked = line.state is State.BOOKED
    return {
        "line": line,
        "check_in": reverse("diary:check_in", args=[line.id])
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
