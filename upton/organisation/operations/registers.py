"""Registers uploaded as drafts, and what is decided about them; nothing else changes until one is applied (ORG-1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from upton.engines.register.listed import Listing
from upton.engines.register.plan import Entry, Verb
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.foundation.refusals import NotPossible
from upton.organisation import access, facts, queries, rules
from upton.organisation.models import Register, RegisterState
from upton.organisation.operations.holding import who_and_when, whose
from upton.organisation.queries import Reckoned
from upton.organisation.register_words import ABOUT_LINES, Decided


@operation
def upload_register(
    *, content: bytes, filename: str, as_of: date, complete: bool, by: Actor, now: datetime
) -> Register:
    """Keep a file as a draft, to be looked at and decided about; no site changes.

    The same list applied before brings its decisions along: who is who, and what stays open. Raises NotPermitted;
    NotPossible for a file that can't be read, with the reason, or one that is a draft already.
    """
    access.require_register(by)
    require_usable(queries.read_list(content, as_of))
    digest = queries.digest_of(content)
    _require_new(digest)
    register = Register.objects.create(
        filename=filename[-200:],
        content=content,
        digest=digest,
        complete=complete,
        as_of=as_of,
        decisions=queries.kept_decisions(content),
        uploaded_by_id=whose(by),
        uploaded_at=now,
    )
    state(facts.RegisterUploaded(site_id=None, register_id=register.pk, digest=digest, as_of=as_of, complete=complete))
    return register


def require_usable(listing: Listing) -> None:
    """A list names at least one office that can be used. Raises NotPossible with the reason why it doesn't."""
    if listing.blocking:
        raise NotPossible(listing.blocking[0].sentence, field="file")
    if not listing.lines:
        first = listing.problems[0].sentence if listing.problems else ""
        raise NotPossible(f"No line of this file could be used. {first}", field="file")


def _require_new(digest: str) -> None:
    draft = Register.objects.drafts().filter(digest=digest).first()
    if draft is not None:
        who = who_and_when(draft.uploaded_by_id, draft.uploaded_at, "uploaded")
        raise NotPossible(f"{who} this very list, and it is a draft still. Open that draft, or drop it.", field="file")


@operation
def set_register(
    *, register: Register, as_of: date, complete: bool, by: Actor, now: datetime, version: int | None = None
) -> Register:
    """Say from which day a draft holds, and whether it is complete. Raises NotPermitted, NotPossible, Overtaken."""
    access.require_register(by)
    held = hold_draft(register)
    rules.require_current(
        version, held.version, "Somebody else changed these settings after you opened the page. Look at them first."
    )
    rules.require_difference((held.as_of, held.complete) != (as_of, complete), "That is how it is read already.")
    held.as_of, held.complete, held.version = as_of, complete, held.version + 1
    held.save(update_fields=["as_of", "complete", "version"])
    state(facts.RegisterSet(site_id=None, register_id=held.pk, as_of=as_of, complete=complete))
    return held


@operation
def decide_register(
    *,
    register: Register,
    decisions: Mapping[str, Decided],
    by: Actor,
    now: datetime,
    seen: Mapping[str, str] | None = None,
) -> Register:
    """Keep decisions about a draft, under the keys of its entries.

    `seen` gives for each key when the decision that the page showed was made ("" for none): another that was made
    since raises Overtaken. Raises NotPermitted; NotPossible for a decision that can't be carried out.
    """
    access.require_register(by)
    held = hold_draft(register)
    _require_seen(held, seen or {})
    reckoned = queries.reckon(held, local_day(now))
    kept = dict(held.decisions)
    for key, wanted in decisions.items():
        entry = require_decision(reckoned, key, wanted)
        kept[key] = replace(wanted, by_id=whose(by), at=now.isoformat()).kept()
        line, site_id = entry.line_number, wanted.site_id or entry.site_id
        state(
            facts.RegisterDecided(
                site_id=None,
                register_id=held.pk,
                verb=wanted.verb.value,
                line=line,
                decided_site_id=int(site_id) if site_id else None,
            )
        )
    held.decisions = kept
    held.save(update_fields=["decisions"])
    return held


@operation
def undecide_register(*, register: Register, key: str, by: Actor, now: datetime) -> Register:
    """Take a decision about a draft back. Raises NotPermitted; NotPossible where there is none."""
    access.require_register(by)
    held = hold_draft(register)
    taken = held.decisions.pop(key, None)
    if taken is None:
        raise NotPossible("This decision was taken back already. Nothing is left to do.")
    held.save(update_fields=["decisions"])
    entry = queries.reckon(held, local_day(now)).entry(key)
    site_id = taken["site"] or (entry.site_id if entry else None)
    state(
        facts.RegisterUndecided(
            site_id=None,
            register_id=held.pk,
            line=entry.line_number if entry else None,
            decided_site_id=int(site_id) if site_id else None,
        )
    )
    return held


