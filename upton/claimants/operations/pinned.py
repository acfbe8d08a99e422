"""Notes pinned to a record for the next colleague: pinned, taken off, and pinned again."""

from __future__ import annotations

from datetime import date, datetime

from upton.claimants import access
from upton.claimants.facts import pinned as facts
from upton.claimants.models import Claimant, PinnedNote
from upton.claimants.operations.holding import hold_all
from upton.claimants.rules import pinned as rules
from upton.foundation.actors import Actor, ActorKind
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day


@operation
def pin_note(*, claimant: Claimant, text: str, by: Actor, now: datetime, until: date | None = None) -> PinnedNote:
    """Pin a note for the next colleague, in place of the one that is there; without `until` it stays until taken off.

    Raises NotPermitted; NotPossible at `text` or `until`.
    """
    held = hold_all([claimant.pk])[claimant.pk]
    access.require_write_to(by, held)
    text = rules.require_note(text)
    rules.require_until(until, today=local_day(now))
    before = PinnedNote.objects.filter(claimant=held, unpinned_at=None).first()
    if before is not None:
        # Of two who pin in the same moment the one who began first may come second.
        before.unpinned_at = max(now, before.pinned_at)
        before.save(update_fields=["unpinned_at"])
    by_id = by.id if by.kind is ActorKind.COLLEAGUE else None
    note = PinnedNote.objects.create(claimant=held, text=text, until=until, by_id=by_id, pinned_at=now)
    state(
        facts.NotePinned(
            site_id=held.site_id,
            claimant_id=held.pk,
            note_id=note.pk,
            until=until,
            instead_of_id=before.pk if before else None,
        )
    )
    return note


@operation
def unpin_note(*, note: PinnedNote, by: Actor, now: datetime) -> PinnedNote:
    """Take a pinned note off. Raises NotPermitted, NotPossible."""
    held, note = _held(note, by=by)
    rules.require_pinned(note.unpinned_at)
    note.unpinned_at = now
    note.save(update_fields=["unpinned_at"])
    state(facts.NoteUnpinned(site_id=held.site_id, claimant_id=held.pk, note_id=note.pk))
    return note


@operation
def pin_again(*, note: PinnedNote, by: Actor, now: datetime) -> PinnedNote:
    """Pin a note again within ten minutes of its being taken off. Raises NotPermitted, NotPossible."""
    held, note = _held(note, by=by)
    other = PinnedNote.objects.filter(claimant=held, unpinned_at=None).exclude(pk=note.pk).exists()
    rules.require_can_be_pinned_again(note.unpinned_at, now=now, other=other)
    note.unpinned_at = None
    note.save(update_fields=["unpinned_at"])
    state(facts.NotePinnedAgain(site_id=held.site_id, claimant_id=held.pk, note_id=note.pk))
    return note


@part_of_operation
def _held(note: PinnedNote, *, by: Actor) -> tuple[Claimant, PinnedNote]:
    held = hold_all([note.claimant_id])[note.claimant_id]
    access.require_write_to(by, held)
    return held, PinnedNote.objects.select_related("claimant").get(pk=note.pk)
