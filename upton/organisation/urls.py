"""Addresses of organisation."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "organisation"
urlpatterns: list[URLPattern] = []
