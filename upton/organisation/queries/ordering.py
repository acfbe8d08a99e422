"""By what lists are ordered that name sites, which are called otherwise from one day to another."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from upton.organisation.models import SitePeriod


def site_key(site: str, day: date) -> Any:
    """The sort key of the name that the site in a column has on a day; empty for a site that is not open then."""
    named = SitePeriod.objects.on(day).filter(site_id=OuterRef(site)).values("sort_key")[:1]
    return Coalesce(Subquery(named), Value(""))
