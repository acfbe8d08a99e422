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


_constraints: dict[str, tuple[str, str | None]] = {}
MEANWHILE = "Somebody else changed this at the same moment. Look at what stands now, then try again."


def when_broken(constraint: str, sentence: str, *, field: str | None = None) -> None:
    """Say what to tell somebody whose act broke a constraint of the database, because another was quicker."""
    _constraints[constraint] = (sentence, field)


def refusal_for(constraint: str | None) -> NotPossible:
    """The refusal for a broken constraint: the sentence declared for it, or that somebody else was quicker."""
    sentence, field = _constraints.get(constraint or "", (MEANWHILE, None))
    return NotPossible(sentence, field=field)
