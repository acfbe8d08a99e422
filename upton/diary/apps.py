"""The capability as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DiaryConfig(AppConfig):
    """Diary."""

    name = "upton.diary"
    label = "diary"

    def ready(self) -> None:
        """Say what types of appointment were called and who may read that, and what becomes of them in a merge."""
        from upton.diary import merging, queries
        from upton.diary.rules.types import HIDDEN
        from upton.foundation import names

        names.calls("appointment_type", queries.names_of_types)
        names.hides("appointment_type", queries.may_read, hidden=HIDDEN)
        merging.declare_own()
