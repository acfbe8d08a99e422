"""What is stated of a site's screens and tablets."""

from __future__ import annotations

from datetime import date

from upton.foundation.facts import Fact, fact

_KINDS = {"kind_of": {"screen": "public screen", "tablet": "tablet"}}


@fact("reception.device_added", staff="{by} added a {kind_of} at {site}.", words=_KINDS)
class DeviceAdded(Fact):
    """A screen or tablet was added at a site, with a code that pairs it."""

    device_id: int
    kind_of: str


@fact("reception.device_code_given", staff="{by} gave a {kind_of} at {site} a new code.", words=_KINDS)
class DeviceCodeGiven(Fact):
    """A screen or tablet was given a new code that pairs it."""

    device_id: int
    kind_of: str


@fact("reception.device_paired", staff="A {kind_of} was paired with {site}.", words=_KINDS)
class DevicePaired(Fact):
    """Somebody typed the code on a machine, which is the screen or tablet since then."""

    device_id: int
    kind_of: str


@fact("reception.device_revoked", staff="{by} took a {kind_of} at {site} out of use.", words=_KINDS)
class DeviceRevoked(Fact):
    """A screen or tablet was taken out of use: it opens nothing any more."""

    device_id: int
    kind_of: str


@fact("reception.device_restored", staff="{by} put a {kind_of} at {site} back into use.", words=_KINDS)
class DeviceRestored(Fact):
    """It was taken back that a screen or tablet was taken out of use."""

    device_id: int
    kind_of: str


@fact("reception.screen_message_set", staff="{by} put a message on the screens of {site}.")
class ScreenMessageSet(Fact):
    """The screens of a site show a line on this day; its text stands in its own table."""

    message_id: int
    day: date


@fact("reception.screen_message_taken_down", staff="{by} took the message off the screens of {site}.")
class ScreenMessageTakenDown(Fact):
    """The screens of a site show no line any more."""

    message_id: int
    day: date


@fact("reception.screen_message_put_back", staff="{by} put the message on the screens of {site} back.")
class ScreenMessagePutBack(Fact):
    """The line stands on the screens again."""

    message_id: int
    day: date
