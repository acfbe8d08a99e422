"""Postings of one colleague: one more, another from a day, the end of one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from upton.foundation.requests import Request
from upton.organisation import access, operations, queries
from upton.organisation.forms.people import PostForm, PostingForm
from upton.organisation.forms.places import LastDayForm
from upton.organisation.models import Posting, Site, Team
from upton.organisation.views.choosing import staff_site, staff_sites, teams_of
from upton.organisation.views.sending import page_of, posted, say_refused, send, today
from upton.pages.fields import Form
from upton.pages.frame import tell


def _team(request: Request, form: PostingForm, site: Site) -> Team | None:
    chosen = form.cleaned_data.get("team")
    return queries.team_for(request.actor, int(chosen), site.pk) if chosen else None


def post(request: Request, colleague_id: int) -> HttpResponse:
    """One more posting, at the site that the address names."""
    one, day = queries.colleague_for(request.actor, colleague_id), today()
    access.require_another(request.actor, colleague_id=one.pk)
    access.require_staff(request.actor, site_id=queries.main_site(one, day))
    site = staff_site(request)
    form = PostForm(
        posted(request), initial={"starts_on": day}, version=one.version, teams=teams_of(site, day), day=day
    )
    if form.is_valid():
        typed = form.cleaned_data
        sent = send(
            request,
            form,
            operations.post,
            colleague=one,
            where=form.where(site, _team(request, form, site)),
            starts_on=typed["starts_on"],
            last_day=typed["last_day"],
            version=form.version,
        )
        if sent:
            tell(request, f"The posting of {one.name} is recorded.")
            return redirect("organisation:colleague", one.pk)
    name = queries.latest_period(site.pk, day).name
    return page_of(
        request,
        form,
        f"Post {one.name} at {name}",
        "Post colleague",
        back=reverse("organisation:colleague", args=[one.pk]),
        trail=one.name,
        template="organisation/posting.jinja",
        site=site,
        sites=staff_sites(request),
        postings=[line for line in queries.postings_of(one.pk, day) if line.state != "past"],
    )


def change_posting(request: Request, posting_id: int) -> HttpResponse:
    """Another role, site, team, days or FTE from a day."""
    found, day = queries.posting_for(request.actor, posting_id), today()
    one = found.colleague
    access.require_another(request.actor, colleague_id=one.pk)
    access.require_staff(request.actor, site_id=found.site_id)
    site = staff_site(request, default=found.site_id)
    form = PostingForm(
        posted(request), initial=_initial(found), version=one.version, teams=teams_of(site, day), day=day
    )
    if form.is_valid():
        sent = send(
            request,
            form,
            operations.change_posting,
            posting=found,
            where=form.where(site, _team(request, form, site)),
            starts_on=form.cleaned_data["starts_on"],
            version=form.version,
        )
        if sent:
            tell(request, f"The posting of {one.name} is changed.")
            return redirect("organisation:colleague", one.pk)
    return page_of(
        request,
        form,
        f"Change a posting of {one.name}",
        "Change posting",
        back=reverse("organisation:colleague", args=[one.pk]),
        trail=one.name,
        template="organisation/posting.jinja",
        site=site,
        sites=staff_sites(request),
        postings=[line for line in queries.postings_of(one.pk, day) if line.state != "past"],
    )


def _initial(posting: Posting) -> dict[str, object]:
    return {
        "role": posting.role,
        "team": posting.team_id,
        "weekdays": [str(day) for day in queries.weekdays_of(posting.pk)],
        "fte": posting.fte,
        "starts_on": max(today(), posting.since),
    }


def end_posting(request: Request, posting_id: int) -> HttpResponse:
    """The last day of a posting."""
    found = queries.posting_for(request.actor, posting_id)
    one = found.colleague
    access.require_another(request.actor, colleague_id=one.pk)
    access.require_staff(request.actor, site_id=found.site_id)
    form = LastDayForm(posted(request), initial={"last_day": today()}, version=one.version)
    if form.is_valid():
        last_day = form.cleaned_data["last_day"]
        if send(request, form, operations.end_posting, posting=found, last_day=last_day, version=form.version):
            tell(request, f"The end of the posting of {one.name} is recorded.")
            return redirect("organisation:colleague", one.pk)
    back = reverse("organisation:colleague", args=[one.pk])
    return page_of(request, form, f"End a posting of {one.name}", "End posting", back=back, trail=one.name)


def allowance(request: Request, language_id: int) -> HttpResponse:
    """Record that the language allowance is paid, or no longer."""
    found = queries.language_for(request.actor, language_id)
    form = Form(request.POST)
    paid = request.POST.get("allowance") == "yes"
    if send(request, form, operations.set_language_allowance, language=found, allowance=paid):
        tell(request, "The language allowance is recorded.")
    else:
        say_refused(request, form)
    return redirect("organisation:colleague", found.colleague_id)
