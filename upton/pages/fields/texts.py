"""Texts: one line, many lines, a search, a password; bounded, in any script, without control characters."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.utils.translation import gettext, ngettext
from markupsafe import Markup

from upton.pages.fields.drawing import Drawn, Field, Params


class Text(Field):
    """One line of text in any script. `pattern` is an expression to match in full and the sentence if it does not."""

    kind = "text"
    lines = False

    def __init__(
        self,
        label: Any,
        *,
        longest: int = 200,
        shortest: int = 0,
        pattern: tuple[str, str] | None = None,
        **rest: Any,
    ) -> None:
        super().__init__(label, **rest)
        self.longest, self.shortest, self.pattern = longest, shortest, pattern

    def to_python(self, value: Any) -> str:
        """The text in normal form (NFC), trimmed. Raises ValidationError for control characters and bad lengths."""
        text = unicodedata.normalize("NFC", str(value or "")).replace("\r\n", "\n").replace("\r", "\n").strip()
        if not self.lines:
            text = re.sub(r"[\n\t]+", " ", text)
        self._require_length(text)
        self._require_readable(text)
        return text

    def run_validators(self, value: Any) -> None:
        """Hold the text against the pattern, when there is one."""
        if value and self.pattern and not re.fullmatch(self.pattern[0], value):
            raise ValidationError(self.pattern[1])
        super().run_validators(value)

    def _require_length(self, text: str) -> None:
        if len(text) > self.longest:
            raise ValidationError(
                gettext("Use at most %(longest)s characters; this has %(length)s.")
                % {"longest": f"{self.longest:,}", "length": f"{len(text):,}"}
            )
        if text and len(text) < self.shortest:
            raise ValidationError(
                ngettext("Use at least %(n)d character.", "Use at least %(n)d characters.", self.shortest)
                % {"n": self.shortest}
            )

    def _require_readable(self, text: str) -> None:
        for place, sign in enumerate(text, start=1):
            if unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t":
                raise ValidationError(
                    gettext(
                        "Character %(place)s can't be read (a control character). Delete it, or type the text again."
                    )
                    % {"place": f"{place:,}"}
                )

    def params(self, bound: Drawn, how: Params) -> Params:
        """A box of one line."""
        return super().params(bound, how) | {"type": self.kind}


class Search(Text):
    """What to look for."""

    kind = "search"


class Hidden(Text):
    """A value that travels with the form unseen; what it names must still be looked up and allowed."""

    def draw(self, bound: Drawn, how: Params) -> Markup:
        """A hidden input, without a label."""
        return Markup('<input type="hidden" name="{}" value="{}">').format(bound.html_name, bound.shown)


class LongText(Text):
    """Text of several lines."""

    widget = forms.Textarea
    macro = "textarea"
    lines = True

    def __init__(self, label: Any, *, longest: int = 2000, rows: int = 5, **rest: Any) -> None:
        super().__init__(label, longest=longest, **rest)
        self.rows = rows

    def params(self, bound: Drawn, how: Params) -> Params:
        """A box of several lines."""
        return {"value": bound.shown, "rows": how.get("rows", self.rows), "autocomplete": self.autocomplete or None}


class Password(Text):
    """A secret: never shown again, never carried from page to page. Its name holds the word "password"."""

    widget = forms.PasswordInput
    macro = "passwordInput"

    def __init__(self, label: Any, *, longest: int = 1024, new: bool = False, **rest: Any) -> None:
        rest.setdefault("autocomplete", "new-password" if new else "current-password")
        super().__init__(label, longest=longest, **rest)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> Drawn:
        """The field in one form. Raises ImproperlyConfigured for a name by which no page would know the secret."""
        if "password" not in field_name:
            raise ImproperlyConfigured("The name of a Password field holds the word “password”.")
        return super().get_bound_field(form, field_name)

    def to_python(self, value: Any) -> str:
        """The password in normal form, untrimmed."""
        text = unicodedata.normalize("NFC", str(value or ""))
        self._require_length(text)
        self._require_readable(text)
        return text

    def params(self, bound: Drawn, how: Params) -> Params:
        """An empty box, with a button that shows what is being typed."""
        return {
            "autocomplete": self.autocomplete,
            "showPasswordText": gettext("Show"),
            "hidePasswordText": gettext("Hide"),
            "showPasswordAriaLabelText": gettext("Show password"),
            "hidePasswordAriaLabelText": gettext("Hide password"),
        }
