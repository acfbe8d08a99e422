"""Every change at the door."""

from __future__ import annotations

from upton.reception.operations.closing import owe_signing, reopen_day, reopen_for_what_came, sign_day
from upton.reception.operations.coming import (
    check_in,
    pass_on,
    receive_visitor,
    swap,
    walk_in,
    withdraw,
)
from upton.reception.operations.computers import (
    begin_use,
    book_computer,
    cancel_use,
    end_use,
    give_coaching,
    restore_use,
    undo_begin,
    undo_coaching,
    undo_end,
    walk_up,
)
from upton.reception.operations.devices import (
    add_device,
    device_with_code,
    pair,
    put_message_back,
    renew_code,
    restore_device,
    revoke_device,
    set_message,
    take_down_message,
)
from upton.reception.operations.following import (
    begin_visit,
    follow,
)
from upton.reception.operations.late import clear_late, say_late
from upton.reception.operations.machines import add_computer, put_back, remove_computer, take_out
from upton.reception.operations.papers import give_proof, refund_travel, take_proof_back, take_refund_back
from upton.reception.operations.tablet import known_at
from upton.reception.operations.waiting import (
    call_in,
    come_back,
    leave,
    leave_unseen,
    see,
    step_out,
    undo_call,
    undo_leave,
    undo_leave_unseen,
    undo_see,
)

__all__ = [
    "add_computer",
    "add_device",
    "begin_use",
    "begin_visit",
    "book_computer",
    "call_in",
    "cancel_use",
    "check_in",
    "clear_late",
    "come_back",
    "device_with_code",
    "end_use",
    "follow",
    "give_coaching",
    "give_proof",
    "known_at",
    "leave",
    "leave_unseen",
    "owe_signing",
    "pair",
    "pass_on",
    "put_back",
    "put_message_back",
    "receive_visitor",
    "refund_travel",
    "remove_computer",
    "renew_code",
    "reopen_day",
    "reopen_for_what_came",
    "restore_device",
    "restore_use",
    "revoke_device",
    "say_late",
    "see",
    "set_message",
    "sign_day",
    "step_out",
    "swap",
    "take_down_message",
    "take_out",
    "take_proof_back",
    "take_refund_back",
    "undo_begin",
    "undo_call",
    "undo_coaching",
    "undo_end",
    "undo_leave",
    "undo_leave_unseen",
    "undo_see",
    "walk_in",
    "walk_up",
    "withdraw",
]
