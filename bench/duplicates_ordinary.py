"""The peer of `bench duplicates`: Splink as its tutorial sets it up, on columns as they stand but for capitals."""

from __future__ import annotations

import importlib.util
import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.duplicates_sets import Missing
from upton.engines.duplicates import Field, Records

NAMES = (Field.NAME, Field.GIVEN, Field.FAMILY)
OF_FEW_VALUES = frozenset({Field.PLACE})
"""Fields in which a value says more the rarer it is."""
START = 5
RECALL = 0.7
MOST_PAIRS = 1_000_000
OWN_THRESHOLD = 0.5
LEAST_WEIGHT = -12.0


@dataclass(frozen=True, slots=True)
class Scored:
    """Pairs with their probabilities, the likeliest first."""

    pairs: Sequence[tuple[str, str, float]]

    def above(self, threshold: float) -> list[tuple[str, str]]:
        """The pairs at least this likely."""
        return [(one, other) for one, other, probability in self.pairs if probability >= threshold]


def link(records: Records) -> Scored:
    """What Splink finds: u by random sampling, m by expectation maximisation, all pairs of some likelihood.

    Raises Missing without Splink, and where it comes to no figures, as in a list without any duplicate.
    """
    if not importlib.util.find_spec("splink"):
        raise Missing("Splink, the peer, is not installed: make setup-bench.")
    from splink import DuckDBAPI, Linker, block_on
    from splink.internals.exceptions import EMTrainingException

    for name in ("splink", "splink.internals"):
        logging.getLogger(name).setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module="splink")
    fields = [field for field, column in records.columns.items() if any(column)]
    linker = Linker(DuckDBAPI().register(_table(records, fields)), _settings(fields))
    linker.training.estimate_probability_two_random_records_match(_sure(fields), recall=RECALL)
    if not linker.misc.save_model_to_json()["probability_two_random_records_match"]:
        # No two are surely one: then nothing could be learnt, and its own first guess stands.
        linker = Linker(DuckDBAPI().register(_table(records, fields)), _settings(fields))
    linker.training.estimate_u_using_random_sampling(max_pairs=MOST_PAIRS, seed=1)
    for field in fields:
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(str(field)))
        except (EMTrainingException, ValueError):
            print(f"    (Splink learns nothing from records of the same {field})")
    try:
        found = linker.inference.predict(threshold_match_weight=LEAST_WEIGHT).as_pyarrow_table()
    except ValueError as error:
        raise Missing(f"Splink finds nothing here: {error}.") from None
    columns = [found.column(name).to_pylist() for name in ("unique_id_l", "unique_id_r", "match_probability")]
    return Scored(sorted(zip(*columns, strict=True), key=lambda pair: -pair[2]))


def best_threshold(scored: Scored, truth: Mapping[str, str]) -> float:
    """The threshold that gives the best F1 of pairs: the one that somebody who knew the truth would choose."""
    from bench.duplicates_truth import pairs_within

    there, right, best, threshold = pairs_within(truth), 0, -1.0, 1.0
    pairs = scored.pairs
    for place, (one, other, probability) in enumerate(pairs, 1):
        right += truth[one] == truth[other]
        if place < len(pairs) and pairs[place][2] == probability:
            continue
        f1 = 2 * right / (place + there)
        if f1 > best:
            best, threshold = f1, probability
    return threshold


def _table(records: Records, fields: Sequence[Field]) -> Any:
    import pyarrow

    columns = {str(field): [text.casefold().strip() or None for text in records.columns[field]] for field in fields}
    return pyarrow.table({"unique_id": list(records.ids), **columns})


def _settings(fields: Sequence[Field]) -> Any:
    import splink.comparison_library as library
    from splink import SettingsCreator

    comparisons: list[Any] = [
        library.JaroWinklerAtThresholds(str(field), [0.9, 0.7])
        if field in NAMES
        else library.ExactMatch(str(field)).configure(term_frequency_adjustments=field in OF_FEW_VALUES)
        for field in fields
    ]
    return SettingsCreator(
        link_type="dedupe_only", comparisons=comparisons, blocking_rules_to_generate_predictions=list(_blocks(fields))
    )


def _blocks(fields: Sequence[Field]) -> Iterator[Any]:
    from splink import block_on

    for field in fields:
        yield block_on(f"substr({field}, 1, {START})") if field in NAMES else block_on(str(field))


def _sure(fields: Sequence[Field]) -> list[Any]:
    """What two records have in common that are one with near certainty: the names, and whatever field stands next."""
    from splink import block_on

    names = [str(field) for field in fields if field in NAMES]
    others = [str(field) for field in fields if field not in NAMES]
    return [block_on(*names, other) for other in others] or [block_on(*names)]
