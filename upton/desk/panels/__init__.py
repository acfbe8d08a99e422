"""The panels of which start pages are made: each a small question and a template of its name (OPS-6, ORG-3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from upton.desk.panels import areas, own, site, sites
from upton.desk.panels.looking import Looking
from upton.policy import dated

Ask = Callable[[Looking], Mapping[str, Any] | None]
PANELS: dict[str, tuple[str, Ask]] = {
    "areas": ("wide", areas.areas),
    "sites": ("wide", sites.sites),
    "site_today": ("wide", site.site_today),
    "my_day": ("main", own.my_day),
    "who_waits": ("main", own.who_waits),
    "floor_now": ("main", site.floor_now),
    "expected": ("main", site.expected),
    "team_day": ("main", site.team_day),
    "supported": ("main", site.supported),
    "cover": ("main", site.cover),
    "waits": ("main", site.waits),
    "changed": ("main", own.changed),
    "doors": ("main", sites.doors),
    "due": ("side", own.due),
    "late": ("side", site.late),
    "gaps": ("side", site.gaps),
    "closing": ("side", site.closing),
    "ratio": ("side", sites.ratio),
    "breaks": ("side", site.breaks),
    "here_today": ("side", site.here_today),
    "openings": ("side", own.openings),
    "recent": ("side", own.recent),
    "own_sites": ("side", own.sites),
}
"""Panel → where it stands (wide over both columns, main, side) and what it asks. Policy `roles` says who has which."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel as a page shows it."""

    code: str
    found: Mapping[str, Any]

    @property
    def template(self) -> str:
        """Its template."""
        return f"desk/panels/{self.code}.jinja"


def codes_of(roles: Sequence[str], day: Any) -> list[str]:
    """The panels of some roles on a day: each once, in the order in which the first of the roles has them."""
    entries = dated.on("roles", day)
    return list(dict.fromkeys(code for role in roles if role in entries for code in entries[role].values["start"]))


def shown_to(looking: Looking) -> dict[str, list[Shown]]:
    """Place → the panels that stand there for somebody."""
    found: dict[str, list[Shown]] = {"wide": [], "main": [], "side": []}
    for code in codes_of(list(looking.actor.posts), looking.today):
        place, ask = PANELS[code]
        answer = ask(looking)
        if answer is not None:
            found[place].append(Shown(code, answer))
    return found
