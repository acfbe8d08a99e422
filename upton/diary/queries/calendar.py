"""What stands in diaries on some days, as one may see it: for day sheets, time lines, teams and sites (DIA-5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from upton.diary import rules
from upton.diary.models import Appointment, GroupSession
from upton.diary.queries.booking import TONES
from upton.diary.queries.knowing import shown
from upton.diary.queries.lines import UNNAMED, Told, calls, opens, told
from upton.diary.rules import State
from upton.diary.rules.types import CHANNELS, HIDDEN, Type
from upton.foundation.actors import Actor
from upton.foundation.clock import day_bounds, local_day
from upton.policy import dated


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """An appointment as day sheets and time lines show it.

    `claimant` is a name where the record is open to the reader (`named`), and to whoever calls the claimant in, whose
    paper and files do not tell it (`claimant_on_paper`). `purpose` is what the reader may know it is for, and
    `sensitive` says that nothing printed or downloaded may tell it either.
    """

    id: int
    site_id: int
    claimant_id: int
    claimant: str
    named: bool
    reference: str
    colleague_id: int
    colleague: str
    starts_at: datetime
    ends_at: datetime
    code: str
    purpose: str
    sensitive: bool
    state: State
    arrived_at: datetime | None
    channel: str
    room: str
    interpreter: str
    group_id: int | None

    @property
    def day(self) -> date:
        """The day on which it begins."""
        return local_day(self.starts_at)

    @property
    def words(self) -> str:
        """Where it stands, in a word."""
        return rules.WORDS[self.state]

    @property
    def tone(self) -> str:
        """The tone in which the word is shown."""
        return TONES[self.state]

    @property
    def live(self) -> bool:
        """Whether it takes time in the diary."""
        return self.state in rules.LIVE

    @property
    def claimant_on_paper(self) -> str:
        """What the claimant is called on whatever leaves the office."""
        return self.claimant if self.named else UNNAMED

    @property
    def on_paper(self) -> str:
        """What it is called on whatever leaves the office."""
        return HIDDEN if self.sensitive else self.purpose

    @property
    def how(self) -> str:
        """What has to be known to hold it: another channel than face to face, the room, the interpreter."""
        channel = "" if self.channel == "face_to_face" else CHANNELS.get(self.channel, self.channel)
        return ", ".join(filter(None, [channel, self.room, self.interpreter]))


@dataclass(frozen=True, slots=True)
class GroupTime:
    """A session of a group as time lines show it."""

    id: int
    site_id: int
    colleague_id: int
    starts_at: datetime
    ends_at: datetime
    purpose: str
    places: int
    taken: int
    room: str

    @property
    def day(self) -> date:
        """The day on which it begins."""
        return local_day(self.starts_at)


def appointments(
    actor: Actor,
    *,
    first: date,
    last: date,
    types: Mapping[str, Type],
    site_id: int | None = None,
    colleague_ids: Iterable[int] | None = None,
) -> list[CalendarLine]:
    """The appointments from `first` to `last` that one may see, in the order of their times; cancelled ones left out.

    One query, however many. `types` are those that hold then.
    """
    begins, ends = day_bounds(first)[0], day_bounds(last)[1]
    rows = Appointment.objects.visible_to(actor).filter(during__startswith__gte=begins, during__startswith__lt=ends)
    if site_id is not None:
        rows = rows.filter(site_id=site_id)
    if colleague_ids is not None:
        rows = rows.filter(colleague_id__in=list(colleague_ids))
    rows = rows.exclude(state=State.CANCELLED.value).order_by("during__startswith", "colleague__sort_key", "pk")
    languages = dated.words("languages")
    return [_line(actor, row, types, languages) for row in told(rows, actor)]


def _line(actor: Actor, row: Told, types: Mapping[str, Type], languages: Mapping[str, str]) -> CalendarLine:
    named, wanted = opens(row), types.get(row.purpose)
    what = shown(row, actor, types)
    return CalendarLine(
        id=row.pk,
        site_id=row.site_id,
        claimant_id=row.claimant_id,
        claimant=row.claimant.listed_as if named else row.claimant.addressed_as if calls(row) else UNNAMED,
        named=named,
        reference=row.reference,
        colleague_id=row.colleague_id,
        colleague=row.colleague,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        code=row.purpose if what.known else "",
        purpose=what.words,
        sensitive=bool(wanted and wanted.sensitive),
        state=State(row.state),
        arrived_at=row.arrived_at,
        channel=row.channel,
        room=row.room,
        interpreter=f"{languages.get(row.language, row.language)} interpreter" if row.interpreter else "",
        group_id=row.group_id,
    )


def group_sessions(
    actor: Actor,
    *,
    first: date,
    last: date,
    types: Mapping[str, Type],
    site_id: int | None = None,
    colleague_ids: Iterable[int] | None = None,
) -> list[GroupTime]:
    """The sessions of groups from `first` to `last` that one may see and that were not cancelled; one query."""
    begins, ends = day_bounds(first)[0], day_bounds(last)[1]
    rows = GroupSession.objects.visible_to(actor).filter(
        during__startswith__gte=begins, during__startswith__lt=ends, cancelled_at=None
    )
    if site_id is not None:
        rows = rows.filter(site_id=site_id)
    if colleague_ids is not None:
        rows = rows.filter(colleague_id__in=list(colleague_ids))
    return [
        GroupTime(
            id=row.pk,
            site_id=row.site_id,
            colleague_id=row.colleague_id,
            starts_at=row.during.lower,
            ends_at=row.during.upper,
            purpose=shown(row, actor, types).words,
            places=row.places,
            taken=row.taken,
            room=row.room.name if row.room else "",
        )
        for row in rows.select_related("room").order_by("during__startswith", "pk")
    ]
