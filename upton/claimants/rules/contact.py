"""How somebody may be reached: by which channels, on which of their numbers, and what to say first (CLM-1)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from upton.foundation.refusals import NotPossible


class Channel(StrEnum):
    """A way to reach somebody who is not here."""

    RING = "ring"
    VOICEMAIL = "voicemail"
    TEXT = "text"
    POST = "post"
    EMAIL = "email"


DO_NOT = {
    Channel.RING: "Do not ring",
    Channel.VOICEMAIL: "Leave no voicemail",
    Channel.TEXT: "Send no text",
    Channel.POST: "Send nothing by post",
    Channel.EMAIL: "Send no e-mail",
}
"""What a colleague must not do, as the person bar says it."""


@dataclass(frozen=True, slots=True)
class Number:
    """One telephone number as the rules look at it; `whose` are the person's own words about it."""

    number: str
    kind: str
    whose: str = ""
    safe: bool = True


@dataclass(frozen=True, slots=True)
class Contact:
    """Everything that decides how somebody may be reached."""

    unsafe: frozenset[str] = frozenset()
    numbers: tuple[Number, ...] = ()
    email: str = ""
    has_address: bool = False
    deceased: bool = False

    @property
    def safe_numbers(self) -> tuple[Number, ...]:
        """The numbers that may be used, in their order."""
        return tuple(one for one in self.numbers if one.safe)


def may_send(contact: Contact) -> bool:
    """Whether anything at all may still go out to them: nothing does after a death (CLM-1)."""
    return not contact.deceased


def may_ring(contact: Contact) -> bool:
    """Whether they may be rung: alive, not refused, and on a safe number."""
    return may_send(contact) and Channel.RING not in contact.unsafe and bool(contact.safe_numbers)


def may_leave_voicemail(contact: Contact) -> bool:
    """Whether a message may be left: only where one may ring at all."""
    return may_ring(contact) and Channel.VOICEMAIL not in contact.unsafe


def may_text(contact: Contact) -> bool:
    """Whether a text may be sent: not refused, and there is a safe mobile number."""
    mobile = any(one.kind == "mobile" for one in contact.safe_numbers)
    return may_send(contact) and Channel.TEXT not in contact.unsafe and mobile


def may_post(contact: Contact) -> bool:
    """Whether a letter may be sent: not refused, and there is an address to send it to."""
    return may_send(contact) and Channel.POST not in contact.unsafe and contact.has_address


def may_email(contact: Contact) -> bool:
    """Whether an e-mail may be sent: not refused, and there is an e-mail address."""
    return may_send(contact) and Channel.EMAIL not in contact.unsafe and bool(contact.email)


def number_to_ring(contact: Contact) -> Number | None:
    """The number to ring: the first safe one; None when they may not be rung."""
    return contact.safe_numbers[0] if may_ring(contact) else None


def warnings(contact: Contact) -> list[str]:
    """What a colleague must not do, in words; after a death only that."""
    if contact.deceased:
        return ["Send nothing, ring nobody: they have died"]
    return [DO_NOT[channel] for channel in Channel if channel in contact.unsafe]


def require_channels(unsafe: Collection[str]) -> None:
    """Raise NotPossible for a channel that there is not."""
    if set(unsafe) - set(Channel):
        raise NotPossible("Choose the ways to reach them from the list.", field="unsafe")
