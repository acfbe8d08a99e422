"""What is planned beyond a site's last day is set aside as it closes; a team knows which of its versions changed what."""

import django.contrib.postgres.fields.ranges
import django.core.serializers.json
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0002_registers_decided"),
    ]

    operations = [
        migrations.AddField(
            model_name="team",
            name="version",
            field=models.IntegerField(default=1),
        ),
        migrations.AddField(
            model_name="team",
            name="changed_in",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="team",
            name="changed_by_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="team",
            name="changed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="SetAside",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("kind", models.CharField(max_length=32)),
                ("row_id", models.BigIntegerField()),
                ("values", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="set_aside",
                        to="organisation.site",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("site", "kind", "row_id"), name="set_aside_once"),
                ],
            },
        ),
    ]
