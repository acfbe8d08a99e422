"""Addresses of diaries."""

from __future__ import annotations

from upton.diary import views
from upton.diary.views import away, keeping, outcomes, rooms, spreading, types, working
from upton.foundation.addresses import address

app_name = "diary"
GET = ("GET",)
POST = ("POST",)
SEE, BOOK, KEEP, TYPES = "diary.see", "diary.book", "diary.keep", "diary.types"
T = "appointment-types/<str:type_code>/"
W = "colleagues/<int:colleague_id>/work/"
A = "absences/<int:absence_id>/"
R = "sites/<int:site_id>/rooms/"
P = "appointments/<int:appointment_id>/"
G = "group-sessions/<int:group_id>/"
urlpatterns = [
    address("claimants/<int:claimant_id>/book/", views.book, name="book", may="diary.book"),
    address("day-sheet/", views.day_sheet, name="day_sheet", may="diary.see", methods=GET),
    address("day-sheet/download/", views.day_sheet_download, name="day_sheet_download", may="diary.see", methods=GET),
    address("diaries/team/", views.team_day, name="team_day", may="diary.see", methods=GET),
    address("diaries/site/", views.site_week, name="site_week", may="diary.see", methods=GET),
    address(
        "diaries/site/download/", views.site_week_download, name="site_week_download", may="diary.see", methods=GET
    ),
    address(
        "diaries/colleagues/<int:colleague_id>/",
        views.colleague_day,
        name="colleague_day",
        may="diary.see",
        methods=GET,
    ),
    address(
        "diaries/colleagues/<int:colleague_id>/week/",
        views.colleague_week,
        name="colleague_week",
        may="diary.see",
        methods=GET,
    ),
    address(
        "appointments/<int:appointment_id>/card/", views.appointment_card, name="card", may="diary.see", methods=GET
    ),
    address("appointments/<int:appointment_id>/see/", views.see, name="see", may="reception.see", methods=POST),
    address("appointments/<int:appointment_id>/cancel/", views.cancel, name="cancel", may="diary.book"),
    address(P + "undo-see/", views.undo_see, name="undo_see", may="reception.see", methods=POST),
    address(P + "undo-cancel/", views.undo_cancel, name="undo_cancel", may="diary.book", methods=POST),
    address(P + "undo-booking/", views.undo_booking, name="undo_booking", may="diary.book", methods=POST),
    address(P + "move/", views.move, name="move", may="diary.book"),
    address(P + "missed/", views.mark_missed, name="mark_missed", may="diary.book", methods=POST),
    address(P + "undo-missed/", views.undo_missed, name="undo_missed", may="diary.book", methods=POST),
    address("outcomes/", outcomes.outcomes, name="outcomes", may=SEE),
    address(P + "outcome/", views.outcome, name="outcome", may="diary.book"),
    address("claimants/<int:claimant_id>/series/", views.series, name="series", may="diary.book"),
    address("series/<int:series_id>/end/", views.end_series, name="end_series", may="diary.book"),
    address("group-sessions/", views.groups, name="groups", may="diary.see", methods=GET),
    address("group-sessions/make/", views.make_group, name="make_group", may="diary.book"),
    address(G, views.group, name="group", may="diary.see", methods=GET),
    address(G + "cancel/", views.cancel_group, name="cancel_group", may="diary.book", methods=POST),
    address(G + "places/<int:claimant_id>/", views.join_group, name="join_group", may="diary.book", methods=POST),
    address("appointment-types/", types.types, name="types", may=SEE, methods=GET),
    address("appointment-types/add/", types.add_type, name="add_type", may=TYPES),
    address(T, types.one_type, name="type", may=TYPES, methods=GET),
    address(T + "change/", types.change_type, name="change_type", may=TYPES),
    address(T + "withdraw/", types.withdraw_type, name="withdraw_type", may=TYPES),
    address(T + "bring-back/", types.bring_back_type, name="bring_back_type", may=TYPES),
    address(W, working.work, name="work", may=SEE, methods=GET),
    address(W + "change/", working.change_work, name="change_work", may=KEEP),
    address(W + "end/", working.end_work, name="end_work", may=KEEP),
    address(W + "away/", away.record_absence, name="record_absence", may=KEEP),
    address("absences/", away.my_absences, name="my_absences", may=SEE),
    address(A, away.absence, name="absence", may=SEE, methods=GET),
    address(A + "take-back/", away.take_back_absence, name="take_back_absence", may=SEE, methods=POST),
    address(
        A + "appointments/<int:appointment_id>/keep/",
        away.keep_appointment,
        name="keep_appointment",
        may=BOOK,
        methods=POST,
    ),
    address(
        A + "appointments/<int:appointment_id>/rebook/",
        away.leave_to_rebook,
        name="leave_to_rebook",
        may=BOOK,
        methods=POST,
    ),
    address("sites/<int:site_id>/absences/", away.site_absences, name="site_absences", may=KEEP, methods=GET),
    address(R, rooms.rooms, name="rooms", may=KEEP, methods=GET),
    address(R + "add/", rooms.add_room, name="add_room", may=KEEP),
    address(R + "<int:room_id>/change/", rooms.change_room, name="change_room", may=KEEP),
    address(R + "<int:room_id>/close/", rooms.close_room, name="close_room", may=KEEP),
    address(R + "<int:room_id>/reopen/", rooms.reopen_room, name="reopen_room", may=KEEP, methods=POST),
    address("diaries/colleagues/<int:colleague_id>/spread/", spreading.spread, name="spread", may=BOOK),
    address("spreads/<int:spread_id>/", spreading.spread_done, name="spread_done", may=BOOK, methods=GET),
    address("spreads/<int:spread_id>/undo/", spreading.undo_spread, name="undo_spread", may=BOOK, methods=POST),
    address("diaries/", keeping.diaries_here, name="diaries_here", may=KEEP, methods=GET),
    address("sites/<int:site_id>/diaries/", keeping.diaries, name="diaries", may=KEEP, methods=GET),
]
