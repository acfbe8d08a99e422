"""The forms of a site's rooms."""

from __future__ import annotations

from typing import Any

from upton.diary.models import Room, RoomKind
from upton.diary.rules.rooms import MOST_PLACES
from upton.pages.fields import Choice, Date, Form, Number, Text, YesNo


class RoomForm(Form):
    """A room: what it is called, what for, for how many, and who can use it."""

    name = Text("Name", missing="Enter what the room is called.", longest=100)
    kind = Choice("What for", choices=list(RoomKind.choices), missing="Choose what the room is for.")
    places = Number("Places", least=2, most=MOST_PLACES, width=4, hint="The colleague's own is one of them")
    step_free = YesNo("Step-free access", missing="Say whether it can be reached without steps.")
    hearing_loop = YesNo("Hearing loop", missing="Say whether it has a hearing loop.")

    @staticmethod
    def of(room: Room) -> dict[str, Any]:
        """What stands in the boxes at first."""
        return {name: getattr(room, name) for name in ("name", "kind", "places", "step_free", "hearing_loop")}


class AddRoomForm(RoomForm):
    """A new room, from a day on."""

    starts_on = Date("From", missing="Enter the day from which it can be booked.")


class CloseRoomForm(Form):
    """The last day of a room."""

    last_day = Date("Last day", missing="Enter the last day on which it can be used.")
