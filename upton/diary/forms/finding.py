"""The filters with which a slot is looked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from upton.diary.rules.types import CHANNELS, Type
from upton.foundation import clock
from upton.pages.fields import Choice, Choices, Date, FilterForm
from upton.policy import dated

PARTS = [("", "Any time of day"), ("morning", "Morning"), ("afternoon", "Afternoon")]
INTERPRETER = [("yes", "With an interpreter, and more time")]


def _roles(kinds: Mapping[str, Type]) -> list[tuple[str, str]]:
    names = dated.words("roles")
    return [
        (role, names.get(role, role)) for role in dict.fromkeys(role for kind in kinds.values() for role in kind.roles)
    ]


def _languages() -> list[tuple[str, str]]:
    return [("en", "English"), *dated.choices("languages", clock.local_day(clock.now()))]


def _needs() -> list[tuple[str, str]]:
    """The access needs that ask something of a room."""
    found = dated.on("access_needs", clock.local_day(clock.now()))
    return [(code, entry.values["name"]) for code, entry in found.items() if entry.values.get("room")]


class SlotFilter(FilterForm):
    """What for, with whom, and when it suits; what the claimant needs is filled in from their record."""

    purpose = Choice("What for", choices=list, look="select", required=False)
    colleague = Choice("With", choices=list, look="select", required=False)
    part = Choice("When", choices=PARTS, look="select", required=False)
    first = Date("From", hint="", required=False)
    language = Choice("Language", choices=_languages, look="select", required=False)
    role = Choice("Role", choices=list, look="select", required=False)
    channel = Choice("How", choices=[("", "Any way"), *CHANNELS.items()], look="select", required=False)
    interpreter = Choices("Interpreter", choices=INTERPRETER, required=False)
    access = Choices("The room has", choices=_needs, required=False)

    def __init__(
        self, *args: Any, kinds: Mapping[str, Type], people: list[tuple[str, str]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds
        choices: dict[str, list[tuple[str, str]]] = {
            "purpose": [(code, kind.name) for code, kind in kinds.items() if kind.offered and not kind.group],
            "role": [("", "Any role"), *_roles(kinds)],
        }
        for name, options in choices.items():
            self.offer(name, options)
        self.know(people or [])

    def know(self, people: list[tuple[str, str]]) -> None:
        """Let those be chosen who are posted at the site."""
        self.offer("colleague", [("", "Anybody suitable"), *people])


def typed(day: date) -> str:
    """A day as people write it into the box."""
    return f"{day:%d/%m/%Y}"
