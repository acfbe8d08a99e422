"""Every change to diaries."""

from __future__ import annotations

from upton.diary.operations.booking import book, cancel, check_in, see, undo_check_in

__all__ = ["book", "cancel", "check_in", "see", "undo_check_in"]
