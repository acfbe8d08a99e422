"""Every question about the contact by day 7 that a page or a neighbour asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Case, Exists, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import translation

from upton.claimants import queries as claimants
from upton.claimants.models import Claimant
from upton.coaching import rules
from upton.coaching.models import ContactClock, ContactClockQuerySet
from upton.coaching.rules import CAUSES, STEPS, Cause, Ended, Step
from upton.duties.models import Duty
from upton.foundation import clock as time
from upton.foundation.actors import Actor
from upton.foundation.names import names_for
from upton.foundation.paging import columns_of, following, rank_of
from upton.foundation.sorting import sort_key
from upton.pages import words as said
from upton.policy import dated
from upton.policy.words import translated

PAGE = 50
SORTS = {
    "claimant": ("claimant_key", "due_on", "pk"),
    "by": ("due_on", "pk"),
    "still": ("step", "due_on", "pk"),
    "who": ("owner_key", "due_on", "pk"),
    "why": ("cause_place", "due_on", "pk"),
}
"""The orders of the list of contacts."""
DUTY = "contact_by_day_7"
MINE, SITE, LATE = "mine", "site", "late"
SHOWN = {MINE: "Mine", SITE: "This site", LATE: "Late"}


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A contact as lists and the claimant's page show it; `steps` are those still to do."""

    id: int
    claimant_id: int
    claimant: str
    site_id: int
    why: str
    since: date
    opened_on: date
    due_on: date
    late: bool
    owner: str
    mine: bool
    message_at: datetime | None
    called_at: datetime | None
    tries: int
    tried_at: datetime | None
    finding: str
    ended: Ended
    closed_at: datetime | None
    undoable: bool
    steps: Sequence[Step]

    @property
    def tone(self) -> str:
        """The tone in which its day is shown."""
        return "late" if self.late else "wait" if self.steps else "good"

    @property
    def still(self) -> str:
        """What is still to do, in words."""
        return ", then ".join(STEPS[step].lower() for step in self.steps)

    @property
    def tried(self) -> str:
        """How often they were rung and not reached, in words; empty when nobody tried."""
        if not self.tries:
            return ""
        return f"rung {'once' if self.tries == 1 else f'{self.tries} times'} without reaching them"


def clocks(
    actor: Actor, *, show: str, now: datetime, after: int | None = None, sort: str = "by"
) -> Sequence[ClockLine]:
    """The open contacts that one asks for, the earliest due first or in another order of `SORTS`, a page at a time.

    `after` is the id of the last one of the page before. Raises KeyError for an order that there is not.
    """
    rows = _known(_with_owner(_shown(actor, show, time.local_day(now))), actor, sort)
    among = _known(_with_owner(ContactClock.objects.visible_to(actor)), actor, sort)
    return _lines(following(rows, columns_of(SORTS, sort), after=after, among=among)[:PAGE], actor, now)


def _known(rows: Any, actor: Actor, sort: str) -> Any:
    called = [When(owner_role=code, then=Value(sort_key(words))) for code, words in dated.words("roles").items()]
    # The place of a name that one may not read would tell something of it.
    seen = Exists(Claimant.objects.visible_to(actor).filter(pk=OuterRef("claimant_id")))
    columns: dict[str, Any] = {
        "claimant_key": Case(When(seen, then="claimant__sort_key"), default=Value("")),
        "owner_key": Coalesce("owner_sort", Case(*called, default=Value(""))),
        "cause_place": rank_of("cause", {cause.value: words for cause, words in CAUSES.items()}),
        "step": Case(When(message_at=None, then=Value(0)), When(called_at=None, then=Value(1)), default=Value(2)),
    }
    return rows.annotate(**{name: columns[name] for name in SORTS[sort.removeprefix("-")] if name in columns})


def every_clock(actor: Actor, *, show: str, now: datetime, sort: str = "by") -> Iterable[ClockLine]:
    """All open contacts that one asks for, for a download."""
    after: int | None = None
    while True:
        found = clocks(actor, show=show, now=now, after=after, sort=sort)
        yield from found
        if len(found) < PAGE:
            return
        after = found[-1].id


def counts(actor: Actor, *, now: datetime) -> Mapping[str, int]:
    """How many open contacts stand under each heading."""
    today = time.local_day(now)
    return {show: _shown(actor, show, today).count() for show in SHOWN}


