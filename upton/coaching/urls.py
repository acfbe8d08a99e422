"""Addresses of the contact by day 7."""

from __future__ import annotations

from upton.coaching import views
from upton.foundation.addresses import address

app_name = "coaching"
GET, POST = ("GET",), ("POST",)
CONTACT = "coaching.contact"
urlpatterns = [
    address("contact/", views.clocks, name="clocks", may=CONTACT, methods=GET),
    address("contact/download/", views.download, name="download", may=CONTACT, methods=GET),
    address("contact/<int:clock_id>/", views.clock, name="clock", may=CONTACT),
    address("contact/<int:clock_id>/message/", views.write, name="write", may=CONTACT, methods=POST),
    address("contact/<int:clock_id>/undo/", views.undo_finding, name="undo_finding", may=CONTACT, methods=POST),
]
