"""What a list would do to what is recorded, entry by entry, and what a person can decide about it (ORG-1)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from upton.engines.register.coverage import Coverage
from upton.engines.register.differences import Change
from upton.engines.register.listed import Line
from upton.engines.register.matching import KnownSite, SiteId
from upton.engines.register.placenames import name_key, plain


class EntryKind(StrEnum):
    """What becomes of an office of the list, or of a recorded site."""

    OPENED = "opened"
    CLOSURE_PROPOSED = "closure_proposed"
    CLOSED = "closed"
    REOPENING_PROPOSED = "reopening_proposed"
    REOPENED = "reopened"
    RENAMED = "renamed"
    MOVED = "moved"
    RENAMED_AND_MOVED = "renamed_and_moved"
    CORRECTED = "corrected"
    UNCHANGED = "unchanged"
    CANNOT_TELL = "cannot_tell"
    SKIPPED = "skipped"


#: Entries that change what is recorded; all others only say something.
CHANGING = frozenset(
    {
        EntryKind.OPENED,
        EntryKind.CLOSED,
        EntryKind.REOPENED,
        EntryKind.RENAMED,
        EntryKind.MOVED,
        EntryKind.RENAMED_AND_MOVED,
        EntryKind.CORRECTED,
    }
)


class Verb(StrEnum):
    """What a person can decide: about a line SAME, NEW or SKIP; about a site CLOSE, REOPEN or KEEP as it is."""

    SAME = "same"
    NEW = "new"
    SKIP = "skip"
    CLOSE = "close"
    REOPEN = "reopen"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about the entry under whose key it stands. `site_id` says which site a line is the SAME as."""

    verb: Verb
    site_id: SiteId | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A recorded site that a line may be, and what speaks for and against it in words."""

    site: KnownSite
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One office in the plan.

    `key` is stable from one reading of a list to the next; decisions are kept under it. `site` is what is recorded and
    `after` what would be recorded; for an opened office only `after` is there, and its id is the key.
    """

    kind: EntryKind
    key: str
    reason: str
    line: Line | None = None
    site: KnownSite | None = None
    after: KnownSite | None = None
    changes: tuple[Change, ...] = ()
    candidates: tuple[Candidate, ...] = ()

    @property
    def line_number(self) -> int | None:
        """The line of the file that names the office."""
        return self.line.number if self.line else None

    @property
    def site_id(self) -> SiteId | None:
        """The recorded site that the entry is about."""
        return self.site.id if self.site else None


@dataclass(frozen=True, slots=True)
class Plan:
    """What applying a list would do, and what the list covers. Nothing has been done yet."""

    entries: tuple[Entry, ...]
    coverage: Coverage
    unplaced: tuple[KnownSite, ...] = ()

    def of_kind(self, *kinds: EntryKind) -> tuple[Entry, ...]:
        """The entries of some kinds, in the order of the list."""
        return tuple(entry for entry in self.entries if entry.kind in kinds)

    @property
    def counts(self) -> dict[EntryKind, int]:
        """How many entries there are of each kind, nought included."""
        found = Counter(entry.kind for entry in self.entries)
        return {kind: found[kind] for kind in EntryKind}

    @property
    def changing(self) -> tuple[Entry, ...]:
        """The entries that change what is recorded when the plan is applied."""
        return tuple(entry for entry in self.entries if entry.kind in CHANGING)

    @property
    def learnt_only(self) -> tuple[Entry, ...]:
        """The corrected entries that only fill in what was not recorded, such as an office number."""
        return tuple(
            entry for entry in self.of_kind(EntryKind.CORRECTED) if all(not change.before for change in entry.changes)
        )


def site_key(site_id: SiteId) -> str:
    """The key under which a decision about a site is kept: its closing, opening again or staying as it is."""
    return f"site:{site_id}"


def line_keys(lines: Sequence[Line]) -> dict[int, str]:
    """For each line number the key under which a decision about it is kept: by office number, or name and postcode."""
    seen: Counter[str] = Counter()
    keys = {}
    for line in lines:
        told = line.office_number or f"{name_key(line.name)}:{(line.postcode or plain(line.street)).replace(' ', '')}"
        seen[told] += 1
        keys[line.number] = f"line:{told}" if seen[told] == 1 else f"line:{told}:{seen[told]}"
    return keys
