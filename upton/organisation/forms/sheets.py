"""The site sheet as a form: its questions in their groups (004, site characteristics)."""

from __future__ import annotations

from typing import Any

from upton.organisation.models import SiteSheet
from upton.organisation.sheet_fields import FIELDS
from upton.pages.fields import Choice, Date, Decimal, FilterForm, Form, LongText, Number, Text, YesNo


def _count(field: str, **more: Any) -> Number:
    return Number(FIELDS[field], required=False, least=0, most=100_000, **more)


def _line(field: str, **more: Any) -> Text:
    return Text(FIELDS[field], required=False, longest=500, **more)


def _text(field: str, **more: Any) -> LongText:
    return LongText(FIELDS[field], required=False, longest=2000, rows=3, **more)


class SheetForm(Form):
    """A site's sheet from a day."""

    prime = YesNo(FIELDS["prime"], required=False)
    co_located_with = _line("co_located_with", hint="With whom it shares the building; empty when with nobody")
    front_desks = _count("front_desks")
    back_desks = _count("back_desks")
    expansion = _line("expansion", hint="Areas that desks could be put in, and about how many")
    wifi = YesNo(FIELDS["wifi"], required=False)
    wifi_gaps = _line("wifi_gaps")
    others_on_site = _line("others_on_site", hint="Visiting officers, fraud and error, providers, the council")
    estate_notes = _text("estate_notes", hint="Planned closure, works, leases")
    staff_in_post = _count("staff_in_post")
    fte = Decimal(FIELDS["fte"], required=False, least=0, most=9999)
    most_staff = _count("most_staff")
    peripatetic = _line("peripatetic", hint="Which roles, and between which sites")
    people_changes = _text("people_changes")
    habitual_residence_weekly = _count("habitual_residence_weekly")
    new_claims_weekly = _count("new_claims_weekly")
    reviews_weekly = _count("reviews_weekly")
    outside_postcodes = _line("outside_postcodes")
    remote_claimants = _line("remote_claimants")
    seasons = _text("seasons")
    local_authorities = _line("local_authorities", hint="Attached to the postcodes served")
    starts_on = Date("These answers hold from", missing="Enter the day from which they hold.")

    def values(self) -> dict[str, Any]:
        """The answers, without the day."""
        return {field: self.cleaned_data[field] for field in FIELDS}

    @staticmethod
    def of(sheet: SiteSheet | None) -> dict[str, Any]:
        """What stands in the boxes at first."""
        return {field: getattr(sheet, field) for field in FIELDS} if sheet else {}


class CompareForm(FilterForm):
    """Two versions of a sheet."""

    left = Choice("Version", look="select")
    right = Choice("With", look="select")

    def __init__(self, data: Any, *, versions: list[tuple[str, str]]) -> None:
        super().__init__(data)
        for side in ("left", "right"):
            self.offer(side, versions)
