"""What is stated about regions, districts and sites."""

from __future__ import annotations

from datetime import date

from upton.foundation.facts import Fact, fact

LINKS = {"linked": "as linked", "satellite": "as its satellite", "served_by": "as served by it"}


@fact(
    "organisation.region_opened",
    staff="{by} opened the region {region} from {starts_on}.",
    names={"region_id": "region"},
)
class RegionOpened(Fact):
    """A region exists from a day."""

    region_id: int
    starts_on: date


@fact(
    "organisation.region_renamed",
    staff="{by} renamed the region {region} from {starts_on}.",
    names={"region_id": "region"},
)
class RegionRenamed(Fact):
    """A region goes by another name from a day; it is a new row that follows the one before."""

    region_id: int
    was_id: int
    starts_on: date


@fact(
    "organisation.region_closed",
    staff="{by} closed the region {region} after {last_day}.",
    names={"region_id": "region"},
)
class RegionClosed(Fact):
    """A region ends with a day."""

    region_id: int
    last_day: date


@fact(
    "organisation.district_opened",
    staff="{by} opened the district {district} from {starts_on}.",
    names={"district_id": "district"},
)
class DistrictOpened(Fact):
    """A district exists from a day."""

    district_id: int
    region_id: int | None
    starts_on: date


@fact(
    "organisation.district_changed",
    staff="{by} changed the name or region of the district {district} from {starts_on}.",
    names={"district_id": "district"},
)
class DistrictChanged(Fact):
    """A district goes by another name or belongs to another region from a day; its sites follow."""

    district_id: int
    was_id: int
    region_id: int | None
    starts_on: date


@fact(
    "organisation.district_closed",
    staff="{by} closed the district {district} after {last_day}.",
    names={"district_id": "district"},
)
class DistrictClosed(Fact):
    """A district ends with a day."""

    district_id: int
    last_day: date


@fact("organisation.site_opened", staff="{by} opened {site} from {starts_on}.")
class SiteOpened(Fact):
    """A site is open from a day."""

    what: str
    starts_on: date


@fact("organisation.site_renamed", staff="{by} renamed {site} from {starts_on}.")
class SiteRenamed(Fact):
    """A site goes by another name from a day."""

    starts_on: date


@fact("organisation.site_moved", staff="{by} changed the address of {site} from {starts_on}.")
class SiteMoved(Fact):
    """A site stands at another address from a day."""

    starts_on: date


@fact("organisation.site_contacts_changed", staff="{by} changed how {site} is reached from {starts_on}.")
class SiteContactsChanged(Fact):
    """A site has another public telephone or e-mail from a day."""

    starts_on: date


@fact(
    "organisation.site_placed",
    staff="{by} placed {site} in {district} from {starts_on}.",
    names={"district_id": "district"},
)
class SitePlaced(Fact):
    """A site belongs to a district from a day; None takes it out of every district."""

    district_id: int | None
    starts_on: date


@fact("organisation.site_change_withdrawn", staff="{by} took back what was planned for {site} from {starts_on}.")
class SiteChangeWithdrawn(Fact):
    """A planned change of name, address or district will not happen."""

    starts_on: date


@fact(
    "organisation.site_closed",
    staff="{by} closed {site}: its last day is {last_day}.",
)
class SiteClosed(Fact):
    """A site closes for good after a day, and everything that hangs on it ends."""

    last_day: date


@fact("organisation.site_reopened", staff="{by} recorded that {site} is open again from {starts_on}.")
class SiteReopened(Fact):
    """A site that was closed, or was going to close, is open from a day."""

    starts_on: date


@fact(
    "organisation.site_linked",
    staff="{by} linked {site} with {other} {link} from {starts_on}.",
    names={"other_id": "site"},
    words={"link": LINKS},
)
class SiteLinked(Fact):
    """Two sites belong together from a day."""

    other_id: int
    link: str
    starts_on: date


@fact(
    "organisation.site_unlinked",
    staff="{by} ended the link of {site} with {other} {link} after {last_day}.",
    names={"other_id": "site"},
    words={"link": LINKS},
)
class SiteUnlinked(Fact):
    """Two sites belong together no longer after a day."""

    other_id: int
    link: str
    last_day: date


@fact("organisation.hours_set", staff="{by} set the opening hours of {site} from {starts_on}.")
class HoursSet(Fact):
    """A site opens at other hours from a day."""

    starts_on: date


@fact("organisation.closure_set", staff="{by} shut {site} from {first_day} to {last_day}.")
class ClosureSet(Fact):
    """A site is shut to the public on some days."""

    closure_id: int
    first_day: date
    last_day: date


@fact("organisation.closure_withdrawn", staff="{by} took back that {site} is shut from {first_day} to {last_day}.")
class ClosureWithdrawn(Fact):
    """A site is not shut after all."""

    closure_id: int
    first_day: date
    last_day: date


@fact("organisation.postcodes_set", staff="{by} set the postcodes that {site} serves from {starts_on}.")
class PostcodesSet(Fact):
    """A site serves other postcodes from a day."""

    starts_on: date


@fact("organisation.outreach_opened", staff="{by} added a place of outreach of {site} from {starts_on}.")
class OutreachOpened(Fact):
    """Colleagues of a site are to be found at a place in the community from a day."""

    place_id: int
    starts_on: date


@fact("organisation.outreach_ended", staff="{by} ended a place of outreach of {site} after {last_day}.")
class OutreachEnded(Fact):
    """Outreach at a place ends with a day."""

    place_id: int
    last_day: date


@fact("organisation.sheet_kept", staff="{by} kept version {version} of the site sheet of {site}, from {starts_on}.")
class SheetKept(Fact):
    """A site's sheet has a new version from a day."""

    sheet_id: int
    version: int
    starts_on: date
