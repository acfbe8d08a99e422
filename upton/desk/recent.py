"""The records that somebody opened or acted on last: looks stand in a cookie of theirs, acts in the facts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpResponse

from upton.claimants import queries as claimants
from upton.foundation.happened import acted_on
from upton.foundation.requests import Request

KEPT = 20
COOKIE = "upton_recent"
WITHIN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class RecentLine:
    """A record with the time of the last look or act; `acted` says which it was."""

    claimant_id: int
    name: str
    at: datetime
    acted: bool


def looked_at(request: Request, response: HttpResponse, claimant_id: int, *, now: datetime) -> None:
    """Keep that a record was looked at, in a signed cookie of this colleague: looking writes nothing anywhere else."""
    others = [one for one in _kept(request) if one[0] != claimant_id]
    kept = [[claimant_id, int(now.timestamp())], *others][:KEPT]
    response.set_signed_cookie(
        COOKIE,
        json.dumps([request.actor.id, kept], separators=(",", ":")),
        salt=COOKIE,
        max_age=WITHIN,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def opened(request: Request) -> dict[int, datetime]:
    """Claimant → when one looked at their record, the latest first, in this browser."""
    return {one: datetime.fromtimestamp(at, UTC) for one, at in _kept(request)}


def _kept(request: Request) -> list[list[int]]:
    found = request.get_signed_cookie(COOKIE, None, salt=COOKIE, max_age=WITHIN)
    whose, kept = json.loads(found) if found else (None, [])
    # Several colleagues may share a browser, and none sees what another opened.
    return kept if whose == request.actor.id else []


def lines(request: Request, *, now: datetime) -> Sequence[RecentLine]:
    """The last records, the latest first; those that one may not see any more are left out. Two queries."""
    actor = request.actor
    found = {one: (at, False) for one, at in opened(request).items()}
    acts = acted_on(actor.id, since=now - WITHIN) if actor.id else []
    for claimant_id, at in acts:
        if claimant_id not in found or found[claimant_id][0] < at:
            found[claimant_id] = (at, True)
    latest = sorted(found.items(), key=lambda one: one[1][0], reverse=True)[: 2 * KEPT]
    now_called = claimants.current_of([one for one, _ in latest], actor)
    seen: dict[int, RecentLine] = {}
    for one, (at, acted) in latest:
        if one in now_called:
            # Records that were merged are one line.
            current, name = now_called[one]
            seen.setdefault(current, RecentLine(current, name, at, acted))
    return list(seen.values())[:KEPT]
