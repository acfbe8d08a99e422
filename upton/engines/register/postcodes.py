"""Postcodes as a list of offices writes them: found, read, put right when only one reading fits, and compared."""

import re
from functools import lru_cache

_SHAPE = r"(?:[A-Z]{1,2}[0-9][0-9A-Z]?) ?[0-9][ABD-HJLNP-UW-Z]{2}"
_WHOLE = re.compile(_SHAPE)
_WITHIN = re.compile(rf"(?<![A-Z0-9]){_SHAPE}(?![A-Z0-9])", re.IGNORECASE)

#: A letter and a digit that are mistaken for one another when a postcode is typed.
_LOOKALIKES = {"I": "1", "L": "1", "O": "0", "1": "I", "0": "O"}


@lru_cache(maxsize=16384)
def read_postcode(text: str) -> str | None:
    """The postcode in its usual form, such as "CH49 0UE", or None where the text is something else.

    Case and spaces do not count: "w37jl" and "WN7 1 UT" are postcodes.
    """
    packed = re.sub(r"\s+", "", text).upper()
    if not 5 <= len(packed) <= 7 or not _WHOLE.fullmatch(packed):
        return None
    return f"{packed[:-3]} {packed[-3:]}"


def repair_postcode(text: str) -> str | None:
    """The one postcode that a text can be with 1 for I or 0 for O, or the reverse; None where none or two fit."""
    packed = re.sub(r"\s+", "", text).upper()
    if not 5 <= len(packed) <= 7:
        return None
    readings = set()
    for place, character in enumerate(packed):
        if character in _LOOKALIKES:
            reading = read_postcode(packed[:place] + _LOOKALIKES[character] + packed[place + 1 :])
            if reading is not None:
                readings.add(reading)
    return readings.pop() if len(readings) == 1 else None


def find_postcode(text: str) -> tuple[str, str] | None:
    """The only postcode within a longer text, and the text without it; None where none or several stand in it."""
    found = list(_WITHIN.finditer(text))
    if len(found) != 1:
        return None
    postcode = read_postcode(found[0].group())
    if postcode is None:
        return None
    rest = f"{text[: found[0].start()]} {text[found[0].end() :]}"
    return postcode, " ".join(rest.split()).strip(" ,")


def outward(postcode: str) -> str:
    """The part before the space: "CH49" of "CH49 0UE"."""
    return postcode.split(" ")[0]


def sector(postcode: str) -> str:
    """The outward part and the digit after it: "CH49 0" of "CH49 0UE"."""
    return postcode[:-2]


def postcode_area(postcode: str) -> str:
    """The letters that it begins with: "CH" of "CH49 0UE"."""
    letters = re.match(r"[A-Z]*", postcode)
    return letters.group() if letters else ""


def one_slip_apart(one: str, other: str) -> bool:
    """Whether two postcodes differ by one character, as by a slip in typing."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1
