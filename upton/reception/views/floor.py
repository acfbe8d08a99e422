"""The floor: who is expected, who waits, who is with a colleague, and the day's footfall as a picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from upton.claimants import queries as claimants
from upton.diary.queries import AppointmentLine
from upton.foundation import clock
from upton.foundation.requests import Request
from upton.organisation import queries as organisation
from upton.pages.pictures import bars
from upton.reception import queries
from upton.reception.forms.coming import CameForm
from upton.reception.queries import Kind, Narrowed
from upton.reception.rules import NEAR
from upton.reception.views.doing import narrowing, page_status, query_of

OPENS = 9
"""The hour from which the picture of the day stands, where nobody came before it."""
AT_ONCE = 12
"""Of those expected so many stand open; the box finds the others."""
FEW = 6
"""So many filters of a kind stand open."""


def floor(request: Request) -> HttpResponse:
    """Who is expected, who waits and who was seen at the site where one works."""
    return floor_page(request, CameForm())


def floor_page(request: Request, form: CameForm) -> HttpResponse:
    """The floor with the box on top, in which something may be wrong."""
    actor, now = request.actor, clock.now()
    today, here = clock.local_day(now), actor.here
    whole = queries.floor(actor, site_id=here, day=today)
    kept = narrowing(request)
    shown = queries.narrowed(whole, whom=kept.get("with", ""), what=kept.get("for", ""))
    came = [line for line in (*whole.waiting, *whole.seen, *whole.left) if not line.visitor]
    present = {line.claimant_id for line in whole.expected}
    present |= {line.claimant_id for line in (*whole.waiting, *whole.seen) if line.claimant_id}
    hours = Counter(line.came_at.astimezone(clock.LOCAL).hour for line in came)
    context = {
        "form": form,
        "site": organisation.site_on(here, today),
        "floor": shown.floor,
        "expected": _in_turn(shown.floor.expected, now),
        "filters": _filters(shown, kept),
        "narrowed": bool(shown.chosen_whom or shown.chosen_what),
        "query": query_of(kept),
        "may_check_in": actor.reach("reception.check_in").covers(here),
        "may_spread": actor.reach("diary.book").covers(here),
        "acts": lambda line: queries.acts_of(line, actor, site_id=here, now=now),
        "noted": claimants.with_notes(actor, present, today),
        "found_by": queries.told_apart_by,
        "late": queries.lateness(here, today, now),
        "topic": f"floor:{here}",
        "now": now,
        "here": len(whole.waiting) + len(whole.seen),
        "came": len(came),
        "picture": bars("People who came, by hour", _by_hour(hours, now.astimezone(clock.LOCAL).hour)),
    }
    return render(request, "reception/floor.jinja", context, status=page_status(form))


def _in_turn(expected: Sequence[AppointmentLine], now: Any) -> dict[str, Sequence[AppointmentLine]]:
    """Those who come next, those later on, and those whose time is well past: folded, and found by the box."""
    missing = [line for line in expected if now - line.starts_at > NEAR]
    coming = expected[len(missing) :]
    return {"next": coming[:AT_ONCE], "later": coming[AT_ONCE:], "missing": missing}


def _by_hour(hours: Counter[int], until: int) -> list[tuple[str, int]]:
    """How many came in each hour until now: of those to come nothing is known yet."""
    span = range(min([*hours, OPENS]), max([*hours, OPENS, until]) + 1)
    return [(f"{hour:02}:00", hours.get(hour, 0)) for hour in span]


def _filters(shown: Narrowed, kept: dict[str, str]) -> list[dict[str, Any]]:
    return [
        _filter("With", "Everybody", "with", shown.whom, shown.chosen_whom, kept),
        _filter("For", "Everything", "for", shown.what, shown.chosen_what, kept),
    ]


def _filter(
    label: str, everything: str, key: str, kinds: Sequence[Kind], chosen: str, kept: dict[str, str]
) -> dict[str, Any]:
    """A row of links: the most frequent stand open, with the one chosen; the rest is folded."""

    def option(text: str, code: str, count: int | None) -> dict[str, Any]:
        others = {name: value for name, value in kept.items() if name != key}
        href = reverse("reception:floor") + query_of(others | ({key: code} if code else {}))
        return {"text": text, "href": href, "current": code == chosen, "count": count}

    options = [option(one.text, one.code, one.count) for one in kinds]
    first = [one for number, one in enumerate(options) if number < FEW or one["current"]]
    return {
        "label": label,
        "open": [option(everything, "", None), *first],
        "rest": [one for one in options if one not in first],
    }
