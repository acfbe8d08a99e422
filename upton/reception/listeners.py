"""What the door does when the diary states something: a visit follows its appointment."""

from __future__ import annotations

from typing import Any

from upton.diary import facts as diary
from upton.foundation.acts import Heard, hears
from upton.foundation.clock import local_day
from upton.reception import facts as own
from upton.reception import operations


@hears(diary.ClaimantArrived)
def somebody_came(arrived: diary.ClaimantArrived, heard: Heard) -> None:
    """Whoever is checked in is here until they leave."""
    operations.begin_visit(arrived, now=heard.at)


@hears(diary.CheckInUndone)
def it_was_a_slip(undone: diary.CheckInUndone, heard: Heard) -> None:
    """They have not come after all."""
    operations.follow(undone.appointment_id, "withdraw", left_at=heard.at)


@hears(diary.ClaimantSeen)
def they_were_seen(seen: diary.ClaimantSeen, heard: Heard) -> None:
    """They wait no more."""
    operations.follow(seen.appointment_id, "see", seen_at=heard.at)


@hears(diary.SeenUndone)
def they_wait_again(undone: diary.SeenUndone, heard: Heard) -> None:
    """They were not seen after all."""
    operations.follow(undone.appointment_id, "undo_see", seen_at=None, left_at=None)


@hears(diary.LeftUnseen)
def they_left(left: diary.LeftUnseen, heard: Heard) -> None:
    """They are not here any more, and nobody saw them."""
    operations.follow(left.appointment_id, "leave_unseen", left_at=heard.at)


@hears(diary.LeftUnseenUndone)
def they_are_still_here(undone: diary.LeftUnseenUndone, heard: Heard) -> None:
    """They had not left after all."""
    operations.follow(undone.appointment_id, "undo_leave_unseen", left_at=None)


@hears(
    diary.AppointmentBooked,
    diary.AppointmentMoved,
    diary.CancelUndone,
    diary.MissedUndone,
    diary.ClaimantArrived,
    diary.CheckInUndone,
    diary.SeenUndone,
    diary.LeftUnseenUndone,
)
def the_day_is_not_over(fact: Any, heard: Heard) -> None:
    """A signed day of which something is open again is open again itself: nothing may be forgotten on it."""
    day = local_day(fact.starts_at)
    # What is booked for a day to come, which is nearly all, asks nothing.
    if day <= local_day(heard.at):
        operations.reopen_for_what_came(site_id=fact.site_id, day=day, by=heard.system, now=heard.at)


@hears(own.WalkedIn, own.VisitorCame, own.LeftUndone, own.VisitSeenUndone, own.VisitUnseenUndone)
def somebody_is_here(fact: Any, heard: Heard) -> None:
    """Nobody is in the building on a day that is signed."""
    operations.reopen_for_what_came(site_id=fact.site_id, day=local_day(heard.at), by=heard.system, now=heard.at)
