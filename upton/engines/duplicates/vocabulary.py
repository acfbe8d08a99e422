"""The words of names of bodies, read from the files beside: legal forms, short forms, Welsh, how usual a word is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from upton.engines.likeness.slips import slips_between, with_one_left_out

Words = tuple[str, ...]

LONG_LEGAL = 5
LONG_USUAL = 8
"""Letters from which a usual word with a slip is put right; shorter ones are too like other words."""

NUMBERS = {
    "1": "one first",
    "2": "two second ii",
    "3": "three third iii",
    "4": "four fourth iv",
    "5": "five fifth",
    "6": "six sixth vi",
    "7": "seven seventh vii",
    "8": "eight eighth viii",
    "9": "nine ninth ix",
    "10": "ten tenth",
    "11": "eleven eleventh",
    "12": "twelve twelfth",
}
"""Numbers and the words for them; i, v and x are letters as often as numbers."""

_OUT = {word: number for number, words in NUMBERS.items() for word in words.split()}
_COUNTED = re.compile(r"0*(\d+)(?:st|nd|rd|th)?")


def lines_of(name: str) -> Iterator[str]:
    """The lines of a file of words, without its remarks."""
    text = files(__package__).joinpath("words", f"{name}.txt").read_text(encoding="utf-8")
    yield from (line for line in map(str.strip, text.splitlines()) if line and not line.startswith("#"))


@cache
def empty() -> frozenset[str]:
    """Words that carry nothing by themselves."""
    return frozenset(word for line in lines_of("empty") for word in line.split())


@cache
def after_street() -> frozenset[str]:
    """Words before which "st" is a street."""
    return frozenset(word for line in lines_of("after_street") for word in line.split())


@cache
def legal() -> frozenset[str]:
    """Single words that are a legal form."""
    return frozenset(line for line in lines_of("legal") if " " not in line)


@cache
def _one_left_out() -> dict[str, str]:
    """Long usual words by what remains of them when a letter is left out, as they are compared."""
    words = {*shortened(), *shortened().values(), *(line.split()[0] for line in lines_of("usual"))}
    long = sorted(word for word in words if len(word) >= LONG_USUAL)
    found = {left: word for word in long for left in with_one_left_out(word)}
    return {**found, **{word: word for word in long}}


def put_right(word: str) -> str:
    """A long usual word with one slip as it should be: consultnacy is consultancy. Any other word stays as it is."""
    index = _one_left_out()
    if word not in index or index[word] != word:
        for left in (word, *with_one_left_out(word)):
            meant = index.get(left)
            if meant and meant != word and slips_between(word, meant, 1) == 1:
                return shortened().get(meant, meant)
    return word


@lru_cache(maxsize=20_000)
def almost_legal(word: str) -> bool:
    """Whether a word is a longer legal form mistyped."""
    return len(word) > LONG_LEGAL and any(len(one) > LONG_LEGAL and slips_between(word, one, 1) <= 1 for one in legal())


@cache
def legal_phrases() -> re.Pattern[str]:
    """Legal forms of several words."""
    phrases = sorted((line for line in lines_of("legal") if " " in line), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b")


@cache
def shortened() -> dict[str, str]:
    """Short and other forms of a word, each with the word itself."""
    found: dict[str, str] = {}
    for line in lines_of("shortened"):
        word, *forms = line.split()
        found.update((re.sub(r"[^a-z]", "", form), word) for form in forms)
    return found


@cache
def welsh() -> tuple[re.Pattern[str], dict[str, str]]:
    """Welsh words and other ways to say a thing as a pattern, the longest first, and how each is compared."""
    found: dict[str, str] = {}
    for line in (*lines_of("phrases"), *lines_of("welsh")):
        english, _, forms = line.partition(":")
        found.update((form.strip(), english) for form in forms.split(",") if form.strip() != english)
    longest = sorted(found, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b"), found


@cache
def titles() -> frozenset[str]:
    """What stands before a person's name and is no part of it."""
    return frozenset(word for line in lines_of("titles") for word in line.split())


@cache
def public() -> frozenset[str]:
    """Words of bodies that have parts of their own, which are listed by themselves: a council, a university."""
    return frozenset(canonical(word) for line in lines_of("public") for word in line.split())


@cache
def acronyms() -> frozenset[str]:
    """First letters that stand for a whole body, as WI does for Women's Institute."""
    short = (line.partition(":")[0].strip() for line in lines_of("phrases"))
    return frozenset(canonical(one) for one in short if " " not in one)


@cache
def in_welsh() -> re.Pattern[str]:
    """What is Welsh in a name, and no other way to say a thing in English."""
    forms = {form.strip() for line in lines_of("welsh") for form in line.partition(":")[2].split(",")}
    longest = sorted(forms, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b")


@cache
def usual() -> dict[str, float]:
    """The share of names, from 0 to 1, that have a usual word."""
    return {canonical(word): int(number) / 1000 for word, number in map(str.split, lines_of("usual"))}


@cache
def telling() -> dict[str, tuple[int, bool]]:
    """Words that tell bodies apart: their kind, and whether they do so where only one name has such a word.

    A word that a name has twice, as in West Ashby West, stands twice in one.
    """
    found: dict[str, tuple[int, bool]] = {}
    for kind, line in enumerate(lines_of("telling")):
        alone, _, both = line.partition("|")
        found.update((canonical(word) * times, (kind, True)) for word in alone.split() for times in (1, 2))
        found.update((canonical(word), (kind, False)) for word in both.split())
    return found


@cache
def former() -> re.Pattern[str]:
    """What stands before another name of the same body."""
    marks = sorted(lines_of("former"), key=len, reverse=True)
    return re.compile(rf"(?<![a-z])(?:{'|'.join(map(re.escape, marks))})(?![a-z/])[:.]?")


@lru_cache(maxsize=50_000)
def canonical(word: str) -> str:
    """A word as it is compared: spelt out, put right where it is a usual one, a number as a number, no plural."""
    word = shortened().get(word) or (put_right(word) if len(word) >= LONG_USUAL - 1 else word)
    if counted := _COUNTED.fullmatch(word):
        return counted[1]
    if word in _OUT:
        return _OUT[word]
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
