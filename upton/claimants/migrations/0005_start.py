"""Notes pinned to a record for the next colleague."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claimants", "0004_finding")]
    operations = [
        migrations.CreateModel(
            name="PinnedNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=300)),
                ("until", models.DateField(null=True)),
                ("by_id", models.BigIntegerField(null=True)),
                ("pinned_at", models.DateTimeField()),
                ("unpinned_at", models.DateTimeField(null=True)),
                (
                    "claimant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pinned_notes",
                        to="claimants.claimant",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("unpinned_at", None)), fields=("claimant",), name="note_pinned_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("unpinned_at", None), ("unpinned_at__gte", models.F("pinned_at")), _connector="OR"
                        ),
                        name="note_unpinned_after_pinning",
                    ),
                ],
            },
        ),
    ]
