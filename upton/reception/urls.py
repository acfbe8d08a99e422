"""Addresses of the door."""

from __future__ import annotations

from upton.foundation.addresses import ANYONE, SCREEN, TABLET, address
from upton.reception import views
from upton.reception.views import (
    closing,
    computer_booking,
    computers,
    devices,
    footfall,
    late,
    lists,
    papers,
    screen,
    tablet,
)
from upton.reception.views.computers import ACTS as AT_COMPUTERS
from upton.reception.views.visit import ACTS

app_name = "reception"
GET, POST = ("GET",), ("POST",)
FOOTFALL = "reception.footfall"
FLOOR, DOOR = "reception.floor", "reception.check_in"
CLOSE = "reception.close"
KEEP = "reception.devices"
SIT = "reception.computers"
D, S = "devices/<int:device_id>/", "sites/<int:site_id>/"
A = "appointments/<int:appointment_id>/"
V = "visits/<int:visit_id>/"
P, T = "proofs/<int:proof_id>/", "travel-refunds/<int:refund_id>/"
M, U = "computers/<int:computer_id>/", "computers/uses/<int:use_id>/"
urlpatterns = [
    address("floor/", views.floor, name="floor", may=FLOOR, methods=GET),
    address("footfall/", footfall.footfall, name="footfall", may=FOOTFALL, methods=GET),
    address("footfall/download/", footfall.footfall_download, name="footfall_download", may=FOOTFALL, methods=GET),
    address("floor/come/", views.come, name="come", may=DOOR, methods=POST),
    address("floor/came/<str:reference>/", views.who_came, name="who_came", may=DOOR, methods=GET),
    address("floor/walk-in/", views.walk_in, name="walk_in", may=DOOR),
    address("floor/visitor/", views.visitor, name="visitor", may=DOOR),
    address("claimants/<int:claimant_id>/walk-in/", views.walk_in_of, name="walk_in_of", may=DOOR),
    address(A + "check-in/", views.check_in, name="check_in", may=DOOR, methods=POST),
    address(A + "check-in/with-others/", views.check_in_with, name="check_in_with", may=DOOR),
    address(A + "undo-check-in/", views.undo_check_in, name="undo_check_in", may=DOOR, methods=POST),
    address("close/", closing.close, name="close", may=CLOSE),
    address("close/<int:site_day_id>/", closing.close_day, name="close_day", may=CLOSE),
    address(
        "close/undo-missed/<int:appointment_id>/", closing.undo_missed, name="undo_missed", may=CLOSE, methods=POST
    ),
    address("late/", late.late, name="late", may=FLOOR),
    address("late/<int:colleague_id>/clear/", late.clear_late, name="clear_late", may=FLOOR, methods=POST),
    address("day-lists.pdf", lists.lists, name="lists", may="diary.see", methods=GET),
    address("device/", devices.pair, name="device", may=ANYONE),
    address("screen/", screen.screen, name="screen", may=SCREEN, methods=GET),
    address("self-check-in/", tablet.self_check_in, name="self_check_in", may=TABLET),
    address("devices/", devices.devices_here, name="devices_here", may=KEEP, methods=GET),
    address(S + "devices/", devices.devices_of, name="devices", may=KEEP),
    address(D + "revoke/", devices.revoke_device, name="revoke_device", may=KEEP, methods=POST),
    address(D + "restore/", devices.restore_device, name="restore_device", may=KEEP, methods=POST),
    address(D + "code/", devices.renew_code, name="renew_code", may=KEEP, methods=POST),
    address(S + "screen-message/", devices.set_message, name="set_message", may=KEEP, methods=POST),
    address(
        S + "screen-message/take-down/", devices.take_down_message, name="take_down_message", may=KEEP, methods=POST
    ),
    address(S + "screen-message/put-back/", devices.put_message_back, name="put_message_back", may=KEEP, methods=POST),
    address(V, views.visit, name="visit", may=FLOOR, methods=GET),
    address(V + "call-in/", views.call_in, name="call_in", may=FLOOR, methods=POST),
    address(V + "pass-on/", views.pass_on, name="pass_on", may=FLOOR, methods=POST),
    address(V + "pass-on/<str:whom>/", views.pass_back, name="pass_back", may=FLOOR, methods=POST),
    address(V + "swap/", views.swap, name="swap", may=DOOR, methods=GET),
    address(V + "swap/<int:appointment_id>/", views.swap_to, name="swap_to", may=DOOR, methods=POST),
    address(V + "proof/", papers.give_proof, name="give_proof", may=FLOOR, methods=POST),
    address(P, papers.proof, name="proof", may=FLOOR, methods=GET),
    address(P + "take-back/", papers.take_proof_back, name="take_proof_back", may=FLOOR, methods=POST),
    address(V + "travel-refund/", papers.refund, name="refund", may=DOOR),
    address("travel-refunds/", papers.refunds, name="refunds", may=CLOSE, methods=GET),
    address("travel-refunds/download/", papers.refunds_download, name="refunds_download", may=CLOSE, methods=GET),
    address(T, papers.refund_slip, name="refund_slip", may=FLOOR, methods=GET),
    address(T + "take-back/", papers.take_refund_back, name="take_refund_back", may=DOOR, methods=POST),
    address("computers/", computers.computers, name="computers", may=FLOOR, methods=GET),
    address("computers/add/", computers.add_computer, name="add_computer", may=KEEP, methods=POST),
    address("computers/book/", computer_booking.book_computer, name="book_computer", may=SIT),
    address("computers/used/", computer_booking.computers_used, name="computers_used", may=FLOOR, methods=GET),
    address(
        "computers/used/download/",
        computer_booking.computers_used_download,
        name="computers_used_download",
        may=FLOOR,
        methods=GET,
    ),
    address(
        "claimants/<int:claimant_id>/computer/", computer_booking.book_computer_for, name="book_computer_for", may=SIT
    ),
    address(V + "computer/", computers.walk_up_of, name="walk_up_of", may=SIT, methods=POST),
    address(M + "walk-up/", computers.walk_up, name="walk_up", may=SIT, methods=POST),
    address(M + "out-of-use/", computers.take_out, name="take_out", may=SIT),
    address(M + "back-into-use/", computers.put_back, name="put_back", may=SIT, methods=POST),
    address(M + "remove/", computers.remove_computer, name="remove_computer", may=KEEP, methods=POST),
    address(U + "help/", computers.coaching, name="coaching", may=SIT),
    *(
        address(U + verb.replace("_", "-") + "/", computers.act, name=verb, may=SIT, methods=POST, verb=verb)
        for verb in AT_COMPUTERS
    ),
    *(
        address(V + verb.replace("_", "-") + "/", views.act, name=verb, may=FLOOR, methods=POST, verb=verb)
        for verb in ACTS
    ),
]
