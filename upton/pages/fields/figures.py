"""Numbers, whole and with decimals, as people type them."""

from __future__ import annotations

import decimal
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext

from upton.pages.fields.drawing import Drawn, Field, Params
from upton.pages.words import number

SMALLEST, LARGEST = -2_147_483_648, 2_147_483_647
"""The bounds of a whole number column, so that no figure typed can be one that the database refuses."""


class Number(Field):
    """A whole number between `least` and `most`; thousands may be parted by commas or spaces."""

    keyboard = "numeric"

    def __init__(
        self,
        label: Any,
        *,
        least: int | None = None,
        most: int | None = None,
        prefix: str = "",
        suffix: str = "",
        **rest: Any,
    ) -> None:
        rest.setdefault("width", 10)
        super().__init__(label, **rest)
        self.least = SMALLEST if least is None else least
        self.most = LARGEST if most is None else most
        self.prefix, self.suffix = prefix, suffix

    def to_python(self, value: Any) -> Any:
        """The number, or None. Raises ValidationError for what is no whole number or out of bounds."""
        text = self._plain(value)
        if not text:
            return None
        if not re.fullmatch(r"[+-]?\d{1,18}", text, re.ASCII):
            raise ValidationError(gettext("Enter a whole number in figures, like 12."))
        return self.within(int(text))

    def _plain(self, value: Any) -> str:
        return re.sub(r"[\s,]", "", str("" if value is None else value))[:64]

    def within(self, figure: Any) -> Any:
        """The figure itself. Raises ValidationError when it is too small or too large."""
        if figure < self.least:
            raise ValidationError(gettext("Enter %(least)s or more.") % {"least": number(self.least)})
        if figure > self.most:
            raise ValidationError(gettext("Enter %(most)s or less.") % {"most": number(self.most)})
        return figure

    def params(self, bound: Drawn, how: Params) -> Params:
        """A short box with its unit."""
        params = super().params(bound, how) | {"inputmode": self.keyboard, "spellcheck": False}
        if self.prefix:
            params["prefix"] = {"text": self.prefix}
        if self.suffix:
            params["suffix"] = {"text": self.suffix}
        return params


class Decimal(Number):
    """A number with at most `places` decimals."""

    keyboard = "decimal"

    def __init__(self, label: Any, *, places: int = 2, **rest: Any) -> None:
        super().__init__(label, **rest)
        self.places = places

    def to_python(self, value: Any) -> Any:
        """The decimal, or None. Raises ValidationError for what is no number, too fine, or out of bounds."""
        text = self._plain(value)
        if not text:
            return None
        if not re.fullmatch(r"[+-]?(\d{1,18}(\.\d{0,18})?|\.\d{1,18})", text, re.ASCII):
            raise ValidationError(gettext("Enter a number in figures, like 12.5."))
        if len(text.partition(".")[2]) > self.places:
            raise ValidationError(
                ngettext("Use at most %(n)d decimal place.", "Use at most %(n)d decimal places.", self.places)
                % {"n": self.places}
            )
        return self.within(decimal.Decimal(text))
