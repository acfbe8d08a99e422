"""What the organisation states: places opened, placed and closed, people posted and leaving."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from upton.foundation.facts import Audience, Fact, fact
from upton.policy import dated

ROLES = dated.words("roles")
AREAS = dated.words("lead_areas")
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


@fact(
    "organisation.team_opened",
    staff="{by} opened the team {team} at {site} from {starts_on}.",
    names={"team_id": "team"},
)
class TeamOpened(Fact):
    """A team exists from a day."""

    team_id: int
    starts_on: date


@fact("organisation.team_changed", staff="{by} changed the team {team} at {site}.", names={"team_id": "team"})
class TeamChanged(Fact):
    """A team has another name or leader."""

    team_id: int
    leader_id: int | None


@fact(
    "organisation.team_closed",
    staff="{by} closed the team {team} at {site} after {last_day}.",
    names={"team_id": "team"},
)
class TeamClosed(Fact):
    """A team ends with a day."""

    team_id: int
    last_day: date


@fact(
    "organisation.team_serves_set",
    staff="{by} set the other sites that the team {team} serves from {starts_on}.",
    names={"team_id": "team"},
)
class TeamServesSet(Fact):
    """A centralised team serves these sites besides its own from a day."""

    team_id: int
    served_ids: tuple[int, ...]
    starts_on: date


@fact(
    "organisation.colleague_joined",
    staff="{colleague} joined at {site} as {role} from {starts_on}, recorded by {by}.",
    names={"colleague_id": "colleague"},
    words={"role": ROLES},
)
class ColleagueJoined(Fact):
    """Somebody works for the service from a day, with their first posting."""

    colleague_id: int
    posting_id: int
    role: str
    starts_on: date


@fact(
    "organisation.colleague_changed",
    staff="{by} changed the details of {colleague}.",
    names={"colleague_id": "colleague"},
)
class ColleagueChanged(Fact):
    """A colleague's name, contacts or line manager changed."""

    colleague_id: int
    line_manager_id: int | None


@fact(
    "organisation.password_renewed",
    staff="{by} gave {colleague} a temporary password.",
    names={"colleague_id": "colleague"},
)
class TemporaryPasswordGiven(Fact):
    """A colleague who can't sign in was given a temporary password."""

    colleague_id: int


@fact(
    "organisation.posted",
    staff="{by} posted {colleague} at {site} as {role} from {starts_on}.",
    names={"colleague_id": "colleague"},
    words={"role": ROLES},
)
class ColleaguePosted(Fact):
    """A colleague works in a role at a site from a day."""

    colleague_id: int
    posting_id: int
    role: str
    fte: Decimal
    weekdays: tuple[int, ...]
    starts_on: date


@fact(
    "organisation.posting_changed",
    staff="{by} changed the posting of {colleague} at {site} ({role}) from {starts_on}.",
    names={"colleague_id": "colleague"},
    words={"role": ROLES},
)
class PostingChanged(Fact):
    """A posting goes on in another way from a day: other role, site, team, days or FTE."""

    colleague_id: int
    was_id: int
    posting_id: int
    role: str
    fte: Decimal
    weekdays: tuple[int, ...]
    starts_on: date


@fact(
    "organisation.posting_ended",
    staff="{by} ended the posting of {colleague} at {site} after {last_day}.",
    names={"colleague_id": "colleague"},
)
class PostingEnded(Fact):
    """A posting ends with a day."""

    colleague_id: int
    posting_id: int
    last_day: date


@fact(
    "organisation.departure_recorded",
    staff="{by} recorded that {colleague} leaves after {last_day}.",
    names={"colleague_id": "colleague"},
)
class DepartureRecorded(Fact):
    """A colleague will leave; their postings end with that day."""

    colleague_id: int
    last_day: date


@fact(
    "organisation.departure_withdrawn",
    staff="{by} recorded that {colleague} stays after all.",
    names={"colleague_id": "colleague"},
)
class DepartureWithdrawn(Fact):
    """A colleague who was going to leave stays."""

    colleague_id: int


@fact(
    "organisation.colleague_left",
    staff="{colleague} left; their last day was {last_day}. Access ended.",
    names={"colleague_id": "colleague"},
)
class ColleagueLeft(Fact):
    """A colleague has left: the account is closed and nothing is open to them any more."""

    colleague_id: int
    last_day: date


@fact(
    "organisation.language_offered",
    staff="{colleague} offered a language for use at work.",
    audience=Audience.RESTRICTED,
    names={"colleague_id": "colleague"},
)
class LanguageOffered(Fact):
    """A colleague consented to use a language at work; which one stands in a row that they can take back."""

    colleague_id: int
    language_id: int


@fact(
    "organisation.language_withdrawn",
    staff="{colleague} offers a language no longer.",
    audience=Audience.RESTRICTED,
    names={"colleague_id": "colleague"},
)
class LanguageWithdrawn(Fact):
    """A colleague took back their consent."""

    colleague_id: int
    language_id: int


@fact(
    "organisation.language_allowance_set",
    staff="{by} changed the language allowance of {colleague}.",
    audience=Audience.RESTRICTED,
    names={"colleague_id": "colleague"},
)
class LanguageAllowanceSet(Fact):
    """A colleague is paid the allowance for a language that they use at work, or no longer."""

    colleague_id: int
    language_id: int
    allowance: bool


@fact(
    "organisation.lead_named",
    staff="{by} named {colleague} lead for {area} at {site} from {starts_on}.",
    names={"colleague_id": "colleague"},
    words={"area": AREAS},
)
class LeadNamed(Fact):
    """A colleague leads an area of need for a site from a day."""

    colleague_id: int
    area: str
    starts_on: date


@fact(
    "organisation.lead_ended",
    staff="{colleague} leads {area} at {site} no longer after {last_day}, recorded by {by}.",
    names={"colleague_id": "colleague"},
    words={"area": AREAS},
)
class LeadEnded(Fact):
    """A colleague leads an area no longer after a day."""

    colleague_id: int
    area: str
    last_day: date
