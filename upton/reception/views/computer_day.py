"""The day of a site's computers drawn: a column for each, what is booked, begun and over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from markupsafe import Markup

from upton.foundation.clock import LOCAL, local_day
from upton.pages.timetable import Block, Column, Look, reaches, timetable
from upton.reception.queries import ComputerLine, UseLine

FIRST, LAST = 9 * 60, 17 * 60


def timetable_of(lines: Sequence[ComputerLine], *, day: date, now: datetime) -> Markup:
    """The computers side by side, from nine to five at the least."""
    columns = [_column(one, day=day, now=now) for one in lines]
    first, last = reaches(columns, first=FIRST, last=LAST)
    present = _minute(now) if day == local_day(now) else None
    return timetable("Computers", columns, first=first, last=last, now=present)


def _column(one: ComputerLine, *, day: date, now: datetime) -> Column:
    blocks = [_block(use, now) for use in one.uses]
    if one.out_since is not None and local_day(one.out_since) <= day:
        starts = _minute(one.out_since) if local_day(one.out_since) == day else 0
        blocks.insert(0, Block(max(starts, FIRST), LAST, Look.AWAY, "out of use"))
    return Column(blocks, heading=one.name, note="out of use" if one.out_since else "")


def _block(use: UseLine, now: datetime) -> Block:
    ends_at = max(use.ends_at, now) if use.over else use.ends_at
    # Begun on an earlier day and never noted as over: it fills this one from its beginning.
    earlier = use.over > 0 and local_day(use.starts_at) < local_day(now)
    starts = FIRST if earlier else _minute(use.starts_at)
    ends = _minute(ends_at) if earlier or local_day(ends_at) == local_day(use.starts_at) else 24 * 60
    return Block(starts, max(ends, starts + 5), _look(use), use.name, use.words)


def _look(use: UseLine) -> Look:
    if use.ended_at:
        return Look.DONE
    if use.begun_at is None:
        return Look.BOOKED
    return Look.MISSED if use.over else Look.WAITING


def _minute(moment: datetime) -> int:
    local = moment.astimezone(LOCAL)
    return local.hour * 60 + local.minute
