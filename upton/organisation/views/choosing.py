"""What forms about people offer to choose from."""

from __future__ import annotations

from datetime import date

from upton.foundation.requests import Request
from upton.organisation import access, queries
from upton.organisation.models import Site
from upton.organisation.views.sending import whole
from upton.organisation.views.sites import site_options


def staff_site(request: Request, default: int | None = None) -> Site:
    """The site that the address names, else the default, else one's own. Raises NotPermitted, Site.DoesNotExist."""
    site_id = whole(request.GET.get("site", "")) or default or request.actor.site_id or 0
    access.require_staff(request.actor, site_id=site_id)
    return queries.site_for(request.actor, site_id)


def staff_sites(request: Request) -> list[tuple[str, str]]:
    """The open sites at which this person may post people, by name."""
    reach = request.actor.reach("organisation.staff")
    return [option for option in site_options(request) if reach.covers(int(option[0]))]


def teams_of(site: Site, day: date) -> list[tuple[str, str]]:
    """A site's teams."""
    return [(str(pk), name) for pk, name in queries.team_choices(site.pk, day)]


def people_at(site_id: int, day: date) -> list[tuple[str, str]]:
    """Everybody posted at a site, by name, each once."""
    roles = queries.role_names()
    lines = queries.posted(site_id, day, weekday=False)
    return list({str(p.colleague_id): f"{p.name}, {roles.get(p.role, p.role)}" for p in lines}.items())
