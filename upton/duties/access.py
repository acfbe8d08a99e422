"""Who may take, hand over and pause what is due."""

from __future__ import annotations

from datetime import date

from upton.duties.models import Duty
from upton.foundation.actors import Actor, ActorKind
from upton.foundation.refusals import NotPermitted, NotPossible
from upton.organisation import queries as organisation
from upton.organisation.models import Colleague


def is_ones_own(by: Actor, duty: Duty) -> bool:
    """Whether the duty is this colleague's, or waits for a role that they hold at its site."""
    if by.kind is not ActorKind.COLLEAGUE:
        return False
    if duty.colleague_id is not None:
        return duty.colleague_id == by.id
    return duty.site_id in by.posts.get(duty.role, frozenset())


def require_take(by: Actor, duty: Duty) -> None:
    """Raise NotPermitted for somebody of another role or site, NotPossible when it has an owner already."""
    if duty.colleague_id is not None and duty.colleague_id != by.id:
        raise NotPossible("Somebody else took this on meanwhile.")
    if not is_ones_own(by, duty):
        raise NotPermitted("This waits for another role. Ask their team leader.")


def require_change(by: Actor, duty: Duty) -> None:
    """One's own, or anybody's where one sees to what is due at the site. Raises NotPermitted."""
    if not is_ones_own(by, duty) and not by.reach("duties.see_all").covers(duty.site_id):
        raise NotPermitted("Only its owner, or their team leader or manager, can change this.")


def require_receiver(to: Colleague, *, site_id: int, day: date) -> None:
    """Raise NotPossible for somebody who doesn't work at the site on or after `day`."""
    if not organisation.works_at(to.pk, site_id, day):
        raise NotPossible(f"{to.name} doesn't work at this site. Choose somebody who does.", field="colleague")
