"""What of the organisation an actor may look at: every list, count and download goes through these querysets."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from upton.foundation.actors import Actor
from upton.foundation.dated import DatedQuerySet

SEE = "organisation.see"


class AtSiteQuerySet(DatedQuerySet):
    """Dated rows that belong to a site."""

    def visible_to(self, actor: Actor) -> Self:
        """Those at the sites that the actor's right to see the organisation reaches."""
        reach = actor.reach(SEE)
        return self if reach.everywhere else self.filter(site_id__in=reach.sites)


class SiteQuerySet(DatedQuerySet):
    """Sites."""

    def visible_to(self, actor: Actor) -> Self:
        """Those that the actor's right to see the organisation reaches."""
        reach = actor.reach(SEE)
        return self if reach.everywhere else self.filter(pk__in=reach.sites)


class AreaQuerySet(DatedQuerySet):
    """Regions and districts: whoever sees any site may know them by name."""

    def visible_to(self, actor: Actor) -> Self:
        """All of them for whoever may see the organisation anywhere, else none."""
        return self if actor.may(SEE) else self.none()


class ColleagueQuerySet(models.QuerySet[Any]):
    """Colleagues."""

    def visible_to(self, actor: Actor) -> Self:
        """Those who are or were posted where the actor's right to see the organisation reaches."""
        reach = actor.reach(SEE)
        return self if reach.everywhere else self.filter(postings__site_id__in=reach.sites).distinct()
