"""What is kept of the organisation, all of it with validity dates."""

from upton.organisation.models.people import Colleague, Language, Posting, PostingDay, SpecialistLead, Team, TeamServes
from upton.organisation.models.places import (
    Closure,
    District,
    OpeningHours,
    OutreachPlace,
    Region,
    ServedPostcode,
    SetAside,
    Site,
    SiteKind,
    SiteLink,
    SitePeriod,
    SiteSheet,
)
from upton.organisation.models.registers import Register, RegisterState

__all__ = [
    "Closure",
    "Colleague",
    "District",
    "Language",
    "OpeningHours",
    "OutreachPlace",
    "Posting",
    "PostingDay",
    "Region",
    "Register",
    "RegisterState",
    "ServedPostcode",
    "SetAside",
    "Site",
    "SiteKind",
    "SiteLink",
    "SitePeriod",
    "SiteSheet",
    "SpecialistLead",
    "Team",
    "TeamServes",
]
