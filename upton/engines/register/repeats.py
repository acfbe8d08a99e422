"""Offices that stand in one list more than once: the same line again, or lines that name one office and differ."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from upton.engines.register.listed import Line, Problem, ProblemKind
from upton.engines.register.placenames import words
from upton.engines.register.streets import Place, compare_places


def without_repeats(lines: list[Line]) -> tuple[list[Line], list[Problem]]:
    """Each office once where a line repeats another in everything but its place in the file."""
    first: dict[tuple[object, ...], Line] = {}
    kept, problems = [], []
    for line in lines:
        same = tuple(getattr(line, name) for name in Line.__slots__ if name != "number")
        if same in first:
            sentence = f"Line {line.number} repeats line {first[same].number} and was counted once."
            problems.append(Problem(ProblemKind.REPEATED, sentence, line.number))
        else:
            first[same] = line
            kept.append(line)
    return kept, problems


def named_twice(lines: list[Line]) -> tuple[tuple[tuple[int, ...], ...], list[Problem]]:
    """Groups of lines that name one office and differ: one number, or one name with one postcode or address."""
    groups: dict[int, set[int]] = {}
    for one, other in _alike(lines):
        together = groups.get(one.number, {one.number}) | groups.get(other.number, {other.number})
        for number in together:
            groups[number] = together
    twice = sorted({tuple(sorted(group)) for group in groups.values()})
    problems = []
    for group in twice:
        listed = " and ".join(str(number) for number in group)
        sentence = (
            f"Lines {listed} seem to name one office but differ. Say which of them is right, or that they are two."
        )
        problems += [Problem(ProblemKind.TWICE, sentence, number) for number in group]
    return tuple(twice), problems


def _alike(lines: list[Line]) -> Iterator[tuple[Line, Line]]:
    keys: tuple[Callable[[Line], Iterable[object]], ...] = (
        lambda line: (line.office_number,) if line.office_number else (),
        lambda line: ((line.kind, key, line.postcode) for key in line.name_keys if line.postcode),
    )
    for key in keys:
        for together in _grouped(lines, key):
            yield from ((together[0], other) for other in together[1:])
    for together in _grouped(lines, lambda line: ((line.kind, line.name.casefold(), words(line.town)),)):
        for other in together[1:]:
            if compare_places(together[0].address, other.address) is Place.SAME:
                yield together[0], other


def _grouped(lines: list[Line], keys: Callable[[Line], Iterable[object]]) -> list[list[Line]]:
    groups: dict[object, list[Line]] = defaultdict(list)
    for line in lines:
        for key in keys(line):
            groups[key].append(line)
    return [group for group in groups.values() if len(group) > 1]
