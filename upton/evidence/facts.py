"""What is stated of evidence: that it was taken, looked at or taken back; never what stands in it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from upton.foundation.facts import Fact, fact
from upton.policy import dated

_WORDS: dict[str, dict[str, Any]] = {
    "brought": {code: name.lower() for code, name in dated.words("evidence_kinds").items()},
}
_ORIGINALS = {"originals": {"returned": _("and gave the papers back"), "kept": _("and kept the papers")}}


@fact(
    "evidence.taken",
    staff="{by} scanned evidence of {claimant} ({brought}; files: {files}) {originals}.",
    claimant=_("{by} scanned what you brought ({brought}) {originals}."),
    words=_WORDS | _ORIGINALS,
)
class EvidenceTaken(Fact):
    """Somebody's papers were scanned at the desk: of one kind, so many files, the originals returned or kept."""

    receipt_id: int
    brought: str
    files: int
    originals: str


@fact("evidence.opened", staff="{by} opened evidence of {claimant} ({brought}).", words=_WORDS)
class EvidenceOpened(Fact):
    """A colleague looked at one scanned document."""

    evidence_id: int
    brought: str


@fact(
    "evidence.taken_back",
    staff="{by} took back a scan of {claimant} ({brought}); the files are gone.",
    claimant=_("{by} took back a scan that was made by mistake ({brought})."),
    words=_WORDS,
)
class EvidenceTakenBack(Fact):
    """A scan was a slip: its files are removed."""

    receipt_id: int
    brought: str
