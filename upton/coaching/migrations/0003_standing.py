"""Nothing is written under a claimant whose record was merged."""

from __future__ import annotations

from django.db import migrations

from upton.claimants.models.standing import stand


class Migration(migrations.Migration):
    dependencies = [
        ("coaching", "0002_met"),
        ("claimants", "0008_standing"),
    ]

    operations = stand("coaching_contactclock")
