"""The site sheet kept version by version (004, site characteristics)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from upton.foundation.actors import Actor
from upton.foundation.acts import operation, state
from upton.foundation.dated import from_day
from upton.organisation import access, facts, rules
from upton.organisation.models import Site, SiteSheet
from upton.organisation.operations.holding import hold_site, require_site_open, who_and_when
from upton.organisation.sheet_fields import FIELDS, differences


@operation
def keep_sheet(
    *, site: Site, values: Mapping[str, Any], starts_on: date, version: int, by: Actor, now: datetime
) -> SiteSheet:
    """Keep a new version of a site's sheet from a day. `version` is the one it was made from, 0 where there was none.

    Raises NotPermitted; NotPossible for a day before the sheet in force began; Overtaken, saying who changed what,
    when somebody kept a version in between.
    """
    access.require_site(by, site_id=site.pk)
    held = hold_site(site, by=by, now=now)
    require_site_open(held, starts_on)
    latest = SiteSheet.objects.filter(site=held).order_by("version").last()
    current = latest.version if latest else 0
    if version != current:
        raise rules.Overtaken(_overtaken(held, version, latest))
    if latest is not None:
        rules.require_difference(bool(differences(latest, values)), "Nothing differs from the sheet as it stands.")
        rules.require_change_day(starts_on, since=latest.since, what="The sheet")
        latest.valid = from_day(latest.since, starts_on) if latest.since < starts_on else DateRange(empty=True)
        latest.save(update_fields=["valid"])
    sheet = SiteSheet.objects.create(
        site=held,
        version=current + 1,
        valid=from_day(starts_on, held.until),
        kept_by_id=by.id,
        kept_at=now,
        **{field: values[field] for field in FIELDS},
    )
    state(facts.SheetKept(site_id=site.pk, sheet_id=sheet.pk, version=sheet.version, starts_on=starts_on))
    return sheet


def _overtaken(site: Site, version: int, latest: SiteSheet | None) -> str:
    if latest is None:
        return "This sheet does not exist yet. Open the page again to begin it."
    before = SiteSheet.objects.filter(site=site, version=version).first()
    changed = [FIELDS[field].lower() for field in differences(before, latest)]
    what = ", ".join(changed) or "the sheet"
    return (
        f"{who_and_when(latest.kept_by_id, latest.kept_at)} {what}, after you opened this page. "
        "What you typed is kept below. Compare the two, then keep yours if it still holds."
    )
