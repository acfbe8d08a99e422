"""What a room of a site may be (DIA-1)."""

from __future__ import annotations

from datetime import date

from upton.foundation.refusals import NotPossible, when_broken

MOST_PLACES = 200
SAME_NAME = "This site has a room of that name. Choose another name, or change that room."
OVERTAKEN = "Somebody else changed this room after you opened the page. Look at what stands now, then change it."


def require_room(*, name: str, kind: str, kinds: set[str], places: int) -> None:
    """A room has a name, a kind and places for two or more people. Raises NotPossible at the field."""
    if not name.strip():
        raise NotPossible("Enter what the room is called.", field="name")
    if kind not in kinds:
        raise NotPossible("Choose what the room is for.", field="kind")
    if not 2 <= places <= MOST_PLACES:
        raise NotPossible(f"A room has 2 to {MOST_PLACES} places. Enter a number between them.", field="places")


def require_closing(last_day: date, *, since: date, until: date | None, today: date) -> None:
    """A room is closed after today or a later day, once it has begun. Raises NotPossible at the field."""
    if until is not None:
        raise NotPossible("This room is closed already, or will be. Open it again first.", field="last_day")
    if last_day < today:
        raise NotPossible("That day has passed. A room closes after today or a later day.", field="last_day")
    if last_day < since:
        raise NotPossible("The room isn't there yet on that day. Enter a later one.", field="last_day")


when_broken("one_room_of_a_name", SAME_NAME, field="name")
