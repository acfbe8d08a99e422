"""Where one is among the pages of diaries, and what lies beside it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from upton.diary.views.asked import Asked
from upton.foundation.actors import Actor, ActorKind
from upton.foundation.names import names_for
from upton.foundation.requests import Request

PAGES = (
    ("Day sheet", "diary:day_sheet"),
    ("Team's day", "diary:team_day"),
    ("Site's week", "diary:site_week"),
)


def tabs(actor: Actor, asked: Asked, here: str) -> list[dict[str, Any]]:
    """The pages of a site's diaries, each for the day and site that is shown now."""
    beside = asked.query(colleague=None, team=None, type=None, state=None, pages=None)
    found = [{"text": text, "href": reverse(name) + beside, "current": name == here} for text, name in PAGES]
    if actor.kind is ActorKind.COLLEAGUE:
        own = reverse("diary:colleague_day", args=[actor.id]) + f"?day={asked.day.isoformat()}"
        found.append({"text": "My diary", "href": own, "current": False})
    return found


def site_name(request: Request, site_id: int) -> str:
    """What a site is called."""
    return names_for({"site": [site_id]}, request.actor)["site", site_id]
