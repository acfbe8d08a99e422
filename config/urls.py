"""Every address of the service, capability by capability."""

from __future__ import annotations

from django.urls import include, path

handler400 = "upton.pages.views.bad_request"
handler403 = "upton.pages.views.refused"
handler404 = "upton.pages.views.not_found"
handler500 = "upton.pages.views.went_wrong"

urlpatterns = [
    path("", include("upton.desk.urls")),
    path("", include("upton.accounts.urls")),
    path("", include("upton.organisation.urls")),
    path("", include("upton.claimants.urls")),
    path("", include("upton.evidence.urls")),
    path("", include("upton.diary.urls")),
    path("", include("upton.coaching.urls")),
    path("", include("upton.reception.urls")),
    path("", include("upton.duties.urls")),
    path("", include("upton.pages.urls")),
    path("", include("upton.handbook.urls")),
    path("", include("upton.demo.urls")),
]
