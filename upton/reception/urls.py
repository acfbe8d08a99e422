"""Addresses of the floor."""

from __future__ import annotations

from upton.foundation.addresses import address
from upton.reception import views

app_name = "reception"
urlpatterns = [
    address("floor/", views.floor, name="floor", may="reception.floor", methods=("GET",)),
]
