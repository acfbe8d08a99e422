"""Types of appointment: what each asks of a diary, and how one may be changed (DIA-2)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from upton.foundation.refusals import NotPossible, when_broken

CHANNELS = {
    "face_to_face": "Face to face",
    "telephone": "Telephone",
    "video": "Video",
    "visit": "Visit",
}
PLACES = {
    "desk": "At a desk",
    "room": "In a room",
    "home": "At the claimant's home",
    "none": "No place is taken",
}
PLACES_OF = {
    "face_to_face": ("desk", "room"),
    "telephone": ("none", "desk", "room"),
    "video": ("none", "desk", "room"),
    "visit": ("home",),
}
"""Channel → where an appointment by it can take place."""

LEAST, MOST = 5, 480
"""Minutes that an appointment can take."""
MOST_NOTICE = 24 * 28
"""Hours of notice that a type can ask for: four weeks."""
MOST_PLACES = 100
HIDDEN = "Appointment"
"""What a sensitive type is called wherever its purpose is nobody's business (DIA-2)."""
OVERTAKEN = (
    "Somebody else changed this type of appointment after you opened the page. Look at what stands now, then change it."
)


@dataclass(frozen=True, slots=True)
class Type:
    """A type of appointment as it holds on a day.

    `told` is what the claimant reads; `minutes` its length, `interpreter_minutes` what an interpreter adds to it;
    `roles` who may take it; `notice_hours` what a claimant is to be given; `places` how many claimants it takes (more
    than one: a group); `offered` whether new ones are booked.
    """

    code: str
    name: str
    told: str
    minutes: int
    interpreter_minutes: int
    roles: tuple[str, ...]
    channel: str
    place: str
    notice_hours: int
    sensitive: bool
    places: int
    offered: bool = True

    def lasts(self, *, interpreter: bool = False) -> int:
        """How many minutes one takes, with or without an interpreter."""
        return self.minutes + (self.interpreter_minutes if interpreter else 0)

    def shown(self, *, knows: bool) -> str:
        """What it is called to somebody who knows what it is for, or need not know; what leaves the office need not."""
        return self.name if knows or not self.sensitive else HIDDEN

    @property
    def group(self) -> bool:
        """Whether it is a session of a group."""
        return self.places > 1


FIELDS = tuple(field.name for field in fields(Type) if field.name != "code")


def type_of(code: str, values: Mapping[str, Any]) -> Type:
    """The type that an entry of the policy, or a row of one's own, describes."""
    known = {name: values[name] for name in FIELDS if name in values}
    return Type(code=code, **{**known, "roles": tuple(values["roles"])})


def require_type(wanted: Type, *, roles: Collection[str]) -> None:
    """A type can be kept as it is described; `roles` are those there are. Raises NotPossible at the field."""
    if not LEAST <= wanted.minutes <= MOST:
        raise NotPossible(f"An appointment takes {LEAST} to {MOST} minutes. Enter another length.", field="minutes")
    if not 0 <= wanted.interpreter_minutes <= MOST - wanted.minutes:
        raise NotPossible(
            f"With an interpreter it would take more than {MOST} minutes. Enter fewer.", field="interpreter_minutes"
        )
    if not wanted.roles or set(wanted.roles) - set(roles):
        raise NotPossible("Choose at least one role that may take it.", field="roles")
    if wanted.place not in PLACES_OF.get(wanted.channel, ()):
        raise NotPossible(
            f"An appointment by “{CHANNELS.get(wanted.channel, wanted.channel).lower()}” can't take place there. "
            "Choose another place, or another channel.",
            field="place",
        )
    if not 0 <= wanted.notice_hours <= MOST_NOTICE:
        raise NotPossible(f"Notice is 0 to {MOST_NOTICE} hours. Enter a number between them.", field="notice_hours")
    if not 1 <= wanted.places <= MOST_PLACES:
        raise NotPossible(f"A session has 1 to {MOST_PLACES} places. Enter a number between them.", field="places")


def require_change_from(day: date, *, today: date) -> None:
    """A type changes from today or a later day on; what was booked before stays as it was. Raises NotPossible."""
    if day < today:
        raise NotPossible("That day has passed. A type changes from today or a later day on.", field="starts_on")


def require_different(before: Type, after: Type) -> None:
    """Something changes. Raises NotPossible."""
    if before == after:
        raise NotPossible("Nothing would change: this is how it stands on that day. Change an answer, or go back.")


when_broken("one_type_at_a_time", OVERTAKEN)