@operation
def drop_register(*, register: Register, by: Actor, now: datetime) -> Register:
    """Put a draft aside: nothing of it is applied. Raises NotPermitted, NotPossible."""
    access.require_register(by)
    held = hold_draft(register)
    held.dropped_at = now
    held.save(update_fields=["dropped_at"])
    state(facts.RegisterDropped(site_id=None, register_id=held.pk))
    return held


@operation
def restore_register(*, register: Register, by: Actor, now: datetime) -> Register:
    """Take a dropped draft up again with all that was decided. Raises NotPermitted, NotPossible."""
    access.require_register(by)
    held = Register.objects.select_for_update().get(pk=register.pk)
    if held.state is not RegisterState.DROPPED:
        raise NotPossible("This list was not dropped. Nothing is left to do.")
    _require_new(held.digest)
    held.dropped_at = None
    held.save(update_fields=["dropped_at"])
    state(facts.RegisterRestored(site_id=None, register_id=held.pk))
    return held


@part_of_operation
def hold_draft(register: Register) -> Register:
    """Lock a register that is still a draft. Raises NotPossible, saying who applied it and when, for any other."""
    held = Register.objects.select_for_update().get(pk=register.pk)
    if held.state is RegisterState.APPLIED:
        raise NotPossible(f"{who_and_when(held.applied_by_id, held.applied_at, 'applied')} this list already.")
    if held.state is RegisterState.DROPPED:
        raise NotPossible("This list was dropped. Take it up again first.")
    return held


def _require_seen(register: Register, seen: Mapping[str, str]) -> None:
    for key, at in seen.items():
        now = register.decisions.get(key)
        if (now["at"] if now else "") == at:
            continue
        if now is None:
            raise rules.Overtaken("Somebody else took this decision back after you opened the page. Decide it anew.")
        who = who_and_when(now["by"], datetime.fromisoformat(now["at"]), "decided")
        raise rules.Overtaken(f"{who} this after you opened the page. Look at it, then decide if you see it otherwise.")


def require_decision(reckoned: Reckoned, key: str, wanted: Decided) -> Entry:
    """The entry about which a decision is. Raises NotPossible where there is none, or the decision makes no sense."""
    entry = reckoned.entry(key)
    if entry is None:
        raise NotPossible("The list and what is recorded no longer hold this entry. Look at the list again.")
    if (wanted.verb in ABOUT_LINES) == key.startswith("site:"):
        raise NotPossible(f"“{wanted.verb}” is no answer here. Choose one of those offered.", field="verb")
    if wanted.verb is Verb.SAME:
        _require_same_kind(reckoned, entry, wanted.site_id)
    elif wanted.verb is Verb.NEW and entry.line and entry.line.postcode is None:
        raise NotPossible("Its postcode can't be read, so it can't be opened. Leave the line out, or correct the file.")
    elif wanted.verb is Verb.CLOSE:
        _require_absent(entry)
        require_closable(reckoned, entry, wanted.day or reckoned.as_of)
    elif wanted.verb is Verb.REOPEN and not (entry.site and entry.site.closed):
        raise NotPossible("This office is open. Nothing is left to do.")
    return entry


def _require_same_kind(reckoned: Reckoned, entry: Entry, site_id: int | None) -> None:
    recorded = reckoned.recorded.get(site_id) if site_id else None
    if recorded is None:
        raise NotPossible("Choose the recorded office that it is.", field="other")
    if entry.line and recorded.known.kind != entry.line.kind:
        raise NotPossible(f"{recorded.known.name} is of another kind. Choose one of the same kind.", field="other")


def _require_absent(entry: Entry) -> None:
    if entry.line is not None:
        raise NotPossible("The list names this office, so it does not close by it.")


def require_closable(reckoned: Reckoned, entry: Entry, day: date) -> None:
    """A site can close from a day by a register: nothing newer is in force, and nobody is posted there then.

    Raises NotPossible with the day, or how many people, and where to settle it.
    """
    if entry.site is None:
        return
    recorded = reckoned.recorded[entry.site.id]
    if day <= recorded.changes_from:
        raise NotPossible(
            f"What is recorded of {entry.site.name} has held since {rules.on(recorded.changes_from)}. "
            "Choose a later day for the closing.",
            field="day",
        )
    posted = queries.people_posted([int(entry.site.id)], day - timedelta(days=1)).get(int(entry.site.id), 0)
    if posted:
        who = "1 person is" if posted == 1 else f"{posted} people are"
        raise NotPossible(
            f"{who} posted at {entry.site.name} from {rules.on(day)} on. Close it on its own page, where you say what "
            "becomes of them; the list then finds it closed.",
            field="day",
        )
