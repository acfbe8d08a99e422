"""Addresses of the desk."""

from __future__ import annotations

from upton.desk import facts_page, moving_page, start_page, views
from upton.foundation.addresses import SIGNED_IN, address

app_name = "desk"
GET = ("GET",)
urlpatterns = [
    address("", start_page.start, name="start", may=SIGNED_IN, methods=GET),
    address("recent/", start_page.recent, name="recent", may="claimants.see", methods=GET),
    address("search/", views.search, name="search", may="claimants.find"),
    address("search/<str:reference>/", views.found, name="found", may="claimants.find", methods=GET),
    address("claimants/<int:claimant_id>/", views.claimant, name="claimant", may="claimants.see", methods=GET),
    address("claimants/<int:claimant_id>/move/", moving_page.move, name="move", may="claimants.register"),
    address("facts/", facts_page.facts, name="facts", may="facts.browse", methods=GET),
    address("facts/download/", facts_page.download, name="facts_download", may="facts.browse", methods=GET),
]
