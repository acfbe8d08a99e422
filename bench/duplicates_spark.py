"""The same search on Spark as on DuckDB, with the same pairs: how a list goes beyond one machine."""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.duplicates_providers import providers, write
from bench.duplicates_sets import generated
from bench.ground import SCALE, line
from upton.engines.duplicates import Findings, find

MANY = 20_000


def same_on_spark(folder: Path) -> bool:
    """Print whether both find the same pairs, or what is missing here; False only where they differ."""
    if not importlib.util.find_spec("pyspark") or not shutil.which("java"):
        print("duplicates: Spark is not compared; that takes Java, and pip install -r requirements/spark.txt")
        return True
    from upton.engines.duplicates.spark import Spark

    path = folder / "spark.csv"
    write(providers(max(100, int(MANY * SCALE)), seed=5), path)
    listed = generated("providers", path)
    print(f"duplicates: {len(listed.records):,} providers on DuckDB and on Spark")
    began = time.perf_counter()
    here = find(listed.records, listed.kind)
    between = time.perf_counter()
    with spark_session() as session:
        there = find(listed.records, listed.kind, backend=Spark(session))
        ended = time.perf_counter()
    ours, theirs = _pairs(here), _pairs(there)
    same = ours == theirs and here.clusters == there.clusters
    line("on DuckDB: pairs, seconds", f"{len(ours):,}, {between - began:.1f} s")
    line("on Spark: pairs, seconds with its start", f"{len(theirs):,}, {ended - between:.1f} s")
    line("the same pairs, probabilities and clusters", "yes" if same else f"{len(ours ^ theirs):,} differ", same)
    return same


def _pairs(findings: Findings) -> set[tuple[str, str, float]]:
    return {
        (min(pair.first, pair.second), max(pair.first, pair.second), round(pair.probability, 9))
        for pair in findings.pairs
    }


@contextmanager
def spark_session() -> Iterator[Any]:
    """Spark on this machine, reachable from nowhere else, with its leavings in a folder that goes again."""
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    from pyspark.sql import SparkSession

    with tempfile.TemporaryDirectory(prefix="upton-spark-") as folder:
        session = (
            SparkSession.builder.master("local[2]")
            .appName("upton bench duplicates")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.memory", "2g")
            .config("spark.sql.shuffle.partitions", "8")
            .config("spark.local.dir", folder)
            .config("spark.sql.warehouse.dir", folder)
            .config("spark.log.level", "ERROR")
            .getOrCreate()
        )
        try:
            yield session
        finally:
            session.stop()
