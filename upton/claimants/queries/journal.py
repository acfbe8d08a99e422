"""The journal of a claimant: what happened and what was written, as one dated stream, and a search in its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from upton.claimants.models import Call, JournalEntry
from upton.claimants.rules import journal as rules
from upton.claimants.rules.journal import EntryKind, Show
from upton.foundation import reading
from upton.foundation.actors import Actor, ActorKind
from upton.foundation.facts import kinds
from upton.foundation.names import names_for
from upton.foundation.reading import PAGE, Said
from upton.pages import words as said
from upton.policy import dated

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CALL, ENTRY = 0, 1
"""What comes first among the words of one moment, when the newest stand on top."""
KINDS = {
    EntryKind.TO_CLAIMANT: _("Message"),
    EntryKind.FROM_CLAIMANT: _("Message"),
    EntryKind.CONTACT: _("Contact"),
    EntryKind.DECISION: _("Decision"),
    EntryKind.NOTE: _("Note for colleagues"),
}
HEADINGS = (
    ("", _("Everything")),
    (Show.MESSAGES, _("Messages")),
    (Show.CONTACTS, _("Contacts")),
    (Show.APPOINTMENTS, _("Appointments")),
    (Show.DECISIONS, _("Decisions")),
    (Show.CHANGES, _("Changes")),
)


@dataclass(frozen=True, slots=True)
class StreamLine:
    """One line of a journal: what happened, in a sentence, with the words that were written and what can be done."""

    at: datetime
    text: str
    by: str
    kind: str = ""
    words: str = ""
    href: str = ""
    link: str = ""
    actions: Sequence[Mapping[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand in a journal: an entry, or with the kind `call` the note of a telephone call."""

    rank: int
    id: int
    kind: str
    text: str
    about: str
    reason: str
    from_day: date | None
    by_kind: str
    by_id: int | None
    at: datetime
    read_at: datetime | None
    taken_back_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Stream:
    """A page of a journal, newest first; `more` is the key of the page after it, None where the journal begins."""

    lines: Sequence[StreamLine] = ()
    more: str | None = None
    unread: Piece | None = None
    """The latest message of the claimant that nobody has read: what is written now answers it."""


def stream(
    actor: Actor, claimant_id: int, *, now: datetime, show: str = "", before: int | None = None, most: int = PAGE
) -> Stream:
    """What happened to a claimant and what was written, newest first, as far as the reader may read it.

    `show` narrows to a heading of `Show`; anything else shows everything. `before` is the key of the page before.
    """
    only = rules.kinds_under(Show(show), kinds()) if show in set(Show) else None
    facts = reading.journal(claimant_id, actor, most=most, before=before, only=only)
    pieces = _spoken_of(actor, claimant_id, facts)
    spoken = {(piece.rank, piece.id): piece for piece in pieces}
    lines = [line for one in facts if (line := _line(one, spoken, actor, now)) is not None]
    unread = [piece for piece in pieces if actor.kind is ActorKind.COLLEAGUE and _is_unread(piece)]
    latest = max(unread, key=lambda piece: piece.id, default=None)
    return Stream(lines, str(facts[-1].id) if len(facts) == most else None, latest)


def entry_for(actor: Actor, entry_id: int) -> JournalEntry:
    """One entry that the actor may read, with its claimant. Raises JournalEntry.DoesNotExist."""
    return JournalEntry.objects.visible_to(actor).select_related("claimant").get(pk=entry_id)


def message_from(actor: Actor, claimant_id: int, entry_id: int) -> JournalEntry | None:
    """A message of this claimant, read or not; None for anything else."""
    messages = JournalEntry.objects.visible_to(actor).filter(claimant_id=claimant_id, kind=EntryKind.FROM_CLAIMANT)
    return messages.filter(pk=entry_id).first()


def headings(claimant_id: int, show: str | None) -> list[dict[str, Any]]:
    """The plain links that filter a journal; `show` is the heading that is shown, None when none of them is."""
    address = reverse("claimants:journal", args=[claimant_id])
    known = show if show in set(Show) or show is None else ""
    return [
        {"text": str(words), "href": f"{address}?show={code}" if code else address, "current": code == known}
        for code, words in HEADINGS
    ]


