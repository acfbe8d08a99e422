"""A register applied: everything it changes, in one act, or nothing (ORG-1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F

from upton.engines.register.placenames import district_key
from upton.engines.register.plan import Entry, EntryKind
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.foundation.dated import from_day
from upton.foundation.facts import Fact
from upton.foundation.refusals import NotPossible
from upton.foundation.sorting import sort_key
from upton.organisation import access, facts, queries, rules
from upton.organisation.models import District, Register, Site, SitePeriod
from upton.organisation.operations.closing import close_site, reopen_site
from upton.organisation.operations.districts import open_district
from upton.organisation.operations.holding import whose
from upton.organisation.operations.periods import change_from
from upton.organisation.operations.registers import hold_draft, require_closable
from upton.organisation.queries import Reckoned
from upton.organisation.register_words import TO_DECIDE
from upton.policy.nations import nation_of_postcode

ADDRESS = ("building", "street", "town", "county", "postcode")
RENAMED = {EntryKind.RENAMED, EntryKind.RENAMED_AND_MOVED}
MOVED = {EntryKind.MOVED, EntryKind.RENAMED_AND_MOVED}
Districts = Mapping[tuple[str, ...], District]


@dataclass(frozen=True, slots=True)
class _Act:
    """What every part of applying one register needs to know."""

    register: Register
    reckoned: Reckoned
    districts: Districts
    sites: Mapping[int, Site]
    by: Actor
    now: datetime

    def district_of(self, name: str | None) -> District | None:
        return self.districts[district_key(name)] if name else None


@operation
def apply_register(*, register: Register, by: Actor, now: datetime, shown: str | None = None) -> Register:
    """Carry out what a draft changes, as it stands now with all that was decided; what is undecided is left alone.

    `shown` is the digest of what the page showed: anything else than that raises Overtaken. Raises NotPermitted beyond
    one's own districts; NotPossible where the list can't hold from its day, or a site can't close.
    """
    access.require_register(by)
    held, sites = _hold_everything(register)
    today = local_day(now)
    reckoned = queries.reckon(held, today)
    if shown is not None and shown != reckoned.digest:
        raise rules.Overtaken(
            "Since you opened the page, somebody changed or decided something, and this list would do something else "
            "now. Nothing was done. Look at what it would do, then apply it."
        )
    access.require_register_here(by, beyond=queries.beyond_reach(reckoned, by.reach("sites.import"), today))
    require_day(reckoned)
    for entry in reckoned.plan.of_kind(EntryKind.CLOSED):
        require_closable(reckoned, entry, reckoned.day_of(entry))
    act = _Act(held, reckoned, _districts(reckoned, by=by, now=now), sites, by, now)
    _write(act)
    held.outcome, held.applied_at, held.applied_by_id = _outcome(reckoned), now, whose(by)
    held.save(update_fields=["outcome", "applied_at", "applied_by_id"])
    state(_applied(held, reckoned))
    return held


def require_day(reckoned: Reckoned) -> None:
    """A list holds from a day on which nothing newer is in force where it changes something. Raises NotPossible."""
    late = reckoned.not_before
    if late is not None:
        others = f" and of {late.others} more" if late.others else ""
        raise NotPossible(
            f"What is recorded of {late.name}{others} holds from {rules.on(late.day)}, after this list. "
            "Let the list hold from that day or a later one.",
            field="as_of",
        )


@part_of_operation
def _hold_everything(register: Register) -> tuple[Register, Mapping[int, Site]]:
    # All drafts, so that two lists are never applied at once: each is held against what the other has recorded.
    list(Register.objects.drafts().order_by("pk").select_for_update().values_list("pk"))
    held = hold_draft(register)
    return held, {site.pk: site for site in Site.objects.order_by("pk").select_for_update(no_key=True)}


@part_of_operation
def _districts(reckoned: Reckoned, *, by: Actor, now: datetime) -> Districts:
    found = dict(queries.districts_by_key(reckoned.as_of))
    for name in reckoned.new_districts:
        found[district_key(name)] = open_district(name=name, region=None, starts_on=reckoned.as_of, by=by, now=now)
    return found


@part_of_operation
def _write(act: _Act) -> None:
    plan = act.reckoned.plan
    numbers = {e.site.id: e.after.office_number for e in plan.changing if e.site and e.after and _renumbered(e)}
    # Numbers are unique: all that change are given up before any is given away.
    Site.objects.filter(pk__in=numbers).update(office_number=None)
    _open(act, plan.of_kind(EntryKind.OPENED))
    for entry in plan.of_kind(EntryKind.CLOSED):
        _close(act, entry)
    changed = [entry for entry in plan.changing if entry.site and entry.kind is not EntryKind.CLOSED]
    for entry in changed:
        _change(act, entry)
    for site_id, number in numbers.items():
        act.sites[int(site_id)].office_number = number
    Site.objects.bulk_update([act.sites[int(site_id)] for site_id in numbers], ["office_number"])
    Site.objects.filter(pk__in=[e.site.id for e in changed if e.site]).update(
        version=F("version") + 1, changed_by_id=whose(act.by), changed_at=act.now
    )


def _renumbered(entry: Entry) -> bool:
    return any(change.field == "office_number" for change in entry.changes)


@part_of_operation
def _open(act: _Act, entries: Sequence[Entry]) -> None:
    """Open every new office of the list: two statements, however many they are."""
    valid = from_day(act.reckoned.as_of)
    noted: dict[str, Any] = {"changed_by_id": whose(act.by), "changed_at": act.now}
    opened = [(e, e.after, Site(valid=valid, kind=e.after.kind, **noted)) for e in entries if e.after]
    for _, after, site in opened:
        site.office_number = after.office_number
    Site.objects.bulk_create([site for _, _, site in opened])
    SitePeriod.objects.bulk_create(
        SitePeriod(
            site=site,
            valid=valid,
            name=after.name,
            sort_key=sort_key(after.name),
            nation=nation_of_postcode(after.postcode, act.reckoned.as_of),
            district=act.district_of(after.district),
            **{name: getattr(after, name) for name in ADDRESS},
            **_place(entry),
        )
        for entry, after, site in opened
    )
    for _, after, site in opened:
        state(facts.SiteOpened(site_id=site.pk, what=after.kind, starts_on=act.reckoned.as_of))


def _place(entry: Entry) -> dict[str, float | None]:
    latitude, longitude = queries.told_place(entry) or (None, None)
    return {"latitude": latitude, "longitude": longitude}


@part_of_operation
def _close(act: _Act, entry: Entry) -> None:
    site = act.sites[int(entry.site.id)]  # type: ignore[union-attr]
    close_site(site=site, last_day=act.reckoned.day_of(entry) - timedelta(days=1), by=act.by, now=act.now)


@part_of_operation
def _change(act: _Act, entry: Entry) -> None:
    """Let what the list says of one recorded site hold, and state what that is."""
    recorded = act.reckoned.recorded[entry.site.id]  # type: ignore[union-attr]
    site, day = act.sites[int(recorded.known.id)], recorded.change_day(act.reckoned.as_of)
    if entry.kind is EntryKind.REOPENED:
        site = reopen_site(site=site, starts_on=day, by=act.by, now=act.now)
    fields = _fields(entry, site.pk, day)
    values = _values(act, entry, fields, day)
    if values:
        change_from(site, day, values, today=local_day(act.now))
    for fact in _stated(act, entry, fields, site.pk, day, values):
        state(fact)


def _fields(entry: Entry, site_id: int, day: date) -> set[str]:
    """What the list changes in a site; in one that opens again also what was planned for it against the list."""
    fields: set[str] = {change.field for change in entry.changes}
    period = queries.period_on(site_id, day) if entry.kind is EntryKind.REOPENED else None
    if period is not None and entry.after is not None:
        fields |= {name for name in ("name", *ADDRESS) if getattr(entry.after, name) != getattr(period, name)}
    return fields


def _values(act: _Act, entry: Entry, fields: set[str], day: date) -> dict[str, Any]:
    """What changes in a site's period, by column."""
    after = entry.after
    if after is None or entry.site is None:
        return {}
    values: dict[str, Any] = {name: getattr(after, name) for name in ADDRESS if name in fields}
    if "name" in fields:
        values |= {"name": after.name, "sort_key": sort_key(after.name)}
    if "district" in fields:
        district = act.district_of(after.district)
        values["district_id"] = district.pk if district else None
    if "place" in fields:
        values |= _place(entry)
    # A nation that somebody put right on the border stays while the postcode's own nation is the same as before.
    nation = nation_of_postcode(after.postcode, day)
    if "postcode" in fields and nation != nation_of_postcode(entry.site.postcode, day):
        values["nation"] = nation
    return values


