"""How long a hundred thousand and a million records take and how much memory, each in a process of its own."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from bench.duplicates_providers import COLUMNS, providers, truth_of, write
from bench.duplicates_truth import b_cubed, by_pairs
from bench.ground import SCALE, line
from bench.start import descendants
from upton.engines.tabular import rows

GIB = 1024**3
MANY, MANY_SECONDS, MANY_MEMORY = 100_000, 60.0, 2 * GIB
MOST, MOST_SECONDS, MOST_MEMORY = 1_000_000, 15 * 60.0, 8 * GIB
IDENTICAL = 50_000
ASKED, ASKED_SECONDS = 200, 0.05
SHORTEST_LIST = 1_000
LOOKED_EVERY = 2.0
"""Seconds between two looks at the memory of a process and those that it started."""


def measure(folder: Path) -> bool:
    """Print the figures; True when all are within their limits."""
    print("duplicates: `upton duplicates` from file to files, each time in a process of its own")
    within = [
        _whole_list(folder, MANY, MANY_SECONDS, MANY_MEMORY),
        _whole_list(folder, MOST, MOST_SECONDS, MOST_MEMORY),
        _identical(folder),
        _one_against_all(_list(folder, MOST)),
    ]
    return all(within)


@dataclass(frozen=True, slots=True)
class Used:
    """What a process needed, and what it said."""

    seconds: float
    busy: float
    memory: int
    said: dict[str, Any]

    def within(self, what: str, seconds: float, memory: int) -> bool:
        """Print both figures beside their limits."""
        line(f"{what} (at most {seconds:.0f} s)", f"{self.seconds:.1f} s", self.seconds <= seconds)
        line(f"    seconds of processors, of which there are {os.cpu_count()}", f"{self.busy:.1f} s")
        line(f"    its memory at most ({memory / GIB:.0f} GiB)", f"{self.memory / GIB:.2f} GiB", self.memory <= memory)
        return self.seconds <= seconds and self.memory <= memory


def _list(folder: Path, many: int) -> Path:
    count = max(SHORTEST_LIST, int(many * SCALE))
    path = folder / f"{count}.csv"
    if not path.exists():
        write(providers(count, seed=3), path)
    return path


def _whole_list(folder: Path, many: int, seconds: float, memory: int) -> bool:
    path = _list(folder, many)
    pairs, clusters = path.with_suffix(".pairs.csv"), path.with_suffix(".clusters.csv")
    columns = [word for name in COLUMNS for word in (f"--{name}", name)]
    words = [str(path), "--id", "id", *columns, "--out", str(pairs), "--clusters", str(clusters)]
    used = _alone("command", words)
    truth = truth_of(path)
    within = used.within(f"{len(truth):,} providers", seconds, memory)
    score = by_pairs(((cells[0], cells[1]) for cells in _cells(pairs)), truth)
    whole = b_cubed({cells[0]: cells[1] for cells in _cells(clusters)}, truth)
    line("    precision, recall and F1 of pairs", f"{score.precision:.3f}  {score.recall:.3f}  {score.f1:.3f}")
    line("    B-cubed F1 of clusters", f"{whole.f1:.3f}")
    return within


def _cells(path: Path) -> list[tuple[str, ...]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row.cells for row in islice(rows(file, ","), 1, None)]


def _identical(folder: Path) -> bool:
    count = max(SHORTEST_LIST, int(IDENTICAL * SCALE))
    path = folder / "identical.csv"
    path.write_text("id,name\n" + "".join(f"{number},Community Centre\n" for number in range(count)))
    used = _alone("command", [str(path), "--id", "id", "--name", "name", "--out", str(folder / "identical.pairs.csv")])
    return used.within(f"{count:,} records of one name and nothing else", MANY_SECONDS, MANY_MEMORY)


def _one_against_all(path: Path) -> bool:
    used = _alone("index", [str(path)])
    said = used.said
    within = said["p95"] <= ASKED_SECONDS
    line(f"{said['records']:,} providers made ready to be asked", f"{said['ready']:.1f} s")
    line("    its memory at most", f"{used.memory / GIB:.2f} GiB")
    line(
        f"one new record against them, p95 (at most {ASKED_SECONDS * 1000:.0f} ms)",
        f"{said['p95'] * 1000:.1f} ms",
        within,
    )
    line("    its body stands among the first five", f"{said['found']:.1%}")
    return within


def _alone(what: str, words: Sequence[str]) -> Used:
    """Run one of the two below in a fresh process, and look now and then how much memory it and its own have."""
    began, busy = time.perf_counter(), _busy()
    command_line = [sys.executable, "-m", __name__, what, *words]
    most = 0
    with subprocess.Popen(command_line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as started:
        while True:
            try:
                out, errors = started.communicate(timeout=LOOKED_EVERY)
                break
            except subprocess.TimeoutExpired:
                most = max(most, _memory_of([started.pid, *descendants(started.pid)]))
    took = time.perf_counter() - began
    if started.returncode:
        raise RuntimeError(f"{what} {' '.join(words)}: {out}{errors}")
    said = json.loads(out.splitlines()[-1])
    return Used(took, _busy() - busy, max(most, said.pop("memory")), said)


def _busy() -> float:
    """Seconds that processors spent on processes which this one started and saw end, and on those that they started."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory_of(processes: Sequence[int]) -> int:
    """Bytes that these processes have now; what they share counts once. 0 where the machine does not say."""
    found = 0
    for process in processes:
        with suppress(OSError):
            for entry in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
                if entry.startswith("Pss:"):
                    found += int(entry.split()[1]) * 1024
    return found


def command(words: Sequence[str]) -> dict[str, Any]:
    """Run `upton duplicates`, as from a shell."""
    from config.command_line import main

    if main(["duplicates", *words]):
        raise SystemExit(1)
    return {}


def index(words: Sequence[str]) -> dict[str, Any]:
    """Ask for new records of bodies that the list has, written otherwise, one after another."""
    from bench.duplicates_variants import written
    from bench.duplicates_words import Provider
    from upton.engines.duplicates import Field, Index, Kind
    from upton.engines.duplicates.reading import read_records

    path, random = Path(words[0]), Random(4)
    records = read_records(path, "id", {Field(name): name for name in COLUMNS}).records
    truth = truth_of(path)
    began = time.perf_counter()
    ready = Index(records, Kind.ORGANISATION)
    took_to_ready = time.perf_counter() - began
    took, found = [], 0
    for place in random.sample(range(len(records)), min(ASKED, len(records))):
        again = written(Provider(*(records.columns[Field(name)][place] for name in COLUMNS)), "", random)
        asked = {Field(name): getattr(again, name) for name in COLUMNS}
        began = time.perf_counter()
        answers = ready.like(asked)
        took.append(time.perf_counter() - began)
        found += truth[records.ids[place]] in {truth[answer.second] for answer in answers}
    return {
        "records": len(records),
        "ready": took_to_ready,
        "p95": sorted(took)[int(len(took) * 0.95)],
        "found": found / len(took),
    }


def highest_memory() -> int:
    """The most memory, in bytes, that this process had at one time."""
    with suppress(OSError):
        for entry in Path("/proc/self/status").read_text().splitlines():
            if entry.startswith("VmHWM:"):
                return int(entry.split()[1]) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


if __name__ == "__main__":
    answer = {"command": command, "index": index}[sys.argv[1]](sys.argv[2:])
    print(json.dumps({**answer, "memory": highest_memory()}))
