"""The forms of diaries."""

from __future__ import annotations

from upton.diary.forms.booking import YEARS, BookForm
from upton.diary.forms.finding import SlotFilter

__all__ = ["YEARS", "BookForm", "SlotFilter"]
