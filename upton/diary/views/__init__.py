"""The pages of diaries."""

from __future__ import annotations

from upton.diary.views.booking import book, cancel, check_in, day_sheet, see, undo_check_in

__all__ = ["book", "cancel", "check_in", "day_sheet", "see", "undo_check_in"]
