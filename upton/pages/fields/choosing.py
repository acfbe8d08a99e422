"""Choices: one of several, some of several, yes or no."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from upton.pages.fields.drawing import Drawn, Field, Params

Option = tuple[str, str] | tuple[str, str, str]
FEW = 7
"""Up to so many options all are shown at once; more are folded into a list."""


class Choice(Field):
    """One of several. `choices` are (value, label) or (value, label, hint); `look` is "radios" or "select"."""

    widget: type[forms.Widget] = forms.TextInput

    def __init__(
        self,
        label: str,
        *,
        choices: Iterable[Option] | Callable[[], Iterable[Option]] = (),
        look: str = "",
        **rest: Any,
    ) -> None:
        super().__init__(label, **rest)
        self.choices = choices
        self.look = look

    def options(self) -> Sequence[Option]:
        """The options as they stand now."""
        return list(self.choices() if callable(self.choices) else self.choices)

    def to_python(self, value: Any) -> Any:
        """The value chosen. Raises ValidationError for one that was not offered."""
        chosen = str("" if value is None else value)
        if chosen and chosen not in {str(option[0]) for option in self.options()}:
            raise ValidationError(self._say_unknown())
        return chosen

    def _say_unknown(self) -> str:
        return gettext("Choose one of the answers listed for “%(label)s”.") % {"label": self.label}

    def say_missing(self) -> str:
        """The sentence for a missing answer when the form gives none."""
        return gettext("Choose an answer for “%(label)s”.") % {"label": self.label}

    @property
    def macro(self) -> str:  # type: ignore[override]
        """The library's macro for the look."""
        return self.look or ("radios" if len(self.options()) <= FEW else "select")

    @property
    def question(self) -> str:  # type: ignore[override]
        """A group of radios has a legend, a list has a label."""
        return "label" if self.macro == "select" else "legend"

    def params(self, bound: Drawn, how: Params) -> Params:
        """The options, with the one chosen marked."""
        chosen = self._chosen(bound.value())
        items: list[Params] = [
            {"value": str(o[0]), "text": str(o[1]), **({"hint": {"text": str(o[2])}} if len(o) > 2 else {})}
            for o in self.options()
        ]
        mark = "selected" if self.macro == "select" else "checked"
        for item in items:
            item[mark] = item["value"] in chosen
        if self.macro == "select":
            # A list whose own words stand for no choice ("Anybody") needs no empty line besides.
            if not any(item["value"] == "" for item in items):
                items = [{"value": "", "text": "", "selected": not chosen}, *items]
            return {"items": items}
        return {"items": items, "idPrefix": bound.id_for_label, "classes": self._look(how)}

    def _look(self, how: Params) -> str:
        return f"govuk-{self.macro}--inline" if how.get("inline") else ""

    def _chosen(self, value: Any) -> set[str]:
        return set() if value in (None, "") else {str(value)}


class Choices(Choice):
    """Some of several, as tick boxes."""

    widget = forms.SelectMultiple
    macro = "checkboxes"
    question = "legend"

    def to_python(self, value: Any) -> Any:
        """The values chosen, each once. Raises ValidationError for one that was not offered."""
        return list(dict.fromkeys(super(Choices, self).to_python(one) for one in value or []))

    def _chosen(self, value: Any) -> set[str]:
        return {str(one) for one in value or []}


class YesNo(Choice):
    """Yes or no; None when the question may stay open."""

    macro = "radios"
    question = "legend"

    def __init__(self, label: str, **rest: Any) -> None:
        super().__init__(label, choices=lambda: [("yes", gettext("Yes")), ("no", gettext("No"))], **rest)

    def to_python(self, value: Any) -> bool | None:
        """True, False, or None. Raises ValidationError for any other answer."""
        return {"yes": True, "no": False, "": None}[super().to_python(value)]

    def params(self, bound: Drawn, how: Params) -> Params:
        """Two options side by side."""
        return super().params(bound, {"inline": True} | how)

    def _chosen(self, value: Any) -> set[str]:
        return super()._chosen({True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value)
