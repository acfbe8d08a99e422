"""Changes to a site: name, address, contacts, district, links, closing and opening again."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from upton.foundation.requests import Request
from upton.organisation import access, operations, queries
from upton.organisation.forms.places import (
    AddressForm,
    CloseForm,
    ContactsForm,
    LastDayForm,
    LinkForm,
    NameForm,
    PlaceForm,
    ReopenForm,
)
from upton.organisation.models import Site, SitePeriod
from upton.organisation.rules import AtClosing
from upton.organisation.views.sending import day_in, page_of, posted, say_refused, send, today
from upton.organisation.views.sites import district_options, site_options
from upton.pages.fields import Form
from upton.pages.frame import WARN, tell


def _site(request: Request, site_id: int) -> tuple[Site, SitePeriod]:
    site = queries.site_for(request.actor, site_id)
    return site, queries.latest_period(site_id, today())


def _done(request: Request, site_id: int, text: str, undo: str | None = None) -> HttpResponse:
    tell(request, text, undo=undo)
    return redirect("organisation:site", site_id)


def _form(request: Request, form: Form, period: SitePeriod, title: str, submit: str, **more: Any) -> HttpResponse:
    back = reverse("organisation:site", args=[period.site_id])
    return page_of(request, form, title, submit, back=back, trail=period.name, **more)


def rename(request: Request, site_id: int) -> HttpResponse:
    """Another name from a day."""
    site, period = _site(request, site_id)
    access.require_structure(request.actor, site_id=site_id)
    form = NameForm(posted(request), initial={"name": period.name, "starts_on": today()}, version=site.version)
    if form.is_valid() and send(
        request, form, operations.rename_site, site=site, **form.cleaned_data, version=form.version
    ):
        return _done(request, site_id, f"The name {form.cleaned_data['name']} is recorded.")
    return _form(request, form, period, f"Rename {period.name}", "Rename site", site=site, now=period.name)


def move(request: Request, site_id: int) -> HttpResponse:
    """Another address from a day."""
    site, period = _site(request, site_id)
    access.require_structure(request.actor, site_id=site_id)
    parts = ("building", "street", "town", "county", "postcode", "nation")
    initial = {part: getattr(period, part) for part in parts} | {"starts_on": today()}
    form = AddressForm(posted(request), initial=initial, version=site.version)
    if form.is_valid():
        # The place on the map goes with the postcode; a new one is not known until somebody looks it up.
        same = form.cleaned_data["postcode"] == period.postcode
        address = form.address(*((period.latitude, period.longitude) if same else (None, None)))
        day = form.cleaned_data["starts_on"]
        if send(request, form, operations.move_site, site=site, address=address, starts_on=day, version=form.version):
            return _done(request, site_id, "The address is recorded.")
    return _form(request, form, period, f"Change the address of {period.name}", "Change address", site=site)


def contacts(request: Request, site_id: int) -> HttpResponse:
    """How the public reaches the site, from a day."""
    site, period = _site(request, site_id)
    access.require_site(request.actor, site_id=site_id)
    initial = {"telephone": period.telephone, "email": period.email, "starts_on": today()}
    form = ContactsForm(posted(request), initial=initial, version=site.version)
    if form.is_valid() and send(
        request, form, operations.change_contacts, site=site, **form.cleaned_data, version=form.version
    ):
        return _done(request, site_id, "The public contacts are recorded.")
    return _form(request, form, period, f"Public contacts of {period.name}", "Change contacts", site=site)


def place(request: Request, site_id: int) -> HttpResponse:
    """The district from a day."""
    site, period = _site(request, site_id)
    if period.district_id is not None:
        access.require_structure(request.actor, site_id=site_id)
    initial = {"district": period.district_id, "starts_on": today()}
    form = PlaceForm(posted(request), initial=initial, version=site.version, districts=district_options(request))
    if form.is_valid():
        district = queries.district_for(request.actor, int(form.cleaned_data["district"]))
        day = form.cleaned_data["starts_on"]
        if send(
            request, form, operations.place_site, site=site, district=district, starts_on=day, version=form.version
        ):
            return _done(request, site_id, f"{period.name} is placed in {district.name}.")
    return _form(request, form, period, f"Place {period.name} in a district", "Place site", site=site)


def withdraw_change(request: Request, site_id: int) -> HttpResponse:
    """Take back what is planned from a day."""
    site = queries.site_for(request.actor, site_id)
    day = day_in(request.POST.get("day", ""))
    form = Form(request.POST)
    if day is None or not send(request, form, operations.withdraw_change, site=site, starts_on=day):
        say_refused(request, form)
        return redirect("organisation:site", site_id)
    return _done(request, site_id, "What was planned is taken back.")


def link(request: Request, site_id: int) -> HttpResponse:
    """A link with another site from a day."""
    site, period = _site(request, site_id)
    access.require_structure(request.actor, site_id=site_id)
    form = LinkForm(posted(request), initial={"starts_on": today()}, sites=site_options(request, without=site_id))
    if form.is_valid():
        typed = form.cleaned_data
        other = queries.site_for(request.actor, int(typed["other"]))
        sent = send(
            request,
            form,
            operations.link_sites,
            site=site,
            other=other,
            kind=typed["kind"],
            starts_on=typed["starts_on"],
        )
        if sent:
            return _done(request, site_id, "The link is recorded.")
    return _form(request, form, period, f"Link {period.name} with another site", "Link sites")


def end_link(request: Request, site_id: int, link_id: int) -> HttpResponse:
    """The last day of a link."""
    _, period = _site(request, site_id)
    found = queries.link_for(request.actor, link_id, site_id)
    access.require_structure(request.actor, site_id=found.site_id)
    form = LastDayForm(posted(request), initial={"last_day": today()})
    if form.is_valid() and send(request, form, operations.end_link, link=found, last_day=form.cleaned_data["last_day"]):
        return _done(request, site_id, "The end of the link is recorded.")
    return _form(request, form, period, f"End a link of {period.name}", "End link")


def close(request: Request, site_id: int) -> HttpResponse:
    """A site's last day; first what that touches, then the closing."""
    site, period = _site(request, site_id)
    access.require_structure(request.actor, site_id=site_id)
    form = CloseForm(
        posted(request),
        initial={"last_day": today()},
        version=site.version,
        sites=site_options(request, without=site_id),
    )
    last_day = today()
    if form.is_valid():
        last_day = form.cleaned_data["last_day"]
        move_to = form.cleaned_data["move_to"]
        sent = send(
            request,
            form,
            operations.close_site,
            site=site,
            last_day=last_day,
            people=AtClosing(form.cleaned_data["people"]),
            move_to=queries.site_for(request.actor, int(move_to)) if move_to else None,
            version=form.version,
        )
        if sent:
            return _done(request, site_id, f"{period.name} closes: its last day is recorded.")
    touched = queries.touched_by_closing(request.actor, site_id, last_day)
    return _form(
        request,
        form,
        period,
        f"Close {period.name}",
        "Close site",
        template="organisation/close.jinja",
        touched=touched,
        last_day=last_day,
    )


def reopen(request: Request, site_id: int) -> HttpResponse:
    """The day from which a site is open again."""
    site, period = _site(request, site_id)
    access.require_structure(request.actor, site_id=site_id)
    form = ReopenForm(posted(request), initial={"starts_on": max(today(), site.until or today())})
    if form.is_valid() and send(request, form, operations.reopen_site, site=site, **form.cleaned_data):
        left = ", ".join(dict.fromkeys(line.text for line in queries.set_aside(request.actor, site_id)))
        tell(request, f"{period.name} is recorded as open.")
        if left:
            tell(request, f"Something else holds now, so this did not come back: {left}.", kind=WARN)
        return redirect("organisation:site", site_id)
    planned = queries.set_aside(request.actor, site_id) if site.until else []
    return _form(
        request,
        form,
        period,
        f"Open {period.name} again",
        "Open again",
        template="organisation/reopen.jinja",
        planned=planned,
    )
