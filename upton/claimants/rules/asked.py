"""What the words of a search may be: a date, a postcode, a number, a telephone, an e-mail address, and names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from upton.claimants.references import normal
from upton.engines.likeness.letters import PARTICLES, words_of
from upton.engines.likeness.people import signs_of

LONGEST = 200
OLDEST_YEAR = 1880
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = rf"(?P<month>(?:{'|'.join(MONTHS)})[a-z]{{0,6}})\.?"
DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<year>\d{4})[-./ ](?P<month>\d{1,2})[-./ ](?P<day>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<day>\d{1,2}) ?[-./ ] ?(?P<month>\d{1,2}) ?[-./ ] ?(?P<year>\d{4}|\d{2})(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[-./ ]*{MONTH}[-./, ]*(?P<year>\d{{4}}|\d{{2}})(?!\d)",
        rf"\b{MONTH}[-./ ]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[-./, ]+(?P<year>\d{{4}})(?!\d)",
        r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)",
        r"(?<!\d)(?P<day>[0-3]\d)(?P<month>[01]\d)(?P<year>(?:19|20)\d{2})(?!\d)",
    )
)
YEAR = re.compile(r"(?<![\d\w])(19\d{2}|20\d{2})(?![\d\w])")
EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
NUMBER = re.compile(r"\b([A-Z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}(?:[ -]?[A-D])?)\b", re.IGNORECASE)
POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b", re.IGNORECASE)
OUTWARD = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\b", re.IGNORECASE)
TELEPHONE = re.compile(r"(?<![\w])\+?\(?\d[\d ()./-]{5,18}\d(?!\w)")


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody is looked for by; `names` in plain letters. Nothing at all when the words hold nothing of use."""

    names: tuple[str, ...] = ()
    born: date | None = None
    year: int | None = None
    postcode: str = ""
    outward: str = ""
    number: str = ""
    telephone: str = ""
    email: str = ""

    def __bool__(self) -> bool:
        return self != Asked()

    @property
    def telling(self) -> tuple[str, ...]:
        """The words of the name by which people are told apart."""
        return tuple(word for word in self.names if word not in PARTICLES) or self.names


def asked_in(words: str, *, today: date) -> Asked:
    """What the words of a search hold, whatever their order; what can be nothing else is taken for a name."""
    text = "".join(_plain(c) for c in unicodedata.normalize("NFKC", words[:LONGEST]))
    email, text = _taken(EMAIL, text)
    number, text = _taken(NUMBER, text)
    born, text = birth_date_in(text, today=today)
    postcode, text = _taken(POSTCODE, text)
    telephone, text = _taken(TELEPHONE, text)
    outward, text = ("", text) if postcode else _taken(OUTWARD, text)
    year, text = ("", text) if born else _taken(YEAR, text)
    return Asked(
        names=words_of(text),
        born=born,
        year=int(year) if year else None,
        postcode=signs_of(postcode),
        outward=signs_of(outward),
        number=signs_of(number),
        telephone=telephone,
        email=email.casefold(),
    )


def reference_in(words: str) -> str | None:
    """The reference that the words are, or that one of them is; None when there is none."""
    tokens = words[:LONGEST].split()
    found = [normal(words[:LONGEST]), *(normal(token) for token in tokens if any(c.isdigit() for c in token))]
    return next(filter(None, found), None)


def birth_date_in(words: str, *, today: date) -> tuple[date | None, str]:
    """The day that stands among the words of a search, if any, and the other words.

    Taken are 27/3/1984, 27.3.84, 1984-03-27, 27031984, 27 Mar 1984, March 27 1984, 27th of March 1984, in any script's
    figures. A year of two figures is the last one that has been. A day that is in no calendar is none.
    """
    for pattern in DATES:
        for found in pattern.finditer(words):
            if born := _day(found, today):
                return born, f"{words[: found.start()]} {words[found.end() :]}"
    return None, words


def _day(found: re.Match[str], today: date) -> date | None:
    month, year = found["month"], int(found["year"])
    if len(found["year"]) == 2:
        year += 2000 if year <= today.year % 100 else 1900
    try:
        born = date(year, int(month) if month.isdigit() else MONTHS.index(month[:3].lower()) + 1, int(found["day"]))
    except ValueError:
        return None
    return born if born.year >= OLDEST_YEAR else None


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    if found := pattern.search(text):
        return found[0], f"{text[: found.start()]} {text[found.end() :]}"
    return "", text


def _plain(c: str) -> str:
    return str(unicodedata.digit(c)) if not c.isascii() and c.isdecimal() else c
