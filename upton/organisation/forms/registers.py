"""Forms about registers of sites: uploading one, how it is read, and what is decided about one office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from upton.engines.register.listing import MOST_BYTES
from upton.engines.register.plan import Verb
from upton.organisation.register_words import Decided
from upton.pages.fields import Choice, Date, Form, Hidden, Upload

COMPLETE, PART = "complete", "part"
COVERS = (
    (COMPLETE, "Every open office", "One that the list does not name is proposed as closed"),
    (PART, "A part of the country", "It says nothing about offices elsewhere"),
)


class SettingsForm(Form):
    """From which day a list holds, and what it covers."""

    as_of = Date("It holds from", missing="Enter the day from which the list holds.")
    covers = Choice("It names", choices=list(COVERS), initial=COMPLETE)

    def settings(self) -> dict[str, Any]:
        """What was chosen, as the operations take it."""
        return {"as_of": self.cleaned_data["as_of"], "complete": self.cleaned_data["covers"] == COMPLETE}


class UploadForm(SettingsForm):
    """A new list."""

    file = Upload(
        "The list, as CSV",
        largest=MOST_BYTES,
        hint=f"At most {MOST_BYTES // 1_000_000} MB, with the columns named in its first line",
        missing="Choose the file that holds the list.",
    )
    field_order = ("file", "as_of", "covers")


class DecideForm(Form):
    """What one office of a list, or a site that it does not name, is to become.

    `chosen` is the site that stood beside it, `other` one that was picked instead; `seen` says when the decision that
    the page showed was made.
    """

    verb = Choice("Decision", choices=[(verb.value, verb.value) for verb in Verb], missing="Choose one of the answers.")
    chosen = Hidden("Office beside it", required=False, longest=20)
    other = Choice("The same as", required=False, look="select")
    day = Date("From", required=False)
    seen = Hidden("Decision seen", required=False, longest=64)

    def __init__(self, *args: Any, others: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("other", others)

    def decided(self) -> Decided:
        """The decision."""
        verb = Verb(self.cleaned_data["verb"])
        site = (self.cleaned_data["other"] or self.cleaned_data["chosen"]) if verb is Verb.SAME else ""
        day: date | None = self.cleaned_data["day"] if verb is Verb.CLOSE else None
        return Decided(verb, int(site) if site.isascii() and site.isdigit() and len(site) < 19 else None, day)
