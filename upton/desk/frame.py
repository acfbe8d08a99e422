"""What stands around every page of a colleague: site, day, the places of the role, what waits, what just happened."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from upton.duties import queries as duties
from upton.foundation import clock, live
from upton.foundation.actors import Actor
from upton.foundation.names import names_for
from upton.handbook.queries import help_address
from upton.pages.environment import address
from upton.pages.frame import Frame, Place, notices_of

PLACES = (
    ("d", "My day", "desk:start", None),
    ("f", "The floor", "reception:floor", "reception.floor"),
    ("v", "Screens and tablets", "reception:devices_here", "reception.devices"),
    ("k", "Computers", "reception:computers", "reception.floor"),
    ("l", "Close the day", "reception:close", "reception.close"),
    ("7", "Contact by day 7", "coaching:clocks", "coaching.contact"),
    ("s", "Day sheet", "diary:day_sheet", "diary.see"),
    ("y", "Keep diaries", "diary:diaries_here", "diary.keep"),
    ("r", "Register", "claimants:register", "claimants.register"),
    ("p", "Possible duplicates", "claimants:duplicates", "claimants.merge"),
    ("w", "Who works where", "organisation:who", "organisation.see"),
    ("o", "Sites", "organisation:sites", "organisation.see"),
    ("c", "Colleagues", "organisation:colleagues", "organisation.staff"),
    ("e", "Opened records", "claimants:opened", "claimants.openings"),
    ("i", "Load a register", "organisation:registers", "sites.import"),
    ("t", "Travel refunds", "reception:refunds", "reception.close"),
    ("a", "Footfall and waits", "reception:footfall", "reception.footfall"),
    ("n", "Ratios", "organisation:ratios", "organisation.staff"),
    ("h", "Who did what", "desk:facts", "facts.browse"),
)
"""The places of the left edge: key after `g`, words, address, and the right that shows it."""


WAITING = "waiting_for_actor"
"""What a view calls it on its request when it knows already how much waits for somebody."""


def frame(request: HttpRequest) -> dict[str, Any]:
    """The frame for templates; without an actor only what just happened."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        at_site = getattr(request, "device", None) is not None
        return {"frame": Frame(notices=notices_of(request), live_url=live_url(request) if at_site else None)}
    now = clock.now()
    today = clock.local_day(now)
    here = actor.site_id
    return {
        "frame": Frame(
            site_name=names_for({"site": [here]}, actor)["site", here] if here else "",
            site_url=address("organisation:site", here) if here else None,
            day=today,
            day_url=address("diary:day_sheet") if actor.may("diary.see") else None,
            places=[
                Place(key, label, href, current=request.path == href)
                for key, label, name, right in PLACES
                if right is None or actor.may(right)
                for href in [address(name)]
            ],
            home_url=address("desk:start"),
            waiting=known if (known := getattr(request, WAITING, None)) is not None else duties.count_due_from(actor),
            waiting_url=address("duties:mine"),
            person_name=actor.name,
            person_url=address("organisation:me"),
            search_url=address("desk:search") if actor.may("claimants.find") else None,
            sign_out_url=address("accounts:sign_out"),
            live_url=live_url(request),
            help_url=help_address(request.resolver_match.view_name if request.resolver_match else ""),
            # A page that refreshes itself leaves what just happened for the page that somebody opens.
            notices=() if live.HEADER in request.headers else notices_of(request),
        )
    }


def live_url(request: HttpRequest) -> str | None:
    """Where the live process listens for this browser: behind the same proxy, or beside the pages on its own port."""
    if settings.UPTON_LIVE_URL:
        return str(settings.UPTON_LIVE_URL)
    if settings.UPTON_LIVE_PORT:
        host = request.get_host().rpartition(":")[0] or request.get_host()
        return f"{request.scheme}://{host}:{settings.UPTON_LIVE_PORT}/live/"
    return None
