"""A type of appointment says what is to be brought."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("diary", "0005_left"),
    ]

    operations = [
        migrations.AddField(
            model_name="appointmenttype",
            name="bring",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=120), null=True, size=None
            ),
        ),
    ]
