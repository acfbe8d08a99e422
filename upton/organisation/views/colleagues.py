"""Colleagues: found by name or number, the page of one, joining, details and leaving."""

from __future__ import annotations

import secrets

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import urlencode

from upton.foundation.refusals import reason_against
from upton.foundation.requests import Request
from upton.organisation import access, operations, queries
from upton.organisation.forms.people import ColleaguesFilter, DetailsForm, JoinForm, LeaveForm, SearchForm
from upton.organisation.models import Colleague
from upton.organisation.queries import ColleaguesWanted
from upton.organisation.views.choosing import staff_site, staff_sites, teams_of
from upton.organisation.views.sending import kept, page_of, posted, say_refused, send, today, whole
from upton.organisation.views.sites import site_options
from upton.pages.downloads import as_csv
from upton.pages.fields import Form
from upton.pages.frame import tell
from upton.pages.sorting import sort_column, sorted_by

PAGE = 50
SEARCHES = "organisation.searches"
COLUMNS = {"name": "Name", "role": "Role", "site": "Site", "team": "Team", "number": "Staff number"}
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


def colleagues(request: Request) -> HttpResponse:
    """All colleagues, by name, filtered by what stands in the address; names are posted and stand under a reference."""
    search = SearchForm(posted(request))
    if search.is_valid():
        return redirect(request.path + "?" + urlencode({"find": _keep(request, search.cleaned_data["words"])}))
    form, wanted = _wanted(request)
    order = sorted_by(request.GET, COLUMNS, usual="name")
    after = whole(request.GET.get("after", ""))
    found = queries.list_colleagues(request.actor, wanted, sort=order.wish, after=after, most=PAGE)
    same = kept(request, "after")
    context = {
        "form": form,
        "search": search if search.is_bound else SearchForm(None, initial={"words": wanted.words}),
        "wanted": wanted,
        "lines": found[:PAGE],
        "columns": [sort_column(label, code, order, request.GET) for code, label in COLUMNS.items()],
        "count": queries.count_colleagues(request.actor, wanted),
        "first": "?" + urlencode(same) if "after" in request.GET else None,
        "more": "?" + urlencode([*same, ("after", found[PAGE - 1].id)]) if len(found) > PAGE else None,
        "download": reverse("organisation:colleagues_download") + "?" + urlencode(same)
        if request.actor.may("organisation.staff")
        else None,
        "may_join": request.actor.may("organisation.staff"),
    }
    status = 422 if form.errors or (search.is_bound and search.errors) else 200
    return render(request, "organisation/colleagues.jinja", context, status=status)


def colleagues_download(request: Request) -> HttpResponse | StreamingHttpResponse:
    """The list of colleagues as CSV."""
    form, wanted = _wanted(request)
    if form.errors:
        return colleagues(request)
    order = sorted_by(request.GET, COLUMNS, usual="name")
    rows = queries.every_colleague(request.actor, wanted, sort=order.wish)
    heads = ["Name", "Staff number", "Role", "Site", "Team", "Last day"]
    return as_csv("colleagues", heads, ([c.name, c.staff_number, c.roles, c.sites, c.teams, c.leaving] for c in rows))


def _keep(request: Request, words: str) -> str:
    """Keep what somebody looks for in their session, under a short reference; the last few only."""
    reference = secrets.token_urlsafe(6)
    kept = dict(list(request.session.get(SEARCHES, {}).items())[-4:])
    request.session[SEARCHES] = kept | {reference: words}
    return reference


def _wanted(request: Request) -> tuple[ColleaguesFilter, ColleaguesWanted]:
    day = today()
    districts = [(str(d.id), d.name) for d in queries.list_districts(request.actor, day)]
    words = request.session.get(SEARCHES, {}).get(request.GET.get("find", ""), "")
    data = request.GET.copy()
    if not words and not {"site", "district", "role", "find"} & set(data):
        data["site"] = str(request.actor.site_id)
    form = ColleaguesFilter(data, sites=site_options(request), districts=districts)
    asked = form.cleaned_data if form.is_valid() else {}
    return form, ColleaguesWanted(
        day=day,
        site_id=int(asked["site"]) if asked.get("site") else None,
        district_id=int(asked["district"]) if asked.get("district") else None,
        role=asked.get("role", ""),
        words=words,
    )


def colleague(request: Request, colleague_id: int) -> HttpResponse:
    """One colleague: where they work, since when, and what can be changed."""
    one = queries.colleague_for(request.actor, colleague_id)
    return _page(request, one)


def _page(request: Request, one: Colleague, password: str = "") -> HttpResponse:
    day = today()
    lines = queries.postings_of(one.pk, day)
    main = queries.main_site_among(one, lines)
    staff = request.actor.reach("organisation.staff").covers(main)
    context = {
        "colleague": one,
        "postings": lines,
        "now": [line for line in lines if line.state == "now"],
        "languages": queries.languages_of(one.pk, day),
        "leads": queries.leads_of(one.pk, day),
        "manages": queries.managed_by(request.actor, one.pk),
        "left": one.account.closed_at,
        "leaving": one.last_day if one.last_day and not one.account.closed_at else None,
        "sees_more": staff or request.actor.id == one.pk,
        "may": staff and not one.account.closed_at,
        "own": reason_against(access.require_another, request.actor, colleague_id=one.pk),
        "password": password,
    }
    return render(request, "organisation/colleague.jinja", context)


