"""What is stated of a site's customer computers."""

from __future__ import annotations

from datetime import datetime

from upton.foundation.facts import Fact, fact


@fact("reception.computer_added", staff="{by} added a customer computer at {site}.")
class ComputerAdded(Fact):
    """A computer for claimants stands at a site."""

    computer_id: int


@fact("reception.computer_removed", staff="{by} removed a customer computer from {site}.")
class ComputerRemoved(Fact):
    """A computer stands there no more; what happened at it stays."""

    computer_id: int


@fact("reception.computer_out", staff="{by} took a customer computer at {site} out of use.")
class ComputerTakenOut(Fact):
    """A computer is out of use; why, its own table says."""

    computer_id: int


@fact("reception.computer_back", staff="{by} put a customer computer at {site} back into use.")
class ComputerPutBack(Fact):
    """A computer is in use again."""

    computer_id: int


@fact("reception.computer_booked", staff="{by} booked a customer computer at {site} for {claimant}.")
class ComputerBooked(Fact):
    """A computer was booked ahead, for a claimant or somebody who was only named."""

    computer_id: int
    use_id: int
    starts_at: datetime
    ends_at: datetime


@fact("reception.computer_begun", staff="{claimant} began at a customer computer at {site}.")
class ComputerBegun(Fact):
    """Somebody sat down at a computer; `walked_up` without a booking."""

    computer_id: int
    use_id: int
    walked_up: bool = False


@fact("reception.computer_begun_undone", staff="{by} took back that {claimant} began at a customer computer.")
class ComputerBegunUndone(Fact):
    """They have not begun after all: the booking stands."""

    computer_id: int
    use_id: int


@fact("reception.computer_ended", staff="{claimant} ended at a customer computer at {site}.")
class ComputerEnded(Fact):
    """Somebody left their computer after so many minutes."""

    computer_id: int
    use_id: int
    minutes: int


@fact("reception.computer_ended_undone", staff="{by} took back that {claimant} ended at a customer computer.")
class ComputerEndedUndone(Fact):
    """They sit there still."""

    computer_id: int
    use_id: int


@fact("reception.computer_cancelled", staff="{by} took back a time of {claimant} at a customer computer.")
class ComputerCancelled(Fact):
    """A booking, or that somebody sat down, was taken back."""

    computer_id: int
    use_id: int


@fact("reception.computer_restored", staff="{by} put back a time of {claimant} at a customer computer.")
class ComputerRestored(Fact):
    """It was a slip that a time was taken back."""

    computer_id: int
    use_id: int


@fact("reception.digital_coaching", staff="{by} helped {claimant} at a customer computer for {minutes} minutes.")
class DigitalCoachingGiven(Fact):
    """A colleague helped somebody at a computer, for so many minutes; `before` is what stood there, 0 for nothing."""

    computer_id: int
    use_id: int
    minutes: int
    before: int = 0


@fact("reception.digital_coaching_undone", staff="{by} took back the help for {claimant} at a customer computer.")
class DigitalCoachingUndone(Fact):
    """No help was given after all."""

    computer_id: int
    use_id: int
    minutes: int