def _stated(
    act: _Act, entry: Entry, fields: set[str], site_id: int, day: date, values: Mapping[str, Any]
) -> list[Fact]:
    said: list[Fact] = []
    if entry.kind in RENAMED:
        said.append(facts.SiteRenamed(site_id=site_id, starts_on=day))
        fields = fields - {"name"}
    if entry.kind in MOVED:
        said.append(facts.SiteMoved(site_id=site_id, starts_on=day))
        fields = fields - {*ADDRESS, "place"}
    if "district" in fields:
        said.append(facts.SitePlaced(site_id=site_id, district_id=values["district_id"], starts_on=day))
        fields -= {"district"}
    if fields:
        said.append(facts.SiteCorrected(site_id=site_id, register_id=act.register.pk, starts_on=day))
    return said


def _outcome(reckoned: Reckoned) -> dict[str, Any]:
    """What was done, by kind, and what was left alone with its name: kept for the page of the register."""
    plan = reckoned.plan
    return {
        "counts": {kind.value: count for kind, count in plan.counts.items() if count},
        "unplaced": len(reckoned.unplaced),
        "districts": list(reckoned.new_districts),
        "left": [
            {
                "kind": entry.kind.value,
                "name": entry.line.name if entry.line else entry.site.name if entry.site else "",
                "line": entry.line_number,
                "site": entry.site_id,
                "reason": entry.reason,
            }
            for entry in plan.of_kind(*TO_DECIDE)
        ],
    }


def _applied(register: Register, reckoned: Reckoned) -> facts.RegisterApplied:
    counts = reckoned.plan.counts
    apart = counts[EntryKind.OPENED] + counts[EntryKind.REOPENED] + counts[EntryKind.CLOSED]
    return facts.RegisterApplied(
        site_id=None,
        register_id=register.pk,
        as_of=register.as_of,
        opened=counts[EntryKind.OPENED],
        changed=len(reckoned.plan.changing) - apart,
        reopened=counts[EntryKind.REOPENED],
        closed=counts[EntryKind.CLOSED],
        unplaced=len(reckoned.unplaced),
    )
