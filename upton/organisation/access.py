"""Who may change the organisation."""

from __future__ import annotations

from upton.foundation.actors import Actor
from upton.foundation.refusals import NotPermitted

NOT_HERE = "You can look at this site, but not change it. Ask its manager or the district manager."


def require_site(by: Actor, *, site_id: int) -> None:
    """May this actor keep the site's sheet, hours and closures? Raises NotPermitted."""
    by.require("organisation.site", site_id=site_id, sentence=NOT_HERE)


def require_staff(by: Actor, *, site_id: int) -> None:
    """May this actor post colleagues at the site? Raises NotPermitted."""
    by.require(
        "organisation.staff",
        site_id=site_id,
        sentence="You can't post colleagues at this site. Ask its manager or the district manager.",
    )


def require_structure(by: Actor, *, site_id: int | None) -> None:
    """May this actor open, place, link and close here? Raises NotPermitted."""
    by.require(
        "organisation.structure",
        site_id=site_id,
        sentence="Only a manager of this district or an administrator changes where and how a site belongs.",
    )


def require_register(by: Actor) -> None:
    """May this actor load a register of sites? Raises NotPermitted."""
    if not by.may("sites.import"):
        raise NotPermitted("Loading a register is for district managers and administrators. Ask one of them.")
