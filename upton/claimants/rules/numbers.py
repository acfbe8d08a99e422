"""National Insurance numbers: what one is, and what only looks like one (CLM-1; HMRC manual NIM39110)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from upton.foundation.refusals import NotPossible
from upton.policy import dated

FIELD = "national_insurance_number"
SHAPE = re.compile(r"[A-Z]{2}[0-9]{6}[A-D]")
NEVER_IN_PREFIX = "DFIQUV"
NEVER_ISSUED = ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ")
TEMPORARY = re.compile(r"TN[0-9]{6}[A-Z]?")
TAX_REFERENCE = re.compile(r"[0-9]{2}[A-Z][0-9]{5}")
TEMPORARY_SUFFIX = re.compile(r"[A-Z]{2}[0-9]{6}[FMP]")
WITHOUT = "Leave the number empty; it can be added when they have one."


def normal(typed: str) -> str:
    """What somebody typed, in capitals, with nothing but letters and figures."""
    return "".join(c for c in unicodedata.normalize("NFKC", typed).upper() if c.isalnum())


def require_national_insurance_number(typed: str, *, today: date) -> str:
    """The number as it is kept: nine signs, or nothing where nothing was typed.

    Raises NotPossible with what the number is where it is none: a temporary number, a tax reference, one of the
    administrative prefixes of the policy, an example, or a shape that no number has.
    """
    code = normal(typed)
    if code and (wrong := _reason_against(code, today)):
        raise NotPossible(wrong, field=FIELD)
    return code


def _reason_against(code: str, today: date) -> str | None:
    prefix = code[:2]
    if TEMPORARY.fullmatch(code) or TEMPORARY_SUFFIX.fullmatch(code):
        return f"This is a temporary number, not a National Insurance number. {WITHOUT}"
    if TAX_REFERENCE.fullmatch(code):
        return f"This is a temporary reference for tax, not a National Insurance number. {WITHOUT}"
    if not SHAPE.fullmatch(code):
        return "Enter a National Insurance number: two letters, six numbers, then A, B, C or D."
    if administrative := dated.on("administrative_numbers", today).get(prefix):
        return f"{prefix} begins {administrative.values['name']}, not a National Insurance number. {WITHOUT}"
    if prefix in NEVER_ISSUED or prefix[1] == "O" or set(prefix) & set(NEVER_IN_PREFIX):
        return f"No National Insurance number begins with {prefix}. Check it against a letter or their payslip."
    return None
