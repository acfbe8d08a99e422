"""The one form in which Upton says no: a sentence that says what to do instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

P = ParamSpec("P")


class Refused(Exception):
    """Somebody asked for something that will not be done; `sentence` is shown to them as it stands.

    `field` names the form field the sentence belongs to, where there is one.
    """

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class NotPermitted(Refused):
    """This person may not do it; somebody else might."""


class NotPossible(Refused):
    """Nobody can do it as things stand now."""


def reason_against(rule: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> str | None:
    """Why `rule` (a `require_…` function) would refuse, or None: a page uses it to explain a button."""
    try:
        rule(*args, **kwargs)
    except Refused as refused:
        return refused.sentence
    return None
