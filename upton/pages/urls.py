"""Where the design system shows itself."""

from __future__ import annotations

from upton.foundation.addresses import SIGNED_IN, address
from upton.pages import views

app_name = "pages"
urlpatterns = [address("design/", views.design, name="design", may=SIGNED_IN, methods=("GET",))]
