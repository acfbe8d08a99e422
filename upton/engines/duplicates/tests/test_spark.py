"""Keys joined by Spark are joined as DuckDB joins them."""

from __future__ import annotations

import shutil
from array import array
from random import Random

import pytest

from upton.engines.duplicates.joining import DuckDB, Entries, Joining

pytest.importorskip("pyspark", reason="requirements/spark.txt is not installed")
if not shutil.which("java"):
    pytest.skip("Spark needs Java", allow_module_level=True)


def pairs_by(joining: Joining, entries: Entries, most: int) -> list[tuple[int, int]]:
    with joining.shared(entries, most) as shared:
        found = [pair for portion in shared.portions for pair in portion]
        assert len(found) == shared.total
    return found


class TestSpark:
    def test_finds_the_same_pairs_in_the_same_order(self):
        from bench.duplicates_spark import spark_session
        from upton.engines.duplicates.spark import Spark

        random = Random(1)
        marks = array(
            "q", [random.choice([random.randrange(-(2**62), 2**62), random.randrange(300)]) for _ in range(3_000)]
        )
        entries = Entries(marks, array("i", [random.randrange(800) for _ in marks]))
        with spark_session() as session:
            there = pairs_by(Spark(session), entries, 6)
        assert there == pairs_by(DuckDB(), entries, 6)
        assert there
