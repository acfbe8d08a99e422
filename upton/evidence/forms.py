"""The form at the desk by which papers are scanned."""

from __future__ import annotations

from datetime import date
from typing import Any

from upton.pages.fields import Choice, Form, Uploads
from upton.policy import dated

ACCEPTS = ("application/pdf", "image/jpeg", "image/png")
RETURNED, KEPT = "returned", "kept"


class ScanForm(Form):
    """What they brought, its scans or photographs, and where the papers are now."""

    kind = Choice("What did they bring?", choices=[], look="select", missing="Choose what they brought.")
    scans = Uploads(
        "Scanned documents",
        hint="PDF, JPEG or PNG; several at once if of the same kind. Scan or photograph: one is needed",
        required=False,
        accepts=ACCEPTS,
    )
    photographs = Uploads(
        "Or photograph them",
        hint="On a tablet this opens the camera",
        required=False,
        accepts=("image/jpeg",),
        camera=True,
    )
    originals = Choice(
        "Where are the papers now?",
        choices=[(RETURNED, "Given back to them"), (KEPT, "Kept here")],
        missing="Choose whether you gave the papers back.",
    )

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", [("", "Choose"), *dated.choices("evidence_kinds", day)])

    def sent(self) -> list[tuple[int, bytes]]:
        """The files with their true sizes, scans first; without content where one is too large."""
        given = [*self.cleaned_data["scans"], *self.cleaned_data["photographs"]]
        return [(one.size, one.read()) for one in given]
