"""Addresses of claimants."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "claimants"
urlpatterns: list[URLPattern] = []
