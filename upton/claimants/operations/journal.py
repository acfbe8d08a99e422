"""Everything that is written into a claimant's journal, read there, and taken back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from upton.claimants import access
from upton.claimants.facts import journal as facts
from upton.claimants.models import Claimant, JournalEntry
from upton.claimants.operations.holding import hold_all
from upton.claimants.queries.holds import standing
from upton.claimants.rules import journal as rules
from upton.claimants.rules.holds import require_not_held
from upton.claimants.rules.journal import EntryChannel, EntryKind
from upton.duties import operations as duties
from upton.foundation.actors import Actor, ActorKind
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.foundation.facts import Audience
from upton.foundation.refusals import NotPermitted, NotPossible
from upton.policy import dated

ANSWER = "answer_message"


@operation
def send_message(
    *,
    claimant: Claimant,
    text: str,
    by: Actor,
    now: datetime,
    about: str = "",
    in_reply_to: JournalEntry | None = None,
) -> JournalEntry:
    """Write to a claimant. As a reply it also marks what they wrote up to then as read, and settles the answer owed.

    Raises NotPermitted, and NotPossible for an empty message or a claimant who has died.
    """
    claimant = _locked(claimant)
    access.require_write_to(by, claimant)
    if claimant.died_on is not None:
        raise NotPossible("They have died, and nothing goes out to them any more. Write a note for colleagues.")
    entry = _write(
        claimant, EntryKind.TO_CLAIMANT, EntryChannel.ONLINE, text, by, now, about=about, in_reply_to=in_reply_to
    )
    if in_reply_to is not None:
        JournalEntry.objects.unread_from(claimant.pk).filter(pk__lte=in_reply_to.pk).update(read_at=now)
        _settle_if_all_are_read(claimant, by=by, now=now)
    state(facts.MessageSent(site_id=claimant.site_id, claimant_id=claimant.pk, entry_id=entry.pk, about=about))
    return entry


@operation
def receive_message(
    *, claimant: Claimant, text: str, channel: str, by: Actor, now: datetime, about: str = ""
) -> JournalEntry:
    """Take in what a claimant wrote, or record on their behalf what came by post, by telephone or in person.

    Their coach, or whoever of the policy's role at their site comes first, owes an answer. Raises NotPermitted,
    NotPossible.
    """
    claimant = _locked(claimant)
    access.require_own_words(by, claimant)
    entry = _write(claimant, EntryKind.FROM_CLAIMANT, channel, text, by, now, about=about)
    duties.owe(
        what=ANSWER,
        site_id=claimant.site_id,
        subject=("claimant", claimant.pk),
        claimant_id=claimant.pk,
        colleague_id=claimant.coach_id,
        role="" if claimant.coach_id else dated.on("duties", local_day(now))[ANSWER].values["role"],
        now=now,
    )
    state(
        facts.MessageReceived(
            site_id=claimant.site_id, claimant_id=claimant.pk, entry_id=entry.pk, about=about, channel=channel
        )
    )
    return entry


@operation
def note_contact(
    *,
    claimant: Claimant,
    text: str,
    channel: str,
    by: Actor,
    now: datetime,
    about: str = "",
    audience: str = Audience.CLAIMANT,
) -> JournalEntry:
    """Write down a contact with a claimant; with the audience `staff` they read that there was one, not the words.

    Raises NotPermitted, NotPossible.
    """
    claimant = _locked(claimant)
    access.require_write_to(by, claimant)
    entry = _write(claimant, EntryKind.CONTACT, channel, text, by, now, about=about, audience=audience)
    state(
        facts.ContactNoted(
            site_id=claimant.site_id, claimant_id=claimant.pk, entry_id=entry.pk, about=about, channel=channel
        )
    )
    return entry


@operation
def write_note(*, claimant: Claimant, text: str, by: Actor, now: datetime, about: str = "") -> JournalEntry:
    """Write a note that only colleagues read. Raises NotPermitted, NotPossible."""
    claimant = _locked(claimant)
    access.require_write_to(by, claimant)
    entry = _write(claimant, EntryKind.NOTE, EntryChannel.ONLINE, text, by, now, about=about, audience=Audience.STAFF)
    state(facts.NoteWritten(site_id=claimant.site_id, claimant_id=claimant.pk, entry_id=entry.pk, about=about))
    return entry


@operation
def decide(
    *,
    claimant: Claimant,
    text: str,
    reason: str,
    from_day: date,
    about: str,
    by: Actor,
    now: datetime,
    about_words: str = "",
) -> JournalEntry:
    """Record a decision: what was decided about what, why, and from which day. The claimant reads it.

    Where it is about something for which the policy has no subject, `about_words` open what the claimant reads.
    Raises NotPermitted; NotPossible while a hold bars decisions about such a thing (DIA-4).
    """
    claimant = _locked(claimant)
    access.require_decide(by, claimant)
    rules.require_about(about, about_words, day=local_day(now))
    require_not_held(about, standing(claimant.pk), day=local_day(now))
    rules.require_text(text)
    rules.require_text(reason, field="reason")
    rules.require_from_day(from_day, today=local_day(now))
    text = f"{about_words.strip()}: {text}" if about == rules.OTHER else text
    entry = _write(
        claimant, EntryKind.DECISION, EntryChannel.ONLINE, text, by, now, about=about, reason=reason, from_day=from_day
    )
    state(
        facts.DecisionRecorded(
            site_id=claimant.site_id, claimant_id=claimant.pk, entry_id=entry.pk, about=about, from_day=from_day
        )
    )
    return entry


@operation
def take_back(*, entry: JournalEntry, by: Actor, now: datetime) -> JournalEntry:
    """Take a message to a claimant back within ten minutes, as long as they have not read it.

    Only whoever wrote it can. Colleagues go on reading it, marked as taken back. Raises NotPermitted, NotPossible.
    """
    claimant = _locked(entry.claimant)
    entry = JournalEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    access.require_write_to(by, claimant)
    if entry.kind != EntryKind.TO_CLAIMANT:
        raise NotPossible("Only a message to the claimant can be taken back.")
    if (entry.by_kind, entry.by_id) != (by.kind, by.id):
        raise NotPermitted("Only whoever wrote this message can take it back.")
    rules.require_takeable_back(at=entry.at, read_at=entry.read_at, taken_back_at=entry.taken_back_at, now=now)
    entry.taken_back_at = now
    entry.save(update_fields=["taken_back_at"])
    state(facts.MessageTakenBack(site_id=claimant.site_id, claimant_id=claimant.pk, entry_id=entry.pk))
    return entry


@operation
def read(*, entry: JournalEntry, by: Actor, now: datetime) -> JournalEntry:
    """Note that a message was read by whom it is for: the claimant, or a colleague, and then no answer is owed.

    Reading again changes nothing. Raises NotPermitted, NotPossible.
    """
    claimant = _locked(entry.claimant)
    entry = JournalEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    _require_reader(entry, claimant, by)
    if entry.read_at is None:
        entry.read_at = now
        entry.save(update_fields=["read_at"])
        if entry.kind == EntryKind.FROM_CLAIMANT:
            _settle_if_all_are_read(claimant, by=by, now=now)
        state(facts.MessageRead(site_id=claimant.site_id, claimant_id=claimant.pk, entry_id=entry.pk))
    return entry


def _require_reader(entry: JournalEntry, claimant: Claimant, by: Actor) -> None:
    if entry.kind == EntryKind.FROM_CLAIMANT:
        access.require_write_to(by, claimant)
    elif entry.kind != EntryKind.TO_CLAIMANT or entry.taken_back_at is not None:
        raise NotPossible("This is no message that waits to be read.")
    elif (by.kind, by.id) != (ActorKind.CLAIMANT, claimant.pk):
        raise NotPermitted("Only the claimant can note that they have read it.")


def _locked(claimant: Claimant) -> Claimant:
    # What is owed to a claimant hangs on what they wrote and what was read: one act at a time.
    return hold_all([claimant.pk])[claimant.pk]


@part_of_operation
def _settle_if_all_are_read(claimant: Claimant, *, by: Actor, now: datetime) -> None:
    if not JournalEntry.objects.unread_from(claimant.pk).exists():
        duties.settle(what=ANSWER, subject=("claimant", claimant.pk), by=by, now=now)


@part_of_operation
def _write(
    claimant: Claimant,
    kind: EntryKind,
    channel: str,
    text: str,
    by: Actor,
    now: datetime,
    *,
    audience: str = Audience.CLAIMANT,
    **own: Any,
) -> JournalEntry:
    rules.require_text(text)
    return JournalEntry.objects.create(
        claimant=claimant,
        kind=kind,
        audience=audience,
        channel=channel,
        text=text,
        by_kind=by.kind,
        by_id=by.id,
        at=now,
        **own,
    )
