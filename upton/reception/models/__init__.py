"""What is kept of the door: who came, and the days of a site."""

from __future__ import annotations

from upton.reception.models.computers import Computer, ComputerUse
from upton.reception.models.devices import Device, LastSeen, ScreenMessage
from upton.reception.models.late import RunningLate
from upton.reception.models.papers import Proof, TravelRefund
from upton.reception.models.visits import SiteDay, Visit, VisitQuerySet
from upton.reception.rules import VisitState

__all__ = [
    "Computer",
    "ComputerUse",
    "Device",
    "LastSeen",
    "Proof",
    "RunningLate",
    "ScreenMessage",
    "SiteDay",
    "TravelRefund",
    "Visit",
    "VisitQuerySet",
    "VisitState",
]
