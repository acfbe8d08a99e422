"""What is said to somebody who checks in by themselves."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

MISMATCH = _("What you entered does not fit together. Check it, or go to the desk.")
"""For a code that nobody has and for a birthday that is not theirs: which of them it is, is nobody's business."""
TAKES = timedelta(minutes=5)
"""So long somebody may take over the last question."""


def kept_of(typed: str) -> str:
    """A code or reference without what people put between its signs."""
    return "".join(sign for sign in typed[:100].upper() if sign.isalnum())
