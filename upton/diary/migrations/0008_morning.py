"""The rest of a morning is moved in one act, with a line for each appointment."""

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("diary", "0007_fewer_indexes"),
        ("organisation", "0003_planned_beyond"),
    ]

    operations = [
        migrations.CreateModel(
            name="Spread",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("during", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("done_at", models.DateTimeField()),
                ("done_by_id", models.BigIntegerField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "absence",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="diary.absence"
                    ),
                ),
                (
                    "colleague",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.colleague"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.site"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SpreadLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "choice",
                    models.CharField(choices=[("move", "move"), ("ring", "ring"), ("leave", "leave")], max_length=8),
                ),
                (
                    "told",
                    models.CharField(
                        choices=[("nothing", "nothing"), ("message", "message"), ("ring", "ring"), ("door", "door")],
                        max_length=8,
                    ),
                ),
                ("here", models.BooleanField(default=False)),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="diary.appointment"
                    ),
                ),
                (
                    "became",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="diary.appointment"
                    ),
                ),
                (
                    "spread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="diary.spread"
                    ),
                ),
            ],
        ),
    ]
