"""The arithmetic of pictures: where a scale ends, and how labels are kept from standing on each other."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence


def ceiling(values: Iterable[float | None]) -> float:
    """The round number at or above the largest value at which a scale from nought ends; 1 when there is none."""
    largest = max((float(value) for value in values if value is not None), default=0.0)
    if largest <= 0:
        return 1.0
    unit = 10.0 ** math.floor(math.log10(largest))
    return next(unit * step for step in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if unit * step >= largest * (1 - 1e-9))


def spread(heights: Sequence[float], apart: float) -> list[float]:
    """The same heights, pushed down just far enough that no two stand nearer than `apart`; order kept by height."""
    placed = [0.0] * len(heights)
    least = -math.inf
    for place in sorted(range(len(heights)), key=lambda i: heights[i]):
        least = max(heights[place], least + apart)
        placed[place] = least
    return placed


def stretches(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """The unbroken stretches of a run of figures, as (place, figure): a figure that is None parts them."""
    found: list[list[tuple[int, float]]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            found.append([])
        else:
            found[-1].append((place, float(value)))
    return [stretch for stretch in found if stretch]
