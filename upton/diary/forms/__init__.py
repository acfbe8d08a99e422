"""The forms of diaries."""

from __future__ import annotations

from upton.diary.forms.booking import YEARS, BookForm, SlotFilter

__all__ = ["YEARS", "BookForm", "SlotFilter"]
