"""Registering a claimant: likely duplicates first, and the site that serves their postcode (CLM-1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from upton.claimants import operations, queries
from upton.claimants.forms import RegisterForm
from upton.claimants.rules.alike import Alike
from upton.claimants.rules.opening import RestrictedMatch
from upton.claimants.views.showing import posted, send, today
from upton.foundation import clock
from upton.foundation.names import names_for
from upton.foundation.requests import Request
from upton.organisation import queries as organisation
from upton.pages.frame import tell

Sites = Sequence[tuple[str, str, str]]


def register(request: Request) -> HttpResponse:
    """Register a claimant, in person or by telephone, at the site where one works or the one that serves them."""
    actor = request.actor
    form, question = _form(request)
    alike: Sequence[queries.AlikeLine] = ()
    hidden = False
    if form.is_valid() and not question:
        typed: dict[str, Any] = dict(form.cleaned_data)
        chosen = typed.pop("site", "") or str(actor.here)
        sent = send(request, form, operations.register, site=organisation.site_row(int(chosen)), **typed)
        if sent:
            return _registered(request, sent.made)
        if isinstance(sent.refused, RestrictedMatch):
            operations.note_hint(claimant_ids=sent.refused.ids, where="registration", by=actor, now=clock.now())
            hidden = True
        elif isinstance(sent.refused, Alike):
            alike = queries.alike_lines(sent.refused.whys, actor, today=today())
            form.tell_apart(sorted({*typed["told_apart"], *sent.refused.whys}))
    elif question and "site" not in form.errors:
        form.add_error("site", question)
    site = names_for({"site": [actor.here]}, actor)["site", actor.here]
    context = {"form": form, "site": site, "alike": alike, "hidden": hidden}
    return render(request, "claimants/register.jinja", context, status=422 if form.errors else 200)


def _registered(request: Request, claimant: Any) -> HttpResponse:
    actor = request.actor
    if not actor.reach("claimants.see").covers(claimant.site_id):
        site = names_for({"site": [claimant.site_id]}, actor)["site", claimant.site_id]
        tell(request, f"{claimant.addressed_as} is registered at {site}: {claimant.reference}. {site} books them in.")
        return redirect("desk:start")
    tell(request, f"{claimant.addressed_as} is registered: {claimant.reference}.")
    return redirect("diary:book", claimant.pk) if actor.may("diary.book") else redirect("desk:claimant", claimant.pk)


def _form(request: Request) -> tuple[RegisterForm, str]:
    """The form, with the sites to choose from and why one has to be chosen, where the postcode leaves that open."""
    form = RegisterForm(posted(request))
    form.is_valid()
    postcode = form.cleaned_data.get("postcode") if form.is_bound else ""
    if not postcode:
        return form, ""
    sites, question = _sites(request, postcode)
    if not sites:
        return form, ""
    asked = RegisterForm(posted(request), sites=sites)
    asked.is_valid()
    return asked, "" if asked.cleaned_data.get("site") else question


def _sites(request: Request, postcode: str) -> tuple[Sites, str]:
    here, day = request.actor.here, today()
    serving = organisation.sites_serving(postcode, day)
    if [line.id for line in serving] == [here]:
        return [], ""
    own = names_for({"site": [here]}, request.actor)["site", here]
    offered = [(str(line.id), line.name, f"Serves {postcode}") for line in serving]
    if here not in {line.id for line in serving}:
        offered.append((str(here), own, "You register them here"))
    if not serving:
        return (
            offered,
            f"No site serves {postcode}. Check it; if it is right, choose {own} or leave the postcode empty.",
        )
    if len(serving) > 1:
        return offered, f"{' and '.join(line.name for line in serving)} both serve {postcode}. Ask which suits them."
    return offered, f"{serving[0].name} serves {postcode}, not {own}. Choose where they are to be looked after."
