"""Addresses of the claimant's record."""

from __future__ import annotations

from upton.claimants import views
from upton.foundation.addresses import address

app_name = "claimants"
urlpatterns = [
    address("claimants/register/", views.register, name="register", may="claimants.register"),
]
