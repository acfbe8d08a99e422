"""The capability as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Demo."""

    name = "upton.demo"
    label = "demo"