def heading_words(show: str) -> str:
    """The heading under which a journal is shown, in words; empty for everything."""
    return str(dict(HEADINGS)[show]) if show in set(Show) else ""


def page_after(stream: Stream, *, show: str = "", words: str = "") -> str | None:
    """The address, without its path, of the page after a page; None after the last one."""
    if stream.more is None:
        return None
    kept = {"words": words} if words else {"show": show} if show in set(Show) else {}
    return "?" + urlencode(kept | {"before": stream.more})


def found_in_journal(actor: Actor, claimant_id: int, text: str, *, before: str = "", most: int = PAGE) -> Stream:
    """The entries and notes of calls in which a text stands, newest first; `before` is the key of the page before."""
    key = _key(before)
    entries = JournalEntry.objects.visible_to(actor).filter(
        Q(text__icontains=text) | Q(reason__icontains=text), claimant_id=claimant_id
    )
    calls = Call.objects.visible_to(actor).filter(claimant_id=claimant_id, note__icontains=text)
    found = _pieces(_until(entries, "at", ENTRY, key), _until(calls, "started_at", CALL, key))
    pieces = [Piece(*row) for row in found.order_by("-at", "-rank", "-pk")[:most]]
    names = _writers(pieces, actor)
    return Stream([_hit(piece, names) for piece in pieces], _key_of(pieces[-1]) if len(pieces) == most else None)


def _line(one: Said, spoken: Mapping[tuple[int, int], Piece], actor: Actor, now: datetime) -> StreamLine | None:
    if call := spoken.get((CALL, getattr(one.fact, "call_id", 0))):
        return _of_call(one, call)
    if one.kind in ("claimants.message_read", "claimants.message_taken_back"):
        return StreamLine(one.at, one.text, one.by)
    if entry := spoken.get((ENTRY, getattr(one.fact, "entry_id", 0))):
        tag = _tag(entry)
        if _is_unread(entry) and actor.kind is ActorKind.COLLEAGUE:
            tag = "Not read yet"
        return StreamLine(one.at, one.text, one.by, tag, _words(entry), actions=_actions(entry, actor, now))
    # A message that was taken back is nothing to the claimant, not even that it was there.
    if one.kind == "claimants.message_sent" and actor.kind is ActorKind.CLAIMANT:
        return None
    return StreamLine(one.at, one.text, one.by)


def _of_call(one: Said, call: Piece) -> StreamLine:
    ended = one.kind in ("claimants.call_recorded", "claimants.ring_back_promised")
    return StreamLine(
        one.at,
        one.text,
        one.by,
        "Telephone",
        call.text if ended else "",
        href=reverse("claimants:call", args=[call.id]),
        link="Open the call" if call.ended_at else "Go on with this call",
    )


def _is_unread(piece: Piece) -> bool:
    return piece.kind == EntryKind.FROM_CLAIMANT and piece.read_at is None


def _tag(entry: Piece) -> str:
    return "Taken back" if entry.taken_back_at else str(KINDS[EntryKind(entry.kind)])


def _words(entry: Piece) -> str:
    if entry.kind != EntryKind.DECISION or entry.from_day is None:
        return entry.text
    return f"{entry.text}\n{_('Why')}: {entry.reason}\n{_('From')}: {said.day(entry.from_day)}"


def _actions(entry: Piece, actor: Actor, now: datetime) -> list[dict[str, str]]:
    mine = (entry.by_kind, entry.by_id) == (actor.kind, actor.id)
    if entry.kind == EntryKind.TO_CLAIMANT and mine and _can_be_taken_back(entry, now):
        return [{"text": "Take back", "post": reverse("claimants:take_back", args=[entry.id])}]
    if _is_unread(entry) and actor.kind is ActorKind.COLLEAGUE and actor.may("claimants.write"):
        return [{"text": "No answer needed", "post": reverse("claimants:read", args=[entry.id])}]
    return []


def _can_be_taken_back(entry: Piece, now: datetime) -> bool:
    return rules.can_be_taken_back(at=entry.at, read_at=entry.read_at, taken_back_at=entry.taken_back_at, now=now)


