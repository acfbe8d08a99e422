"""The forms of merging: who the other record is, and what stands where two differ."""

from __future__ import annotations

from typing import Any

from upton.claimants.queries.merging import Preview
from upton.claimants.rules.merging import SURVIVOR
from upton.foundation.refusals import Refused
from upton.pages.fields import Choice, Form, Hidden, Search


class OtherRecordForm(Form):
    """Whom to look for."""

    q = Search(
        "Search for the other record",
        hint="Reference, National Insurance number, or name with date of birth",
        missing="Enter a reference, a number or a name.",
        longest=200,
    )


class MergeForm(Form):
    """What stands where two records differ; the survivor's, unless it has to be chosen.

    `others` is the version of the other record.
    """

    others = Hidden("Version", required=False, longest=20)

    def __init__(self, *args: Any, preview: Preview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in preview.questions:
            options = [(code, words) for code, words in one.options]
            self.fields[one.code] = Choice(
                one.label,
                missing="Choose which of the two is right.",
                choices=options,
                initial=None if one.asked else SURVIVOR,
            )

    def anew(self, preview: Preview, *, version: int, others: int, refused: Refused | None) -> MergeForm:
        """What was chosen, over two records as they stand now, with what is wrong with it."""
        made = MergeForm({**dict(self.data.items()), "version": str(version), "others": str(others)}, preview=preview)
        if made.is_valid() and refused is not None:
            made.refuse(refused)
        return made

    def chosen(self) -> tuple[tuple[str, str], ...]:
        """What was chosen of each part that differs."""
        return tuple(sorted((code, value) for code, value in self.cleaned_data.items() if code != "others"))

    def others_version(self) -> int | None:
        """The version of the other record that the page showed."""
        typed = self.cleaned_data["others"]
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
