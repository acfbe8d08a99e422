"""The scanner of viruses: a command of the machine that reads a file and says whether it is clean."""

from __future__ import annotations

import shlex
import subprocess

import structlog
from django.conf import settings

from upton.foundation.refusals import NotPossible

CLEAN, INFECTED = 0, 1
log = structlog.get_logger()


def is_set() -> bool:
    """Whether this service has a scanner."""
    return bool(settings.UPTON_SCANNER)


def require_clean(content: bytes, *, called: str, seconds: int) -> None:
    """Let the scanner read a file; without a scanner nothing happens. Raises NotPossible at `scans`.

    A scanner that fails, takes longer than `seconds` or is not there says nothing about the file: it is not taken.
    """
    if not is_set():
        return
    try:
        answer = subprocess.run(  # noqa: S603 (the command is the administrator's own)
            shlex.split(settings.UPTON_SCANNER), input=content, capture_output=True, timeout=seconds, check=False
        ).returncode
    except (OSError, ValueError, subprocess.TimeoutExpired) as fault:
        log.error("virus scanner did not answer", fault=type(fault).__name__)
        answer = -1
    if answer == INFECTED:
        raise NotPossible(
            f"{called} holds something harmful and was not kept. Don't open it. Scan the paper itself instead.",
            field="scans",
        )
    if answer != CLEAN:
        raise NotPossible(
            f"{called} could not be checked for viruses, so it was not kept. Try again in a moment; "
            "if that does not help, tell your administrator.",
            field="scans",
        )
