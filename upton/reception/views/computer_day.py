"""The day of a site's computers drawn: a column for each, what is booked, begun and over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from markupsafe import Markup

from upton.foundation.clock import LOCAL, local_day
from upton.pages.timetable import Block, Column, Look, reaches, timetable
from upton.reception.queries import ComputerLine, UseLine


def timetable_of(lines: Sequence[ComputerLine], *, day: date, now: datetime) -> Markup:
    """The computers side by side, from nine to five at the least."""
    columns = [_column(one, day=day, now=now) for one in lines]
    first, last = reaches(columns, first=9 * 60, last=17 * 60)
    present = _minute(now) if day == local_day(now) else None
    return timetable("Computers", columns, first=first, last=last, now=present)


def _column(one: ComputerLine, *, day: date, now: datetime) -> Column:
    blocks = [_block(use, now) for use in one.uses]
    if one.out_since is not None and local_day(one.out_since) <= day:
        starts = _minute(one.out_since) if local_day(one.out_since) == day else 0
        blocks.insert(0, Block(max(starts, 9 * 60), 17 * 60, Look.AWAY, "out of use"))
    return Column(blocks, heading=one.name, note="out of use" if one.out_since else "")


def _block(use: UseLine, now: datetime) -> Block:
    look = Look.DONE if use.ended_at else Look.BOOKED if use.begun_at is None else Look.WAITING
    ends_at = max(use.ends_at, now) if use.over else use.ends_at
    starts = _minute(use.starts_at)
    ends = _minute(ends_at) if local_day(ends_at) == local_day(use.starts_at) else 24 * 60
    return Block(starts, max(ends, starts + 5), look, use.name, use.words)


def _minute(moment: datetime) -> int:
    local = moment.astimezone(LOCAL)
    return local.hour * 60 + local.minute
