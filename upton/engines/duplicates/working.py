"""Compares pairs portion by portion, in several processes where there are many."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from signal import SIG_DFL, SIG_IGN, SIGINT, SIGTERM, signal

from upton.engines.duplicates.judging import Judgement
from upton.engines.duplicates.kinds import AnyReady

POSSIBLE = -3.2
"""Binary log odds from which a pair is worth a person's look: one in ten."""

MANY = 20_000
"""Records from which several processes are worth starting."""

WORKERS_AT_MOST = 8
AHEAD = 4

Place = tuple[int, int]
Portion = list[Place]
Judged = tuple[int, list[tuple[Place, Judgement]]]

_known: AnyReady | None = None


@contextmanager
def comparing(
    known: AnyReady, size: int, workers: int | None
) -> Iterator[Callable[[Iterable[Portion]], Iterator[Judged]]]:
    """What compares portions of pairs: how many were compared, and those that may be one, with their judgements."""
    several = workers or (min(WORKERS_AT_MOST, os.cpu_count() or 1) if size >= MANY else 1)
    if several == 1 or not _can_fork():
        yield lambda portions: ((len(portion), _worth(known, portion)) for portion in portions)
        return
    global _known
    _known = known
    gc.freeze()
    try:
        with multiprocessing.get_context("fork").Pool(several, initializer=_ended_by_its_parent) as pool:
            yield lambda portions: _in_turn(pool, portions, several)
    finally:
        _known = None
        gc.unfreeze()


def _ended_by_its_parent() -> None:
    signal(SIGINT, SIG_IGN)
    # Whatever the parent does when it is told to end, this one ends at once: else the parent waits for it.
    signal(SIGTERM, SIG_DFL)


def _can_fork() -> bool:
    # A process that was itself started by a pool may start none.
    return "fork" in multiprocessing.get_all_start_methods() and not multiprocessing.current_process().daemon


def _in_turn(pool: multiprocessing.pool.Pool, portions: Iterable[Portion], several: int) -> Iterator[Judged]:
    """Only a few portions are under way at once: a million records have tens of millions of pairs."""
    waiting = iter(portions)
    under_way = [pool.apply_async(_apart, (portion,)) for portion in islice(waiting, several * AHEAD)]
    while under_way:
        yield under_way.pop(0).get()
        under_way += [pool.apply_async(_apart, (portion,)) for portion in islice(waiting, 1)]


def _apart(portion: Portion) -> Judged:
    assert _known is not None
    return len(portion), _worth(_known, portion)


def _worth(known: AnyReady, portion: Portion) -> list[tuple[Place, Judgement]]:
    judged = ((pair, known.judge(*pair)) for pair in portion)
    return [(pair, one) for pair, one in judged if one.bits >= POSSIBLE]
