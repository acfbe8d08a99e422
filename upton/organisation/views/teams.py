"""Teams of a site, and the areas of need that colleagues lead for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.foundation.requests import Request
from upton.organisation import access, operations, queries, rules
from upton.organisation.forms.people import CloseTeamForm, LeadForm, OpenTeamForm, ServesForm, TeamForm
from upton.organisation.forms.places import LastDayForm
from upton.organisation.models import Colleague, Team
from upton.organisation.views.choosing import people_at
from upton.organisation.views.sending import page_of, posted, send, today
from upton.organisation.views.sites import site_options
from upton.pages.fields import Form
from upton.pages.frame import tell


def _leader(request: Request, form: Form) -> Colleague | None:
    chosen = form.cleaned_data["leader"]
    return queries.colleague_for(request.actor, int(chosen)) if chosen else None


def open_team(request: Request, site_id: int) -> HttpResponse:
    """A new team at a site."""
    access.require_staff(request.actor, site_id=site_id)
    site, period = queries.site_for(request.actor, site_id), queries.latest_period(site_id, today())
    form = OpenTeamForm(posted(request), initial={"starts_on": today()}, people=people_at(site_id, today()))
    if form.is_valid():
        typed = form.cleaned_data
        sent = send(
            request,
            form,
            operations.open_team,
            site=site,
            name=typed["name"],
            leader=_leader(request, form),
            starts_on=typed["starts_on"],
        )
        if sent:
            tell(request, f"The team {typed['name']} is recorded.")
            return redirect("organisation:site", site_id)
    back = reverse("organisation:site", args=[site_id])
    return page_of(request, form, f"Open a team at {period.name}", "Open team", back=back, trail=period.name)


def team(request: Request, site_id: int, team_id: int) -> HttpResponse:
    """A team: its name and leader, the sites that it serves, its end."""
    found = queries.team_for(request.actor, team_id, site_id)
    return _page(request, found)


def _beside(*answers: tuple[str, str, str]) -> list[dict[str, str]]:
    """What stands now beside what was typed, where the two differ."""
    return [{"label": label, "left": now, "right": typed} for label, now, typed in answers if now != typed]


def _again(request: Request, form: Form, found: Team) -> Team:
    """The team as somebody who was quicker left it; what was typed may be sent again on top of that."""
    latest = queries.team_for(request.actor, found.pk, found.site_id)
    form.version = latest.version
    return latest


def _page(request: Request, found: Team, rows: Sequence[dict[str, str]] = (), **forms: Form) -> HttpResponse:
    day, site_id = today(), found.site_id
    lines = [line for line in queries.working_at(request.actor, site_id, day) if line.team_id == found.pk]
    names = queries.names_on(queries.served_by(found.pk, day), day)
    edit = TeamForm(None, initial=_initial(found), version=found.version, people=people_at(site_id, day))
    closing = CloseTeamForm(None, initial={"last_day": day}, version=found.version, teams=_others(found))
    context = {
        "team": found,
        "rows": rows,
        "period": queries.latest_period(site_id, day),
        "lines": lines,
        "served": sorted(names.values()),
        "may": request.actor.reach("organisation.staff").covers(site_id),
        "edit": forms.get("edit") or edit,
        "closing": forms.get("closing") or closing,
    }
    wrong = next((form for form in forms.values() if form.errors), None)
    context["form"] = wrong or context["edit"]
    return render(request, "organisation/team.jinja", context, status=422 if wrong else 200)


def _initial(found: Team) -> dict[str, object]:
    return {"name": found.name, "leader": found.leader_id}


def _others(found: Team) -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in queries.team_choices(found.site_id, today()) if pk != found.pk]


def change_team(request: Request, site_id: int, team_id: int) -> HttpResponse:
    """Another name or leader; where somebody was quicker, what stands now beside what was typed."""
    found, rows = queries.team_for(request.actor, team_id, site_id), []
    form = TeamForm(posted(request), initial=_initial(found), version=found.version, people=people_at(site_id, today()))
    if form.is_valid():
        name, leader = form.cleaned_data["name"], _leader(request, form)
        sent = send(request, form, operations.change_team, team=found, name=name, leader=leader, version=form.version)
        if sent:
            tell(request, f"The team {name} is changed.")
            return redirect("organisation:team", site_id, team_id)
        if sent.overtaken:
            found = _again(request, form, found)
            led = [one.name if one else "" for one in (found.leader, leader)]
            rows = _beside(("Name", found.name, name), ("Leader", led[0], led[1]))
    return _page(request, found, rows, edit=form)


def close_team(request: Request, site_id: int, team_id: int) -> HttpResponse:
    """A team's last day, and where its people go on."""
    found, rows = queries.team_for(request.actor, team_id, site_id), []
    form = CloseTeamForm(posted(request), initial={"last_day": today()}, version=found.version, teams=_others(found))
    if form.is_valid():
        last_day, into = form.cleaned_data["last_day"], form.cleaned_data["into"]
        go_on = queries.team_for(request.actor, int(into), site_id) if into else None
        sent = send(
            request, form, operations.close_team, team=found, last_day=last_day, into=go_on, version=form.version
        )
        if sent:
            tell(request, f"The end of the team {found.name} is recorded.")
            return redirect("organisation:site", site_id)
        if sent.overtaken:
            found = _again(request, form, found)
            ends = rules.on(found.until - timedelta(days=1)) if found.until else "goes on"
            rows = _beside(("Last day", ends, rules.on(last_day)))
    return _page(request, found, rows, closing=form)


