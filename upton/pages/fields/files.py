"""Files that are sent in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from upton.pages.fields.drawing import Drawn, Field, Params

MEGABYTE = 1_000_000


class Upload(Field):
    """A file of one of the `kinds` (endings such as ".csv"), at most `largest` bytes."""

    widget = forms.FileInput
    macro = "fileUpload"

    def __init__(self, label: str, *, kinds: Sequence[str] = (), largest: int = 10 * MEGABYTE, **rest: Any) -> None:
        super().__init__(label, **rest)
        self.kinds, self.largest = tuple(kinds), largest

    def to_python(self, value: Any) -> Any:
        """The file as sent, or None. Raises ValidationError for an empty, oversized or unexpected one."""
        if value is None or value == "":
            return None
        if not hasattr(value, "size"):
            raise ValidationError(gettext("Choose the file again: only its name came."))
        if self.kinds and PurePath(value.name).suffix.lower() not in self.kinds:
            raise ValidationError(gettext("Choose a file whose name ends in %(kinds)s.") % {"kinds": _or(self.kinds)})
        if value.size == 0:
            raise ValidationError(gettext("This file is empty. Choose another one."))
        if value.size > self.largest:
            raise ValidationError(
                gettext("Choose a file of at most %(largest)s MB; this one has %(size)s MB.")
                % {"largest": f"{self.largest / MEGABYTE:,.0f}", "size": f"{value.size / MEGABYTE:,.1f}"}
            )
        return value

    def say_missing(self) -> str:
        """The sentence for a missing file when the form gives none."""
        return gettext("Choose a file for “%(label)s”.") % {"label": self.label}

    def show(self, value: Any) -> str:
        """Nothing: a browser never lets a page name a file on somebody's machine."""
        return ""

    def params(self, bound: Drawn, how: Params) -> Params:
        """A button that opens the machine's own file chooser."""
        return {"attributes": {"accept": ",".join(self.kinds)} if self.kinds else {}}


def _or(kinds: Sequence[str]) -> str:
    *others, last = kinds
    return gettext("%(others)s or %(last)s") % {"others": ", ".join(others), "last": last} if others else last
