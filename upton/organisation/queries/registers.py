"""Registers that were uploaded, as the list of registers shows them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from upton.engines.register.plan import Verb
from upton.foundation.actors import Actor
from upton.organisation.models import Register, RegisterState
from upton.organisation.queries.people import colleague_names
from upton.organisation.register_words import LASTING

APPLIED_SHOWN = 25
SERVICE = "Upton"
"""Who stands behind what no colleague did: the command line."""


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A register as a list shows it; `counts` is what it did, by the code of its kind."""

    id: int
    filename: str
    state: RegisterState
    as_of: date
    complete: bool
    decisions: int
    uploaded_by: str
    uploaded_at: datetime
    applied_by: str
    applied_at: datetime | None
    counts: dict[str, int]


def register_for(actor: Actor, register_id: int) -> Register:
    """One register with its content, for somebody who may load one. Raises Register.DoesNotExist."""
    register: Register = Register.objects.visible_to(actor).get(pk=register_id)
    return register


def line_of_register(register: Register) -> RegisterLine:
    """One register with the names of those who uploaded and applied it."""
    return _lines([register])[0]


def digest_of(content: bytes) -> str:
    """The digest by which a list is known when it comes again."""
    return hashlib.sha256(content).hexdigest()


def kept_decisions(content: bytes) -> dict[str, Any]:
    """What was decided when the same list was applied before, as far as it lasts: who is who, and what stays."""
    applied = Register.objects.filter(digest=digest_of(content)).exclude(applied_at=None)
    before = applied.order_by("-applied_at").first()
    kept = before.decisions if before else {}
    return {key: one for key, one in kept.items() if Verb(one["verb"]) in LASTING}


def draft_registers(actor: Actor) -> list[RegisterLine]:
    """The drafts, the newest first."""
    return _lines(list(Register.objects.visible_to(actor).drafts().defer("content").order_by("-uploaded_at")))


def applied_registers(actor: Actor) -> list[RegisterLine]:
    """The registers that were applied, the newest first, as many as one looks back at."""
    rows = Register.objects.visible_to(actor).exclude(applied_at=None).defer("content").order_by("-applied_at")
    return _lines(list(rows[:APPLIED_SHOWN]))


def _lines(registers: list[Register]) -> list[RegisterLine]:
    people = {one.uploaded_by_id for one in registers} | {one.applied_by_id for one in registers}
    names = colleague_names([person for person in people if person])
    return [
        RegisterLine(
            id=one.pk,
            filename=one.filename,
            state=one.state,
            as_of=one.as_of,
            complete=one.complete,
            decisions=len(one.decisions),
            uploaded_by=names.get(one.uploaded_by_id or 0, SERVICE),
            uploaded_at=one.uploaded_at,
            applied_by=names.get(one.applied_by_id or 0, SERVICE) if one.applied_at else "",
            applied_at=one.applied_at,
            counts=one.outcome.get("counts", {}),
        )
        for one in registers
    ]
