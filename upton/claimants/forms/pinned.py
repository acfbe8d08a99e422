"""The form of a note for the next colleague."""

from __future__ import annotations

from upton.claimants.rules.pinned import LONGEST
from upton.pages.fields import Date, Form, LongText


class PinForm(Form):
    """What the next colleague must know, and until when."""

    text = LongText(
        "What must the next colleague know?",
        hint="Everybody who opens the record reads it first. The claimant does not see it here, but may ask for it.",
        missing="Write what the next colleague must know.",
        longest=LONGEST,
        rows=3,
    )
    until = Date("Shown until", required=False, hint="Leave it empty to keep it until somebody takes it off")
