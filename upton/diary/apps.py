"""The capability as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DiaryConfig(AppConfig):
    """Diary."""

    name = "upton.diary"
    label = "diary"
