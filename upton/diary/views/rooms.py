"""The rooms of a site."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.diary import access, operations, queries
from upton.diary.forms.rooms import AddRoomForm, CloseRoomForm, RoomForm
from upton.diary.rules import rooms as rules
from upton.diary.views.sending import allowed, look_first, on, page_of, posted, say_refused, seen, send, today
from upton.foundation import clock
from upton.foundation.requests import Request
from upton.organisation import queries as organisation
from upton.pages.fields import Form
from upton.pages.frame import tell


def rooms(request: Request, site_id: int) -> HttpResponse:
    """The rooms of a site, now and to come."""
    queries.require_diaries_of(request.actor, site_id)
    lines = queries.rooms_at(request.actor, site_id, today())
    context = {"lines": lines, "site": _site(site_id), "site_id": site_id, "today": today()}
    return render(request, "diary/rooms.jinja", context)


def add_room(request: Request, site_id: int) -> HttpResponse:
    """A new room."""
    queries.require_diaries_of(request.actor, site_id)
    form = AddRoomForm(posted(request), initial={"starts_on": today(), "places": 2})
    if form.is_valid():
        site = organisation.site_row(site_id)
        if send(request, form, operations.add_room, site=site, **form.cleaned_data):
            tell(request, f"{form.cleaned_data['name']} is added.")
            return redirect("diary:rooms", site_id)
    return _page(request, form, site_id, f"Add a room at {_site(site_id)}", "Add room")


def change_room(request: Request, site_id: int, room_id: int) -> HttpResponse:
    """Another name or kind of a room, or what it offers."""
    room = queries.room_for(request.actor, room_id, site_id)
    access.require_rooms(request.actor, site_id=site_id)
    form = RoomForm(posted(request), initial=RoomForm.of(room), version=queries.room_version(room))
    given = {"room": room, "version": form.version}
    if form.is_valid() and send(request, form, operations.change_room, **given, **form.cleaned_data):
        tell(request, f"{form.cleaned_data['name']} is changed.")
        return redirect("diary:rooms", site_id)
    return _page(request, form, site_id, f"Change {room.name}", "Change room")


def close_room(request: Request, site_id: int, room_id: int) -> HttpResponse:
    """The last day of a room, after a look at what is booked in it beyond that day."""
    room = queries.room_for(request.actor, room_id, site_id)
    access.require_rooms(request.actor, site_id=site_id)
    form = CloseRoomForm(posted(request), initial={"last_day": today()}, version=queries.room_version(room))
    if form.is_valid() and allowed(
        form, rules.require_closing, form.cleaned_data["last_day"], since=room.since, until=room.until, today=today()
    ):
        last_day = form.cleaned_data["last_day"]
        if not seen(request):
            after = last_day + timedelta(days=1)
            booked = queries.booked_in_room(request.actor, room_id, after, now=clock.now())
            back = reverse("diary:rooms", args=[site_id])
            return look_first(
                request, "diary/room_look.jinja",
                room=room, last_day=last_day, booked=booked, back=back,
            )  # fmt: skip
        if send(request, form, operations.close_room, room=room, last_day=last_day, version=form.version):
            undo = reverse("diary:reopen_room", args=[site_id, room_id])
            tell(request, f"{room.name} closes after {on(last_day)}.", undo=undo)
            return redirect("diary:rooms", site_id)
    return _page(request, form, site_id, f"Close {room.name}", "Look what would change")


def reopen_room(request: Request, site_id: int, room_id: int) -> HttpResponse:
    """Take back the closing of a room."""
    room = queries.room_for(request.actor, room_id, site_id)
    form = Form(request.POST)
    if send(request, form, operations.reopen_room, room=room):
        tell(request, f"{room.name} stays.")
    else:
        say_refused(request, form)
    return redirect("diary:rooms", site_id)


def _page(request: Request, form: Form, site_id: int, title: str, submit: str) -> HttpResponse:
    back = reverse("diary:rooms", args=[site_id])
    return page_of(request, "diary/form.jinja", form, title=title, submit=submit, back=back, trail="Rooms")


def _site(site_id: int) -> str:
    return organisation.names_on([site_id], today()).get(site_id, "")
