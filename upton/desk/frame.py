"""What stands around every page of a colleague: site, day, places of the role, what waits, and what just happened."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    return {}
