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
        names.resolves(
            "site", lambda ids, _: queries.site_names(ids, clock.local_day(clock.now())), hidden="a site"
        )
