"""Who waits for me: what a colleague's own day shows of the floor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from upton.foundation.actors import Actor
from upton.reception.models import Visit
from upton.reception.queries.floor import WAITING
from upton.reception.queries.visits import VisitLine, lines_of


def waiting_for(actor: Actor, *, site_id: int, day: date, booked: bool = True) -> Sequence[VisitLine]:
    """Who waits at a site for this colleague, or for whoever of a role that they hold there: urgent first.

    Without `booked` only those who have no appointment. At most three questions, whatever the number.
    """
    roles = [role for role, sites in actor.posts.items() if site_id in sites]
    rows = (
        Visit.objects.visible_to(actor)
        .filter(site_id=site_id, day=day, state__in=[one.value for one in WAITING])
        .filter(Q(colleague_id=actor.id) | Q(colleague=None, role__in=roles))
    )
    if not booked:
        rows = rows.filter(appointment=None)
    return sorted(lines_of(rows, actor, day=day), key=lambda one: (not one.urgent, one.came_at, one.id))
