"""Paper drawn by the service itself, for the day on which nothing else works: PDF with letters for most names.

The fonts are DejaVu Sans Condensed, which the set-up copies here from their package (decision 0016).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from anyascii import anyascii
from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.fonts import FontFace

FONTS = Path(__file__).parent / "fonts"
REGULAR, BOLD = "DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf"
FAMILY = "DejaVu"
MARGIN = 10
RIGHT_TO_LEFT = {"R", "AL"}


class Paper(FPDF):
    """A document of A4 pages across, each with its heading, the words below it, and at the foot its number.

    A list goes on on the next page under its own heads. `compressed` is for readers; without it the text can be found.
    """

    def __init__(self, title: str, foot: str, *, compressed: bool = True) -> None:
        super().__init__(orientation="landscape", format="A4", unit="mm")
        self.foot = foot
        self.set_compression(compressed)
        self.set_title(title)
        self.set_margin(MARGIN)
        self.set_auto_page_break(auto=True, margin=MARGIN + 6)
        self.add_font(FAMILY, "", FONTS / REGULAR)
        self.add_font(FAMILY, "B", FONTS / BOLD)
        self.set_font(FAMILY, size=9)

    def footer(self) -> None:
        """The foot of every page."""
        self.set_y(-MARGIN)
        self.set_font(FAMILY, size=8)
        self.cell(0, 5, self.foot)
        self.cell(0, 5, f"{self.page_no()} / {{nb}}", align="R")

    def sheet(self, heading: str, lead: str) -> None:
        """Begin a page."""
        self.add_page()
        self.set_font(FAMILY, "B", size=15)
        self.cell(0, 8, drawn(heading), new_x="LMARGIN", new_y="NEXT")
        self.set_font(FAMILY, size=9)
        self.multi_cell(0, 5, drawn(lead), new_x="LMARGIN", new_y="NEXT")
        self.ln(2)

    def listing(self, heads: Sequence[tuple[str, int]], rows: Sequence[Sequence[str]]) -> None:
        """A list whose heads say what stands in each column, and how wide it is in parts of the page."""
        self.set_font(FAMILY, size=9)
        with self.table(
            col_widths=tuple(width for _, width in heads),
            headings_style=FontFace(emphasis="BOLD", fill_color=(230, 239, 239)),
            line_height=5,
            padding=1,
            text_align="LEFT",
        ) as table:
            table.row([head for head, _ in heads])
            for row in rows:
                table.row([drawn(cell) for cell in row])


def drawn(text: str) -> str:
    """Words as these fonts can draw them: what they lack, and what is written from right to left, in plain letters."""
    return text if all(_can(sign) for sign in text) else anyascii(text)


def named(name: str) -> str:
    """A name as somebody at a desk can read it out: in its own letters, then in plain ones where those are others.

    In plain letters alone where the fonts have no letters of its script, or it is written from right to left.
    """
    plain = anyascii(name).strip()
    if not all(_can(sign) for sign in name):
        return plain
    return name if all(_latin(sign) for sign in name) else f"{name} ({plain})"


def _can(sign: str) -> bool:
    return ord(sign) in _letters() and unicodedata.bidirectional(sign) not in RIGHT_TO_LEFT


def _latin(sign: str) -> bool:
    return not sign.isalpha() or unicodedata.name(sign, "").startswith("LATIN")


@cache
def _letters() -> frozenset[int]:
    with TTFont(FONTS / REGULAR, lazy=True) as font:
        return frozenset(font.getBestCmap())
