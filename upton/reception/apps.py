"""The capability as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    """Reception."""

    name = "upton.reception"
    label = "reception"
