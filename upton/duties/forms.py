"""The forms about what is due."""

from __future__ import annotations

from typing import Any

from upton.pages.fields import Choice, Form, Text


class HandOverForm(Form):
    """To whom a duty goes."""

    colleague = Choice("Hand over to", choices=[], look="select", missing="Choose a colleague.")

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("colleague", [("", "Choose a colleague"), *people])


class PauseForm(Form):
    """What the clock waits for."""

    reason = Text("What the clock waits for", missing="Say in a few words what the clock waits for.", longest=200)
