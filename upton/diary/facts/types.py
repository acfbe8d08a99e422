"""What is stated about types of appointment."""

from __future__ import annotations

from datetime import date

from upton.foundation.facts import Fact, fact

_TERMS = {"purpose": "appointment_type"}


@fact(
    "diary.type_added",
    staff="{by} added the type of appointment “{purpose}”, booked from {starts_on}.",
    terms=_TERMS,
)
class TypeAdded(Fact):
    """There is a new type of appointment from a day on."""

    purpose: str
    type_id: int
    starts_on: date


@fact(
    "diary.type_changed",
    staff="{by} changed the type of appointment “{purpose}” from {starts_on}.",
    terms=_TERMS,
)
class TypeChanged(Fact):
    """A type of appointment is another from a day on."""

    purpose: str
    type_id: int
    starts_on: date


@fact(
    "diary.type_withdrawn",
    staff="{by} withdrew the type of appointment “{purpose}” from {starts_on}.",
    terms=_TERMS,
)
class TypeWithdrawn(Fact):
    """No more appointments of a type are booked from a day on; `booked` of them stand."""

    purpose: str
    type_id: int
    starts_on: date
    booked: int


@fact(
    "diary.type_brought_back",
    staff="{by} brought the type of appointment “{purpose}” back from {starts_on}.",
    terms=_TERMS,
)
class TypeBroughtBack(Fact):
    """Appointments of a type are booked again from a day on."""

    purpose: str
    type_id: int
    starts_on: date
