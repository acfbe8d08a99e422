"""The capability as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    """Reception."""

    name = "upton.reception"
    label = "reception"

    def ready(self) -> None:
        """Say which machine holds the cookie of a device, and what becomes of visits when two records merge."""
        from upton.foundation import devices
        from upton.reception import merging, queries

        devices.finds(queries.device_with)
        merging.declare_own()
