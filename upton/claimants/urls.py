"""Addresses of the claimant's record."""

from __future__ import annotations

from upton.claimants import views
from upton.foundation.addresses import address

app_name = "claimants"
GET, POST = ("GET",), ("POST",)
urlpatterns = [
    address("claimants/register/", views.register, name="register", may="claimants.register"),
    address("claimants/open/", views.open_record, name="open", may="claimants.find"),
    address("claimants/opened/", views.opened, name="opened", may="claimants.openings", methods=GET),
    address(
        "claimants/opened/download/",
        views.opened_download,
        name="opened_download",
        may="claimants.openings",
        methods=GET,
    ),
    address("claimants/duplicates/", views.duplicates, name="duplicates", may="claimants.merge", methods=GET),
    address(
        "claimants/duplicates/download/",
        views.duplicates_download,
        name="duplicates_download",
        may="claimants.merge",
        methods=GET,
    ),
    address("claimants/duplicates/<int:pair_id>/", views.pair, name="pair", may="claimants.merge"),
    address(
        "claimants/duplicates/<int:pair_id>/back/",
        views.pair_back,
        name="pair_back",
        may="claimants.merge",
        methods=POST,
    ),
    address("claimants/duplicates/<int:pair_id>/open/", views.pair_open, name="pair_open", may="claimants.restrict"),
    address("claimants/merges/<int:merge_id>/", views.merged, name="merged", may="claimants.see", methods=GET),
    address(
        "claimants/merges/<int:merge_id>/undo/", views.unmerge, name="unmerge", may="claimants.merge", methods=POST
    ),
    address("claimants/<int:claimant_id>/twice/", views.choose_other, name="choose_other", may="claimants.register"),
    address("claimants/<int:claimant_id>/merge/<int:other_id>/", views.merge, name="merge", may="claimants.register"),
    address(
        "claimants/<int:claimant_id>/merge/<int:other_id>/propose/",
        views.propose,
        name="propose",
        may="claimants.register",
        methods=POST,
    ),
    address("claimants/<int:claimant_id>/details/", views.details, name="details", may="claimants.see", methods=GET),
    address("claimants/<int:claimant_id>/name/", views.name, name="name", may="claimants.register"),
    address(
        "claimants/<int:claimant_id>/other-names/", views.other_names, name="other_names", may="claimants.register"
    ),
    address("claimants/<int:claimant_id>/born/", views.detail, name="born", may="claimants.register", which="born"),
    address(
        "claimants/<int:claimant_id>/number/", views.detail, name="number", may="claimants.register", which="number"
    ),
    address("claimants/<int:claimant_id>/telephones/", views.telephones, name="telephones", may="claimants.register"),
    address("claimants/<int:claimant_id>/email/", views.detail, name="email", may="claimants.register", which="email"),
    address("claimants/<int:claimant_id>/post/", views.detail, name="post", may="claimants.register", which="post"),
    address(
        "claimants/<int:claimant_id>/safe-contact/", views.safe_contact, name="safe_contact", may="claimants.register"
    ),
    address("claimants/<int:claimant_id>/needs/", views.needs, name="needs", may="claimants.register"),
    address(
        "claimants/<int:claimant_id>/representative/",
        views.representative,
        name="representative",
        may="claimants.register",
    ),
    address("claimants/<int:claimant_id>/death/", views.death, name="death", may="claimants.register"),
    address(
        "claimants/<int:claimant_id>/representatives/<int:representative_id>/end/",
        views.end_representative,
        name="end_representative",
        may="claimants.register",
        methods=POST,
    ),
    address("claimants/<int:claimant_id>/coach/", views.coach, name="coach", may="claimants.coaches"),
    address(
        "claimants/<int:claimant_id>/restriction/", views.restriction, name="restriction", may="claimants.restrict"
    ),
    address("claimants/<int:claimant_id>/partner/", views.partner, name="partner", may="claimants.register"),
    address("claimants/<int:claimant_id>/dependant/", views.dependant, name="dependant", may="claimants.register"),
    address("claimants/<int:claimant_id>/separation/", views.separation, name="separation", may="claimants.register"),
    address("claimants/<int:claimant_id>/joint/", views.joint, name="joint", may="claimants.register", methods=POST),
    address(
        "claimants/<int:claimant_id>/dependants/<int:member_id>/left/",
        views.dependant_left,
        name="dependant_left",
        may="claimants.register",
        methods=POST,
    ),
    address("claimants/<int:claimant_id>/journal/", views.journal_page, name="journal", may="claimants.see"),
    address(
        "claimants/<int:claimant_id>/journal/search/",
        views.search_journal,
        name="search_journal",
        may="claimants.see",
        methods=("POST",),
    ),
    address(
        "claimants/<int:claimant_id>/journal/print/",
        views.print_journal,
        name="print_journal",
        may="claimants.see",
        methods=("GET",),
    ),
    address("claimants/<int:claimant_id>/journal/decision/", views.decision, name="decision", may="claimants.decide"),
    address(
        "journal/<int:entry_id>/take-back/", views.take_back, name="take_back", may="claimants.write", methods=("POST",)
    ),
    address("journal/<int:entry_id>/read/", views.read, name="read", may="claimants.write", methods=("POST",)),
    address(
        "claimants/<int:claimant_id>/they-rang/", views.begin, name="call_in", may="claimants.write", direction="in"
    ),
    address(
        "claimants/<int:claimant_id>/we-rang/", views.begin, name="call_out", may="claimants.write", direction="out"
    ),
    address("claimants/<int:claimant_id>/note/", views.pin_note, name="pin_note", may="claimants.write"),
    address("notes/<int:note_id>/unpin/", views.unpin_note, name="unpin_note", may="claimants.write", methods=POST),
    address(
        "notes/<int:note_id>/pin/", views.pin_note_again, name="pin_note_again", may="claimants.write", methods=POST
    ),
    address("calls/unknown/", views.unknown, name="unknown_call", may="claimants.write"),
    address("calls/<int:call_id>/", views.call_page, name="call", may="claimants.see"),
]
