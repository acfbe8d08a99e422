"""Adding types of appointment, and changing them from a day on: what is booked already stands (DIA-2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from upton.diary import access, facts, queries
from upton.diary.models import AppointmentType
from upton.diary.rules import patterns, types
from upton.diary.rules.types import FIELDS, Type
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.foundation.dated import from_day
from upton.foundation.refusals import NotPossible
from upton.organisation import queries as organisation


@operation
def add_type(*, wanted: Type, starts_on: date, by: Actor, now: datetime) -> AppointmentType:
    """Add a type of appointment that is booked from a day on; its code is made from its name (DIA-2).

    Raises NotPermitted, NotPossible (a day that has passed, a name that a type has, what no type can be). Two who add
    one of the same name meet the constraint.
    """
    access.require_types(by)
    types.require_change_from(starts_on, today=local_day(now))
    known = queries.type_words()
    types.require_new_name(wanted.name, known=known.values())
    types.require_type(wanted, roles=organisation.role_names())
    code = types.code_for(wanted.name, taken=known)
    row = _make(replace(wanted, code=code, offered=True), starts_on, by=by, now=now)
    state(facts.TypeAdded(site_id=None, purpose=row.code, type_id=row.pk, starts_on=starts_on))
    return row


@operation
def change_type(
    *, wanted: Type, starts_on: date, by: Actor, now: datetime, version: int | None = None
) -> AppointmentType:
    """Let a type be another from a day on; what was planned for later is replaced, and what is booked stands.

    Raises NotPermitted, NotPossible (a day that has passed, no such type, nothing different, somebody was quicker).
    """
    access.require_types(by)
    before = _standing(wanted.code, starts_on, now=now, version=version)
    after = replace(wanted, offered=before.offered)
    types.require_type(after, roles=organisation.role_names())
    types.require_different(before, after)
    row = _put(after, starts_on, by=by, now=now)
    state(facts.TypeChanged(site_id=None, purpose=row.code, type_id=row.pk, starts_on=starts_on))
    return row


@operation
def withdraw_type(
    *, code: str, starts_on: date, by: Actor, now: datetime, version: int | None = None
) -> AppointmentType:
    """Book no more appointments of a type from a day on; those that are booked stand, and are listed.

    Raises NotPermitted, NotPossible.
    """
    access.require_types(by)
    before = _standing(code, starts_on, now=now, version=version)
    if not before.offered:
        raise NotPossible("This type of appointment is withdrawn on that day already. Nothing is left to do.")
    row = _put(replace(before, offered=False), starts_on, by=by, now=now)
    booked = queries.count_booked_of_type(code, starts_on, now=now)
    state(facts.TypeWithdrawn(site_id=None, purpose=code, type_id=row.pk, starts_on=starts_on, booked=booked))
    return row


@operation
def bring_back_type(
    *, code: str, starts_on: date, by: Actor, now: datetime, version: int | None = None
) -> AppointmentType:
    """Book appointments of a withdrawn type again from a day on. Raises NotPermitted, NotPossible."""
    access.require_types(by)
    before = _standing(code, starts_on, now=now, version=version)
    if before.offered:
        raise NotPossible("This type of appointment is booked on that day as it is. Nothing is left to do.")
    row = _put(replace(before, offered=True), starts_on, by=by, now=now)
    state(facts.TypeBroughtBack(site_id=None, purpose=code, type_id=row.pk, starts_on=starts_on))
    return row


@part_of_operation
def _standing(code: str, day: date, *, now: datetime, version: int | None) -> Type:
    """The type as it stands on the day, its rows held. Two who change one that has no row yet meet the constraint."""
    types.require_change_from(day, today=local_day(now))
    list(AppointmentType.objects.select_for_update().filter(code=code).order_by("pk"))
    patterns.require_same(version, queries.type_version(code), types.OVERTAKEN)
    before = queries.type_on(code, day)
    if before is None:
        raise NotPossible("There is no such type of appointment on that day. Choose another day.", field="starts_on")
    return before


@part_of_operation
def _put(wanted: Type, day: date, *, by: Actor, now: datetime) -> AppointmentType:
    for row in AppointmentType.objects.from_day(day).filter(code=wanted.code):
        if row.since < day:
            row.ends(day)
            row.save(update_fields=["valid"])
        else:
            row.delete()
    return _make(wanted, day, by=by, now=now)


@part_of_operation
def _make(wanted: Type, day: date, *, by: Actor, now: datetime) -> AppointmentType:
    values = {name: getattr(wanted, name) for name in FIELDS} | {
        "roles": list(wanted.roles), "bring": list(wanted.bring),
    }  # fmt: skip
    return AppointmentType.objects.create(
        code=wanted.code, valid=from_day(day), changed_by_id=by.id, changed_at=now, **values
    )