def serves(request: Request, site_id: int, team_id: int) -> HttpResponse:
    """The other sites that a centralised team serves, from a day."""
    found, rows = queries.team_for(request.actor, team_id, site_id), []
    access.require_staff(request.actor, site_id=site_id)
    served = queries.served_by(team_id, today())
    reach = request.actor.reach("organisation.structure")
    options = [o for o in site_options(request, without=site_id) if int(o[0]) in served or reach.covers(int(o[0]))]
    initial = {"sites": [str(one) for one in served], "starts_on": today()}
    form = ServesForm(posted(request), initial=initial, version=found.version, sites=options)
    if form.is_valid():
        chosen = queries.sites_for(request.actor, [int(one) for one in form.cleaned_data["sites"]])
        day = form.cleaned_data["starts_on"]
        sent = send(
            request, form, operations.set_team_serves, team=found, sites=chosen, starts_on=day, version=form.version
        )
        if sent:
            tell(request, f"The sites that {found.name} serves are recorded.")
            return redirect("organisation:team", site_id, team_id)
        if sent.overtaken:
            found = _again(request, form, found)
            now = queries.served_by(team_id, day)
            rows = _beside(("Serves also", _called(now), _called(site.pk for site in chosen)))
    back = reverse("organisation:team", args=[site_id, team_id])
    title = f"Sites that {found.name} serves"
    return page_of(request, form, title, "Set sites", back=back, trail=found.name, rows=rows)


def _called(site_ids: Iterable[int]) -> str:
    return ", ".join(sorted(queries.names_on(site_ids, today()).values()))


def lead(request: Request, site_id: int) -> HttpResponse:
    """A lead for an area of need."""
    access.require_staff(request.actor, site_id=site_id)
    site, period = queries.site_for(request.actor, site_id), queries.latest_period(site_id, today())
    people = people_at(site_id, today())
    form = LeadForm(posted(request), initial={"starts_on": today()}, people=people, day=today())
    if form.is_valid():
        typed = form.cleaned_data
        who = queries.colleague_for(request.actor, int(typed["colleague"]))
        sent = send(
            request,
            form,
            operations.name_lead,
            site=site,
            colleague=who,
            area=typed["area"],
            starts_on=typed["starts_on"],
        )
        if sent:
            tell(request, f"{who.name} is recorded as lead.")
            return redirect("organisation:site", site_id)
    back = reverse("organisation:site", args=[site_id])
    return page_of(request, form, f"Name a lead at {period.name}", "Name lead", back=back, trail=period.name)


def end_lead(request: Request, lead_id: int) -> HttpResponse:
    """The last day of a lead."""
    found = queries.lead_for(request.actor, lead_id)
    access.require_staff(request.actor, site_id=found.site_id)
    form = LastDayForm(posted(request), initial={"last_day": today()})
    if form.is_valid() and send(request, form, operations.end_lead, lead=found, **form.cleaned_data):
        tell(request, f"It is recorded until when {found.colleague.name} leads this area.")
        return redirect("organisation:site", found.site_id)
    back = reverse("organisation:site", args=[found.site_id])
    period = queries.latest_period(found.site_id, today())
    return page_of(request, form, f"{found.colleague.name} leads no longer", "End lead", back=back, trail=period.name)
