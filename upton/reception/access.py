"""Who may do what at the door of a site."""

from __future__ import annotations

from upton.foundation.actors import Actor, ActorKind
from upton.foundation.refusals import NotPermitted
from upton.reception.models import Visit


def require_door(by: Actor, *, site_id: int) -> None:
    """May this actor let people in at the site? Raises NotPermitted."""
    by.require(
        "reception.check_in",
        site_id=site_id,
        sentence="Checking in is for the front of house at this site. Ask a Service Delivery colleague.",
    )


def require_close(by: Actor, *, site_id: int) -> None:
    """May this actor sign a day of the site? Raises NotPermitted."""
    by.require(
        "reception.close",
        site_id=site_id,
        sentence="A day is signed by a manager, team leader or Service Delivery Coach of the site. Ask one of them.",
    )


def require_reopen(by: Actor, *, site_id: int, same_day: bool) -> None:
    """May this actor reopen a signed day: on that day whoever signs, later a manager. Raises NotPermitted."""
    if same_day:
        require_close(by, site_id=site_id)
    else:
        by.require(
            "reception.reopen",
            site_id=site_id,
            sentence="A day signed before today is reopened by the Customer Service Manager. Ask them.",
        )


def may_call(by: Actor, *, site_id: int) -> bool:
    """Whether this actor may call people in at the site: whoever sees people there, and the front of house."""
    return by.reach("reception.see").covers(site_id) or by.reach("reception.check_in").covers(site_id)


def require_call(by: Actor, visit: Visit) -> None:
    """May this actor call them in? Raises NotPermitted."""
    if not may_call(by, site_id=visit.site_id):
        raise NotPermitted("People are called in by the colleagues of their site. Ask one of them.")


def require_see(by: Actor, visit: Visit) -> None:
    """May this actor see somebody without an appointment: who sees people at the site. Raises NotPermitted."""
    by.require(
        "reception.see",
        site_id=visit.site_id,
        sentence="Somebody is seen by the colleagues of their site. Ask one of them.",
    )


def require_late(by: Actor, *, colleague_id: int, site_id: int) -> None:
    """May this actor say that a colleague runs late: oneself, or as the front of house there. Raises NotPermitted."""
    own = by.kind is ActorKind.COLLEAGUE and by.id == colleague_id and by.reach("reception.floor").covers(site_id)
    if not own and not by.reach("reception.check_in").covers(site_id):
        raise NotPermitted("They say it themselves, or the front of house of their site does. Ask one of them.")


def require_computers(by: Actor, *, site_id: int) -> None:
    """May this actor keep who uses the customer computers of the site? Raises NotPermitted."""
    by.require(
        "reception.computers",
        site_id=site_id,
        sentence="Customer computers are kept by the front of house of the site. Ask a colleague there.",
    )


def require_devices(by: Actor, *, site_id: int) -> None:
    """May this actor keep the screens and tablets of the site? Raises NotPermitted."""
    by.require(
        "reception.devices",
        site_id=site_id,
        sentence="Screens and tablets are kept by the Customer Service Manager or a Service Delivery Coach. Ask one.",
    )
