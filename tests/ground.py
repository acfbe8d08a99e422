"""The environment of the test-suite, set before anything reads the settings: pytest loads this first."""

from __future__ import annotations

import os

os.environ.setdefault("UPTON_SECRET_KEY", "a secret that only the tests know, and nobody else")
os.environ.setdefault("UPTON_FACTS_KEY", "a key to the chain that only the tests know")
os.environ["UPTON_DEMO"] = "1"
# The suite makes its database as the owner, and then works with the service's rights like the service itself.
os.environ["UPTON_AS_OWNER"] = "1"
if "DATABASE_URL" not in os.environ:
    from config.cluster import test_database_address

    os.environ["DATABASE_URL"] = test_database_address()
