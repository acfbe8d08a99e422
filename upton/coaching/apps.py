"""The capability as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CoachingConfig(AppConfig):
    """Coaching."""

    name = "upton.coaching"
    label = "coaching"

    def ready(self) -> None:
        """Say what becomes of these rows when two records of a claimant merge."""
        from upton.coaching import merging

        merging.declare_own()
