"""Pages about claimants: registering one, and the page of one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from upton.claimants import operations
from upton.claimants.forms import RegisterForm
from upton.foundation import clock
from upton.foundation.names import names_for
from upton.foundation.once import once
from upton.foundation.refusals import Refused
from upton.foundation.requests import Request
from upton.organisation import queries as organisation
from upton.pages.frame import tell


def register(request: Request) -> HttpResponse:
    """Register a claimant at the site where one works."""
    actor, now = request.actor, clock.now()
    form = RegisterForm(request.POST or None)
    if form.is_valid():
        try:
            claimant = once(
                form.key,
                operations.register,
                site=organisation.site_row(actor.here),
                **form.cleaned_data,
                by=actor,
                now=now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            tell(request, f"{claimant.addressed_as} is registered: {claimant.reference}.")
            return redirect("diary:book", claimant.pk)
    site = names_for({"site": [actor.here]}, actor)["site", actor.here]
    context = {"form": form, "site": site}
    return render(request, "claimants/register.jinja", context, status=422 if form.errors else 200)
