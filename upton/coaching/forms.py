"""The form in which a contact by day 7 is closed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from upton.pages.fields import Choice, Form


class FindingForm(Form):
    """What was found."""

    finding = Choice("What was found?", look="radios", missing="Choose what was found.")

    def __init__(self, *args: Any, findings: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("finding", findings)
