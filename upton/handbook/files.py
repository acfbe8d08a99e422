"""The files of the handbook, as they ship with the product."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "handbook"
SECTIONS = {"how-to": "How to", "explain": "Why it is so", "reference": "To look up"}
"""Folder of the handbook → the heading of its pages."""


@lru_cache(maxsize=1)
def page_files() -> dict[str, tuple[str, Path]]:
    """Name of a page in an address → its section and its file. Looked up once: files change with the product alone."""
    return {
        path.stem: (section, path)
        for folder, section in SECTIONS.items()
        for path in sorted((FOLDER / folder).glob("*.md"))
    }


@lru_cache(maxsize=1)
def picture_files() -> dict[str, Path]:
    """Name of a picture → its file."""
    return {path.name: path for path in (FOLDER / "pictures").glob("*.png")}
