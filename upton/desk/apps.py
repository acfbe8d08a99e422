"""The capability as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Desk."""

    name = "upton.desk"
    label = "desk"
