"""Addresses of what is due."""

from __future__ import annotations

from upton.duties import views
from upton.foundation.addresses import SIGNED_IN, address

app_name = "duties"
GET, POST = ("GET",), ("POST",)
urlpatterns = [
    address("due/", views.mine, name="mine", may=SIGNED_IN, methods=GET),
    address("due/sites/", views.sites, name="sites", may="duties.see_all", methods=GET),
    address("due/download/", views.download, name="download", may=SIGNED_IN, methods=GET, whose="mine"),
    address(
        "due/sites/download/", views.download, name="sites_download", may="duties.see_all", methods=GET, whose="sites"
    ),
    address("due/<int:duty_id>/", views.duty, name="duty", may=SIGNED_IN, methods=GET),
    address("due/<int:duty_id>/hand-over/", views.hand_over, name="hand_over", may=SIGNED_IN, methods=POST),
    address("due/<int:duty_id>/pause/", views.pause, name="pause", may=SIGNED_IN, methods=POST),
    address("due/<int:duty_id>/resume/", views.resume, name="resume", may=SIGNED_IN, methods=POST),
    address("due/<int:duty_id>/take/", views.take, name="take", may=SIGNED_IN, methods=POST),
]
