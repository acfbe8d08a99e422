"""The web server's way in for a benchmark: the service as it is, on a Tuesday at eleven, whatever day it runs on."""

from __future__ import annotations

import os
from datetime import datetime

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from bench.shown import show

show(datetime.fromisoformat(os.environ["BENCH_NOW"]))

from config.wsgi import application  # noqa: E402  (the clock is set first)

__all__ = ["application"]
