"""The web server's way in."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# What is loaded now stays for good: without this, pages pay for looking through it for garbage, again and again.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 50)
