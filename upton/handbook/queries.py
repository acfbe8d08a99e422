"""The pages of the handbook that ships with the product, from its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.urls import reverse

from upton.foundation.sorting import sort_key
from upton.handbook import rules
from upton.handbook.files import SECTIONS, page_files, picture_files
from upton.handbook.markdown import headings


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A page of the handbook: its name in an address, title, section, text in Markdown, and the headings within."""

    name: str
    title: str
    section: str
    text: str
    headings: Sequence[str]


@lru_cache(maxsize=1)
def pages() -> Sequence[HelpPage]:
    """Every page, section by section, by title. Read once: the files change with the product alone."""
    order = list(SECTIONS.values())
    found = [_page(path, section) for section, path in page_files().values()]
    return sorted(found, key=lambda page: (order.index(page.section), sort_key(page.title)))


def _page(path: Path, section: str) -> HelpPage:
    text = path.read_text(encoding="utf-8")
    title, *parts = headings(text) or [path.stem]
    return HelpPage(path.stem, title, section, text, parts)


def page(name: str) -> HelpPage | None:
    """One page by its name; None for one that there is not."""
    return next((one for one in pages() if one.name == name), None)


def found_by(words: str) -> Sequence[HelpPage]:
    """The pages in whose title or headings each of some words begins a word; titles first. All without words."""
    wanted = sort_key(words).split()
    if not wanted:
        return pages()
    by_title = [one for one in pages() if _has(one.title, wanted)]
    return [*by_title, *(one for one in pages() if one not in by_title and _has(" ".join(one.headings), wanted))]


def _has(text: str, wanted: Sequence[str]) -> bool:
    own = sort_key(text).split()
    return all(any(one.startswith(word) for one in own) for word in wanted)


def picture(name: str) -> Path | None:
    """The file of a picture of the handbook; None for one that there is not."""
    return picture_files().get(name)


def help_address(view_name: str) -> str:
    """Where the handbook helps with the page of an address."""
    name = rules.page_for(view_name)
    return reverse("handbook:page", args=[name]) if name in page_files() else reverse("handbook:pages")
