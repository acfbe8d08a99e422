"""How well a person's record fits what somebody is looked for by, and why they are among the hits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from upton.engines.likeness.alike import Alike, How
from upton.engines.likeness.births import Births, compare_births
from upton.engines.likeness.naming import Match, Pair, Words, match
from upton.engines.likeness.people import Person

BIRTH = {Births.SAME: 1.0, Births.EXCHANGED: 0.8, Births.SLIP: 0.7, Births.NEAR: 0.4, Births.UNKNOWN: 1.0}
LEFT_OUT = 0.3
"""What something that was asked and does not fit takes from the degree; two such things are one too many."""

BEGUN = 0.95
OTHER_NAME, FORMER_NAME, EXCHANGED, MORE_WORDS = 0.02, 0.04, 0.02, 0.005
REASONS = {
    How.FORM: "another form of the name",
    How.ONE_SLIP: "spelt a little differently",
    How.EXCHANGED: "spelt a little differently",
    How.SOUND: "sounds alike",
    How.SCRIPT: "another script",
    How.TWO_SLIPS: "spelt differently",
    How.OWN: "spelt differently",
    How.BEGINS: "begins like this",
    How.INITIAL: "the initial fits",
}


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a record fits, up to 1 for just as asked, and why, in words; no words where it is just as asked."""

    degree: float
    reason: str


def fit(names: Words, wanted: Person, person: Person) -> Fit | None:
    """How well a person fits the words of a name and the rest that is wanted; None when they do not.

    One thing that was asked may differ where at least two others fit; each word of a name is one thing.
    """
    degrees: list[float] = []
    reasons: list[str] = []
    missing: list[str] = []
    words = 0
    if names:
        degree, reason, left = _named(names, person)
        if degree is None or left > 1:
            missing.append("another name")
        else:
            degrees.append(degree)
            words = len(names) - left - 1
            reasons.extend([reason] if reason else [])
            missing.extend(["a part of the name differs"] * left)
    births = compare_births(wanted.born, person.born)
    if births in BIRTH:
        degrees.extend([BIRTH[births]] if wanted.born else [])
        reasons.extend([births.value] if births not in (Births.SAME, Births.UNKNOWN) else [])
    else:
        missing.append("another birth date")
    for word, fits in _contacts(wanted, person):
        degrees.extend([1.0] if fits else [])
        missing.extend([] if fits else [word])
    if len(missing) > 1 or (missing and len(degrees) + words < 2) or not degrees:
        return None
    return Fit(sum(degrees) / len(degrees) - LEFT_OUT * len(missing), "; ".join([*reasons, *missing]))


def _named(names: Words, person: Person) -> tuple[float | None, str, int]:
    found = [_called(match(names, words), kind) for kind, words in enumerate(person.names) if words]
    return max(found, key=lambda one: (-one[2], one[0] or 0.0), default=(None, "", len(names)))


def _called(names: Match, kind: int) -> tuple[float | None, str, int]:
    if not names.pairs:
        return None, "", names.left
    likes = [_as_begun(pair) for pair in names.pairs]
    hows = {like.how for like in likes}
    reasons = ["known as" if kind == 1 else "former or other name"] if kind else []
    reasons.extend(dict.fromkeys(REASONS[how] for how in REASONS if how in hows))
    degree = sum(like.degree for like in likes) / len(likes) - (
        FORMER_NAME if kind > 1 else OTHER_NAME if kind else 0.0
    )
    if names.exchanged:
        degree -= EXCHANGED
    return degree - MORE_WORDS * names.right, "; ".join(reasons), names.left


def _as_begun(pair: Pair) -> Alike:
    # Whoever types the beginning of a word has made no slip.
    begun = len(pair.a) > 1 and pair.b.startswith(pair.a) and pair.alike.how is not How.SAME
    return Alike(BEGUN, How.BEGINS) if begun else pair.alike


def _contacts(wanted: Person, person: Person) -> Iterator[tuple[str, bool]]:
    if wanted.code:
        yield "another postcode", wanted.code == person.code
    if wanted.lines:
        yield "another telephone", any(line.endswith(one) for one in wanted.lines for line in person.lines)
    if wanted.email:
        yield "another e-mail address", wanted.email == person.email.casefold()
    if wanted.number:
        yield "another National Insurance number", wanted.number[:8] == person.number[:8]
