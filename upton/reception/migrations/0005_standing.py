"""Nothing is written under a claimant whose record was merged."""

from __future__ import annotations

from django.db import migrations

from upton.claimants.models.standing import stand


class Migration(migrations.Migration):
    dependencies = [
        ("reception", "0004_papers"),
        ("claimants", "0008_standing"),
    ]

    operations = stand("reception_computeruse", "reception_visit")
