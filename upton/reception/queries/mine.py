"""Who waits for me: what a colleague's own day shows of the floor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from upton.foundation.actors import Actor
from upton.reception.models import Visit, VisitQuerySet
from upton.reception.queries.floor import WAITING
from upton.reception.queries.visits import VisitLine, lines_of


def waiting_for(actor: Actor, *, site_id: int, day: date, booked: bool = True) -> Sequence[VisitLine]:
    """Who waits at a site for this colleague, or for whoever of a role that they hold there: urgent first.

    Without `booked` only those who have no appointment. At most three questions, whatever the number.
    """
    roles = [role for role, sites in actor.posts.items() if site_id in sites]
    rows = _waiting(actor, site_id, day).filter(Q(colleague_id=actor.id) | Q(colleague=None, role__in=roles))
    if not booked:
        rows = rows.filter(appointment=None)
    return _in_turn(rows, actor, day)


def waiting_at(actor: Actor, *, site_id: int, day: date) -> Sequence[VisitLine]:
    """Who waits at a site for anybody, as far as one may see its floor: urgent first, then the longest.

    At most three questions, whatever the number.
    """
    return _in_turn(_waiting(actor, site_id, day), actor, day)


def _waiting(actor: Actor, site_id: int, day: date) -> VisitQuerySet:
    states = [one.value for one in WAITING]
    return Visit.objects.visible_to(actor).filter(site_id=site_id, day=day, state__in=states)


def _in_turn(rows: VisitQuerySet, actor: Actor, day: date) -> Sequence[VisitLine]:
    return sorted(lines_of(rows, actor, day=day), key=lambda one: (not one.urgent, one.came_at, one.id))