def _spoken_of(actor: Actor, claimant_id: int, facts: Sequence[Said]) -> list[Piece]:
    """The entries and calls that the facts of a page speak of, and the messages that wait to be read: one query."""
    own = [one.fact for one in facts if one.kind.startswith("claimants.")]
    entry_ids = {found for one in own if (found := getattr(one, "entry_id", None))}
    call_ids = {found for one in own if (found := getattr(one, "call_id", None))}
    # Contacts for colleagues alone are told to the claimant without their words: they are not among these.
    entries = JournalEntry.objects.visible_to(actor).filter(
        Q(pk__in=entry_ids) | Q(kind=EntryKind.FROM_CLAIMANT, read_at=None), claimant_id=claimant_id
    )
    calls = Call.objects.visible_to(actor).filter(claimant_id=claimant_id, pk__in=call_ids)
    return [Piece(*row) for row in _pieces(entries, calls)]


def _pieces(entries: QuerySet[JournalEntry], calls: QuerySet[Call]) -> QuerySet[Any, Any]:
    """Entries and calls as the rows of which a Piece is made, in one query."""
    none, text, moment = Value(None), models.CharField(), models.DateTimeField()
    written = entries.annotate(rank=Value(ENTRY), ended=Cast(none, moment)).values_list(
        "rank", "pk", "kind", "text", "about", "reason", "from_day", "by_kind", "by_id", "at", "read_at",
        "taken_back_at", "ended",
    )  # fmt: skip
    rung = calls.annotate(
        rank=Value(CALL),
        kind=Value("call", output_field=text),
        reason=Value("", output_field=text),
        from_day=Cast(none, models.DateField()),
        by_kind=Value(ActorKind.COLLEAGUE.value, output_field=text),
        read_at=Cast(none, moment),
        taken_back_at=Cast(none, moment),
    ).values_list(
        "rank", "pk", "kind", "note", "about", "reason", "from_day", "by_kind", "by_id", "started_at", "read_at",
        "taken_back_at", "ended_at",
    )  # fmt: skip
    return written.union(rung, all=True)


def _hit(piece: Piece, names: Mapping[tuple[str, int], str]) -> StreamLine:
    by = names.get((piece.by_kind, piece.by_id or 0), "")
    if piece.rank == ENTRY:
        return StreamLine(piece.at, str(SENTENCES[EntryKind(piece.kind)]), by, _tag(piece), _words(piece))
    about = dated.words("journal_subjects").get(piece.about, "")
    return StreamLine(
        piece.at,
        f"A telephone call: {about}" if about else "A telephone call",
        by,
        "Telephone",
        piece.text,
        href=reverse("claimants:call", args=[piece.id]),
        link="Open the call",
    )


SENTENCES = {
    EntryKind.TO_CLAIMANT: _("A message from us"),
    EntryKind.FROM_CLAIMANT: _("A message to us"),
    EntryKind.CONTACT: _("A contact"),
    EntryKind.DECISION: _("A decision"),
    EntryKind.NOTE: _("A note for colleagues"),
}


def _writers(pieces: Sequence[Piece], actor: Actor) -> Mapping[tuple[str, int], str]:
    wanted: dict[str, set[int]] = {}
    for one in pieces:
        if one.by_id is not None:
            wanted.setdefault(one.by_kind, set()).add(one.by_id)
    return names_for(wanted, actor)


def _until(rows: QuerySet[Any], at: str, rank: int, key: tuple[datetime, int, int] | None) -> QuerySet[Any]:
    """The rows after the last one of the page before, in the order of time, rank of the table, and id."""
    if key is None:
        return rows
    moment, last_rank, last_id = key
    later = Q(**{f"{at}__lt": moment})
    if rank < last_rank:
        later |= Q(**{at: moment})
    elif rank == last_rank:
        later |= Q(**{at: moment}, pk__lt=last_id)
    return rows.filter(later)


def _key_of(piece: Piece) -> str:
    return f"{(piece.at - EPOCH) // timedelta(microseconds=1)}-{piece.rank}-{piece.id}"


def _key(text: str) -> tuple[datetime, int, int] | None:
    parts = text.split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        return None
    micros, rank, pk = map(int, parts)
    return (EPOCH + timedelta(microseconds=micros), rank, pk) if micros < 10**16 else None
