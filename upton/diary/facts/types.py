"""What is stated about types of appointment."""

from __future__ import annotations

from datetime import date

from upton.foundation.facts import Fact, fact
from upton.policy import dated

_WORDS = {"purpose": dated.words("appointment_types")}


@fact(
    "diary.type_changed",
    staff="{by} changed the type of appointment “{purpose}” from {starts_on}.",
    words=_WORDS,
)
class TypeChanged(Fact):
    """A type of appointment is another from a day on."""

    purpose: str
    type_id: int
    starts_on: date


@fact(
    "diary.type_withdrawn",
    staff="{by} withdrew the type of appointment “{purpose}” from {starts_on}.",
    words=_WORDS,
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
    words=_WORDS,
)
class TypeBroughtBack(Fact):
    """Appointments of a type are booked again from a day on."""

    purpose: str
    type_id: int
    starts_on: date
