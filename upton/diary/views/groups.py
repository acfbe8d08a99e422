"""Pages of sessions of groups: those to come, making one, and who has a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.claimants.operations import look_at
from upton.diary import operations, queries
from upton.diary.forms.series import GroupForm, PlaceForm
from upton.diary.rules.working import minute_of, moment_at
from upton.diary.views.sending import nothing_for_the_dead, page_of, posted, say_refused, send, today
from upton.foundation import clock
from upton.foundation.addresses import number_in
from upton.foundation.requests import Request
from upton.foundation.sorting import sort_key
from upton.organisation import queries as organisation
from upton.pages.fields import Form
from upton.pages.frame import tell
from upton.pages.sorting import Column, arranged

COLUMNS: Mapping[str, Column[queries.GroupLine]] = {
    "when": Column("When", lambda one: (one.starts_at, one.id)),
    "what": Column("What for", lambda one: one.purpose),
    "led": Column("Led by", lambda one: sort_key(one.colleague)),
    "room": Column("Room", lambda one: sort_key(one.room)),
    "left": Column("Places left", lambda one: one.left),
}


def groups(request: Request) -> HttpResponse:
    """The sessions to come where one works; with a claimant in mind, each can be joined in one action."""
    actor, now = request.actor, clock.now()
    claimant_id = number_in(request.GET.get("claimant", ""))
    claimant = look_at(claimant_id, by=actor, now=clock.now()) if claimant_id is not None else None
    if claimant and (gone := nothing_for_the_dead(request, claimant)):
        return gone
    every = queries.groups_to_come(actor, site_id=actor.here, now=now, booking=claimant is not None)
    lines, columns, _ = arranged(every, COLUMNS, request.GET, usual="when")
    context = {
        "lines": lines,
        "columns": [*columns, {"label": "Action", "hidden": True}],
        "boxes": _boxes(lines, number_in(request.GET.get("short", "")), now=now) if claimant else {},
        "claimant": claimant,
        "may_book": actor.may("diary.book"),
    }
    return render(request, "diary/groups.jinja", context)


def _boxes(lines: Sequence[queries.GroupLine], refused_id: int | None, *, now: datetime) -> dict[int, PlaceForm]:
    """The box by which somebody agrees to come sooner: for sessions at short notice, and one refused for that."""
    return {
        line.id: PlaceForm(group_id=line.id)
        for line in lines
        if line.starts_at < now + timedelta(hours=line.notice_hours) or line.id == refused_id
    }


def make_group(request: Request) -> HttpResponse:
    """Make a session of a group where one works."""
    site_id, kinds = request.actor.here, queries.types_between(today())
    people = [(str(p.colleague_id), p.name) for p in organisation.posted(site_id, today(), weekday=False)]
    form = GroupForm(posted(request), kinds=kinds, people=people, initial={"places": 10})
    if form.is_valid() and (sent := send(request, form, operations.make_group, **_group(form, site_id))):
        tell(request, "The session stands in the diary.")
        return redirect("diary:group", sent.made.pk)
    return page_of(request, "diary/make_group.jinja", form)


def _group(form: GroupForm, site_id: int) -> dict[str, Any]:
    asked = form.cleaned_data
    return {
        "colleague": organisation.colleague_with_id(int(asked["colleague"])),
        "site": organisation.site_row(site_id),
        "purpose": asked["purpose"],
        "starts_at": moment_at(asked["day"], minute_of(asked["slot"])),
        "places": asked["places"],
    }


def group(request: Request, group_id: int) -> HttpResponse:
    """A session: when, led by whom, and who has a place."""
    actor = request.actor
    one = queries.group_for(actor, group_id)
    context = {
        "line": queries.line_of_group(one, actor),
        "people": queries.lines_of(queries.places_in(actor, one.pk), actor, day=clock.local_day(one.during.lower)),
        "may_book": actor.reach("diary.book").covers(one.site_id),
    }
    return render(request, "diary/group.jinja", context)


def join_group(request: Request, group_id: int, claimant_id: int) -> HttpResponse:
    """Give a claimant a place in a session."""
    one = queries.group_for(request.actor, group_id)
    claimant = look_at(claimant_id, by=request.actor, now=clock.now())
    form = PlaceForm(request.POST, group_id=one.pk)
    agreed = form.is_valid() and form.cleaned_data["claimant_agreed"]
    sent = send(request, form, operations.join_group, group=one, claimant=claimant, claimant_agreed=agreed)
    if not sent:
        say_refused(request, form)
        short = f"&short={one.pk}" if "claimant_agreed" in form.errors else ""
        return redirect(reverse("diary:groups") + f"?claimant={claimant.pk}{short}")
    undoing = reverse("diary:undo_booking", args=[sent.made.pk])
    tell(request, f"{claimant.addressed_as} has a place in the session.", undo=undoing)
    return redirect("desk:claimant", claimant.pk)


def cancel_group(request: Request, group_id: int) -> HttpResponse:
    """Cancel a session with all its places."""
    one = queries.group_for(request.actor, group_id)
    form = Form(request.POST)
    if send(request, form, operations.cancel_group, group=one):
        tell(request, "The session is cancelled, and so are its places.")
    else:
        say_refused(request, form)
    return redirect("diary:groups")
