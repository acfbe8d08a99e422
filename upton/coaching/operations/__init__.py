"""Every change to the contact by day 7."""

from __future__ import annotations

from upton.coaching.operations.ending import die, record_finding, stand_again, take_back_finding, take_back_missed
from upton.coaching.operations.opening import follow_move, open_for_missed, open_for_unbooked, tell_leader
from upton.coaching.operations.owing import hold_while_open
from upton.coaching.operations.steps import (
    count_call,
    count_contact,
    count_meeting,
    count_message,
    forget_message,
    write,
)

__all__ = [
    "count_call",
    "count_contact",
    "count_meeting",
    "count_message",
    "die",
    "follow_move",
    "forget_message",
    "hold_while_open",
    "open_for_missed",
    "open_for_unbooked",
    "record_finding",
    "stand_again",
    "take_back_finding",
    "take_back_missed",
    "tell_leader",
    "write",
]
