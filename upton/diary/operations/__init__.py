"""Every change to diaries."""

from __future__ import annotations

from upton.diary.operations.away import (
    keep_appointment,
    leave_to_rebook,
    reckon_rebooking,
    record_absence,
    take_back_absence,
)
from upton.diary.operations.booking import (
    book,
    cancel,
    rearrange,
    undo_booking,
    undo_cancel,
)
from upton.diary.operations.day import (
    check_in,
    check_in_instead,
    leave_unseen,
    see,
    undo_check_in,
    undo_leave_unseen,
    undo_see,
)
from upton.diary.operations.following import (
    drop_for_death,
    follow_claimant,
    owe_again,
)
from upton.diary.operations.groups import (
    cancel_group,
    join_group,
    make_group,
)
from upton.diary.operations.outcomes import (
    mark_missed,
    record_held,
    record_outcome,
    undo_missed,
)
from upton.diary.operations.rooms import (
    add_room,
    change_room,
    close_room,
    reopen_room,
)
from upton.diary.operations.series import (
    end_series,
    start_series,
)
from upton.diary.operations.spreading import (
    RING_MOVED,
    spread,
    undo_spread,
)
from upton.diary.operations.types import (
    add_type,
    bring_back_type,
    change_type,
    withdraw_type,
)
from upton.diary.operations.working import (
    end_pattern,
    set_pattern,
)
from upton.diary.rules.working import Part

__all__ = [
    "RING_MOVED",
    "Part",
    "add_room",
    "add_type",
    "book",
    "bring_back_type",
    "cancel",
    "cancel_group",
    "change_room",
    "change_type",
    "check_in",
    "check_in_instead",
    "close_room",
    "drop_for_death",
    "end_pattern",
    "end_series",
    "follow_claimant",
    "join_group",
    "keep_appointment",
    "leave_to_rebook",
    "leave_unseen",
    "make_group",
    "mark_missed",
    "owe_again",
    "rearrange",
    "reckon_rebooking",
    "record_absence",
    "record_held",
    "record_outcome",
    "reopen_room",
    "see",
    "set_pattern",
    "spread",
    "start_series",
    "take_back_absence",
    "undo_booking",
    "undo_cancel",
    "undo_check_in",
    "undo_leave_unseen",
    "undo_missed",
    "undo_see",
    "undo_spread",
    "withdraw_type",
]
