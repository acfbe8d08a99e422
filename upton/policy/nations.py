"""In which nation a postcode lies."""

from __future__ import annotations

import re
from datetime import date

from upton.policy import dated

ELSE = "england"


def nation_of_postcode(postcode: str, day: date) -> str:
    """The code of the nation in which a postcode such as "CH49 0UE" lies, as the policy of nations has it on `day`."""
    outward = postcode.split(" ")[0]
    area = re.match(r"[A-Z]*", outward)
    named = {lies: code for code, entry in dated.on("nations", day).items() for lies in entry.values["postcodes"]}
    return named.get(outward) or named.get(area.group() if area else "") or ELSE
