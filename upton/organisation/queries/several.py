"""Several sites on one day at once: when each is open."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, time

from upton.foundation.prepared import ask
from upton.foundation.working_days import is_bank_holiday

HOURS = """
select p.site_id, p.nation,
    exists (select from organisation_closure c where c.site_id = p.site_id and c.valid @> %(day)s::date),
    exists (select from organisation_openinghours o where o.site_id = p.site_id and o.valid @> %(day)s::date),
    h.opens, h.closes
from organisation_siteperiod p join organisation_site s on s.id = p.site_id
left join organisation_openinghours h on h.site_id = p.site_id and h.valid @> %(day)s::date and h.weekday = %(weekday)s
where p.site_id = any(%(sites)s) and p.valid @> %(day)s::date and s.valid @> %(day)s::date
"""


def opening_at(site_ids: Collection[int], day: date, *, usual: tuple[time, time]) -> dict[int, tuple[time, time]]:
    """Site → when it is open to the public on a day; those that are shut then are left out. One query.

    It says of each site what `open_hours` says; `usual` holds from Monday to Friday where nobody recorded hours.
    """
    values = {"sites": list(site_ids), "day": day, "weekday": day.weekday()}
    found: dict[int, tuple[time, time]] = {}
    for site_id, nation, closed, recorded, opens, closes in ask(HOURS, values):
        if closed or is_bank_holiday(day, nation):
            continue
        if opens is not None:
            found[site_id] = (opens, closes)
        elif not recorded and day.weekday() < 5:
            found[site_id] = usual
    return found
