"""The page that finds a slot, to book it or to move an appointment to it (DIA-3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from upton.claimants import queries as claimants
from upton.claimants.models import Claimant
from upton.claimants.operations import look_at
from upton.diary import operations, queries
from upton.diary.forms.booking import BookForm, SlotForm, slot_in
from upton.diary.forms.finding import SlotFilter, typed
from upton.diary.models import Appointment
from upton.diary.rules import PartOfDay, Wanted
from upton.diary.rules.types import Type
from upton.diary.views.sending import nothing_for_the_dead, posted, send
from upton.foundation import clock
from upton.foundation.addresses import number_in
from upton.foundation.clock import local_day
from upton.foundation.names import names_for
from upton.foundation.requests import Request
from upton.organisation import queries as organisation
from upton.pages.frame import tell
from upton.pages.words import moment

USUAL = "new_claim"
"""What an appointment is for unless something else is chosen."""


def book(request: Request, claimant_id: int) -> HttpResponse:
    """Find a slot for a claimant and book it in one action."""
    claimant = look_at(claimant_id, by=request.actor, now=clock.now())
    if gone := nothing_for_the_dead(request, claimant):
        return gone
    form = BookForm(posted(request))
    sent = send(request, form, operations.book, claimant=claimant, **_slot(form, request)) if form.is_valid() else None
    if sent:
        return _booked(request, sent.made, f"Booked: {claimant.addressed_as} with ")
    looked = _look(request, claimant, form, form.data.get("purpose", ""))
    return _page(request, looked, form, "Find a slot", reverse("desk:claimant", args=[claimant.pk]))


def move(request: Request, appointment_id: int) -> HttpResponse:
    """Find another time for an appointment and move it there in one action."""
    appointment = queries.appointment_for(request.actor, appointment_id)
    claimant = look_at(appointment.claimant_id, by=request.actor, now=clock.now())
    form = SlotForm(posted(request))
    sent = (
        send(request, form, operations.rearrange, appointment=appointment, **_slot(form, request))
        if form.is_valid()
        else None
    )
    if sent:
        return _booked(request, sent.made, f"Moved: {claimant.addressed_as} is with ")
    looked = _look(request, claimant, form, appointment.purpose, instead_of=appointment)
    title = f"Move {moment(appointment.during.lower)}"
    return _page(request, looked, form, title, reverse("desk:claimant", args=[claimant.pk]), moving=appointment)


def _slot(form: SlotForm, request: Request) -> dict[str, Any]:
    colleague_id, starts_at = form.cleaned_data["slot"]
    given = {
        name: form.cleaned_data[name] for name in ("purpose", "interpreter", "claimant_agreed") if name in form.fields
    }
    return given | {
        "colleague": organisation.colleague_with_id(colleague_id),
        "site": organisation.site_row(_site(request, form.cleaned_data["site"])),
        "starts_at": starts_at,
    }


def _booked(request: Request, made: Appointment, words: str) -> HttpResponse:
    start = made.during.lower.astimezone(clock.LOCAL)
    asked = " An interpreter is to be asked for." if made.interpreter else ""
    tell(
        request,
        f"{words}{made.colleague.name}, {start:%A} {start.day} {start:%B}, {start:%H:%M}.{asked}",
        undo=reverse("diary:undo_booking", args=[made.pk]),
        href=reverse("diary:card", args=[made.pk]),
        link="Print the card",
    )
    return redirect("desk:claimant", made.claimant_id)


def _site(request: Request, text: str) -> int:
    """The site that was looked at, where one may book; else the one at which one works."""
    chosen = number_in(text)
    return chosen if chosen is not None and request.actor.reach("diary.book").covers(chosen) else request.actor.here


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked for and what was found."""

    claimant: Claimant
    wanted: Wanted
    filters: SlotFilter
    kept: Mapping[str, Sequence[str]]
    found: queries.Found


