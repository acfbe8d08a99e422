"""How somebody who came stands with their appointments, in sentences for whoever is at the desk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from upton.diary.models import State
from upton.diary.queries import OwnAppointment, of_that_day
from upton.pages.words import clock_time, moment

CHANNELS = {"telephone": "by telephone", "video": "by video", "visit": "at their home"}


def how_they_stand(
    own: Sequence[OwnAppointment], *, here: int, sites: Mapping[tuple[str, int], str], now: datetime
) -> Sequence[str]:
    """What is said of somebody's appointments: of today, else the next one, else the last one there was."""
    today = of_that_day(own, now)
    told = [sentence for one in today if (sentence := _of_today(one, here, sites))]
    if any(one.state is State.BOOKED for one in today):
        return told
    return [*told, *_beyond(own, today, sites, now)]


def _of_today(one: OwnAppointment, here: int, sites: Mapping[tuple[str, int], str]) -> str:
    at, place = clock_time(one.starts_at), sites["site", one.site_id]
    if one.state is State.BOOKED and one.channel in CHANNELS:
        return f"Their appointment today at {at} is {CHANNELS[one.channel]}: nobody expects them here."
    if one.state is State.BOOKED and one.site_id != here:
        return f"Their appointment today is at {place}, at {at} with {one.colleague}."
    if one.state is State.CANCELLED:
        why = f" ({one.why[:1].lower()}{one.why[1:]})" if one.why else ""
        return f"Their appointment today at {at} was cancelled{why}."
    if one.state is State.MISSED:
        return f"It is noted that they did not come to their appointment today at {at} with {one.colleague}."
    if one.state is State.BOOKED:
        return f"Their appointment here is today at {at} with {one.colleague}."
    return f"They came to {place} today, for their appointment at {at}."


def _beyond(
    own: Sequence[OwnAppointment],
    today: Sequence[OwnAppointment],
    sites: Mapping[tuple[str, int], str],
    now: datetime,
) -> Iterator[str]:
    others = [one for one in own if one not in today]
    coming = [one for one in others if one.state is State.BOOKED and one.starts_at > now]
    if coming:
        first = min(coming, key=lambda one: (one.starts_at, one.id))
        where = CHANNELS.get(first.channel) or f"at {sites['site', first.site_id]}"
        yield f"Their next appointment is on {moment(first.starts_at)} with {first.colleague}, {where}."
    elif others:
        yield f"They have no appointment to come; the last was on {moment(others[0].starts_at)}."
    elif not today:
        yield "They have no appointment."
    else:
        yield "They have no other appointment to come."
