"""Addresses of signing in and out, and of choosing a password."""

from __future__ import annotations

from upton.accounts import views
from upton.foundation.addresses import ANYONE, SIGNED_IN, address

app_name = "accounts"
urlpatterns = [
    address("sign-in/", views.sign_in, name="sign_in", may=ANYONE),
    address("sign-out/", views.sign_out, name="sign_out", may=ANYONE, methods=("POST",)),
    address("choose-password/", views.choose_password, name="choose_password", may=SIGNED_IN),
]
