"""A request at the gate, and one that has passed it."""

from __future__ import annotations

from django.http import HttpRequest

from upton.foundation.actors import Actor
from upton.foundation.devices import Device


class Visit(HttpRequest):
    """A request to an address that is for anyone: its person may be a stranger, and then there is no actor."""

    actor: Actor | None


class Request(Visit):
    """A request whose person is known: views behind the gate take it for what they are given."""

    actor: Actor


class AtDevice(Visit):
    """A request of a machine that is paired with a site: there is no actor, and the device is known."""

    device: Device
