"""The capability as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CoachingConfig(AppConfig):
    """Coaching."""

    name = "upton.coaching"
    label = "coaching"
