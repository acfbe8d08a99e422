"""A move of house: which site and coach come along, and which appointments, shown before it is made (CLM-1)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.claimants import operations
from upton.claimants import queries as claimants
from upton.claimants.models import Claimant
from upton.desk.forms import MoveForm, NewHomeForm
from upton.diary import queries as diary
from upton.foundation import clock
from upton.foundation.names import names_for
from upton.foundation.once import once
from upton.foundation.refusals import Refused
from upton.foundation.requests import Request
from upton.organisation import queries as organisation
from upton.pages.fields import Form
from upton.pages.frame import tell
from upton.pages.words import moment


def move(request: Request, claimant_id: int) -> HttpResponse:
    """Where they live now; then what comes along, to be confirmed."""
    one = operations.look_at(claimant_id, by=request.actor, now=clock.now())
    if request.method != "POST":
        initial = {"address": one.address, "postcode": one.postcode}
        return _page(request, one, NewHomeForm(initial=initial, version=one.version), "Look what comes along")
    home = NewHomeForm(request.POST)
    if not home.is_valid():
        return _page(request, one, home, "Look what comes along")
    return _second(request, one, home)


def _second(request: Request, one: Claimant, home: NewHomeForm) -> HttpResponse:
    """The second step: site and coach, with what would happen to each."""
    typed = home.cleaned_data
    sites, reason = _sites(request, one, typed["postcode"])
    # The first step sends no site: nothing is wrong with a form whose second half was not yet asked.
    asked = "site" in request.POST
    wished = request.POST.get("site", "")
    chosen = wished if wished in dict(sites) else sites[0][0]
    coaches = claimants.coaches_at(int(chosen), clock.local_day(clock.now()))
    offered = [(str(line.id), f"{line.name} ({line.caseload})") for line in coaches]
    form = MoveForm(
        request.POST if asked else None,
        initial={**typed, "site": sites[0][0] if len(sites) == 1 else "", "coach": _same_coach(one, offered)},
        version=home.version,
        sites=sites,
        coaches=offered,
        household=[(str(other.pk), other.listed_as) for other in claimants.living_with(one, request.actor)],
    )
    if asked and form.is_valid() and request.POST.get("shown") == chosen:
        done = _send(request, one, form)
        if done is not None:
            return done
    context = {"reason": reason, "effects": _effects(one, int(chosen), sites), "shown": chosen}
    return _page(request, one, form, "Record move", **context)


def _send(request: Request, one: Claimant, form: MoveForm) -> HttpResponse | None:
    typed = form.cleaned_data
    coach = organisation.colleague_with_id(int(typed["coach"])) if typed["coach"] else None
    try:
        moved = once(
            form.key,
            operations.move,
            claimant=one,
            address=typed["address"],
            postcode=typed["postcode"],
            site=organisation.site_row(int(typed["site"])),
            coach=coach,
            by=request.actor,
            now=clock.now(),
            version=form.version,
            with_them=[int(other) for other in typed.get("with_them", [])],
        )
    except Refused as refused:
        form.refuse(refused)
        form.version = one.version
        return None
    site = names_for({"site": [moved.site_id]}, request.actor)["site", moved.site_id]
    others = len(typed.get("with_them", []))
    more = f" and {others} other{'s' if others > 1 else ''} of the household" if others else ""
    tell(request, f"{moved.addressed_as}{more} moved. {site} looks after them.")
    seen = request.actor.reach("claimants.see").covers(moved.site_id)
    return redirect("desk:claimant", moved.pk) if seen else redirect("desk:start")


def _same_coach(one: Claimant, offered: list[tuple[str, str]]) -> str:
    own = str(one.coach_id or "")
    return own if own in dict(offered) else ""


def _sites(request: Request, one: Claimant, postcode: str) -> tuple[list[tuple[str, str]], str]:
    """The sites to choose from, likeliest first, and why one has to be chosen."""
    serving = organisation.sites_serving(postcode, clock.local_day(clock.now())) if postcode else []
    found = [(str(line.id), line.name) for line in serving]
    names = names_for({"site": {one.site_id, request.actor.here}}, request.actor)
    if len(found) == 1:
        return found, ""
    others = [(str(site_id), names["site", site_id]) for site_id in (one.site_id, request.actor.here)]
    offered = list(dict.fromkeys([*found, *others]))
    if found:
        return offered, f"{' and '.join(name for _, name in found)} both serve {postcode}. Ask which suits them."
    return offered, f"No site serves {postcode or 'an empty postcode'}. Check it, or choose who looks after them."


def _effects(one: Claimant, site_id: int, sites: list[tuple[str, str]]) -> list[str]:
    name = dict(sites)[str(site_id)]
    if site_id == one.site_id:
        return [f"{name} goes on looking after them; their appointments stay."]
    coming = diary.to_come(one.pk, clock.now())
    found = [
        f"{name} looks after them from now on, and what is due for them goes there.",
        *(f"{moment(appointment.during.lower)} is booked again at {name}." for appointment in coming[:5]),
    ]
    if len(coming) > 5:
        found.append(f"{len(coming) - 5} more appointments are booked again at {name}.")
    return found


def _page(request: Request, one: Claimant, form: Form, submit: str, **context: Any) -> HttpResponse:
    context = {
        "claimant": one,
        "person": claimants.person_bar(one, clock.local_day(clock.now())),
        "form": form,
        "submit": submit,
        "back": reverse("claimants:details", args=[one.pk]),
        "reason": "",
        "effects": [],
        "shown": "",
        **context,
    }
    return render(request, "desk/move.jinja", context, status=422 if form.is_bound and form.errors else 200)
