"""The foundation as a Django app: after every migration the service's rights are granted anew."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FoundationConfig(AppConfig):
    """Facts and what guards them."""

    name = "upton.foundation"
    label = "foundation"

    def ready(self) -> None:
        post_migrate.connect(_grant, sender=self)


def _grant(*, using: str, **_: Any) -> None:
    from upton.foundation import database_roles

    database_roles.grant(using)
