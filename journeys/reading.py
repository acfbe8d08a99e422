"""Somebody who follows a page of the handbook: whether the screen says what the page says, and the page's pictures."""

from __future__ import annotations

import os
import re
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from journeys.conftest import DESK, PROJECT, Visitor

HANDBOOK = PROJECT / "docs" / "handbook" / "how-to"
PICTURES = PROJECT / "docs" / "handbook" / "pictures"
TAKES_PICTURES = os.environ.get("UPTON_PICTURES") == "1"
LARGEST, ALTOGETHER = 60_000, 1_200_000
"""Bytes of a picture, and of all of them."""
SECTIONS = {
    "before": "Before the doors open",
    "rush": "The first rush",
    "midday": "Midday",
    "afternoon": "The afternoon",
    "closing": "Closing",
}
ROLES = {
    "front": ("Service Delivery Support", "a-day-at-the-front-of-house.md"),
    "coach": ("Work Coach", "a-day-as-a-work-coach.md"),
    "leader": ("Work Coach Team Leader", "a-day-as-a-team-leader.md"),
    "manager": ("Customer Service Manager", "a-day-as-a-customer-service-manager.md"),
    "district": ("District Manager", "a-day-as-a-district-manager.md"),
}
"""Role of the journey → its name in the service, and its page of the handbook."""


class Reader(Visitor):
    """Somebody who does what a section of their page says: what they see, press and photograph is kept."""

    def __init__(self, page: Page, role: str) -> None:
        super().__init__(page, javascript=True)
        self.role = role
        self.begins("")

    def begins(self, time: str) -> Reader:
        """Begin a section of the page."""
        self.time, self.seen, self.went, self.pictures = time, [""], set(), set()
        return self

    def looks(self) -> Reader:
        """Look the page over, and remember every word of it."""
        super().looks()
        words = self.page.locator("body").evaluate("body => body.innerText + ' ' + body.textContent")
        self.seen.append(re.sub(r"\s+", " ", words).casefold())
        return self

    def goes(self, key: str) -> Reader:
        """Press g and then the letter of a place."""
        self.page.locator("body").press("Escape")
        self.page.keyboard.press("g")
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.went.add(key)
        return self.looks()

    def keys(self, *pressed: str) -> Reader:
        """Press keys, of which the last leads to another page."""
        for key in pressed[:-1]:
            self.page.keyboard.press(key)
        with self.page.expect_navigation():
            self.page.keyboard.press(pressed[-1])
        return self.looks()

    def opens(self, selector: str) -> Reader:
        """Follow the first link of a part of the page."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        return self.looks()

    def ticks(self, label: str) -> Reader:
        """Tick or choose what has this label."""
        self.page.get_by_label(label, exact=True).first.check()
        return self

    def picture(self, words: str, to: str = "", at_most: int = 760) -> Reader:
        """A picture of the page from its top to the end of a part of it, kept small."""
        name = f"{self.role}-{self.time}-{words}.png"
        self.pictures.add(name)
        if TAKES_PICTURES:
            box = self.page.locator(to).first.bounding_box() if to else None
            high = int(min(at_most, box["y"] + box["height"] + 16)) if box else at_most
            taken = self.page.screenshot(clip={"x": 0, "y": 0, "width": DESK["width"], "height": high})
            reduce(taken, PICTURES / name)
        return self

    def ends(self) -> None:
        """Everything that the section says stood on the screen, was pressed, and is pictured."""
        _, file = ROLES[self.role]
        section = sections(HANDBOOK / file)[SECTIONS[self.time]]
        seen = " ".join(self.seen)
        told = [words for words in re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", section) if words.casefold() not in seen]
        assert not told, f"{file}, {SECTIONS[self.time]}: nobody sees {told}"
        assert set(re.findall(r"`g` then `(\w)`", section)) == self.went
        assert set(re.findall(r"pictures/([\w-]+\.png)", section)) == self.pictures


def reduce(taken: bytes, path: Path) -> None:
    """Write a picture with as many colours as fit into its bytes."""
    picture = Image.open(BytesIO(taken)).convert("RGB")
    path.parent.mkdir(exist_ok=True)
    for colours in (64, 32, 16, 8):
        picture.quantize(colours).save(path, optimize=True)
        if path.stat().st_size <= LARGEST:
            return


def sections(path: Path) -> dict[str, str]:
    """Heading → text of the sections of a page."""
    parts = re.split(r"^## (.+)$", path.read_text(), flags=re.MULTILINE)
    return {heading: re.sub(r"\s+", " ", text) for heading, text in zip(parts[1::2], parts[2::2], strict=True)}
