"""The form all forms are made of: it happens once, knows which version it edits, and lists what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext
from markupsafe import Markup

from upton.foundation.refusals import Refused

KEY, VERSION = "key", "version"


class Form(forms.Form):
    """A form that is sent once: `key` is a one-time key that stays the same when the form is shown again.

    `version` is the version of the record being edited, None when the form makes something new.
    """

    keyed = True
    use_required_attribute = False

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        initial: Mapping[str, Any] | None = None,
        version: int | None = None,
        prefix: str | None = None,
    ) -> None:
        super().__init__(data, files, initial=dict(initial or {}), prefix=prefix)
        if taken := {KEY, VERSION, *self._reserved()} & set(self.fields):
            raise ImproperlyConfigured(f"A form's field can't be called {', '.join(sorted(taken))}.")
        sent = data.get(KEY) if data is not None else None
        self._sent_key = _uuid(sent)
        self.key: UUID = self._sent_key or uuid4()
        self.version = version if data is None else _whole(data.get(VERSION))

    def offer(self, name: str, choices: Any) -> None:
        """Let a field of choices offer these: (code, words) pairs, or a function that gives them."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _reserved(self) -> set[str]:
        return {"errors", "fields", "files", "initial", "prefix"}

    def clean(self) -> dict[str, Any]:
        """Refuse a form that came without its one-time key: nobody could tell whether it was sent before."""
        if self.keyed and self._sent_key is None:
            self.add_error(None, gettext("This page did not come whole. Check what you typed, then send it again."))
        return self.cleaned_data

    def refuse(self, refused: Refused) -> None:
        """Show why it was refused: at the field it names, else on top."""
        self.add_error(refused.field if refused.field in self.fields else None, refused.sentence)

    def summary(self) -> list[dict[str, str]]:
        """What is wrong, in the order of the page: sentences, with the address of the field each belongs to."""
        found = [{"text": str(error)} for error in self.non_field_errors()]
        for bound in self:
            found += [{"text": str(error), "href": f"#{bound.id_for_label}"} for error in bound.errors]
        return found

    def draw(self) -> Markup:
        """All fields, in their order."""
        return Markup("\n").join(bound.draw() for bound in self)  # type: ignore[attr-defined]

    def key_field(self) -> Markup:
        """The hidden one-time key."""
        return Markup('<input type="hidden" name="{}" value="{}">').format(KEY, self.key)

    def version_field(self) -> Markup:
        """The hidden version of the record being edited; nothing when there is none."""
        if self.version is None:
            return Markup("")
        return Markup('<input type="hidden" name="{}" value="{}">').format(VERSION, self.version)

    def hidden(self) -> Markup:
        """Everything hidden that the form must carry."""
        return (self.key_field() if self.keyed else Markup("")) + self.version_field()


class FilterForm(Form):
    """A form that only asks: sent by GET, it changes nothing and carries no key."""

    keyed = False


def _uuid(text: Any) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None


def _whole(text: Any) -> int | None:
    text = str(text or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
