"""Those without an appointment lived one by one: let in, sent on, called, seen, and gone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from upton.claimants.models import Claimant
from upton.demo.people import FRONT, Cast, Person
from upton.demo.strangers import Stranger
from upton.demo.when import Timeline
from upton.reception import operations as reception
from upton.reception.models import Visit


def plan_walk_ins(cast: Cast, strangers: Sequence[Stranger], timeline: Timeline) -> None:
    """Let each come, and what becomes of it happen at its moment."""
    for one in strangers:
        _plan(cast, one, timeline)


def _plan(cast: Cast, one: Stranger, timeline: Timeline) -> None:
    came: list[Visit] = []
    seen_by, front = one.seen_by or one.front, one.front
    to = one.passed_to and one.passed_to is not front
    pass_on = partial(
        reception.pass_on,
        **({"colleague": one.passed_to.colleague} if to and one.passed_to else {"role": FRONT[0]}),
    )

    def then(act: Callable[..., object], by: Person) -> Callable[[datetime], object]:
        return lambda now: act(visit=came[0], by=cast.by(by), now=now)

    timeline.add(one.arrived_at or timeline.until, lambda now: came.append(_let_in(cast, one, now)))
    for moment, act, by in (
        (one.passed_at, pass_on, front),
        (one.unseen_at, reception.leave_unseen, front),
        (one.called_at, partial(reception.call_in, to=one.called_to), seen_by),
        (one.seen_at, reception.see, seen_by),
        (one.left_at, reception.leave, seen_by),
    ):
        if moment:
            timeline.add(moment, then(act, by))


def _let_in(cast: Cast, one: Stranger, now: datetime) -> Visit:
    site, by = cast.sites[one.site], cast.by(one.front)
    colleague = one.colleague.colleague if one.colleague else None
    if one.visitor:
        return reception.receive_visitor(site=site, name=one.name, reason=one.reason, need=one.need, by=by, now=now)
    return reception.walk_in(
        site=site,
        claimant=Claimant.objects.get(pk=one.regular.key) if one.regular else None,
        name=one.name,
        reason=one.reason,
        need=one.need,
        colleague=colleague,
        companions=one.companions,
        children=one.children,
        by=by,
        now=now,
    )