def _shown(actor: Actor, show: str, today: date) -> ContactClockQuerySet:
    rows = ContactClock.objects.visible_to(actor).open()
    if show == MINE:
        own = Duty.objects.open().of(actor).filter(what=DUTY, subject_kind="contact_clock")
        return rows.filter(pk__in=own.values("subject_id"))
    if show == LATE:
        return rows.filter(due_on__lt=today)
    return rows.filter(site_id=actor.here)


def late_ones(today: date) -> Sequence[ContactClock]:
    """The open contacts of all sites whose day 7 has passed."""
    return list(ContactClock.objects.open().filter(due_on__lt=today).order_by("pk"))


def clock_for(actor: Actor, clock_id: int) -> ContactClock:
    """One contact that the actor may see. Raises ContactClock.DoesNotExist."""
    return _with_owner(ContactClock.objects.visible_to(actor)).select_related("claimant").get(pk=clock_id)


def line_of(clock: ContactClock, actor: Actor, *, now: datetime) -> ClockLine:
    """One contact as lists show it."""
    return _lines([clock], actor, now)[0]


def clock_of(actor: Actor, claimant_id: int, *, now: datetime) -> ClockLine | None:
    """The contact of a claimant that is open; None where none is.

    Whoever sees the claimant sees it: what may not happen before concerns them all.
    """
    if not actor.may("claimants.see"):
        return None
    found = _with_owner(ContactClock.objects.open().filter(claimant_id=claimant_id)).first()
    return _lines([found], actor, now)[0] if found else None


def bars(line: ClockLine) -> Sequence[str]:
    """What may not happen before a contact is closed, and why, in sentences; nothing once it is."""
    if line.ended:
        return []
    holds = rules.policy_on(line.since)["holds"]
    return [claimants.held_words(what=what, because=DUTY, since=line.opened_on) for what in holds]


def words_for(clock: ContactClock, claimant: Claimant, *, day: date) -> str:
    """The message by the policy of a day, in the claimant's language where the service speaks it."""
    entry = dated.on("contact_messages", day)[clock.cause]
    known = dict(settings.LANGUAGES)
    with translation.override(claimant.language if claimant.language in known else settings.LANGUAGE_CODE):
        text = translated(entry.values["text"])
        return text.format(name=claimant.addressed_as, day=said.long_day(clock.since))


def findings(*, day: date, steps: Sequence[Step], unreached: bool) -> Sequence[tuple[str, str]]:
    """The findings that can be chosen as a contact stands; `unreached`: also without having reached anybody."""
    entries = dated.on("contact_findings", day).items()
    reached = Step.CALL not in steps
    return [
        (code, entry.values["name"])
        for code, entry in entries
        if (not entry.values.get("unreached") and reached)
        or (entry.values.get("unreached") and unreached and not reached)
    ]


def _with_owner(rows: Any) -> Any:
    duty = Duty.objects.filter(what=DUTY, subject_kind="contact_clock", subject_id=OuterRef("pk")).order_by(
        F("done_at").desc(nulls_first=True)
    )
    return rows.annotate(
        owner_id=Subquery(duty.values("colleague_id")[:1]),
        owner_name=Subquery(duty.values("colleague__name")[:1]),
        owner_sort=Subquery(duty.values("colleague__sort_key")[:1]),
        owner_role=Subquery(duty.values("role")[:1]),
    )


def _lines(rows: Iterable[Any], actor: Actor, now: datetime) -> list[ClockLine]:
    found = list(rows)
    names = names_for({"claimant": {one.claimant_id for one in found}}, actor)
    return [_line(one, names["claimant", one.claimant_id], actor, now) for one in found]


def _line(row: Any, name: str, actor: Actor, now: datetime) -> ClockLine:
    steps = rules.still_to_do(message_at=row.message_at, called_at=row.called_at, finding=row.finding)
    roles, today = dated.words("roles"), time.local_day(now)
    return ClockLine(
        id=row.pk,
        claimant_id=row.claimant_id,
        claimant=name,
        site_id=row.site_id,
        why=CAUSES[Cause(row.cause)],
        since=row.since,
        opened_on=time.local_day(row.opened_at),
        due_on=row.due_on,
        late=not row.ended and today > row.due_on,
        owner=row.owner_name or roles.get(row.owner_role or "", ""),
        mine=row.owner_id == actor.id,
        message_at=row.message_at,
        called_at=row.called_at,
        tries=row.tries,
        tried_at=row.tried_at,
        finding=dated.words("contact_findings").get(row.finding, ""),
        ended=Ended(row.ended),
        closed_at=row.closed_at,
        undoable=row.ended == Ended.FOUND and row.closed_at + rules.UNDO_WITHIN >= now,
        steps=[] if row.ended else steps,
    )
