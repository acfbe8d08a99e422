"""The demo's files: places, staff and names."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def read(name: str) -> dict[str, Any]:
    """What stands in one of the files; whoever reads it leaves it as it is."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
