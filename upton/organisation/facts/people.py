"""What is stated about teams and colleagues."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from upton.foundation.facts import Audience, Fact, fact
from upton.policy import dated

ROLES = dated.words("roles")
AREAS = dated.words("lead_areas")


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
