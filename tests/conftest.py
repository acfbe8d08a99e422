"""What the tests over the source, the cluster and `upton run` share."""

from tests.clusters import cluster, folder, fresh, from_machine, from_wheel, quick, unpacked
from tests.runs import place, programs, start

__all__ = [
    "cluster", "folder", "fresh", "from_machine", "from_wheel", "place", "programs", "quick", "start", "unpacked",
]  # fmt: skip
