"""Opening hours, closures, postcodes served and places of outreach."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from upton.foundation.requests import Request
from upton.organisation import access, operations, queries
from upton.organisation.forms.places import HoursForm, LastDayForm, OutreachForm, PostcodesForm, ShutForm
from upton.organisation.rules import WEEKDAYS
from upton.organisation.views.sending import page_of, posted, say_refused, send, today
from upton.pages.fields import Form
from upton.pages.frame import tell


def hours(request: Request, site_id: int) -> HttpResponse:
    """Opening hours from a day."""
    access.require_site(request.actor, site_id=site_id)
    view = queries.site_view(request.actor, site_id, today())
    form = HoursForm(posted(request), initial=HoursForm.of(view.usual_hours(), today()), version=view.site.version)
    if form.is_valid():
        day = form.cleaned_data["starts_on"]
        if send(
            request,
            form,
            operations.set_hours,
            site=view.site,
            hours=form.hours(),
            starts_on=day,
            version=form.version,
        ):
            tell(request, "The opening hours are recorded.")
            return redirect("organisation:site", site_id)
    back = reverse("organisation:site", args=[site_id])
    return page_of(
        request,
        form,
        f"Opening hours of {view.period.name}",
        "Set opening hours",
        back=back,
        trail=view.period.name,
        template="organisation/hours.jinja",
        weekdays=list(enumerate(WEEKDAYS)),
    )


def shut(request: Request, site_id: int) -> HttpResponse:
    """Days on which a site is shut, and others of its district with it."""
    access.require_site(request.actor, site_id=site_id)
    view = queries.site_view(request.actor, site_id, today())
    reach = request.actor.reach("organisation.site")
    district = view.period.district_id
    near = queries.site_ids_in(district, today()) - {site_id} if district else frozenset()
    mine = [s for s in queries.sites_on(today(), within=near) if reach.covers(s.id)] if near else []
    form = ShutForm(posted(request), sites=[(str(s.id), s.name) for s in mine])
    if form.is_valid():
        typed = form.cleaned_data
        chosen = queries.sites_for(request.actor, [site_id, *(int(one) for one in typed.get("also", []))])
        sent = send(
            request,
            form,
            operations.shut_sites,
            sites=chosen,
            first_day=typed["first_day"],
            last_day=typed["last_day"],
            reason=typed["reason"],
        )
        if sent:
            undo = reverse("organisation:withdraw_closure", args=[site_id, sent.made.pk]) if len(chosen) == 1 else None
            tell(request, "The closure is recorded." if undo else f"{len(chosen)} closures are recorded.", undo=undo)
            return redirect("organisation:site", site_id)
    back = reverse("organisation:site", args=[site_id])
    return page_of(
        request, form, f"Shut {view.period.name} for some days", "Shut site", back=back, trail=view.period.name
    )


def withdraw_closure(request: Request, site_id: int, closure_id: int) -> HttpResponse:
    """Take a closure back."""
    found = queries.closure_for(request.actor, closure_id, site_id)
    form = Form(request.POST)
    if send(request, form, operations.withdraw_closure, closure=found):
        tell(request, "The closure is taken back.")
    else:
        say_refused(request, form)
    return redirect("organisation:site", site_id)


def postcodes(request: Request, site_id: int) -> HttpResponse:
    """The postcodes that a site serves, from a day."""
    access.require_site(request.actor, site_id=site_id)
    view = queries.site_view(request.actor, site_id, today())
    lines = "\n".join(f"{row.text} {row.detail}".strip() for row in view.on_day(view.postcodes))
    form = PostcodesForm(posted(request), initial={"areas": lines, "starts_on": today()}, version=view.site.version)
    if form.is_valid():
        day = form.cleaned_data["starts_on"]
        if send(
            request,
            form,
            operations.set_postcodes,
            site=view.site,
            areas=form.read,
            starts_on=day,
            version=form.version,
        ):
            tell(request, "The postcodes are recorded.")
            return redirect("organisation:site", site_id)
    back = reverse("organisation:site", args=[site_id])
    return page_of(
        request, form, f"Postcodes that {view.period.name} serves", "Set postcodes", back=back, trail=view.period.name
    )


def outreach(request: Request, site_id: int) -> HttpResponse:
    """A new place of outreach."""
    access.require_site(request.actor, site_id=site_id)
    site, period = queries.site_for(request.actor, site_id), queries.latest_period(site_id, today())
    form = OutreachForm(posted(request), initial={"starts_on": today()})
    if form.is_valid() and send(request, form, operations.open_outreach, site=site, **form.cleaned_data):
        tell(request, f"{form.cleaned_data['name']} is recorded.")
        return redirect("organisation:site", site_id)
    back = reverse("organisation:site", args=[site_id])
    return page_of(request, form, "Add a place of outreach", "Add place", back=back, trail=period.name)


def end_outreach(request: Request, site_id: int, place_id: int) -> HttpResponse:
    """The last day of a place of outreach."""
    access.require_site(request.actor, site_id=site_id)
    found, period = queries.outreach_for(request.actor, place_id, site_id), queries.latest_period(site_id, today())
    form = LastDayForm(posted(request), initial={"last_day": today()})
    if form.is_valid() and send(request, form, operations.end_outreach, place=found, **form.cleaned_data):
        tell(request, f"The end of {found.name} is recorded.")
        return redirect("organisation:site", site_id)
    back = reverse("organisation:site", args=[site_id])
    return page_of(request, form, f"End outreach at {found.name}", "End outreach", back=back, trail=period.name)
