"""PostgreSQL servers that the tests of the cluster share, because making one takes seconds."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config import postgres
from config.cluster import Cluster


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder that PostgreSQL's user can reach, which pytest's own folders are not."""
    with tempfile.TemporaryDirectory(prefix="upton-cluster-") as name:
        Path(name).chmod(0o755)
        yield Path(name) / "data"


@pytest.fixture(scope="session")
def unpacked() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="upton-server-") as name:
        Path(name).chmod(0o755)
        postgres.from_wheel(Path(name))
        yield Path(name)


@pytest.fixture(scope="session")
def from_wheel(unpacked) -> Path:
    return make(unpacked / "from-wheel", lambda _: iter([postgres.from_wheel(unpacked)]))


@pytest.fixture(scope="session")
def from_machine(unpacked) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        if not postgres.on_this_machine():
            # A machine without PostgreSQL finds the wheel's as if it were installed.
            patch.setenv("PATH", f"{postgres.from_wheel(unpacked).folder}{os.pathsep}{os.environ['PATH']}")
        return make(unpacked / "from-machine", lambda _: iter(postgres.on_this_machine()))


def make(folder: Path, installations) -> Path:
    """Make a cluster, start and stop it: the tests of this module share it, because making one takes seconds."""
    one = Cluster(folder, installations=installations)
    assert one.start() is True
    one.stop()
    return folder


@pytest.fixture(params=["from_machine", "from_wheel"])
def cluster(request) -> Iterator[Cluster]:
    """A cluster whose server was found in one way, then in the other."""
    one = Cluster(request.getfixturevalue(request.param))
    yield one
    one.stop()


@pytest.fixture
def quick(from_wheel) -> Iterator[Cluster]:
    """A cluster for tests in which the way its server was found does not matter."""
    one = Cluster(from_wheel, durable=False)
    yield one
    one.stop()


@pytest.fixture
def fresh(folder, unpacked) -> Iterator[Cluster]:
    """A cluster that is still to be made, durable as the real one."""
    one = Cluster(folder, installations=lambda _: iter([postgres.from_wheel(unpacked)]))
    yield one
    one.stop()


def ask(cluster: Cluster, question: str) -> object:
    with psycopg.connect(cluster.address, autocommit=True) as opened:
        answer = opened.execute(question)
        return answer.fetchone() if answer.description else None


def wait_for(is_true) -> bool:
    deadline = time.monotonic() + 30
    while not is_true() and time.monotonic() < deadline:
        time.sleep(0.02)
    return is_true()


def programs_that_say(folder: Path, sentence: str) -> postgres.Programs:
    folder = folder / "bin"
    folder.mkdir(parents=True)
    for name in postgres.NEEDED:
        (folder / name).write_text(f"#!/bin/sh\necho '{sentence}' >&2\nexit 1\n")
        (folder / name).chmod(0o755)
    return postgres.Programs(folder, 15)
