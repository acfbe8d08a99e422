"""Days and times in two boxes: together they have to be a time that the clock on the wall shows."""

from __future__ import annotations

from upton.diary.rules.working import require_on_the_clock
from upton.foundation.refusals import NotPossible
from upton.pages.fields import Form


def hold_to_the_clock(form: Form, *pairs: tuple[str, str]) -> None:
    """Refuse, at the box of the time, what the clocks skip on its day; each pair is the box of a day and of a time."""
    for day, at in pairs:
        on, shown = form.cleaned_data.get(day), form.cleaned_data.get(at)
        if on is None or shown is None:
            continue
        try:
            require_on_the_clock(on, shown, field=at)
        except NotPossible as refused:
            form.refuse(refused)
