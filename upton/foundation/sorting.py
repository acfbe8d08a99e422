"""Sort keys kept in columns, so that lists are in the order people expect whatever the database's collation."""

from __future__ import annotations

import re
import unicodedata

_JOINERS = re.compile(r"['’`´\-‐-―.]")
_SPACE = re.compile(r"[^\w]+", re.UNICODE)


def sort_key(name: str) -> str:
    """A key under which names sort without regard to case, accents, apostrophes and hyphens, in any script."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return _SPACE.sub(" ", _JOINERS.sub("", plain)).strip()[:200]
