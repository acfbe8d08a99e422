"""The capability as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class HandbookConfig(AppConfig):
    """Handbook."""

    name = "upton.handbook"
    label = "handbook"
