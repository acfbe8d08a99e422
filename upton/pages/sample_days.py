"""Invented days and weeks for the design system's own page: a team's day, one day alone, a pattern."""

from __future__ import annotations

from typing import Any

from upton.pages.timetable import Block, Column, Look
from upton.pages.weekbars import Bar

HOUR = 60
NINE, NOON, ONE, FIVE = 9 * HOUR, 12 * HOUR, 13 * HOUR, 17 * HOUR
NOW = 11 * HOUR + 25


def days() -> dict[str, Any]:
    """What the timetables and week bars show."""
    return {"first": NINE, "last": FIVE, "now": NOW, "team": team(), "alone": [everything()], "weeks": weeks()}


def team() -> list[Column]:
    """Colleagues beside each other: who is booked, who is free, who is away."""
    return [
        Column(everything().blocks, "Sam Price", "62% booked", "#days", current=True),
        Column(
            [
                Block(NINE, NOON, Look.FREE),
                Block(ONE, FIVE, Look.FREE),
                Block(NOON, ONE, Look.BREAK),
                Block(NINE + 30, NINE + 75, Look.MISSED, "Li Wei", "New claim, missed"),
            ],
            "Ruth Bell",
            "14% booked",
            "#days",
        ),
        Column([Block(NINE, FIVE, Look.AWAY, "Annual leave")], "Dan Hughes", "away", "#days"),
        Column([], "Grace Obi", "not at work", "#days"),
    ]


def everything() -> Column:
    """A day with a block of each look."""
    return Column(
        [
            Block(NINE, NOON, Look.FREE),
            Block(ONE, 16 * HOUR, Look.FREE),
            Block(NOON, ONE, Look.BREAK, "Break"),
            Block(16 * HOUR, FIVE, Look.OTHER, "Other work"),
            Block(NINE, NINE + 40, Look.DONE, "Grace Obi", "Work-focused interview", "#days"),
            Block(NINE + 40, NINE + 50, Look.MISSED, "Dan Hughes", href="#days"),
            Block(11 * HOUR, 11 * HOUR + 45, Look.WAITING, "Amina Khan", "New claim, waiting 12 min", "#days"),
            Block(14 * HOUR, 14 * HOUR + 10, Look.BOOKED, "Li Wei", href="#days"),
            Block(14 * HOUR + 30, 15 * HOUR + 30, Look.BOOKED, "Оксана Бойко (Oksana)", "Health and work", "#days"),
        ]
    )


def weeks() -> list[tuple[str, list[Bar]]]:
    """A week as it is worked: sessions drawn full, other work below."""
    whole: list[Bar] = [(NINE, NOON + 30, True), (ONE, FIVE, True)]
    return [
        ("Mon", whole),
        ("Tue", whole),
        ("Wed", [(NINE, NOON + 30, True), (ONE, FIVE, False)]),
        ("Thu", whole),
        ("Fri", [(8 * HOUR, NOON, True)]),
        ("Sat", []),
    ]
