"""A request that has passed the gate."""

from __future__ import annotations

from django.http import HttpRequest

from upton.foundation.actors import Actor


class Request(HttpRequest):
    """A request whose person is known: views behind the gate take it for what they are given."""

    actor: Actor
