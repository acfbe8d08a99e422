"""What an undo has to know of a merge, and that nothing is written under a record that was merged."""

from __future__ import annotations

from django.db import migrations, models

from upton.claimants.models.standing import define, stand


class Migration(migrations.Migration):
    dependencies = [
        ("claimants", "0007_merging"),
        ("duties", "0001_initial"),
    ]

    operations = [
        migrations.AddField(model_name="merge", name="chosen", field=models.JSONField(default=dict)),
        migrations.AddField(model_name="merge", name="copied", field=models.JSONField(default=dict)),
        *define(),
        *stand(
            "claimants_call",
            "claimants_claimantname",
            "claimants_claimanttelephone",
            "claimants_hold",
            "claimants_journalentry",
            "claimants_member",
            "claimants_pinnednote",
            "claimants_recordopening",
            "claimants_representative",
            "duties_duty",
        ),
    ]
