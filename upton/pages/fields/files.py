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


class _Many(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Every file that was sent under the name."""
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class Uploads(Field):
    """Files, several at once: what each is and how large it may be, the one who takes them says by their content.

    `accepts` is what the machine's own chooser offers; with `camera` a tablet offers to take a photograph.
    """

    widget = _Many
    macro = "fileUpload"

    def __init__(self, label: str, *, accepts: Sequence[str] = (), camera: bool = False, **rest: Any) -> None:
        super().__init__(label, **rest)
        self.accepts, self.camera = tuple(accepts), camera

    def to_python(self, value: Any) -> list[Any]:
        """The files in the order in which they were chosen. Raises ValidationError where only names came."""
        files = list(value or [])
        if any(not hasattr(one, "size") for one in files):
            raise ValidationError(gettext("Choose the files again: only their names came."))
        return files

    def show(self, value: Any) -> str:
        """Nothing: a browser never lets a page name a file on somebody's machine."""
        return ""

    def params(self, bound: Drawn, how: Params) -> Params:
        """A button that opens the machine's own file chooser, or its camera."""
        attributes = {"accept": ",".join(self.accepts)} if self.accepts else {}
        camera = {"capture": "environment"} if self.camera else {}
        return {"multiple": True, "attributes": attributes | camera}


def _or(kinds: Sequence[str]) -> str:
    *others, last = kinds
    return gettext("%(others)s or %(last)s") % {"others": ", ".join(others), "last": last} if others else last
