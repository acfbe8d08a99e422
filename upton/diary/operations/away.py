"""Recording that a colleague is away, and what becomes of the appointments in that time (DIA-1)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from upton.diary import access, facts, queries
from upton.diary.models import Absence, Appointment, KeptAppointment
from upton.diary.rules import State, away
from upton.duties import operations as duties
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.foundation.refusals import NotPossible
from upton.organisation.models import Colleague
from upton.policy import dated

REBOOK = "rebook_away"


@operation
def record_absence(
    *, colleague: Colleague, starts_at: datetime, ends_at: datetime, kind: str, by: Actor, now: datetime
) -> Absence:
    """Record that a colleague is away. Appointments in that time are owed to be booked again, until each is seen to.

    Raises NotPermitted; NotPossible for times that go backwards or lie too far back, an unknown kind, or when they are
    away then already.
    """
    sites = queries.sites_of(colleague.pk, local_day(now))
    access.require_absence(by, colleague_id=colleague.pk, sites=sites)
    known = kind in dated.on("absences", local_day(now))
    away.require_absence(starts_at=starts_at, ends_at=ends_at, kind_known=known, now=now)
    held = Colleague.objects.select_for_update(no_key=True).get(pk=colleague.pk)
    during = DateTimeTZRange(starts_at, ends_at)
    if Absence.objects.filter(colleague=held, during__overlap=during).exists():
        raise NotPossible(away.OVERLAPS, field="first_day")
    absence = Absence.objects.create(colleague=held, during=during, kind=kind, recorded_at=now)
    booked = queries.booked_while_away(absence, now=now)
    state(
        facts.AbsenceRecorded(
            site_id=sites[0],
            colleague_id=held.pk,
            absence_id=absence.pk,
            starts_at=starts_at,
            ends_at=ends_at,
            booked=len(booked),
        )
    )
    reckon_rebooking(absence=absence, by=by, now=now)
    return absence


@operation
def take_back_absence(*, absence: Absence, by: Actor, now: datetime) -> Colleague:
    """Take back an absence; of one that has begun, what is left. Nothing has to be booked again for it.

    Raises NotPermitted, NotPossible for one that is over or taken back already.
    """
    colleague = Colleague.objects.select_for_update(no_key=True).get(pk=absence.colleague_id)
    sites = queries.sites_of(colleague.pk, local_day(now))
    access.require_absence(by, colleague_id=colleague.pk, sites=sites)
    held = _held(absence)
    away.require_to_come(held.during.upper, now=now)
    duties.withdraw(what=REBOOK, subject=("absence", held.pk))
    state(
        facts.AbsenceTakenBack(
            site_id=sites[0], colleague_id=colleague.pk, absence_id=held.pk, starts_at=max(held.during.lower, now)
        )
    )
    if held.during.lower < now:
        held.during = DateTimeTZRange(held.during.lower, now)
        held.save(update_fields=["during"])
    else:
        held.delete()
    return colleague


@operation
def keep_appointment(*, absence: Absence, appointment: Appointment, by: Actor, now: datetime) -> Absence:
    """Let an appointment stand though its colleague is away then. Raises NotPermitted, NotPossible."""
    access.require_book(by, site_id=appointment.site_id)
    held = _held(absence)
    _require_in(held, appointment, now=now)
    if not KeptAppointment.objects.filter(appointment=appointment).exists():
        KeptAppointment.objects.create(absence=held, appointment=appointment, kept_at=now)
        state(facts.KeptWhileAway(**_told(held, appointment)))
        reckon_rebooking(absence=held, by=by, now=now)
    return held


@operation
def leave_to_rebook(*, absence: Absence, appointment: Appointment, by: Actor, now: datetime) -> Absence:
    """Let an appointment that was to stand be booked again after all. Raises NotPermitted, NotPossible."""
    access.require_book(by, site_id=appointment.site_id)
    held = _held(absence)
    _require_in(held, appointment, now=now)
    if KeptAppointment.objects.filter(appointment=appointment, absence=held).delete()[0]:
        state(facts.NotKeptWhileAway(**_told(held, appointment)))
        reckon_rebooking(absence=held, by=by, now=now)
    return held


@part_of_operation
def reckon_rebooking(*, absence: Absence, by: Actor, now: datetime) -> None:
    """Let somebody at each site owe what is left to be booked again for an absence, or mark it as done."""
    left = [one for one in queries.booked_while_away(absence, now=now) if not one.kept]
    if not left:
        duties.settle(what=REBOOK, subject=("absence", absence.pk), by=by, now=now)
        return
    entry = dated.on("duties", local_day(now))[REBOOK].values
    duties.owe(
        what=REBOOK,
        site_id=left[0].site_id,
        subject=("absence", absence.pk),
        role=entry["role"],
        due_at=None,
        now=now,
    )


def _held(absence: Absence) -> Absence:
    held = Absence.objects.select_for_update(of=("self",)).filter(pk=absence.pk).first()
    if held is None:
        raise NotPossible("This absence was taken back already. Nothing is left to do.")
    return held


def _require_in(absence: Absence, appointment: Appointment, *, now: datetime) -> None:
    inside = any(one.appointment_id == appointment.pk for one in queries.booked_while_away(absence, now=now))
    if not inside or appointment.state != State.BOOKED.value:
        raise NotPossible("This appointment is no longer in the time of this absence. Nothing is left to do.")


def _told(absence: Absence, appointment: Appointment) -> dict[str, Any]:
    return {
        "site_id": appointment.site_id,
        "claimant_id": appointment.claimant_id,
        "appointment_id": appointment.pk,
        "colleague_id": absence.colleague_id,
        "absence_id": absence.pk,
        "starts_at": appointment.during.lower,
    }
