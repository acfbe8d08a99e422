"""The palette can be read: at least 4.5:1 for letters, 3:1 for the lines of fields; and no page styles itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[1]
PALETTE = dict(re.findall(r"\$([\w-]+): (#[0-9a-f]{3,6});", (PAGES / "scss" / "_identity.scss").read_text()))


def lightness(name: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    digits = PALETTE[name][1:]
    digits = "".join(2 * d for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((lightness(one), lightness(other)))
    return (light + 0.05) / (dark + 0.05)


class TestPalette:
    @pytest.mark.parametrize(
        ("letters", "ground"),
        [("ink", "paper"), ("ink-soft", "paper"), ("ink-soft", "white"), ("ink-soft", "brand-soft"), ("link", "paper"),
         ("link", "brand-soft"), ("white", "brand"), ("white", "brand-deep"), ("white", "late"), ("ink", "focus"),
         ("good", "good-soft"), ("wait", "wait-soft"), ("late", "late-soft"), ("info", "info-soft"), ("late", "paper")],
    )  # fmt: skip
    def test_letters_can_be_read_on_their_ground(self, letters: str, ground: str) -> None:
        assert contrast(letters, ground) >= 4.5

    @pytest.mark.parametrize("ground", ["white", "paper"])
    def test_the_line_around_a_field_can_be_seen(self, ground: str) -> None:
        assert contrast("field-line", ground) >= 3

    def test_lateness_is_the_darkest_tag_in_grey(self) -> None:
        assert contrast("late", "wait-soft") >= 3
        assert contrast("late", "good-soft") >= 3


class TestSources:
    def test_no_template_holds_a_style_or_an_event_of_its_own(self) -> None:
        for template in (PAGES / "jinja2").rglob("*.jinja"):
            assert not re.search(r"\sstyle=|\son[a-z]+=|<script(?! type=\"module\" src=)", template.read_text()), (
                template
            )

    def test_no_template_is_longer_than_sixty_lines(self) -> None:
        for template in (PAGES / "jinja2").rglob("*.jinja"):
            assert len(template.read_text().splitlines()) <= 60, template

    def test_nothing_of_the_crown_or_its_letters_is_used(self) -> None:
        sources = [*(PAGES / "scss").glob("*.scss"), *(PAGES / "jinja2").rglob("*.jinja")]
        text = "".join(source.read_text() for source in sources).lower()
        assert "gds transport" not in text
        assert "govuklogo" not in text
        assert "components/header" not in text
