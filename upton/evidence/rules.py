"""What is taken as evidence: what a file is by its first bytes, how large it may be, how long it can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from upton.foundation.refusals import NotPossible
from upton.policy import dated

KINDS = "evidence_kinds"
TAKE_BACK_WITHIN = timedelta(minutes=10)
"""Each act at the desk can be undone for so long (FOH-1)."""

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
ENDINGS = {PDF: "pdf", JPEG: "jpg", PNG: "png"}
_BEGINNINGS = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG))
_TIFF = (b"II*\x00", b"MM\x00*")
_HEIC = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
_AS_JPEG = (
    "Photograph it again as a JPEG (on a tablet: Settings, Camera, Formats, “Most compatible”), or scan it as a PDF."
)


def require_kind(kind: str, *, day: date) -> None:
    """A kind of evidence of the policy of that day. Raises NotPossible at `kind`."""
    if kind not in dated.on(KINDS, day):
        raise NotPossible("Choose what they brought.", field="kind")


def type_of(content: bytes, *, called: str = "This file") -> str:
    """What a file is, by its first bytes and never by its name. Raises NotPossible at `scans`, saying what to do."""
    if not content:
        raise NotPossible(f"{called} is empty. Scan the document again.", field="scans")
    for beginning, kind in _BEGINNINGS:
        if content.startswith(beginning):
            return kind
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        raise NotPossible(f"{called} is a HEIC photograph, which most computers can't open. {_AS_JPEG}", field="scans")
    if content.startswith(_TIFF):
        raise NotPossible(
            f"{called} is a TIFF picture. Let the scanner save it as a PDF, then send that.", field="scans"
        )
    raise NotPossible(
        f"{called} is no PDF, JPEG or PNG, whatever its name says. Scan the document as a PDF, then send that.",
        field="scans",
    )


def require_sizes(sizes: Sequence[int], *, day: date) -> None:
    """As many files as one sending may hold, each and all within bounds. Raises NotPossible at `scans`."""
    limits = dated.on("evidence_limits", day)["one_sending"].values
    if not sizes:
        raise NotPossible("Choose the scanned document, or take a photograph of it.", field="scans")
    if len(sizes) > limits["files"]:
        raise NotPossible(f"Send at most {limits['files']} files at once, then the rest.", field="scans")
    for place, size in enumerate(sizes, start=1):
        if size > limits["file_bytes"]:
            words = f"{called(place, len(sizes))} is larger than {_megabytes(limits['file_bytes'])}."
            raise NotPossible(f"{words} Scan it again in black and white, or in parts.", field="scans")
    if sum(sizes) > limits["all_bytes"]:
        words = f"Together these files are larger than {_megabytes(limits['all_bytes'])}."
        raise NotPossible(f"{words} Send some of them now, and then the rest.", field="scans")


def called(place: int, many: int) -> str:
    """A file in a sentence, by its place: its own name is never used."""
    return "This file" if many == 1 else f"File {place} of {many}"


def require_not_taken_back(taken_back_at: datetime | None) -> None:
    """What was taken back is there no more. Raises NotPossible."""
    if taken_back_at is not None:
        raise NotPossible("This was taken back, and the scan is gone. Scan the document again if it is needed.")


def require_there(taken_back_at: datetime | None) -> None:
    """Say why a file is not there. Raises NotPossible, always."""
    require_not_taken_back(taken_back_at)
    raise NotPossible(
        "The file of this scan is not where it was kept. Tell your administrator at once, and scan the paper again."
    )


def require_just_taken(taken_at: datetime, *, now: datetime) -> None:
    """Within ten minutes. Raises NotPossible."""
    if now - taken_at > TAKE_BACK_WITHIN:
        raise NotPossible("A scan can be taken back for ten minutes only. Ask a manager to put it right.")


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MB"
