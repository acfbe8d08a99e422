"""The capability as a Django app: it vouches for colleagues and names sites and colleagues."""

from __future__ import annotations

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """Organisation."""

    name = "upton.organisation"
    label = "organisation"

    def ready(self) -> None:
        from upton.foundation import clock, names
        from upton.foundation.actors import ActorKind, loads
        from upton.organisation import queries

        loads(ActorKind.COLLEAGUE, queries.colleague_actor)
        names.resolves("colleague", lambda ids, _: queries.colleague_names(ids), hidden="a colleague")
        names.resolves("site", lambda ids, _: queries.names_on(ids, clock.local_day(clock.now())), hidden="a site")
        names.resolves("region", lambda ids, _: queries.region_names(ids), hidden="a region")
        names.resolves("district", lambda ids, _: queries.district_names(ids), hidden="a district")
        names.resolves("team", lambda ids, _: queries.team_names(ids), hidden="a team")
