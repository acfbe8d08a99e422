"""The person bar: who sits opposite and how to reach them, for every page about a claimant."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from upton.claimants.models import Claimant
from upton.claimants.rules import age_on


def person_bar(claimant: Claimant, today: date, *, coming: str = "") -> dict[str, Any]:
    """What the person bar shows; `coming` is the next appointment in words."""
    return {
        "name": claimant.addressed_as,
        "href": reverse("desk:claimant", args=[claimant.pk]),
        "reference": claimant.reference,
        "age": f"{age_on(claimant.born, today)} years",
        "coach": claimant.coach.name if claimant.coach else "none yet",
        "reach": claimant.telephone or claimant.email or "in person only",
        "next": coming,
    }
