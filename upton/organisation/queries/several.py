"""Several sites on one day at once: when each is open, and who works there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, time

from upton.foundation.prepared import ask
from upton.foundation.working_days import is_bank_holiday
from upton.organisation.models import Posting
from upton.organisation.queries.people import PostedLine

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


def posted_at(site_ids: Collection[int], day: date) -> Sequence[PostedLine]:
    """Who works at any of some sites on a day, by name: a line for each posting. One query."""
    rows = Posting.objects.on(day).filter(site_id__in=site_ids, days__weekday=day.weekday(), days__valid__contains=day)
    rows = rows.select_related("colleague", "team").order_by("colleague__sort_key", "pk")
    return [
        PostedLine(
            colleague_id=row.colleague_id,
            name=row.colleague.name,
            role=row.role,
            team=row.team.name if row.team else "",
            fte=row.fte,
            site_id=row.site_id,
            team_id=row.team_id,
        )
        for row in rows
    ]
