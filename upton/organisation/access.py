"""Who may change the organisation."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from upton.foundation.actors import Actor, ActorKind, Reach
from upton.foundation.refusals import NotPermitted
from upton.policy import dated

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


def require_district(by: Actor, *, sites: Collection[int]) -> None:
    """May this actor change a district with these sites? Raises NotPermitted.

    A district without sites is for administrators.
    """
    reach = by.reach("organisation.structure")
    if not reach.everywhere and not (sites and reach.sites.issuperset(sites)):
        raise NotPermitted("Only this district's manager or an administrator does this. Ask one of them.")


def require_region(by: Actor) -> None:
    """May this actor open and close districts, and keep regions? Raises NotPermitted."""
    if not by.may("organisation.regions"):
        raise NotPermitted("Regions are for administrators to change. Ask one of them.")


def require_another(by: Actor, *, colleague_id: int) -> None:
    """Nobody changes their own posting, role or departure. Raises NotPermitted."""
    if by.kind is ActorKind.COLLEAGUE and by.id == colleague_id:
        raise NotPermitted("Nobody changes their own posting. Ask your line manager or an administrator.")


def require_oneself(by: Actor, *, colleague_id: int) -> None:
    """Only the colleague themself offers a language, or takes the offer back (001, annex). Raises NotPermitted."""
    if by.kind is not ActorKind.COLLEAGUE or by.id != colleague_id:
        raise NotPermitted("Languages are offered by the colleague's own consent alone. They do it on their own page.")


def require_role(by: Actor, *, role: str, reach: Reach, day: date) -> None:
    """May this actor give or take away a posting in `role` that reaches so far? Raises NotPermitted.

    Nobody hands out more than they have: the role stands under one of their own in the line of management and reaches
    no further than they may post people; or it holds no right that they don't hold as far themselves.
    """
    given = dated.on("roles", day).get(role)
    if given is None:
        raise NotPermitted("This role is not in force on that day. Choose another.", field="role")
    mine = by.reach("organisation.staff")
    under = any(stands_under(role, own, day) for own in by.posts)
    if mine.everywhere or (_within(reach, mine) and (under or _holds_all(by, given.values["rights"], reach, day))):
        return
    name = given.values["name"]
    raise NotPermitted(
        f"Posting a {name} is beyond what your role may give. Ask {_who_may_give(role, day)}.", field="role"
    )


def stands_under(role: str, other: str, day: date) -> bool:
    """Whether `role` is managed, directly or through others, by `other` on `day`."""
    roles, seen = dated.on("roles", day), set()
    while role in roles and role not in seen:
        seen.add(role)
        role = roles[role].values["managed_by"]
        if role == other:
            return True
    return False


def _within(reach: Reach, mine: Reach) -> bool:
    return mine.everywhere or (not reach.everywhere and mine.sites.issuperset(reach.sites))


def _holds_all(by: Actor, rights: Iterable[str], reach: Reach, day: date) -> bool:
    own = dated.on("rights", day)
    return all(
        _within(Reach() if code in own and own[code].values.get("reach") else reach, by.reach(code)) and by.may(code)
        for code in rights
    )


def _who_may_give(role: str, day: date) -> str:
    roles = dated.on("roles", day)
    above = roles.get(roles[role].values["managed_by"])
    return f"a {above.values['name']} or an administrator" if above else "an administrator"


def require_register(by: Actor) -> None:
    """May this actor load a register of sites? Raises NotPermitted."""
    if not by.may("sites.import"):
        raise NotPermitted("Loading a register is for district managers and administrators. Ask one of them.")


def require_register_here(by: Actor, *, beyond: Sequence[str]) -> None:
    """May this actor apply a register that changes or opens these offices `beyond` their reach? Raises NotPermitted."""
    if beyond:
        offices = "an office" if len(beyond) == 1 else f"{len(beyond)} offices"
        raise NotPermitted(
            f"This list changes or opens {offices} outside your districts, {beyond[0]} first. "
            "What you decided is kept: ask an administrator to apply it."
        )
