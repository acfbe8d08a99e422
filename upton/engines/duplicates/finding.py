"""Finds the duplicates of a whole list: what is written alike is put together, the rest found by keys and judged."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from hashlib import blake2b

from upton.engines.duplicates.clusters import Clusters
from upton.engines.duplicates.findings import Findings, Step
from upton.engines.duplicates.joining import DuckDB, Entries, Joining
from upton.engines.duplicates.kinds import MOST, AnyReady, Taken, ready, taking
from upton.engines.duplicates.records import Kind, Records
from upton.engines.duplicates.telling import Found, told
from upton.engines.duplicates.working import comparing

STEP = 2_000
READING, KEYS, COMPARING, CLUSTERS = "Reading", "Finding keys", "Comparing", "Putting together"
Progress = Callable[[Step], None]


def silent(step: Step) -> None:
    """Progress that nobody looks at."""


def find(
    records: Records,
    kind: Kind,
    *,
    progress: Progress = silent,
    backend: Joining | None = None,
    workers: int | None = None,
) -> Findings:
    """The pairs and clusters of a list, found without labels and without anything to set.

    `progress` is told how far the work is; `backend` says where keys are joined, on this machine by default; `workers`
    in how many processes pairs are compared, by default as many as the machine and the list are good for.
    """
    written = _written_alike(records)
    places = [group[0] for group in written]
    take, kept = taking(kind), []
    for number, place in enumerate(places):
        if number % STEP == 0:
            progress(Step(READING, number, len(places)))
        kept.append(take(records.record(place)))
    known = ready(kind, kept, list(map(len, written)))
    entries, notes = entries_of(known, progress)
    found: Found = {}
    with comparing(known, len(records), workers) as judged, (backend or DuckDB()).shared(entries, MOST) as shared:
        done = 0
        for portion, judgements in judged(shared.portions):
            found.update(judgements)
            done += portion
            progress(Step(COMPARING, done, shared.total))
    progress(Step(CLUSTERS, 0, len(found)))
    clusters = Clusters(known.judge)
    clusters.join((a, b, one.bits) for (a, b), one in found.items() if one.bits >= 0)
    findings = told(records, known, written, found, clusters)
    progress(Step(CLUSTERS, len(found), len(found)))
    return Findings(findings.pairs, findings.clusters, (*notes, *findings.notes), findings.possible)


def _written_alike(records: Records) -> list[list[int]]:
    """The places of records in groups that are written alike in every column, but for capitals and spaces."""
    groups: dict[bytes, list[int]] = {}
    columns = list(records.columns.values())
    for place in range(len(records)):
        written = "\n".join(" ".join(column[place].casefold().split()) for column in columns)
        # A digest takes a tenth of the memory of the texts.
        digest = blake2b(written.encode(errors="surrogatepass"), digest_size=16).digest()
        groups.setdefault(digest, []).append(place)
    return list(groups.values())


def entries_of(known: AnyReady, progress: Progress) -> tuple[Entries, tuple[str, ...]]:
    """The keys of all records, and in words what is compared only in part."""
    marks, places = array("q"), array("i")
    nameless = 0
    kept: Sequence[Taken] = known.kept
    for place, one in enumerate(kept):
        if place % STEP == 0:
            progress(Step(KEYS, place, len(kept)))
        found = known.marks(one)  # type: ignore[arg-type]
        nameless += not one.named
        marks.extend(found)
        places.extend([place] * len(found))
    notes = [f"Records without a name were not compared: {nameless:,}."] if nameless else []
    for what, values, shared in known.counts.crowds(MOST):
        notes.append(
            f"{what}: {values:,} with more than {MOST} records, {shared:,} records in all. Those were compared only "
            "where something else agrees too."
        )
    return Entries(marks, places), tuple(notes)
