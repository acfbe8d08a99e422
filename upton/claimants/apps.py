"""The capability as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ClaimantsConfig(AppConfig):
    """Claimants."""

    name = "upton.claimants"
    label = "claimants"
