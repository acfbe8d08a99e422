"""The pages of diaries."""

from __future__ import annotations

from upton.diary.views.booking import (
    cancel,
    mark_missed,
    outcome,
    see,
    undo_booking,
    undo_cancel,
    undo_missed,
    undo_see,
)
from upton.diary.views.calendar import (
    colleague_day,
    colleague_week,
    site_week,
    site_week_download,
    team_day,
)
from upton.diary.views.card import (
    appointment_card,
)
from upton.diary.views.finding import (
    book,
    move,
)
from upton.diary.views.groups import (
    cancel_group,
    group,
    groups,
    join_group,
    make_group,
)
from upton.diary.views.series import (
    end_series,
    series,
)
from upton.diary.views.sheets import (
    day_sheet,
    day_sheet_download,
)

__all__ = [
    "appointment_card",
    "book",
    "cancel",
    "cancel_group",
    "colleague_day",
    "colleague_week",
    "day_sheet",
    "day_sheet_download",
    "end_series",
    "group",
    "groups",
    "join_group",
    "make_group",
    "mark_missed",
    "move",
    "outcome",
    "see",
    "series",
    "site_week",
    "site_week_download",
    "team_day",
    "undo_booking",
    "undo_cancel",
    "undo_missed",
    "undo_see",
]
