"""The parts of a claimant's record as cards: what stands there, and where each is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from upton.claimants.models import Claimant, ClaimantTelephone, TelephoneKind
from upton.claimants.queries.details import current_name_of, language_name, other_names_of, telephones_of
from upton.claimants.queries.needs import contact_of, needs_in_words
from upton.claimants.rules import age_on
from upton.claimants.rules.contact import warnings
from upton.pages import words as said

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Card:
    """A card: its heading, rows of label, value and action, and where everything is."""

    heading: str
    rows: Sequence[Row]
    actions: Sequence[dict[str, str]] = field(default_factory=tuple)
    empty: str = ""


def cards_of(claimant: Claimant, *, today: date, site: str, may_change: bool) -> list[Card]:
    """Who a claimant is, how to reach them and what they need, each with its page for those who may change it."""
    return [_who(claimant, today, may_change), _reach(claimant, may_change), _needs(claimant, site, may_change)]


def in_short(claimant: Claimant, *, site: str) -> Card:
    """What the page of a person shows of them beside everything else, and where the rest is. One query."""
    numbers = ", ".join(_number(one) for one in telephones_of(claimant))
    rows = [
        _row("Full name", claimant.name),
        _row("Date of birth", said.born(claimant.born)),
        _row("National Insurance number", claimant.national_insurance_number or "not recorded"),
        _row("Telephone", numbers or "none"),
        _row("E-mail", claimant.email or "none"),
        _row("Address", _lines(claimant.address, claimant.postcode) or "not recorded"),
        _row("Jobcentre", site),
        _row("Registered", said.moment(claimant.registered_at)),
    ]
    href = reverse("claimants:details", args=[claimant.pk])
    return Card("Who they are", rows, ({"text": "All details", "href": href},))


def _who(claimant: Claimant, today: date, may_change: bool) -> Card:
    current = current_name_of(claimant)
    parts = " / ".join(filter(None, [current.given, current.family])) if current else ""
    others = ", ".join(f"{one.name} ({one.get_kind_display().lower()})" for one in other_names_of(claimant))
    age = age_on(claimant.born, claimant.died_on or today)
    rows = [
        _row("Full name", claimant.name, "name", claimant, may_change),
        *([_row("Given / family", parts)] if parts else []),
        _row("How to address them", claimant.addressed_as, "name", claimant, may_change),
        _row("Other names", others or "none", "other_names", claimant, may_change),
        _row("Date of birth", f"{said.born(claimant.born)} ({age})", "born", claimant, may_change),
        _row(
            "National Insurance number",
            claimant.national_insurance_number or "not recorded",
            "number",
            claimant,
            may_change,
        ),
    ]
    if claimant.died_on:
        rows.append(_row("Died", said.born(claimant.died_on), "death", claimant, may_change))
    return Card("Who they are", rows)


def _reach(claimant: Claimant, may_change: bool) -> Card:
    numbers = ", ".join(_number(one) for one in telephones_of(claimant))
    must_not = ", ".join(warnings(contact_of(claimant))) or "every way is safe"
    when = "; ".join(filter(None, [claimant.safe_times, f"ask for {claimant.ask_for}" if claimant.ask_for else ""]))
    rows = [
        _row("Telephones", numbers or "none", "telephones", claimant, may_change),
        _row("Safe contact", "; ".join(filter(None, [must_not, when])), "safe_contact", claimant, may_change),
        _row("E-mail", claimant.email or "none", "email", claimant, may_change),
        _row("Lives at", _lines(claimant.address, claimant.postcode) or "not recorded", "move", claimant, may_change),
        _row("Post goes to", _post(claimant), "post", claimant, may_change),
    ]
    return Card("How to reach them", rows)


def _needs(claimant: Claimant, site: str, may_change: bool) -> Card:
    needs = "; ".join(needs_in_words(claimant)) or "nothing recorded"
    rows = [
        _row("Language", language_name(claimant.language), "needs", claimant, may_change),
        _row("What to do", needs, "needs", claimant, may_change),
        _row("Jobcentre", site),
        _row("Own coach", claimant.coach.name if claimant.coach else "none yet"),
    ]
    return Card("How they are served", rows)


def _post(claimant: Claimant) -> str:
    if not claimant.post_address:
        return "where they live"
    care_of = f"c/o {claimant.post_to}, " if claimant.post_to else ""
    return care_of + _lines(claimant.post_address, claimant.post_postcode)


def _lines(address: str, postcode: str) -> str:
    return ", ".join(filter(None, [*(line.strip() for line in address.splitlines()), postcode]))


def _number(one: ClaimantTelephone) -> str:
    told = [one.whose] if one.whose else [one.get_kind_display().lower()] if one.kind != TelephoneKind.MOBILE else []
    if not one.safe:
        told.append("not safe: never use it")
    return said.telephone(one.number) + (f" ({', '.join(told)})" if told else "")


def _row(label: str, value: str, page: str = "", claimant: Claimant | None = None, may_change: bool = False) -> Row:
    if not (page and claimant and may_change):
        return {"label": label, "value": value}
    space = "desk" if page == "move" else "claimants"
    return {
        "label": label,
        "value": value,
        "action": {"text": "Change", "href": reverse(f"{space}:{page}", args=[claimant.pk])},
    }
