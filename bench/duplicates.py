"""Finding duplicates: how many are found, how many are false, beside ordinary Splink; then how fast and how large."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.duplicates_ordinary import OWN_THRESHOLD, Scored, best_threshold, link
from bench.duplicates_providers import branches, providers, write
from bench.duplicates_sets import Listed, Missing, febrl, generated, name_pairs, offices, restaurants
from bench.duplicates_truth import Groups, Score, b_cubed, by_pairs, connected
from bench.ground import OK, SCALE, SHORT, line
from upton.engines.duplicates import Field, Kind, Records, compare, find

PROVIDERS, BRANCHES = 10_000, 28_000
FALSE_BRANCHES = 0.001
"""Of the branches that stand apart, the share that may be in a false pair."""
HEAD = f"  {'':<44} {'precision':>9} {'recall':>9} {'F1':>9} {'B-cubed':>9} {'false':>7} {'missed':>7}"


def run() -> bool:
    """Print the figures; True when all that have a limit are within it."""
    from bench.duplicates_scale import measure
    from bench.duplicates_spark import same_on_spark

    with tempfile.TemporaryDirectory(prefix="upton-duplicates-") as name:
        folder = Path(name)
        print("duplicates: pairs and clusters at the engine's own threshold, and what ordinary Splink finds")
        print(HEAD)
        within = [_beside(make) for make in _lists(folder)]
        within.append(_branches(folder))
        _name_pairs()
        within.append(same_on_spark(folder))
        within.append(measure(folder))
    return all(within)


def _lists(folder: Path) -> Iterator[Callable[[], Listed]]:
    yield restaurants
    yield offices
    yield lambda: febrl(1, 0.97)
    yield lambda: febrl(3, 0.95)
    yield lambda: febrl(3, None, numbered=False)
    yield lambda: _providers(folder)


def _providers(folder: Path) -> Listed:
    path = folder / "providers.csv"
    count = max(100, int(PROVIDERS * SCALE))
    write(providers(count, seed=1), path)
    return generated("generated providers", path)


def _beside(make: Callable[[], Listed]) -> bool:
    """Measure both on one list; whether the engine is within its limit."""
    try:
        listed = make()
    except Missing as missing:
        print(f"  {missing}")
        return False
    began = time.perf_counter()
    findings = find(listed.records, listed.kind)
    took = time.perf_counter() - began
    pairs = [(pair.first, pair.second) for pair in findings.pairs]
    result = _Result(by_pairs(pairs, listed.truth), b_cubed(findings.clusters, listed.truth))
    _row(f"{listed.name} ({len(listed.records):,}), {took:.1f} s", result, listed.at_least)
    _peer(listed)
    return listed.at_least is None or result.pairs.f1 >= listed.at_least


def _peer(listed: Listed) -> None:
    try:
        scored = link(listed.records)
    except Missing as missing:
        print(f"  {missing}")
        return
    threshold = best_threshold(scored, listed.truth)
    _row("    Splink at 0.5", _ordinary(scored, OWN_THRESHOLD, listed.truth))
    _row(f"    Splink at {threshold:.3f}, its best by hand", _ordinary(scored, threshold, listed.truth))


@dataclass(frozen=True, slots=True)
class _Result:
    pairs: Score
    records: Score


def _ordinary(scored: Scored, threshold: float, truth: Groups) -> _Result:
    pairs = scored.above(threshold)
    return _Result(by_pairs(pairs, truth), b_cubed(connected(truth, pairs), truth))


def _row(what: str, result: _Result, at_least: float | None = None) -> None:
    score = result.pairs
    figures = " ".join(f"{figure:>9.3f}" for figure in (score.precision, score.recall, score.f1, result.records.f1))
    verdict = "" if at_least is None else f"   {OK if score.f1 >= at_least else SHORT} (F1 at least {at_least})"
    print(f"  {what:<44} {figures} {score.false:>7,} {score.missed:>7,}{verdict}", flush=True)


def _branches(folder: Path) -> bool:
    path = folder / "branches.csv"
    count = max(100, int(BRANCHES * SCALE))
    write(branches(count, seed=2), path)
    listed = generated("branches", path)
    print("duplicates: branches of federations, of which no two are one")
    share = _false_share(listed)
    line(
        f"of {count:,} branches stand in a false pair (at most {FALSE_BRANCHES:.1%})",
        f"{share:.2%}",
        share <= FALSE_BRANCHES,
    )
    names = {Field.NAME: listed.records.columns[Field.NAME]}
    alone = _false_share(replace(listed, records=Records(listed.records.ids, names)))
    line("    where the list has names alone", f"{alone:.2%}", alone <= FALSE_BRANCHES)
    try:
        line("    by Splink at 0.5", f"{_in_pairs(link(listed.records).above(OWN_THRESHOLD), listed):.2%}")
    except Missing as missing:
        print(f"  {missing}")
    return max(share, alone) <= FALSE_BRANCHES


def _false_share(listed: Listed) -> float:
    return _in_pairs([(pair.first, pair.second) for pair in find(listed.records, listed.kind).pairs], listed)


def _in_pairs(pairs: Sequence[tuple[str, str]], listed: Listed) -> float:
    return len({one for pair in pairs for one in pair}) / len(listed.records)


def _name_pairs() -> None:
    """Compare pairs of names one by one; some of them are there to deceive, so that no share is asked for."""
    try:
        pairs = list(name_pairs())
    except Missing as missing:
        print(f"  {missing}")
        return
    print(f"duplicates: {len(pairs)} pairs of names of organisations, each compared by itself")
    names = [(first, second) for first, second, _ in pairs]
    same = [is_same for *_, is_same in pairs]
    ours = [compare({Field.NAME: a}, {Field.NAME: b}, Kind.ORGANISATION).probability for a, b in names]
    line("at the engine's own threshold", _figures([one >= OWN_THRESHOLD for one in ours], same))
    likeness = _jaro_winkler(names)
    best = max(set(likeness), key=lambda threshold: _f1([one >= threshold for one in likeness], same))
    line(f"by Jaro-Winkler at {best:.3f}, its best by hand", _figures([one >= best for one in likeness], same))


def _jaro_winkler(names: Sequence[tuple[str, str]]) -> list[float]:
    import duckdb

    asked = "select jaro_winkler_similarity(lower(?), lower(?))"
    return [duckdb.execute(asked, pair).fetchall()[0][0] for pair in names]


def _score(said: Sequence[bool], same: Sequence[bool]) -> Score:
    right = sum(one and is_same for one, is_same in zip(said, same, strict=True))
    return Score(right / max(1, sum(said)), right / max(1, sum(same)))


def _f1(said: Sequence[bool], same: Sequence[bool]) -> float:
    return _score(said, same).f1


def _figures(said: Sequence[bool], same: Sequence[bool]) -> str:
    score = _score(said, same)
    return f"P {score.precision:.3f}  R {score.recall:.3f}  F1 {score.f1:.3f}"
