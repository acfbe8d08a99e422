"""A form sent twice happens once: double click, back button, retry after a fault."""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any, ParamSpec, TypeVar, cast

from django.apps import apps
from django.conf import settings
from django.db import connection, models

from upton.foundation.actors import Actor
from upton.foundation.acts import one_act
from upton.foundation.models import Sending
from upton.foundation.refusals import NotPossible

P = ParamSpec("P")
T = TypeVar("T")


def once(key: uuid.UUID, do: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Perform an operation under the one-time key of the form that asked for it.

    The same key with the same content returns what the first sending made. Raises NotPossible for the same key with
    other content (somebody went back, changed the form and sent it again), and whatever the operation raises; a
    refused sending leaves the key free.
    """
    name = f"{do.__module__}.{do.__qualname__}"
    told = _fingerprint(name, kwargs)
    with one_act(by=cast(Any, kwargs["by"]), now=cast(datetime, kwargs["now"]), key=key):
        if not _first(key, name, told, cast(datetime, kwargs["now"])):
            return cast(T, _earlier(key, told))
        result = do(*args, **kwargs)
        if isinstance(result, models.Model):
            Sending.objects.filter(key=key).update(made=result._meta.label, made_id=result.pk)
        return result


def _first(key: uuid.UUID, name: str, told: bytes, now: datetime) -> bool:
    # Waits for a sending of the same key that is still under way, and then finds it.
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into foundation_sending (key, operation, fingerprint, made, at) values (%s, %s, %s, '', %s) "
            "on conflict do nothing",
            [key, name, told, now],
        )
        return cursor.rowcount == 1


def _earlier(key: uuid.UUID, told: bytes) -> Any:
    sending = Sending.objects.get(key=key)
    if bytes(sending.fingerprint) != told:
        raise NotPossible(
            "This form was already sent with other content, and that was done. "
            "Open the page again to see what stands now, then make your change."
        )
    if not sending.made:
        return None
    return apps.get_model(sending.made)._base_manager.get(pk=sending.made_id)


def _fingerprint(name: str, kwargs: dict[str, Any]) -> bytes:
    parts = [name, *(f"{k}={_told(v)}" for k, v in sorted(kwargs.items()) if k != "now")]
    # Keyed, because what a form brings can be guessed: a password, a date of birth.
    return hmac.digest(settings.UPTON_FACTS_KEY, "\x1f".join(parts).encode(), "sha256")


def _told(value: Any) -> str:
    if isinstance(value, Actor):
        return f"{value.kind}:{value.id}"
    return f"{value._meta.label}:{value.pk}" if isinstance(value, models.Model) else repr(value)
