"""Addresses of diaries."""

from __future__ import annotations

from upton.diary import views
from upton.foundation.addresses import address

app_name = "diary"
POST = ("POST",)
urlpatterns = [
    address("claimants/<int:claimant_id>/book/", views.book, name="book", may="diary.book"),
    address("day-sheet/", views.day_sheet, name="day_sheet", may="diary.see", methods=("GET",)),
    address(
        "appointments/<int:appointment_id>/check-in/",
        views.check_in,
        name="check_in",
        may="reception.check_in",
        methods=POST,
    ),
    address(
        "appointments/<int:appointment_id>/undo-check-in/",
        views.undo_check_in,
        name="undo_check_in",
        may="reception.check_in",
        methods=POST,
    ),
    address("appointments/<int:appointment_id>/see/", views.see, name="see", may="reception.see", methods=POST),
    address("appointments/<int:appointment_id>/cancel/", views.cancel, name="cancel", may="diary.book", methods=POST),
]
