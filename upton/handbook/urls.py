"""Addresses of the handbook."""

from __future__ import annotations

from upton.foundation.addresses import SIGNED_IN, address
from upton.handbook import views

app_name = "handbook"
GET = ("GET",)
urlpatterns = [
    address("help/", views.pages, name="pages", may=SIGNED_IN),
    address("help/pictures/<str:picture>", views.picture, name="picture", may=SIGNED_IN, methods=GET),
    address("help/<str:page>/", views.page, name="page", may=SIGNED_IN, methods=GET),
]
