"""What was decided about a register is kept with it, and found again by the list's digest when the same list comes back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0001_initial"),
    ]

    operations = [
        migrations.DeleteModel(name="KeptOpen"),
        migrations.AddField(
            model_name="register",
            name="digest",
            field=models.CharField(db_index=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="register",
            name="outcome",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="register",
            name="applied_by_id",
            field=models.BigIntegerField(null=True),
        ),
    ]
