"""Addresses of the organisation, each with who may come to it."""

from __future__ import annotations

from upton.foundation.addresses import SIGNED_IN, address
from upton.organisation.views import (
    colleagues,
    districts,
    me,
    opening,
    postings,
    register_decisions,
    registers,
    roles,
    sheets,
    site,
    site_changes,
    sites,
    teams,
    who,
)

app_name = "organisation"
SEE, SITE, STAFF = "organisation.see", "organisation.site", "organisation.staff"
STRUCTURE, REGIONS = "organisation.structure", "organisation.regions"
GET, POST = ("GET",), ("POST",)
S = "sites/<int:site_id>/"
C = "colleagues/<int:colleague_id>/"
D = "districts/<int:district_id>/"
R = "registers/<int:register_id>/"
LOAD = "sites.import"

urlpatterns = [
    address("sites/", sites.sites, name="sites", may=SEE, methods=GET),
    address("sites/download/", sites.sites_download, name="sites_download", may=SEE, methods=GET),
    address("sites/open/", sites.open_site, name="open_site", may=STRUCTURE),
    address("sites/unplaced/", sites.unplaced, name="unplaced", may=STRUCTURE),
    address(S, site.site, name="site", may=SEE, methods=GET),
    address(S + "rename/", site_changes.rename, name="rename_site", may=STRUCTURE),
    address(S + "address/", site_changes.move, name="move_site", may=STRUCTURE),
    address(S + "contacts/", site_changes.contacts, name="change_contacts", may=SITE),
    address(S + "district/", site_changes.place, name="place_site", may=STRUCTURE),
    address(S + "planned/withdraw/", site_changes.withdraw_change, name="withdraw_change", may=STRUCTURE, methods=POST),
    address(S + "link/", site_changes.link, name="link_site", may=STRUCTURE),
    address(S + "links/<int:link_id>/end/", site_changes.end_link, name="end_link", may=STRUCTURE),
    address(S + "close/", site_changes.close, name="close_site", may=STRUCTURE),
    address(S + "reopen/", site_changes.reopen, name="reopen_site", may=STRUCTURE),
    address(S + "hours/", opening.hours, name="set_hours", may=SITE),
    address(S + "shut/", opening.shut, name="shut_site", may=SITE),
    address(
        S + "closures/<int:closure_id>/withdraw/",
        opening.withdraw_closure,
        name="withdraw_closure",
        may=SITE,
        methods=POST,
    ),
    address(S + "postcodes/", opening.postcodes, name="set_postcodes", may=SITE),
    address(S + "outreach/", opening.outreach, name="open_outreach", may=SITE),
    address(S + "outreach/<int:place_id>/end/", opening.end_outreach, name="end_outreach", may=SITE),
    address(S + "sheet/", sheets.sheet, name="sheet", may=SEE, methods=GET),
    address(S + "sheet/edit/", sheets.edit_sheet, name="edit_sheet", may=SITE),
    address(S + "sheet/versions/", sheets.sheet_versions, name="sheet_versions", may=SEE, methods=GET),
    address(S + "teams/open/", teams.open_team, name="open_team", may=STAFF),
    address(S + "teams/<int:team_id>/", teams.team, name="team", may=SEE, methods=GET),
    address(S + "teams/<int:team_id>/change/", teams.change_team, name="change_team", may=STAFF, methods=POST),
    address(S + "teams/<int:team_id>/close/", teams.close_team, name="close_team", may=STAFF, methods=POST),
    address(S + "teams/<int:team_id>/serves/", teams.serves, name="team_serves", may=STAFF),
    address(S + "leads/", teams.lead, name="name_lead", may=STAFF),
    address("leads/<int:lead_id>/end/", teams.end_lead, name="end_lead", may=STAFF),
    address("who/", who.who, name="who", may=SEE, methods=GET),
    address("who/download/", who.who_download, name="who_download", may=SEE, methods=GET),
    address("colleagues/", colleagues.colleagues, name="colleagues", may=SEE),
    address("colleagues/download/", colleagues.colleagues_download, name="colleagues_download", may=STAFF, methods=GET),
    address("colleagues/join/", colleagues.join, name="join", may=STAFF),
    address(C, colleagues.colleague, name="colleague", may=SEE, methods=GET),
    address(C + "details/", colleagues.details, name="change_colleague", may=STAFF),
    address(C + "password/", colleagues.new_password, name="new_password", may=STAFF),
    address(C + "leave/", colleagues.leave, name="leave", may=STAFF),
    address(C + "stay/", colleagues.stay, name="stay", may=STAFF, methods=POST),
    address(C + "post/", postings.post, name="post", may=STAFF),
    address("postings/<int:posting_id>/change/", postings.change_posting, name="change_posting", may=STAFF),
    address("postings/<int:posting_id>/end/", postings.end_posting, name="end_posting", may=STAFF),
    address("languages/<int:language_id>/allowance/", postings.allowance, name="allowance", may=STAFF, methods=POST),
    address("districts/", districts.districts, name="districts", may=SEE, methods=GET),
    address("districts/open/", districts.open_district, name="open_district", may=REGIONS),
    address(D, districts.district, name="district", may=SEE, methods=GET),
    address(D + "download/", districts.district_download, name="district_download", may=SEE, methods=GET),
    address(D + "change/", districts.change_district, name="change_district", may=STRUCTURE),
    address(D + "close/", districts.close_district, name="close_district", may=REGIONS),
    address("regions/open/", districts.open_region, name="open_region", may=REGIONS),
    address("regions/<int:region_id>/rename/", districts.rename_region, name="rename_region", may=REGIONS),
    address("regions/<int:region_id>/close/", districts.close_region, name="close_region", may=REGIONS),
    address("roles/", roles.roles, name="roles", may=SIGNED_IN, methods=GET),
    address("me/", me.me, name="me", may=SIGNED_IN, methods=GET),
    address("me/languages/", me.offer_language, name="offer_language", may=SIGNED_IN, methods=POST),
    address(
        "me/languages/<int:language_id>/withdraw/",
        me.withdraw_language,
        name="withdraw_language",
        may=SIGNED_IN,
        methods=POST,
    ),
    address("me/password/", me.change_password, name="change_password", may=SIGNED_IN, methods=POST),
    address("registers/", registers.registers, name="registers", may=LOAD),
    address(R, registers.register, name="register", may=LOAD, methods=GET),
    address(R + "read/", registers.set_register, name="set_register", may=LOAD, methods=POST),
    address(R + "decide/", register_decisions.decide, name="decide_register", may=LOAD),
    address(R + "undecide/", register_decisions.undecide, name="undecide_register", may=LOAD, methods=POST),
    address(R + "apply/", registers.apply_register, name="apply_register", may=LOAD, methods=POST),
    address(R + "drop/", registers.drop_register, name="drop_register", may=LOAD, methods=POST),
    address(R + "restore/", registers.restore_register, name="restore_register", may=LOAD, methods=POST),
    address(R + "plan.csv", registers.register_download, name="register_download", may=LOAD, methods=GET),
]
