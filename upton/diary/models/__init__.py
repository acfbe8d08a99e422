"""What is kept of diaries: types of appointment, who works when and where, and what is booked."""

from __future__ import annotations

from upton.diary.models.appointments import Appointment, GroupSession, KeptAppointment, Occupancy, Series
from upton.diary.models.spreading import Spread, SpreadLine
from upton.diary.models.types import AppointmentType
from upton.diary.models.working import Absence, Pattern, Room, RoomKind, Session, SessionKind
from upton.diary.rules import State

__all__ = [
    "Absence",
    "Appointment",
    "AppointmentType",
    "GroupSession",
    "KeptAppointment",
    "Occupancy",
    "Pattern",
    "Room",
    "RoomKind",
    "Series",
    "Session",
    "SessionKind",
    "Spread",
    "SpreadLine",
    "State",
]
