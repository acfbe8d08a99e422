"""The card that a claimant takes home: when, where, how to reach us, and what to bring."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from upton.claimants.operations import look_at
from upton.diary import queries
from upton.diary.rules import WORDS, State
from upton.diary.rules.types import Type
from upton.foundation import clock
from upton.foundation.requests import Request
from upton.organisation import queries as organisation
from upton.policy import dated

BRING = "what_to_bring"
ANY = "any"


def appointment_card(request: Request, appointment_id: int) -> HttpResponse:
    """The card of one appointment, for print. What is sensitive is not told on it, nor by what is to be brought."""
    actor = request.actor
    appointment = queries.appointment_for(actor, appointment_id)
    claimant = look_at(appointment.claimant_id, by=actor, now=clock.now())
    day = clock.local_day(appointment.during.lower)
    wanted = queries.type_on(appointment.purpose, day)
    context = {
        "appointment": appointment,
        "claimant": claimant,
        "starts_at": appointment.during.lower,
        "minutes": int((appointment.during.upper - appointment.during.lower).total_seconds() // 60),
        "told": wanted.told if wanted and not wanted.sensitive else "",
        "site": organisation.period_on(appointment.site_id, day),
        "bring": _bring(wanted, appointment.channel, day),
        "spoken": dated.words("languages").get(appointment.language, appointment.language),
        "booked": appointment.state == State.BOOKED,
        "words": WORDS[State(appointment.state)],
    }
    return render(request, "diary/card.jinja", context)


def _bring(wanted: Type | None, channel: str, day: date) -> Sequence[str]:
    """What to bring by the data of the day; by telephone and at home nothing."""
    if channel != "face_to_face":
        return ()
    known = dated.on(BRING, day)
    code = wanted.code if wanted and not wanted.sensitive and wanted.code in known else ANY
    return tuple(known[code].values["bring"]) if code in known else ()
