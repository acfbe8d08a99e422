"""Every question about the door of a site."""

from __future__ import annotations

from upton.reception.queries.acts import (
    Act,
    acts_of,
    may_send_on,
    may_swap,
)
from upton.reception.queries.closing import (
    DayToClose,
    UnsignedDay,
    day_to_close,
    site_day_for,
    site_day_on,
    unsigned,
    went_by_unsigned,
)
from upton.reception.queries.coming import (
    Came,
    Standing,
    already_here,
    claimant_given,
    who_came,
)
from upton.reception.queries.computers import (
    ComputerLine,
    UsedLine,
    UseLine,
    computer_for,
    computers_at,
    computers_in_use,
    first_free,
    has_computers,
    name_of_use,
    use_for,
    used_at,
)
from upton.reception.queries.devices import (
    DeviceLine,
    cookie_of,
    device_for,
    device_with,
    devices_at,
    message_on,
    paired_as,
    site_with_devices,
)
from upton.reception.queries.floor import (
    WAITING,
    Floor,
    floor,
)
from upton.reception.queries.footfall import (
    Footfall,
    footfall_of,
    queues_at,
    unsigned_at,
)
from upton.reception.queries.late import LateLine, late_lines, lateness
from upton.reception.queries.lists import DayLists, day_lists
from upton.reception.queries.matching import (
    told_apart_by,
)
from upton.reception.queries.mine import (
    waiting_at,
    waiting_for,
)
from upton.reception.queries.narrowing import (
    Kind,
    Narrowed,
    narrowed,
)
from upton.reception.queries.papers import RefundLine, proof_for, refund_for, refund_of, refunds_on, worked_out
from upton.reception.queries.screen import Screen, screen_of
from upton.reception.queries.tablet import Known, Ticket, appointment_at, known_by, ticket_of
from upton.reception.queries.visits import (
    VisitLine,
    is_named,
    line_of,
    on_day,
    story_of,
    visit_for,
    visit_for_appointment,
)

__all__ = [
    "WAITING",
    "Act",
    "Came",
    "ComputerLine",
    "DayLists",
    "DayToClose",
    "DeviceLine",
    "Floor",
    "Footfall",
    "Kind",
    "Known",
    "LateLine",
    "Narrowed",
    "RefundLine",
    "Screen",
    "Standing",
    "Ticket",
    "UnsignedDay",
    "UseLine",
    "UsedLine",
    "VisitLine",
    "acts_of",
    "already_here",
    "appointment_at",
    "claimant_given",
    "computer_for",
    "computers_at",
    "computers_in_use",
    "cookie_of",
    "day_lists",
    "day_to_close",
    "device_for",
    "device_with",
    "devices_at",
    "first_free",
    "floor",
    "footfall_of",
    "has_computers",
    "is_named",
    "known_by",
    "late_lines",
    "lateness",
    "line_of",
    "may_send_on",
    "may_swap",
    "message_on",
    "name_of_use",
    "narrowed",
    "on_day",
    "paired_as",
    "proof_for",
    "queues_at",
    "refund_for",
    "refund_of",
    "refunds_on",
    "screen_of",
    "site_day_for",
    "site_day_on",
    "site_with_devices",
    "story_of",
    "ticket_of",
    "told_apart_by",
    "unsigned",
    "unsigned_at",
    "use_for",
    "used_at",
    "visit_for",
    "visit_for_appointment",
    "waiting_at",
    "waiting_for",
    "went_by_unsigned",
    "who_came",
    "worked_out",
]
