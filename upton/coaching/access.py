"""Who may make the contact by day 7, and close it."""

from __future__ import annotations

from upton.claimants.access import require_seen
from upton.coaching.models import CONTACT, ContactClock
from upton.foundation.actors import Actor


def require_contact(by: Actor, clock: ContactClock) -> None:
    """May this actor write, ring and record what was found: at their site, of a record they see? NotPermitted."""
    by.require(
        CONTACT,
        site_id=clock.site_id,
        sentence="This contact is made by coaches and managers of their site. Ask one of them.",
    )
    require_seen(by, claimant_id=clock.claimant_id)


def leads(by: Actor, clock: ContactClock) -> bool:
    """Whether the actor sees to what is due at the site: a team leader or a manager."""
    return by.reach("duties.see_all").covers(clock.site_id)
