"""The foundation as a Django app: after every migration the service's rights are granted anew."""

from __future__ import annotations

from typing import Any

import psycopg
from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from psycopg.pq import Format


class FoundationConfig(AppConfig):
    """Facts and what guards them."""

    name = "upton.foundation"
    label = "foundation"

    def ready(self) -> None:
        post_migrate.connect(_grant, sender=self)
        connection_created.connect(_read_quickly)


def _read_quickly(*, connection: Any, **_: Any) -> None:
    """Let psycopg's own reader read moments: Django's puts a reader in Python before it, for every one on a page."""
    kind = psycopg.adapters.types["timestamptz"].oid
    own: Any = psycopg.adapters.get_loader(kind, Format.TEXT)

    class MomentLoader:
        """Makes psycopg's own reader, with the time zone that Django looks for before it takes another reader."""

        format, timezone = Format.TEXT, connection.timezone

        def __new__(cls, *given: Any) -> Any:
            return own(*given)

    connection.connection.adapters.register_loader(kind, MomentLoader)


def _grant(*, using: str, **_: Any) -> None:
    from upton.foundation import database_roles

    database_roles.grant(using)