def join(request: Request) -> HttpResponse:
    """Somebody who joins at a site; the page after shows their temporary password, once."""
    day, site = today(), staff_site(request)
    managers = [(str(pk), text) for pk, text in queries.possible_managers(request.actor, site.pk, day)]
    form = JoinForm(
        posted(request),
        initial={"starts_on": day, "fte": "1.00", "weekdays": ["0", "1", "2", "3", "4"]},
        teams=teams_of(site, day),
        managers=managers,
        day=day,
    )
    if form.is_valid():
        typed = form.cleaned_data
        team, manager = typed.get("team"), typed["line_manager"]
        password = temporary_password(form)
        sent = send(
            request,
            form,
            operations.join,
            name=typed["name"],
            staff_number=typed["staff_number"],
            username=typed["username"],
            password=password,
            where=form.where(site, queries.team_for(request.actor, int(team), site.pk) if team else None),
            starts_on=typed["starts_on"],
            line_manager=queries.colleague_for(request.actor, int(manager)) if manager else None,
        )
        if sent:
            return _page(request, queries.colleague_for(request.actor, sent.made.pk), password)
    name = queries.latest_period(site.pk, day).name
    back = reverse("organisation:colleagues")
    return page_of(
        request,
        form,
        f"Let somebody join at {name}",
        "Let them join",
        back=back,
        trail="Colleagues",
        template="organisation/join.jinja",
        sites=staff_sites(request),
        site=site,
    )


def temporary_password(form: Form) -> str:
    """A password that goes with the form's one-time key, so that a double click shows the same one."""
    digest = salted_hmac("upton.organisation.temporary_password", str(form.key), algorithm="sha256").digest()
    signs = [SIGNS[byte % len(SIGNS)] for byte in digest[:16]]
    return "-".join("".join(signs[n : n + 4]) for n in range(0, 16, 4))


def details(request: Request, colleague_id: int) -> HttpResponse:
    """A colleague's name, contacts and line manager."""
    one, day = queries.colleague_for(request.actor, colleague_id), today()
    main = queries.main_site(one, day)
    access.require_staff(request.actor, site_id=main)
    managers = {str(pk): text for pk, text in queries.possible_managers(request.actor, main, day) if pk != one.pk}
    if one.line_manager is not None:
        managers.setdefault(str(one.line_manager_id), one.line_manager.name)
    initial = {"name": one.name, "telephone": one.telephone, "email": one.email, "line_manager": one.line_manager_id}
    form = DetailsForm(posted(request), initial=initial, version=one.version, managers=list(managers.items()))
    if form.is_valid():
        typed = form.cleaned_data
        number, chosen = typed["manager_number"], typed["line_manager"]
        manager = queries.colleague_with_number(request.actor, number) if number else None
        if number and manager is None:
            form.add_error("manager_number", "Nobody has this staff number. Check it.")
        elif chosen and not number:
            manager = queries.colleague_for(request.actor, int(chosen))
        own = {"name": typed["name"], "telephone": typed["telephone"], "email": typed["email"]}
        if send(
            request,
            form,
            operations.change_colleague,
            colleague=one,
            **own,
            line_manager=manager,
            version=form.version,
        ):
            tell(request, f"The details of {typed['name']} are recorded.")
            return redirect("organisation:colleague", one.pk)
    back = reverse("organisation:colleague", args=[one.pk])
    return page_of(request, form, f"Details of {one.name}", "Change details", back=back, trail=one.name)


def new_password(request: Request, colleague_id: int) -> HttpResponse:
    """A temporary password for somebody who can't sign in, shown once."""
    one = queries.colleague_for(request.actor, colleague_id)
    access.require_another(request.actor, colleague_id=one.pk)
    access.require_staff(request.actor, site_id=queries.main_site(one, today()))
    form = Form(posted(request))
    if form.is_valid():
        password = temporary_password(form)
        if send(request, form, operations.give_temporary_password, colleague=one, password=password):
            return _page(request, one, password)
        say_refused(request, form)
        return redirect("organisation:colleague", one.pk)
    back = reverse("organisation:colleague", args=[one.pk])
    title = f"Give {one.name} a temporary password"
    text = "Their sessions end, and the password that they had opens nothing any more."
    return page_of(request, form, title, "Give password", back=back, trail=one.name, text=text)


def leave(request: Request, colleague_id: int) -> HttpResponse:
    """The last day of somebody who leaves, with what ends and what passes on."""
    one, day = queries.colleague_for(request.actor, colleague_id), today()
    access.require_another(request.actor, colleague_id=one.pk)
    access.require_staff(request.actor, site_id=queries.main_site(one, day))
    form = LeaveForm(posted(request), initial={"last_day": day}, version=one.version)
    if form.is_valid():
        last_day = form.cleaned_data["last_day"]
        if send(request, form, operations.leave, colleague=one, last_day=last_day, version=form.version):
            ended = last_day <= day
            tell(
                request,
                f"{one.name} has left; access ended." if ended else f"It is recorded that {one.name} leaves.",
                undo=None if ended else reverse("organisation:stay", args=[one.pk]),
            )
            return redirect("organisation:colleague", one.pk)
    return page_of(
        request,
        form,
        f"{one.name} leaves",
        "Record departure",
        back=reverse("organisation:colleague", args=[one.pk]),
        trail=one.name,
        template="organisation/leave.jinja",
        colleague=one,
        postings=[line for line in queries.postings_of(one.pk, day) if line.state != "past"],
        leads=queries.leads_of(one.pk, day),
        manages=queries.managed_by(request.actor, one.pk),
    )


def stay(request: Request, colleague_id: int) -> HttpResponse:
    """Somebody who was going to leave stays."""
    one = queries.colleague_for(request.actor, colleague_id)
    form = Form(request.POST)
    if send(request, form, operations.withdraw_departure, colleague=one):
        tell(request, f"{one.name} stays. Their postings go on.")
    else:
        say_refused(request, form)
    return redirect("organisation:colleague", one.pk)
