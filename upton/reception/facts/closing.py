"""What is stated of the close of a site's day."""

from __future__ import annotations

from datetime import date

from upton.foundation.facts import Fact, fact

_WHY = {"because": {"reason": "with a reason", "came": "because something was still to come of it"}}


@fact("reception.day_closed", staff="{by} signed {day} at {site}.")
class DayClosed(Fact):
    """A day of a site was signed: nothing was forgotten. `goes_on` is what is due by then and goes on to the next."""

    site_day_id: int
    day: date
    goes_on: int


@fact("reception.day_reopened", staff="{day} at {site} is open again, {because}.", words=_WHY)
class DayReopened(Fact):
    """A signed day was reopened, or opened itself again because something still came of it."""

    site_day_id: int
    day: date
    because: str


@fact("reception.day_unsigned", staff="Nobody signed {day} at {site}.")
class DayUnsigned(Fact):
    """A day on which the site was open went by, and nobody signed it."""

    site_day_id: int
    day: date
