"""Makes the templates and static files of the design system known to Django."""

from __future__ import annotations

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The design system: it keeps nothing, so it has no models."""

    name = "upton.pages"
    label = "pages"
    verbose_name = "Design system"
