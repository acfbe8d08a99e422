"""Forms about sites: opened, renamed, moved, placed, linked, closed, shut, and their hours and postcodes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from django.core.exceptions import ValidationError

from upton.organisation.models import SiteKind, SiteLink
from upton.organisation.models.places import Nation
from upton.organisation.operations import Address
from upton.organisation.rules import WEEKDAYS, AtClosing
from upton.pages.fields import Choice, Choices, Date, Email, FilterForm, Form, LongText, Postcode, Telephone, Text, Time

Options = Sequence[tuple[str, str]] | Sequence[tuple[str, str, str]]
AREA = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?)( ?[0-9])?(\s+shared)?", re.IGNORECASE)
STATES = (("open", "Open"), ("planned", "Opening later"), ("closed", "Closed"))


def from_day(label: str = "From", **more: Any) -> Date:
    """The day from which a change holds."""
    return Date(label, missing="Enter the day from which it holds.", **more)


class SitesFilter(FilterForm):
    """Which sites a list shows. Everything is in the address."""

    district = Choice("District", required=False, look="select")
    region = Choice("Region", required=False, look="select")
    kind = Choice("Kind", choices=list(SiteKind.choices), required=False, look="select")
    state = Choice("State", choices=STATES, required=False, look="select", initial="open")
    day = Date("On", required=False, hint="")

    def __init__(self, data: Any, *, districts: Options, regions: Options) -> None:
        super().__init__(data)
        self.offer("district", districts)
        self.offer("region", regions)


class NameForm(Form):
    """Another name from a day."""

    name = Text("Name", missing="Enter the name.")
    starts_on = from_day()


class AddressForm(Form):
    """Another address from a day."""

    building = Text("Building", required=False)
    street = Text("Street", required=False)
    town = Text("Town or city", required=False)
    county = Text("County", required=False)
    postcode = Postcode("Postcode", missing="Enter the postcode.")
    nation = Choice("Nation", choices=list(Nation.choices), hint="It settles the bank holidays.")
    starts_on = from_day()

    def address(self, latitude: float | None = None, longitude: float | None = None) -> Address:
        """What was typed, as an address."""
        typed = {name: self.cleaned_data[name] for name in ("building", "street", "town", "county", "postcode")}
        return Address(self.cleaned_data["nation"], **typed, latitude=latitude, longitude=longitude)


class OpenSiteForm(AddressForm):
    """A new site."""

    name = Text("Name", missing="Enter the name of the site.")
    kind = Choice("Kind", choices=list(SiteKind.choices))
    district = Choice("District", required=False, look="select", hint="It can be placed later.")
    office_number = Text("Office number", required=False, longest=32, width=10)
    field_order = ("name", "kind", "district", "building", "street", "town", "county", "postcode", "nation")

    def __init__(self, *args: Any, districts: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("district", districts)


class ContactsForm(Form):
    """How the public reaches a site, from a day."""

    telephone = Telephone("Telephone for the public", required=False)
    email = Email("E-mail for the public", required=False)
    starts_on = from_day()


class PlaceForm(Form):
    """The district to which a site belongs from a day."""

    district = Choice("District", look="select", missing="Choose the district.")
    starts_on = from_day()

    def __init__(self, *args: Any, districts: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("district", districts)


class PlaceSeveralForm(PlaceForm):
    """Several sites that are placed in one district."""

    sites = Choices("Sites", missing="Choose at least one site.")
    field_order = ("sites", "district", "starts_on")

    def __init__(self, *args: Any, sites: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("sites", sites)


class LinkForm(Form):
    """How a site belongs together with another, from a day."""

    kind = Choice("This site", choices=list(SiteLink.Kind.choices))
    other = Choice("Other site", look="select", missing="Choose the other site.")
    starts_on = from_day()

    def __init__(self, *args: Any, sites: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("other", sites)


class CloseForm(Form):
    """A site's last day, and what becomes of the people there."""

    last_day = Date("Last day open", missing="Enter the last day on which it is open.")
    people = Choice(
        "People posted there beyond that day",
        choices=[
            (AtClosing.REFUSE.value, "Close only if there are none"),
            (AtClosing.MOVE.value, "Move them to another site", "Same role, same days, from the day after"),
            (AtClosing.END.value, "End their postings with the site", "Those without another posting leave that day"),
        ],
        initial=AtClosing.REFUSE.value,
    )
    move_to = Choice("Site to which they move", required=False, look="select")

    def __init__(self, *args: Any, sites: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("move_to", sites)


class ReopenForm(Form):
    """The day from which a site is open again."""

    starts_on = Date("Open again from", missing="Enter the day from which it is open again.")


class HoursForm(Form):
    """Opening hours of a week, from a day; two empty boxes are a day on which a site is not open."""

    starts_on = from_day()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for weekday, name in enumerate(WEEKDAYS):
            self.fields[f"opens_{weekday}"] = Time(f"{name}, opens", required=False, hint="")
            self.fields[f"closes_{weekday}"] = Time(f"{name}, closes", required=False, hint="")

    def clean(self) -> dict[str, Any]:
        """Refuse a day that opens and never closes, or closes and never opens."""
        for weekday, name in enumerate(WEEKDAYS):
            opens, closes = self.cleaned_data.get(f"opens_{weekday}"), self.cleaned_data.get(f"closes_{weekday}")
            if (opens is None) != (closes is None) and not self.errors:
                missing = f"closes_{weekday}" if closes is None else f"opens_{weekday}"
                self.add_error(missing, f"Enter both times for {name}, or neither.")
        return super().clean()

    def hours(self) -> list[tuple[int, time, time]]:
        """The days that were filled in."""
        times = ((day, self.cleaned_data[f"opens_{day}"], self.cleaned_data[f"closes_{day}"]) for day in range(7))
        return [(day, opens, closes) for day, opens, closes in times if opens and closes]

    @staticmethod
    def of(hours: Mapping[int, tuple[time, time]], day: date) -> dict[str, Any]:
        """What stands in the boxes at first."""
        boxes: dict[str, Any] = {"starts_on": day}
        for weekday, (opens, closes) in hours.items():
            boxes |= {f"opens_{weekday}": opens, f"closes_{weekday}": closes}
        return boxes


class ShutForm(Form):
    """Days on which a site is shut, and which other sites of its district are."""

    first_day = Date("First day", missing="Enter the first day.")
    last_day = Date("Last day", missing="Enter the last day.")
    reason = Text("Reason, as the door says it", missing="Enter the reason, such as “Festive period”.", longest=200)
    also = Choices("Also shut", required=False, hint="Other sites of this district that you may change")

    def __init__(self, *args: Any, sites: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("also", sites)
        if not sites:
            del self.fields["also"]


class PostcodesForm(Form):
    """The postcodes that a site serves, from a day."""

    areas = LongText(
        "Postcodes served",
        required=False,
        hint="One a line: an outward postcode or a sector, such as CH49 or CH46 7. Add “shared” where another site "
        "serves it too.",
        rows=10,
        longest=2000,
    )
    starts_on = from_day()

    def clean_areas(self) -> str:
        """The lines, each read. Raises ValidationError naming the line that is no postcode area."""
        self.read: dict[str, bool] = {}
        for number, line in enumerate(re.split(r"[\n,;]+", self.cleaned_data["areas"]), start=1):
            if not line.strip():
                continue
            found = AREA.fullmatch(line.strip())
            if found is None:
                raise ValidationError(f"Line {number} is no outward postcode or sector: write it like CH49, or CH46 7.")
            area = found[1].upper() + (f" {found[2].strip()}" if found[2] else "")
            self.read[area] = bool(found[3])
        return str(self.cleaned_data["areas"])


class OutreachForm(Form):
    """A place in the community where a site's colleagues are to be found."""

    name = Text("Place", missing="Enter the name of the place.")
    postcode = Postcode("Postcode", required=False)
    when = Text("When", required=False, hint="Such as “Tuesdays, 10:00 to 12:00”")
    starts_on = from_day()


class AreaForm(Form):
    """A new region, or another name for one, from a day."""

    name = Text("Name", missing="Enter the name.")
    starts_on = from_day()


class DistrictForm(AreaForm):
    """A district with its name and region, from a day."""

    region = Choice("Region", required=False, look="select")
    field_order = ("name", "region", "starts_on")

    def __init__(self, *args: Any, regions: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("region", regions)


class LastDayForm(Form):
    """The last day of something."""

    last_day = Date("Last day", missing="Enter the last day.")
