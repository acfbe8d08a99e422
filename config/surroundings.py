"""What a command finds on a machine where nobody set anything up by hand: Upton's keys, and its database running."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from config.cluster import private_cluster
from config.data_folder import data_folder, make, read_kept, secret_keys
from config.database import is_named

IS_PROVIDED = "UPTON_IS_RUNNING"  # said by `upton run` to its own processes


@contextlib.contextmanager
def at_home() -> Iterator[None]:
    """Put what the environment lacks into it, and have the private database running meanwhile where none is named.

    For a named database keys are used that `upton run` made for it, and never made here: a second pair would not
    open what the first has sealed. Raises NotStarted when the private database cannot be started.
    """
    if IS_PROVIDED in os.environ:
        yield
        return
    folder = data_folder()
    named = is_named()
    keys = read_kept(folder / "secrets.json") if named else secret_keys(make(folder))
    folders = {"UPTON_HEADS_FOLDER": str(folder / "heads"), "UPTON_FILES_FOLDER": str(folder / "files")}
    for name, value in {**keys, **folders}.items():
        os.environ.setdefault(name, value)
    if named:
        yield
        return
    with private_cluster().running():
        yield
