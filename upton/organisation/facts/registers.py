"""What is stated about registers of sites: uploaded, decided about, applied; the number names the register."""

from __future__ import annotations

from datetime import date

from upton.foundation.facts import Fact, fact

VERBS = {
    "same": "is a recorded office",
    "new": "is a new office",
    "skip": "is left out",
    "close": "closes",
    "reopen": "opens again",
    "keep": "stays as it is",
}


@fact("organisation.register_uploaded", staff="{by} uploaded register {register_id}, which holds from {as_of}.")
class RegisterUploaded(Fact):
    """A register was uploaded as a draft; the digest is the SHA-256 of the file."""

    register_id: int
    digest: str
    as_of: date
    complete: bool


@fact("organisation.register_set", staff="{by} set that register {register_id} holds from {as_of}.")
class RegisterSet(Fact):
    """The day from which a draft holds, or whether it is complete, was changed."""

    register_id: int
    as_of: date
    complete: bool


@fact(
    "organisation.register_decided",
    staff="{by} decided about an office of register {register_id}: it {verb}.",
    words={"verb": VERBS},
)
class RegisterDecided(Fact):
    """It was decided what an office of a draft, or a site that it does not name, is to become."""

    register_id: int
    verb: str
    line: int | None
    decided_site_id: int | None


@fact("organisation.register_undecided", staff="{by} took a decision about register {register_id} back.")
class RegisterUndecided(Fact):
    """A decision about a draft was taken back."""

    register_id: int
    line: int | None
    decided_site_id: int | None


@fact("organisation.register_dropped", staff="{by} dropped register {register_id}; nothing of it was applied.")
class RegisterDropped(Fact):
    """A draft will not be applied."""

    register_id: int


@fact("organisation.register_restored", staff="{by} took register {register_id} up again.")
class RegisterRestored(Fact):
    """A draft that was dropped is one again."""

    register_id: int


@fact(
    "organisation.register_applied",
    staff="{by} applied register {register_id} from {as_of}: {opened} opened, {changed} changed, {reopened} opened "
    "again, {closed} closed; {unplaced} without a district.",
)
class RegisterApplied(Fact):
    """A register was applied, whole. What it did to each site is stated at the site, in the same act."""

    register_id: int
    as_of: date
    opened: int
    changed: int
    reopened: int
    closed: int
    unplaced: int


@fact(
    "organisation.site_corrected",
    staff="{by} corrected what is recorded of {site} from {starts_on}, as a register has it.",
)
class SiteCorrected(Fact):
    """A site's address is spelt otherwise, or its office number or place on the map learnt; it did not move."""

    register_id: int
    starts_on: date
