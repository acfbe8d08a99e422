"""How a person is reached and known: postcode, telephone, National Insurance number, e-mail."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, ClassVar

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext, gettext_lazy

from upton.pages.fields.drawing import Drawn, Params
from upton.pages.fields.texts import Text
from upton.pages.words import telephone

POSTCODE = re.compile(
    r"(GIR0AA|[A-PR-UWYZ]([0-9]{1,2}|[A-HK-Y][0-9]{1,2}|[0-9][A-HJKPSTUW]|[A-HK-Y][0-9][ABEHMNPRVWXY])[0-9][ABD-HJLNP-UW-Z]{2})"
)
"""The shapes of postcodes that the Royal Mail uses, without their space."""

NATIONAL_INSURANCE = re.compile(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]")
"""Two letters that HMRC issues, six figures, one letter A to D."""


class Usual(Text):
    """A text that is asked for everywhere in the same way: `usual` is its label, width and purpose unless given."""

    usual: ClassVar[dict[str, Any]]

    def __init__(self, label: Any = None, **rest: Any) -> None:
        given = self.usual | rest
        usual_label = given.pop("label")
        super().__init__(label or usual_label, **given)


class Postcode(Usual):
    """A United Kingdom postcode, given back as "CH49 7NW" however it was typed."""

    usual: ClassVar = {"label": gettext_lazy("Postcode"), "width": 10, "autocomplete": "postal-code", "longest": 20}

    def to_python(self, value: Any) -> str:
        """The postcode with its one space. Raises ValidationError for what is none."""
        code = _squeezed(super().to_python(value))
        if code and not POSTCODE.fullmatch(code):
            raise ValidationError(gettext("Enter a full UK postcode, like CH49 7NW."))
        return f"{code[:-3]} {code[-3:]}" if code else ""


class NationalInsuranceNumber(Usual):
    """A National Insurance number, given back without spaces."""

    usual: ClassVar = {
        "label": gettext_lazy("National Insurance number"),
        "hint": gettext_lazy("For example, QQ 12 34 56 C"),
        "width": 15,
        "longest": 20,
    }

    def to_python(self, value: Any) -> str:
        """The number in capitals without spaces. Raises ValidationError for what is none."""
        code = _squeezed(super().to_python(value))
        if code and not NATIONAL_INSURANCE.fullmatch(code):
            raise ValidationError(
                gettext("Enter a National Insurance number: two letters, six numbers, then A, B, C or D.")
            )
        return code

    def show(self, value: Any) -> str:
        """A stored number in pairs; what was typed as it was typed."""
        text = super().show(value)
        return re.sub(r"^(..)(..)(..)(..)(.)$", r"\1 \2 \3 \4 \5", text) if NATIONAL_INSURANCE.fullmatch(text) else text


class Telephone(Usual):
    """A telephone number, British unless it begins with +; given back as +441514960123."""

    kind = "tel"
    usual: ClassVar = {"label": gettext_lazy("Telephone number"), "width": 20, "autocomplete": "tel", "longest": 40}

    def to_python(self, value: Any) -> str:
        """The number in the E.164 form. Raises ValidationError for what can't be rung."""
        text = super().to_python(value)
        if not text:
            return ""
        wrong = ValidationError(
            gettext("Enter a telephone number, like 0151 496 0123. Begin with + when it is not a UK number.")
        )
        try:
            number = phonenumbers.parse(text, "GB")
        except phonenumbers.NumberParseException:
            raise wrong from None
        if number.extension or not phonenumbers.is_possible_number(number):
            raise wrong
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def show(self, value: Any) -> str:
        """A stored number as people write it; what was typed as it was typed."""
        return telephone(super().show(value))


class Email(Usual):
    """An e-mail address."""

    kind = "email"
    usual: ClassVar = {"label": gettext_lazy("E-mail address"), "width": 30, "autocomplete": "email", "longest": 254}

    def to_python(self, value: Any) -> str:
        """The address, its domain in small letters. Raises ValidationError for what is none."""
        text = super().to_python(value)
        if not text:
            return ""
        try:
            validate_email(text)
        except ValidationError:
            raise ValidationError(gettext("Enter an e-mail address, like name@example.com.")) from None
        name, _, domain = text.rpartition("@")
        return f"{name}@{domain.lower()}"

    def params(self, bound: Drawn, how: Params) -> Params:
        """A box that is not spell-checked."""
        return super().params(bound, how) | {"spellcheck": False}


def _squeezed(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", text).upper()) or text
