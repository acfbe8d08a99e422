"""Addresses of the demo: nobody's where the service runs without it."""

from __future__ import annotations

from upton.demo import views
from upton.foundation.addresses import DEMO, address

app_name = "demo"
GET = ("GET",)
urlpatterns = [
    address("demo/", views.people, name="people", may=DEMO, methods=GET),
    address("demo/as/<str:username>/", views.enter, name="enter", may=DEMO, methods=GET),
]
