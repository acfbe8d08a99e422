"""The capability as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """Duties."""

    name = "upton.duties"
    label = "duties"
