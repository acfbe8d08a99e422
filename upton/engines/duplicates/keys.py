"""Keys under which bodies are kept, so that only those are compared which share one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from upton.engines.duplicates import vocabulary
from upton.engines.duplicates.bodies import Body
from upton.engines.duplicates.frequencies import Frequencies
from upton.engines.duplicates.spelling import Reading
from upton.engines.likeness.sounds import sound_of

MOST = 40
"""Records under one key that are compared with each other; larger blocks are looked at by two things together."""

STRONG = frozenset("fgtenpcW")
"""First signs of the keys of which one is enough for a comparison; of the others it takes two."""

RARE = 5
WORDS_TOGETHER = 5
BEGINNING = 5


def keys_of(body: Body, frequencies: Frequencies) -> set[str]:
    """Every key of a body. A word that many have goes together with another word, the place or the postcode."""
    found: set[str] = set()
    for reading in body.readings:
        found.update(_word_keys(reading, frequencies))
        found.update(_with_whereabouts(reading, body, frequencies))
    for mark, value in (("t", body.phone), ("e", body.email), ("n", body.number), ("p", body.postcode)):
        if value:
            found.add(f"{mark}{value}")
    if len(body.phone) == 9:
        found.add(f"t{body.phone[-7:]}")
    for number in body.address.numbers:
        found.update(f"a{number} {word}" for word in body.address.telling)
    return found


def _word_keys(reading: Reading, frequencies: Frequencies) -> Iterator[str]:
    usual = vocabulary.usual()
    yield f"f{' '.join(sorted(reading.words))}"
    yield from (f"w{joined}" for joined in reading.joins)
    for word in reading.words:
        if frequencies.count(word) <= MOST:
            yield f"w{word}"
        if frequencies.count(word) <= RARE:
            yield f"W{word}"
        if word not in usual and len(word) >= BEGINNING and word.isalpha():
            yield f"s{sound_of(word)}"
            yield f"b{word[:BEGINNING]}"
            yield f"l{word[-BEGINNING:]}"
        if 2 <= len(word) <= 7 and word not in usual:
            yield f"i{word}"
    yield from (f"i{letters}" for letters in reading.initials if frequencies.count(letters))
    letters = reading.initials[0]
    for start in range(len(letters)):
        for end in range(start + 2, min(len(letters), start + 7) + 1):
            if frequencies.count(letters[start:end]):
                yield f"i{letters[start:end]}"
    rarest = sorted(set(reading.words), key=lambda word: (-frequencies.word(word), word))[:WORDS_TOGETHER]
    for pair in combinations(rarest, 2):
        if min(map(frequencies.count, pair)) > MOST:
            yield f"2{' '.join(sorted(pair))}"
    for three in combinations(rarest[:4], 3):
        if min(map(frequencies.count, three)) > MOST * 4:
            yield f"3{' '.join(sorted(three))}"


def _with_whereabouts(reading: Reading, body: Body, frequencies: Frequencies) -> Iterator[str]:
    for word in reading.words:
        if frequencies.count(word) > MOST:
            if body.place:
                yield f"c{word} {' '.join(body.place)}"
            if body.postcode:
                yield f"q{word} {body.postcode[:-2]}"
    whole = " ".join(sorted(reading.words))
    if body.place:
        yield f"g{whole} {' '.join(body.place)}"
