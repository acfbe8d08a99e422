"""The customer computers themselves: added, removed, out of use and back (FOH-3)."""

from __future__ import annotations

from datetime import datetime

from upton.foundation import live
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, state
from upton.foundation.refusals import NotPossible
from upton.organisation.models import Site
from upton.reception import access, facts
from upton.reception.models import Computer
from upton.reception.rules import computers as rules


@operation
def add_computer(*, site: Site, name: str, by: Actor, now: datetime) -> Computer:
    """Add a computer for claimants at a site. Raises NotPermitted; NotPossible at `name`."""
    access.require_devices(by, site_id=site.pk)
    computer = Computer.objects.create(site=site, name=rules.require_name(name), added_at=now)
    state(facts.ComputerAdded(site_id=site.pk, computer_id=computer.pk))
    live.tell(f"floor:{site.pk}")
    return computer


@operation
def remove_computer(*, computer: Computer, by: Actor, now: datetime) -> Computer:
    """Remove a computer at which nobody sits and nothing is booked. Raises NotPermitted, NotPossible."""
    computer = _held(computer)
    access.require_devices(by, site_id=computer.site_id)
    if computer.removed_at is not None:
        raise NotPossible("This computer is removed already.")
    if computer.uses.filter(cancelled_at=None, ended_at=None, until__gt=now).exists():
        raise NotPossible("Somebody sits at this computer, or it is booked. End or cancel that first.")
    computer.removed_at = now
    computer.save(update_fields=["removed_at"])
    state(facts.ComputerRemoved(site_id=computer.site_id, computer_id=computer.pk))
    live.tell(f"floor:{computer.site_id}")
    return computer


@operation
def take_out(*, computer: Computer, reason: str, by: Actor, now: datetime) -> Computer:
    """Take a computer out of use; what is booked at it stays, to be cancelled or moved by hand.

    Raises NotPermitted; NotPossible at `reason`.
    """
    computer = _held(computer)
    access.require_computers(by, site_id=computer.site_id)
    rules.require_in_use(computer.out_since or computer.removed_at)
    computer.out_since, computer.out_reason = now, rules.require_reason(reason)
    computer.save(update_fields=["out_since", "out_reason"])
    state(facts.ComputerTakenOut(site_id=computer.site_id, computer_id=computer.pk))
    live.tell(f"floor:{computer.site_id}")
    return computer


@operation
def put_back(*, computer: Computer, by: Actor, now: datetime) -> Computer:
    """Put a computer back into use. Raises NotPermitted, NotPossible."""
    computer = _held(computer)
    access.require_computers(by, site_id=computer.site_id)
    rules.require_out(computer.out_since)
    computer.out_since, computer.out_reason = None, ""
    computer.save(update_fields=["out_since", "out_reason"])
    state(facts.ComputerPutBack(site_id=computer.site_id, computer_id=computer.pk))
    live.tell(f"floor:{computer.site_id}")
    return computer


def _held(computer: Computer) -> Computer:
    return Computer.objects.select_for_update(of=("self",)).get(pk=computer.pk)
