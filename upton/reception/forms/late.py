"""By how much somebody says that a colleague runs late."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from upton.pages.fields import Choice, Form, Number
from upton.reception.rules.late import MOST


class LateForm(Form):
    """Who runs late, and by how many minutes."""

    colleague = Choice("Who runs late?", choices=[], look="select", missing="Choose who runs late.")
    minutes = Number(
        "About how many minutes?", least=1, most=MOST, width=3, missing="Enter a number of minutes, such as 15."
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("colleague", people)
