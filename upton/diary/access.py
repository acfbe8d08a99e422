"""Who may book, check in and see people."""

from __future__ import annotations

from collections.abc import Collection

from upton.diary.models import Appointment
from upton.diary.rules.types import Type
from upton.foundation.actors import Actor, ActorKind
from upton.foundation.refusals import NotPermitted


def require_book(by: Actor, *, site_id: int) -> None:
    """May this actor book and cancel at the site? Raises NotPermitted."""
    by.require(
        "diary.book",
        site_id=site_id,
        sentence="You can't book at this site. Ask a colleague there, or a team leader of the district.",
    )


def require_check_in(by: Actor, appointment: Appointment) -> None:
    """May this actor check people in for it: the front of house there, or the claimant. Raises NotPermitted."""
    if by.kind is ActorKind.CLAIMANT and by.id == appointment.claimant_id:
        return
    by.require(
        "reception.check_in",
        site_id=appointment.site_id,
        sentence="Checking in is for the front of house at this site. Ask a Service Delivery colleague.",
    )


def require_see(by: Actor, appointment: Appointment) -> None:
    """Only the colleague whose appointment it is sees the claimant. Raises NotPermitted."""
    if by.id != appointment.colleague_id or not by.may("reception.see"):
        raise NotPermitted(f"This appointment is with {appointment.colleague.name}. Only they can start it.")


def require_types(by: Actor) -> None:
    """May this actor change the types of appointment of the whole service? Raises NotPermitted."""
    by.require(
        "diary.types",
        site_id=None,
        sentence="Types of appointment are for district managers and administrators to change. Ask one of them.",
    )


def require_keep(by: Actor, *, sites: Collection[int]) -> None:
    """May this actor keep the pattern of a colleague who is posted at these sites? Raises NotPermitted."""
    reach = by.reach("diary.keep")
    if not reach.everywhere and not reach.sites.intersection(sites):
        raise NotPermitted("Working patterns are kept by a manager of their site. Ask one of them.")


def require_absence(by: Actor, *, colleague_id: int, sites: Collection[int]) -> None:
    """May this actor record that a colleague is away: oneself, or as a manager of their site? Raises NotPermitted."""
    if by.kind is not ActorKind.COLLEAGUE or by.id != colleague_id:
        reach = by.reach("diary.keep")
        if not reach.everywhere and not reach.sites.intersection(sites):
            raise NotPermitted("They record this themselves, or a manager of their site does. Ask one of them.")


def require_rooms(by: Actor, *, site_id: int) -> None:
    """May this actor keep the rooms of the site? Raises NotPermitted."""
    by.require(
        "diary.keep",
        site_id=site_id,
        sentence="The rooms of a site are kept by its managers. Ask one of them.",
    )


def may_know(actor: Actor, wanted: Type, *, site_id: int, colleague_id: int) -> bool:
    """Whether an actor needs to know what an appointment is for: always, unless its type is sensitive.

    Of a sensitive one they know whose appointment it is, and whoever takes such appointments at the site (DIA-2).
    """
    if not wanted.sensitive or (actor.kind is ActorKind.COLLEAGUE and actor.id == colleague_id):
        return True
    return any(site_id in actor.posts.get(role, ()) for role in wanted.roles)


def require_outcome(by: Actor, appointment: Appointment) -> None:
    """May this actor say what came of an appointment: its colleague, or who books at the site. Raises NotPermitted."""
    if by.id != appointment.colleague_id or not by.may("diary.see"):
        require_book(by, site_id=appointment.site_id)
