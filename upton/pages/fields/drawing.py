"""What all fields share: a label, a hint, a sentence when the answer is missing, and the drawing of itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from markupsafe import Markup

from upton.pages.environment import govuk

Params = dict[str, Any]


class Drawn(BoundField):
    """A field of one form, with what was typed into it."""

    def draw(self, **how: Any) -> Markup:
        """The whole field as HTML. `how`: heading, hide_label, width, inline, rows, attributes."""
        field: Any = self.field
        drawn: Markup = field.draw(self, how)
        return drawn

    @property
    def shown(self) -> str:
        """What stands in the box: what was typed, else what was there before."""
        field: Any = self.field
        text: str = field.show(self.value())
        return text


class Field(forms.Field):
    """A question with its label, hint and the sentence said when its answer is missing.

    `missing` is that sentence; `width` the number of characters the box has room for; `autocomplete` the purpose by
    which a browser may fill it in.
    """

    widget: type[forms.Widget] = forms.TextInput
    macro = "input"
    question = "label"

    def __init__(
        self,
        label: Any,
        *,
        hint: Any = "",
        required: bool = True,
        missing: Any = None,
        initial: Any = None,
        autocomplete: str = "",
        width: int | None = None,
    ) -> None:
        super().__init__(label=label, required=required, initial=initial, help_text=hint)
        self.missing = missing
        self.autocomplete = autocomplete
        self.width = width

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> Drawn:
        """The field as it stands in one form."""
        return Drawn(form, self, field_name)

    def validate(self, value: Any) -> None:
        """Refuse an empty answer to a question that needs one, with a sentence of its own."""
        if self.required and value in self.empty_values:
            raise ValidationError(self.missing or self.say_missing())

    def say_missing(self) -> str:
        """The sentence for a missing answer when the form gives none."""
        return gettext("Fill in “%(label)s”.") % {"label": self.label}

    def show(self, value: Any) -> str:
        """The text that stands in the box for a value, or for what was typed."""
        return "" if value is None else str(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether what was typed differs from what stood in the box."""
        return self.show(initial) != self.show(data)

    def params(self, bound: Drawn, how: Params) -> Params:
        """What the library's macro is given for this field."""
        return {"value": bound.shown, "type": "text", "autocomplete": self.autocomplete or None}

    def draw(self, bound: Drawn, how: Params) -> Markup:
        """The field as HTML through the library's macro."""
        params = self._around(bound, how) | self.params(bound, how)
        params["attributes"] = params.get("attributes", {}) | how.get("attributes", {})
        return govuk().__getattr__(self.macro)(params)

    def _around(self, bound: Drawn, how: Params) -> Params:
        label = str(bound.label)
        # In a form that only asks, every answer may be left out, and saying so at each would be noise.
        if not self.required and getattr(bound.form, "keyed", True):
            label = gettext("%(label)s (optional)") % {"label": label}
        width = how.get("width", self.width)
        params: Params = {
            "id": bound.id_for_label or bound.html_name,
            "name": bound.html_name,
            "classes": f"u-width-{_room(width)}" if width else "",
        }
        words = {"text": label, "isPageHeading": bool(how.get("heading")), "classes": self._label_classes(how)}
        params |= {"fieldset": {"legend": words}} if self.question == "legend" else {"label": words}
        if bound.help_text:
            params["hint"] = {"text": str(bound.help_text)}
        if bound.errors:
            params["errorMessage"] = {
                "text": " ".join(str(error) for error in bound.errors),
                "visuallyHiddenText": gettext("Error"),
            }
        return params

    def _label_classes(self, how: Params) -> str:
        if how.get("hide_label"):
            return "govuk-visually-hidden"
        kind = f"govuk-fieldset__{self.question}" if self.question == "legend" else "govuk-label"
        return f"{kind}--l" if how.get("heading") else f"{kind}--s"


def _room(width: int) -> int:
    """The narrowest of the widths that the style knows that has room for so many characters."""
    return next((known for known in (2, 3, 4, 5, 10, 15, 20, 30) if known >= width), 40)
