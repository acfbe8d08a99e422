"""Loads the listeners, names and actors of every capability once Django knows its models."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig
from django.conf import settings


class UptonConfig(AppConfig):
    """The house as a whole."""

    name = "config"
    label = "upton"

    def ready(self) -> None:
        for name in settings.CAPABILITIES:
            for part in ("facts", "listeners"):
                if find_spec(f"upton.{name}.{part}"):
                    import_module(f"upton.{name}.{part}")
