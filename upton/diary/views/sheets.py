"""The day sheet of a site: on the screen, on paper, and as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse

from upton.diary import queries
from upton.diary.queries.calendar import CalendarLine
from upton.diary.rules import WORDS, State
from upton.diary.views.asked import Asked, asked
from upton.diary.views.places import site_name, tabs
from upton.foundation.requests import Request
from upton.organisation import queries as organisation
from upton.organisation.queries import PostedLine
from upton.pages.downloads import as_csv
from upton.pages.words import clock_time

HEADS = ("Day", "From", "To", "Claimant", "Reference", "With", "Team", "What for", "How", "State")
APART = "colleague"
"""What the address says for one sheet of paper for each colleague."""


def day_sheet(request: Request) -> HttpResponse:
    """The appointments of a day at the site where one works, or another within one's reach, ready for print."""
    wanted = asked(request)
    every, teams = _day(request, wanted)
    lines = _narrowed(every, wanted, teams)
    apart = wanted.kept.get("pages") == APART
    site = site_name(request, wanted.site_id)
    context = {
        "asked": wanted,
        "tabs": tabs(request.actor, wanted, "diary:day_sheet"),
        "site": site,
        "lines": lines,
        "every": len(every),
        "filters": _filters(every, wanted, teams),
        "sheets": _sheets(lines) if apart else [("Appointments", lines)],
        "apart": apart,
        "download": reverse("diary:day_sheet_download") + wanted.query(pages=None),
        "clear": wanted.query(colleague=None, team=None, type=None, state=None, pages=None),
        "steps": True,
    }
    return render(request, "diary/day_sheet.jinja", context)


def day_sheet_download(request: Request) -> StreamingHttpResponse:
    """The day sheet as CSV. What is sensitive is called an appointment: a file leaves the office."""
    wanted = asked(request)
    every, teams = _day(request, wanted)
    rows = (
        [
            line.day.isoformat(), clock_time(line.starts_at), clock_time(line.ends_at), line.claimant_on_paper,
            line.reference if line.named else "", line.colleague, teams[line.colleague_id].team
            if line.colleague_id in teams else "", line.on_paper, line.how, line.words,
        ]
        for line in _narrowed(every, wanted, teams)
    )  # fmt: skip
    return as_csv(f"day-sheet-{wanted.day.isoformat()}", HEADS, rows)


Teams = dict[int, PostedLine]
Row = dict[str, Any]


def _day(request: Request, wanted: Asked) -> tuple[list[CalendarLine], Teams]:
    types = queries.types_on(wanted.day)
    day: date = wanted.day
    lines = queries.appointments(request.actor, first=day, last=day, types=types, site_id=wanted.site_id)
    posted = organisation.posted(wanted.site_id, day, weekday=False) if lines else []
    return lines, {one.colleague_id: one for one in posted}


def _narrowed(lines: Iterable[CalendarLine], wanted: Asked, teams: Teams) -> list[CalendarLine]:
    colleague, team = wanted.number("colleague"), wanted.number("team")
    kind, state = wanted.kept.get("type"), wanted.kept.get("state")
    return [
        one
        for one in lines
        if colleague in (None, one.colleague_id)
        and (team is None or (one.colleague_id in teams and teams[one.colleague_id].team_id == team))
        and kind in (None, one.code)
        and state in (None, one.state.value)
    ]


def _filters(lines: Sequence[CalendarLine], wanted: Asked, teams: Teams) -> list[Row]:
    """A row of links for each way of narrowing the sheet that tells anything apart on this day, with its counts."""
    team_of = {one: (line.team_id, line.team) for one, line in teams.items() if line.team_id}
    rows = (
        ("With", "colleague", lambda one: (one.colleague_id, one.colleague)),
        ("Team", "team", lambda one: team_of.get(one.colleague_id, (None, ""))),
        ("What for", "type", lambda one: (one.code or None, one.purpose)),
        ("State", "state", lambda one: (one.state.value, WORDS[one.state].capitalize())),
    )
    found: list[Row] = [{"label": label, "options": _options(name, lines, wanted, say)} for label, name, say in rows]
    return [one for one in found if any(o["current"] or o["count"] < len(lines) for o in one["options"][1:])]


def _options(
    name: str, lines: Sequence[CalendarLine], wanted: Asked, say: Callable[[CalendarLine], tuple[Any, str]]
) -> list[dict[str, Any]]:
    counts: dict[Any, int] = {}
    words: dict[Any, str] = {}
    for one in lines:
        key, text = say(one)
        if key is not None:
            counts[key] = counts.get(key, 0) + 1
            words[key] = text
    chosen = wanted.kept.get(name)
    options = [
        {"text": words[key], "href": wanted.query(**{name: key}), "current": chosen == str(key), "count": counts[key]}
        for key in sorted(counts, key=lambda key: _order(name, key, words[key]))
    ]
    return [{"text": "All", "href": wanted.query(**{name: None}), "current": not chosen}, *options]


def _order(name: str, key: Any, words: str) -> tuple[int, str]:
    return (list(State).index(State(key)) if name == "state" else 0, words.casefold())


def _sheets(lines: Iterable[CalendarLine]) -> list[tuple[str, list[CalendarLine]]]:
    ordered = sorted(lines, key=lambda one: (one.colleague.casefold(), one.colleague_id, one.starts_at))
    return [(key[1], list(own)) for key, own in groupby(ordered, key=lambda one: (one.colleague_id, one.colleague))]
