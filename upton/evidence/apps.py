"""The capability as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Evidence."""

    name = "upton.evidence"
    label = "evidence"

    def ready(self) -> None:
        """Say what becomes of these rows when two records of a claimant merge."""
        from upton.evidence import merging

        merging.declare_own()
