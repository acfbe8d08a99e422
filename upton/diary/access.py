"""Who may book, check in and see people."""

from __future__ import annotations

from upton.diary.models import Appointment
from upton.foundation.actors import Actor
from upton.foundation.refusals import NotPermitted


def require_book(by: Actor, *, site_id: int) -> None:
    """May this actor book and cancel at the site? Raises NotPermitted."""
    by.require(
        "diary.book",
        site_id=site_id,
        sentence="You can't book at this site. Ask a colleague there, or a team leader of the district.",
    )


def require_check_in(by: Actor, *, site_id: int) -> None:
    """May this actor check people in at the site? Raises NotPermitted."""
    by.require(
        "reception.check_in",
        site_id=site_id,
        sentence="Checking in is for the front of house at this site. Ask a Service Delivery colleague.",
    )


def require_see(by: Actor, appointment: Appointment) -> None:
    """Only the colleague whose appointment it is sees the claimant. Raises NotPermitted."""
    if by.id != appointment.colleague_id or not by.may("reception.see"):
        raise NotPermitted(f"This appointment is with {appointment.colleague.name}. Only they can start it.")
