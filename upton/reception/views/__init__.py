"""The pages of the door."""

from __future__ import annotations

from upton.reception.views.coming import (
    check_in,
    check_in_with,
    come,
    undo_check_in,
    who_came,
)
from upton.reception.views.floor import (
    floor,
)
from upton.reception.views.swapping import (
    swap,
    swap_to,
)
from upton.reception.views.visit import (
    act,
    call_in,
    pass_back,
    pass_on,
    visit,
)
from upton.reception.views.walking_in import (
    visitor,
    walk_in,
    walk_in_of,
)

__all__ = [
    "act",
    "call_in",
    "check_in",
    "check_in_with",
    "come",
    "floor",
    "pass_back",
    "pass_on",
    "swap",
    "swap_to",
    "undo_check_in",
    "visit",
    "visitor",
    "walk_in",
    "walk_in_of",
    "who_came",
]
