"""The daily heads file: where every chain stood, kept outside the database and sealed with the same key."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from upton.foundation.models import ChainHead
from upton.foundation.refusals import NotPossible


@dataclass(frozen=True, slots=True)
class Head:
    """Where one chain stood when the file was written."""

    chain: int
    number: int
    seal: bytes


def export(folder: Path, day: date) -> Path:
    """Write where every chain stands to `heads-<day>.jsonl` in `folder`, whole or not at all. Raises NotPossible."""
    lines = [
        json.dumps({"chain": link, "number": number, "seal": bytes(seal).hex()}, separators=(",", ":"))
        for link, number, seal in ChainHead.objects.order_by("chain").values_list("chain", "number", "seal")
    ]
    text = "".join(line + "\n" for line in lines)
    path = folder / f"heads-{day.isoformat()}.jsonl"
    draft = path.with_suffix(".draft")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft.write_text(text + json.dumps({"sealed": _seal(text)}) + "\n")
        draft.replace(path)
    except OSError as error:
        raise NotPossible(f"The heads file could not be written to {folder}: {error.strerror}.") from error
    return path


def read(paths: Iterable[Path]) -> list[Head]:
    """The heads in these files. Raises NotPossible for a file that is no heads file, or was altered."""
    heads: list[Head] = []
    for path in sorted(paths):
        try:
            *lines, last = path.read_text().splitlines(keepends=True)
            if not hmac.compare_digest(json.loads(last)["sealed"], _seal("".join(lines))):
                raise NotPossible(f"{path.name} was altered: its seal does not fit. Take it from a copy.")
            heads += [Head(h["chain"], h["number"], bytes.fromhex(h["seal"])) for h in map(json.loads, lines)]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise NotPossible(f"{path.name} can't be read as a heads file. Name the files that Upton wrote.") from error
    return heads


def _seal(text: str) -> str:
    return hmac.digest(settings.UPTON_FACTS_KEY, text.encode(), "sha256").hex()
