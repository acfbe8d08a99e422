"""What each role may: made from the policy and from the table of addresses, so that it can't be wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from upton.foundation.addresses import ANYONE, DEMO, SCREEN, SIGNED_IN, TABLET, table
from upton.foundation.requests import Request
from upton.organisation.views.sending import today
from upton.policy import dated
from upton.policy.dated import Entry

REACHES = {
    "site": "their own site",
    "served": "their own site and those that their team serves",
    "district": "the sites of their district",
    "region": "the sites of their region",
    "national": "the whole service",
}
EVERYBODY = {
    ANYONE: "Anybody",
    SIGNED_IN: "Everybody who has signed in",
    DEMO: "Only in a demonstration",
    SCREEN: "Only a screen paired with a site",
    TABLET: "Only a tablet paired with a site",
}


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role in the line of management: `depth` steps below the top."""

    code: str
    name: str
    depth: int
    answers_for: str
    reach: str
    manager: str
    rights: frozenset[str]


@dataclass(frozen=True, slots=True)
class AddressLine:
    """An address of the service and who may come to it."""

    route: str
    right: str
    roles: str


def roles(request: Request) -> HttpResponse:
    """Roles in their line of management, their rights side by side, and every address with who may."""
    day = today()
    entries, rights = dated.on("roles", day), dated.on("rights", day)
    context = {
        "roles": list(_tree(entries, "", 0)),
        "rights": [(code, entry.values["name"]) for code, entry in rights.items()],
        "mine": set(request.actor.posts),
        "addresses": _addresses(entries, rights),
    }
    return render(request, "organisation/roles.jinja", context)


def _tree(entries: Mapping[str, Entry], above: str, depth: int) -> Iterator[RoleLine]:
    for code, entry in entries.items():
        values = entry.values
        if values["managed_by"] != above:
            continue
        manager = entries[above].values["name"] if above else ""
        yield RoleLine(
            code=code,
            name=values["name"],
            depth=depth,
            answers_for=values["answers_for"],
            reach=REACHES.get(values["reach"], values["reach"]),
            manager=manager,
            rights=frozenset(values["rights"]),
        )
        yield from _tree(entries, code, depth + 1)


def _addresses(entries: Mapping[str, Entry], rights: Mapping[str, Entry]) -> list[AddressLine]:
    lines = []
    for one in table():
        may = one.audience.may
        holding = [entry.values["name"] for entry in entries.values() if may in entry.values["rights"]]
        words = rights[may].values["name"] if may in rights else EVERYBODY.get(may, "Nobody")
        who = ", ".join(holding) if 0 < len(holding) < len(entries) else ""
        lines.append(AddressLine(one.route, words, who or ("Every role" if holding else "")))
    return lines
