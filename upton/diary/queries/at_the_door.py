"""What a claimant who stands at the door of any site is told of their own appointments: when, where, how they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from upton.claimants.models import Claimant
from upton.diary.codes import id_in
from upton.diary.models import Appointment
from upton.diary.rules import State
from upton.foundation.actors import Actor
from upton.foundation.clock import day_bounds, local_day
from upton.policy import dated

EACH = 30
"""Appointments of one claimant that are looked at, from the latest."""


@dataclass(frozen=True, slots=True)
class OwnAppointment:
    """An appointment as the claimant who has it knows it: never what it is for, nor who they are.

    `known` when the reader may see the appointment in the diary of its site; `why` is why it was cancelled, in words.
    """

    id: int
    claimant_id: int
    site_id: int
    colleague: str
    starts_at: datetime
    state: State
    channel: str
    why: str
    known: bool


def appointment_with_code(actor: Actor, typed: str) -> Appointment | None:
    """The appointment whose code somebody brought, wherever it is; None for a slip, or a record that is restricted."""
    found = id_in(typed)
    return _told_to(actor).filter(pk=found).first() if found is not None else None


def own_appointments(actor: Actor, claimant_ids: Collection[int]) -> Sequence[OwnAppointment]:
    """The appointments of claimants who stand at the door, the latest first; one question for any number of them."""
    if not claimant_ids:
        return []
    rows = _told_to(actor).filter(claimant_id__in=claimant_ids).select_related("colleague")
    return _own(rows.order_by("-during__startswith", "-pk")[: EACH * len(claimant_ids)], actor)


def of_that_day(found: Iterable[OwnAppointment], now: datetime) -> Sequence[OwnAppointment]:
    """Those of today, the first first."""
    first, after = day_bounds(local_day(now))
    return sorted((one for one in found if first <= one.starts_at < after), key=lambda one: (one.starts_at, one.id))


def _told_to(actor: Actor) -> QuerySet[Appointment]:
    # Whoever stands there brought the code or the reference themselves. Of a restricted record nothing is told but what
    # stands, without a name, in the diaries that the actor sees anyway (decision 0014).
    own = Appointment.objects.visible_to(actor)
    if not actor.may("claimants.find"):
        return own
    seen = Claimant.objects.visible_to(actor).values("pk")
    known = Q(claimant__restricted_as="") | Q(claimant__in=seen) | Q(pk__in=own.values("pk"))
    return Appointment.objects.filter(known)


def _own(rows: Iterable[Appointment], actor: Actor) -> Sequence[OwnAppointment]:
    reach, reasons = actor.reach("diary.see"), dated.words("cancel_reasons")
    return [
        OwnAppointment(
            id=row.pk,
            claimant_id=row.claimant_id,
            site_id=row.site_id,
            colleague=row.colleague.name,
            starts_at=row.during.lower,
            state=State(row.state),
            channel=row.channel,
            why=reasons.get(row.cancel_reason, ""),
            known=reach.covers(row.site_id),
        )
        for row in rows
    ]
