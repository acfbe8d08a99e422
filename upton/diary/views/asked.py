"""What the address of a page of diaries asks for: the day, the site, and what to narrow it to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.http import urlencode

from upton.diary.forms.calendar import DayFilter
from upton.foundation import clock
from upton.foundation.addresses import number_in
from upton.foundation.requests import Request
from upton.organisation import queries as organisation

MANY = 80
"""More sites than this are no list to choose from."""
KEPT = ("site", "colleague", "team", "type", "state", "pages")


@dataclass(frozen=True, slots=True)
class Asked:
    """A day at a site, with what the page is narrowed to; whatever an address holds that is none of it is left out."""

    day: date
    today: date
    site_id: int
    form: DayFilter
    kept: dict[str, str]

    @property
    def monday(self) -> date:
        """The Monday of the week of the day."""
        return self.day - timedelta(days=self.day.weekday())

    @property
    def own_day(self) -> bool:
        """Whether the day is today."""
        return self.day == self.today

    def number(self, name: str) -> int | None:
        """An id that the page is narrowed to."""
        return number_in(self.kept.get(name, ""))

    def query(self, **changes: str | int | None) -> str:
        """The address of this page with some things changed; None takes one away."""
        wanted: dict[str, str | int | None] = {**self.kept, "day": self.day.isoformat(), **changes}
        return "?" + urlencode({key: value for key, value in wanted.items() if value is not None and value != ""})

    def step(self, days: int) -> str:
        """The address of this page so many days on or back."""
        return self.query(day=(self.day + timedelta(days=days)).isoformat())

    def to_today(self) -> str:
        """The address of this page today."""
        return self.query(day=None)

    def shows_today(self, days: int) -> bool:
        """Whether today is shown: the day itself, or a day of its week where a page shows seven."""
        return self.own_day if days == 1 else self.monday <= self.today < self.monday + timedelta(days=days)


def asked(request: Request) -> Asked:
    """What is asked for: today where one works, unless the address names something else within one's reach."""
    actor, today = request.actor, clock.local_day(clock.now())
    reach = actor.reach("diary.see")
    site_id = number_in(request.GET.get("site", ""))
    site_id = site_id if site_id is not None and reach.covers(site_id) else actor.here
    sites = _sites(reach.sites, today) if 1 < len(reach.sites) <= MANY else []
    typed = request.GET.get("day", "") or today.isoformat()
    form = DayFilter({"day": typed, "site": str(site_id)}, sites=sites)
    form.full_clean()
    day = form.cleaned_data.get("day")
    if day is not None:
        # A day from a link stands in the box as people write it.
        form.data = {**form.data, "day": f"{day:%d/%m/%Y}"}
    kept = {key: request.GET[key][:64] for key in KEPT if request.GET.get(key)} | {"site": str(site_id)}
    if site_id == actor.here:
        del kept["site"]
    return Asked(day or today, today, site_id, form, kept)


def _sites(ids: frozenset[int], day: date) -> Sequence[tuple[str, str]]:
    return [(str(one.id), one.name) for one in organisation.sites_on(day, within=ids)]
