"""Types of appointment: what each asks of a diary, and how one may be changed (DIA-2)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
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
MOST_TO_BRING, LONGEST_TO_BRING = 8, 120
"""Things that a claimant can be asked to bring, and letters of each."""
RESERVED = frozenset({"add", "any", "other"})
"""Codes that no type has: they mean something else in an address, in what to bring, and in a pattern."""
LONGEST_CODE = 56
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
    than one: a group); `offered` whether new ones are booked; `bring` what they are asked to bring (empty: what is
    asked for any appointment).
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
    bring: tuple[str, ...] = ()

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
    lists = {name: tuple(value) for name, value in known.items() if name in ("roles", "bring")}
    return Type(code=code, **(known | lists))


def code_for(name: str, *, taken: Collection[str]) -> str:
    """The code of a new type, made from its name and never changed: `cv_workshop`; with a number where it is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    code = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_CODE].rstrip("_")
    if not code[:1].isalpha():
        code = f"type_{code}".rstrip("_")
    known = RESERVED.union(taken)
    further = (f"{code}_{number}" for number in range(2, len(known) + 3))
    return code if code not in known else next(one for one in further if one not in known)


def require_new_name(name: str, *, known: Iterable[str]) -> None:
    """No type is or was called so. Raises NotPossible at the field."""
    if name.casefold() in {one.casefold() for one in known}:
        raise NotPossible(
            f"There is a type called “{name}” already. Change that one, or bring it back if it is withdrawn; "
            "or give this one another name.",
            field="name",
        )


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
    if len(wanted.bring) > MOST_TO_BRING:
        raise NotPossible(f"Nobody remembers more than {MOST_TO_BRING} things. Name fewer.", field="bring")
    if any(len(one) > LONGEST_TO_BRING for one in wanted.bring):
        raise NotPossible(f"Use at most {LONGEST_TO_BRING} letters for each thing to bring.", field="bring")


def require_change_from(day: date, *, today: date) -> None:
    """A type changes from today or a later day on; what was booked before stays as it was. Raises NotPossible."""
    if day < today:
        raise NotPossible("That day has passed. A type changes from today or a later day on.", field="starts_on")


def require_different(before: Type, after: Type) -> None:
    """Something changes. Raises NotPossible."""
    if before == after:
        raise NotPossible("Nothing would change: this is how it stands on that day. Change an answer, or go back.")


when_broken("one_type_at_a_time", OVERTAKEN)
