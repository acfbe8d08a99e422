"""What stands around every page: the site and day, the places one can go, who one is, and what just happened."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

from upton.foundation import live

DONE, WARN, REFUSED = "done", "warn", "refused"


@dataclass(frozen=True, slots=True)
class Place:
    """One of the few places of a role: `key` is the letter that goes there after `g`."""

    key: str
    label: str
    href: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What just happened, in one sentence; `undo` is an address that undoes it when posted to."""

    text: str
    kind: str = DONE
    undo: str | None = None
    href: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything the two layouts show around a page. Each part is left out when it is not given.

    `waiting` counts what waits for this person; `live_url` is where the live process listens, None when there
    is none (pages then ask again every ten seconds).
    """

    site_name: str = ""
    site_url: str | None = None
    day: date | None = None
    day_url: str | None = None
    places: Sequence[Place] = ()
    home_url: str = "/"
    waiting: int | None = None
    waiting_url: str | None = None
    person_name: str = ""
    person_url: str | None = None
    search_url: str | None = None
    sign_out_url: str | None = None
    live_url: str | None = None
    help_url: str | None = None
    notices: Sequence[Notice] = ()


def tell(
    request: HttpRequest,
    text: str,
    *,
    kind: str = DONE,
    undo: str | None = None,
    href: str | None = None,
    link: str | None = None,
) -> None:
    """Say on the next page what just happened. The text stays in the session: it may hold a name."""
    extra = json.dumps({"kind": kind, "undo": undo, "href": href, "link": link})
    messages.add_message(request, messages.INFO, text, extra_tags=extra)


def notices_of(request: HttpRequest) -> list[Notice]:
    """What `tell` has said and no page has shown yet. Asking takes it: a notice is shown once.

    A page that refreshes itself is told nothing: the notice waits for a page that somebody opens.
    """
    if live.HEADER in request.headers:
        return []
    return [_notice(message) for message in messages.get_messages(request)]


def _notice(message: Message) -> Notice:
    try:
        extra = json.loads(message.extra_tags or "")
        return Notice(str(message.message), **extra)
    except (ValueError, TypeError):
        return Notice(str(message.message))
