"""Nothing is written under a claimant whose record was merged."""

from __future__ import annotations

from django.db import migrations

from upton.claimants.models.standing import stand


class Migration(migrations.Migration):
    dependencies = [
        ("diary", "0008_morning"),
        ("claimants", "0008_standing"),
    ]

    operations = stand("diary_appointment", "diary_occupancy", "diary_series")