def _look(
    request: Request, claimant: Claimant, form: SlotForm, purpose: str, *, instead_of: Appointment | None = None
) -> Looked:
    now = clock.now()
    today = local_day(now)
    since = queries.types_since(today)
    kinds = {code: kind for code, (kind, _) in since.items()}
    asked = _asked(request, claimant, purpose)
    filters = SlotFilter(asked, kinds=kinds)
    filters.fields["colleague"].choices = [(asked.get("colleague", ""), "")]  # type: ignore[attr-defined]
    filters.full_clean()
    chosen = filters.cleaned_data
    what = chosen.get("purpose") or purpose or USUAL
    wanted = Wanted(
        site_id=_site(request, asked.get("site", "")),
        purpose=what,
        first=max(chosen.get("first") or today, since[what][1] if what in since else today),
        claimant_id=claimant.pk,
        own_coach_id=claimant.coach_id,
        colleague_id=number_in(asked.get("colleague", "")),
        role=chosen.get("role") or "",
        language=chosen.get("language") or claimant.language,
        interpreter=bool(chosen.get("interpreter")),
        access=tuple({*claimant.access, *(chosen.get("access") or ())}),
        channel=chosen.get("channel") or "",
        part=PartOfDay(chosen.get("part") or ""),
    )
    found = queries.find(wanted, now=now, kind=kinds.get(wanted.purpose))
    filters.know(list({str(one.colleague_id): one.name for one in found.people}.items()))
    # Whoever moves an appointment need not know what it is for, so no address says it.
    told = [name for name in (*filters.fields, "site") if not (instead_of and name == "purpose")]
    kept = {key: asked.getlist(key) for key in asked if key in told and asked.get(key)}
    return Looked(claimant, wanted, filters, kept, found)


def _asked(request: Request, claimant: Claimant, purpose: str) -> QueryDict:
    """The filters as they stand in the address; those that nobody set, as the claimant's record has them."""
    asked = request.GET.copy()
    asked.setdefault("purpose", purpose or USUAL)
    asked.setdefault("language", claimant.language)
    if "access" not in asked:
        asked.setlist("access", list(claimant.access))
    return asked


def _page(
    request: Request, looked: Looked, form: SlotForm, title: str, back: str, *, moving: Appointment | None = None
) -> HttpResponse:
    actor, now = request.actor, clock.now()
    found, wanted = looked.found, looked.wanted
    kind = found.kind
    days = [(day, list(group)) for day, group in groupby(found.offers, key=lambda offer: offer.day)]
    context = {
        "title": title,
        "back": back,
        "moving": moving,
        "person": claimants.person_bar(
            looked.claimant, local_day(now), coming=queries.next_words(looked.claimant.pk, now)
        ),
        "form": form,
        "filters": looked.filters,
        "wanted": wanted,
        "kind": kind,
        "called": queries.shown_to(actor, local_day(now))(moving).words if moving else kind.name if kind else "",
        "minutes": found.offers[0].minutes if found.offers else kind.minutes if kind else 0,
        "interpreter": bool(found.offers) and found.offers[0].interpreter,
        "days": days,
        "short": _short(found, kind, now) or "claimant_agreed" in form.errors,
        "soon": now + timedelta(hours=kind.notice_hours) if kind else now,
        "taken": _taken(form),
        "later": _address(looked.kept, first=typed(days[-1][0] + timedelta(days=1))) if days else None,
        "instead": _instead(looked, kind, request) if kind and not days else [],
        "until": found.until,
        "elsewhere": wanted.site_id != actor.site_id,
        "site": names_for({"site": [wanted.site_id]}, actor)["site", wanted.site_id],
    }
    return render(request, "diary/book.jinja", context, status=422 if form.is_bound and form.errors else 200)


def _short(found: queries.Found, kind: Type | None, now: datetime) -> bool:
    """Whether some time that is shown gives less notice than the type does."""
    soon = now + timedelta(hours=kind.notice_hours) if kind else now
    return any(offer.times[0] < soon for offer in found.offers)


def _taken(form: SlotForm) -> dict[str, Any] | None:
    """The time that could not be had, so that the page says so where it stood."""
    if not form.is_bound or not form.errors.get("slot"):
        return None
    slot = slot_in(str(form.data.get("slot", "")))
    day: date | None = local_day(slot[1]) if slot else None
    return {"day": day, "colleague_id": slot[0] if slot else None, "sentence": form.errors["slot"][0]}


def _instead(looked: Looked, kind: Type, request: Request) -> list[dict[str, str]]:
    found = queries.instead(looked.wanted, kind, actor=request.actor, now=clock.now())
    return [{"text": one.sentence, "href": _address(looked.kept, **one.change) if one.change else ""} for one in found]


def _address(kept: Mapping[str, Sequence[str]], **changes: str) -> str:
    asked = {**kept, **{key: [value] for key, value in changes.items()}}
    return "?" + urlencode({key: value for key, value in asked.items() if any(value)}, doseq=True)
