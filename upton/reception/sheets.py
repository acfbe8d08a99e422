"""The lists of a day as one PDF: who is booked with whom, and room to tick by hand what happens."""

from __future__ import annotations

from upton.pages.paper import Paper, named
from upton.pages.words import clock_time, long_day, moment
from upton.reception.queries import DayLists
from upton.reception.queries.lists import PaperLine

BOX = "☐"
OWN = (
    ("Time", 11),
    ("Claimant", 36),
    ("What for", 34),
    ("What to do", 44),
    ("Telephone", 32),
    ("Came", 10),
    ("Seen", 10),
    ("What it came to", 34),
)
ARRIVALS = (
    ("Time", 11),
    ("Claimant", 52),
    ("Reference", 24),
    ("With", 44),
    ("What to do", 50),
    ("Came", 10),
    ("At", 16),
)


def as_pdf(lists: DayLists, *, compressed: bool = True) -> bytes:
    """The arrivals of the whole site by time, then a sheet for each colleague."""
    when = f"{lists.site}, {long_day(lists.day)}"
    foot = f"{when}. Printed {moment(lists.printed_at)}. Shred it when the day is written up."
    paper = Paper(f"Lists of the day: {when}", named(foot), compressed=compressed)
    paper.sheet("Arrivals", f"{when}. Everybody who is expected, by time. Tick who comes, and write down when.")
    if lists.arrivals:
        paper.listing(ARRIVALS, [_arrival(one) for one in lists.arrivals])
    else:
        paper.multi_cell(0, 6, "Nobody is expected on this day.")
    for colleague, lines in lists.colleagues:
        paper.sheet(colleague, f"{when}. Tick who came and who was seen; write down what it came to.")
        paper.listing(OWN, [_own(one) for one in lines])
    return bytes(paper.output())


def _arrival(one: PaperLine) -> list[str]:
    return [clock_time(one.starts_at), named(one.claimant), one.reference, one.colleague, one.needs, BOX, ""]


def _own(one: PaperLine) -> list[str]:
    return [
        clock_time(one.starts_at),
        "\n".join(filter(None, [named(one.claimant), one.reference])),
        "\n".join(filter(None, [one.purpose, one.how])),
        one.needs,
        one.ring,
        BOX if one.in_person else "",
        BOX,
        "",
    ]
