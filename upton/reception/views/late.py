"""Running late: who does, by how much, and saying so."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from upton.foundation import clock
from upton.foundation.requests import Request
from upton.organisation import queries as organisation
from upton.reception import operations, queries
from upton.reception.forms.late import LateForm
from upton.reception.views.doing import do, page_status


def late(request: Request) -> HttpResponse:
    """Who runs late today at the site where one works; say it of oneself, or at the front of house of anybody."""
    actor, now = request.actor, clock.now()
    here, today = actor.here, clock.local_day(now)
    lines = queries.late_lines(here, today, now)
    everybody = actor.reach("reception.check_in").covers(here)
    own = [one for one in lines if one.colleague_id == actor.id]
    people = [(str(one.colleague_id), one.name) for one in (lines if everybody else own)]
    form = LateForm(
        request.POST if request.method == "POST" else None,
        people=sorted(people, key=lambda one: (one[0] != str(actor.id), one[1].casefold())),
        initial={"colleague": str(actor.id) if own else None},
    )
    if form.is_valid():
        one = organisation.colleague_with_id(int(form.cleaned_data["colleague"]))
        minutes = form.cleaned_data["minutes"]
        do(
            request,
            operations.say_late,
            f"It is said that {one.name} runs about {minutes} minutes late.",
            undo=("reception:clear_late", [one.pk]),
            key=form.key,
            colleague=one,
            site=organisation.site_row(here),
            minutes=minutes,
        )
        return redirect("reception:late")
    context = {
        "form": form,
        "late": [one for one in lines if one.minutes],
        "may_say": {one for one, _ in people},
        "site": organisation.site_on(here, today),
        "topic": f"floor:{here}",
    }
    return render(request, "reception/late.jinja", context, status=page_status(form))


def clear_late(request: Request, colleague_id: int) -> HttpResponse:
    """Say that somebody is in time again."""
    one = organisation.colleague_with_id(colleague_id)
    site = organisation.site_row(request.actor.here)
    do(request, operations.clear_late, f"{one.name} is in time again.", colleague=one, site=site)
    return redirect("reception:late")
