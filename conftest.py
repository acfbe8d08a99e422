"""The test-suite's ground: a database of its own, the service's role, and nothing switched off."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

os.environ.setdefault("UPTON_SECRET_KEY", "a secret that only the tests know, and nobody else")
os.environ.setdefault("UPTON_FACTS_KEY", "a key to the chain that only the tests know")
os.environ.setdefault("UPTON_DEMO", "1")
