"""Every change to the organisation: places, people, and who works where."""

from upton.organisation.operations.applying import apply_register, require_day
from upton.organisation.operations.closing import close_site, reopen_site
from upton.organisation.operations.colleagues import change_colleague, found_service, give_temporary_password, join
from upton.organisation.operations.districts import (
    change_district,
    close_district,
    close_region,
    open_district,
    open_region,
    rename_region,
)
from upton.organisation.operations.hours import set_hours, shut_sites, withdraw_closure
from upton.organisation.operations.leaving import end_departure, leave, withdraw_departure
from upton.organisation.operations.offers import (
    end_lead,
    name_lead,
    offer_language,
    set_language_allowance,
    withdraw_language,
)
from upton.organisation.operations.places import (
    Address,
    change_contacts,
    end_link,
    link_sites,
    move_site,
    open_site,
    place_site,
    place_sites,
    rename_site,
    withdraw_change,
)
from upton.organisation.operations.postings import change_posting, end_posting, post
from upton.organisation.operations.posts import Post
from upton.organisation.operations.registers import (
    decide_register,
    drop_register,
    require_decision,
    require_usable,
    restore_register,
    set_register,
    undecide_register,
    upload_register,
)
from upton.organisation.operations.served import end_outreach, open_outreach, set_postcodes
from upton.organisation.operations.sheets import keep_sheet
from upton.organisation.operations.teams import change_team, close_team, open_team, set_team_serves

__all__ = [
    "Address",
    "Post",
    "apply_register",
    "change_colleague",
    "change_contacts",
    "change_district",
    "change_posting",
    "change_team",
    "close_district",
    "close_region",
    "close_site",
    "close_team",
    "decide_register",
    "drop_register",
    "end_departure",
    "end_lead",
    "end_link",
    "end_outreach",
    "end_posting",
    "found_service",
    "give_temporary_password",
    "join",
    "keep_sheet",
    "leave",
    "link_sites",
    "move_site",
    "name_lead",
    "offer_language",
    "open_district",
    "open_outreach",
    "open_region",
    "open_site",
    "open_team",
    "place_site",
    "place_sites",
    "post",
    "rename_region",
    "rename_site",
    "reopen_site",
    "require_day",
    "require_decision",
    "require_usable",
    "restore_register",
    "set_hours",
    "set_language_allowance",
    "set_postcodes",
    "set_register",
    "set_team_serves",
    "shut_sites",
    "undecide_register",
    "upload_register",
    "withdraw_change",
    "withdraw_closure",
    "withdraw_departure",
    "withdraw_language",
]
