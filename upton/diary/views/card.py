"""The card that a claimant takes home: when, where, how to reach us, and what to bring."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from markupsafe import Markup

from upton.claimants.models import Claimant
from upton.claimants.operations import look_at
from upton.diary import queries
from upton.diary.models import Appointment
from upton.diary.rules import WORDS, State
from upton.diary.rules.types import Type
from upton.foundation import clock
from upton.foundation.requests import Request
from upton.organisation import queries as organisation
from upton.policy import dated
from upton.policy.words import translated


def appointment_card(request: Request, appointment_id: int) -> HttpResponse:
    """The card of one appointment, for print. What is sensitive is not told on it, nor by what is to be brought."""
    actor = request.actor
    appointment = queries.appointment_for(actor, appointment_id)
    claimant = look_at(appointment.claimant_id, by=actor, now=clock.now())
    day = clock.local_day(appointment.during.lower)
    wanted = queries.type_on(appointment.purpose, day)
    card = _card(request, appointment, claimant, wanted, day) if appointment.state == State.BOOKED else ""
    context = {"claimant": claimant, "card": card, "words": WORDS[State(appointment.state)]}
    return render(request, "diary/card.jinja", context)


def _card(request: Request, appointment: Appointment, claimant: Claimant, wanted: Type | None, day: date) -> Markup:
    """The card itself, in the claimant's language where the service speaks it, whatever the colleague reads."""
    spoken = dated.words("languages").get(appointment.language, appointment.language)
    known = dict(settings.LANGUAGES)
    with translation.override(claimant.language if claimant.language in known else settings.LANGUAGE_CODE):
        context = {
            "appointment": appointment,
            "claimant": claimant,
            "starts_at": appointment.during.lower,
            "minutes": int((appointment.during.upper - appointment.during.lower).total_seconds() // 60),
            "told": translated(wanted.told) if wanted and not wanted.sensitive else "",
            "site": organisation.period_on(appointment.site_id, day),
            "bring": [translated(one) for one in _bring(wanted, appointment.channel, day)],
            "spoken": translated(spoken),
            "code": queries.code_of(appointment.pk) if appointment.channel == "face_to_face" else "",
        }
        return Markup(render_to_string("diary/card_itself.jinja", context, request))  # noqa: S704 (a template of ours)


def _bring(wanted: Type | None, channel: str, day: date) -> Sequence[str]:
    """What to bring by the data of the day; by telephone and at home nothing."""
    if channel != "face_to_face":
        return ()
    own = wanted.bring if wanted and not wanted.sensitive else ()
    return own or queries.bring_to_any(day)
