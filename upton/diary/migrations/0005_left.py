from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("diary", "0004_states"),
    ]

    operations = [
        migrations.AlterField(
            model_name="appointment",
            name="state",
            field=models.CharField(
                choices=[
                    ("booked", "booked"),
                    ("arrived", "arrived"),
                    ("seen", "seen"),
                    ("missed", "missed"),
                    ("left", "left"),
                    ("cancelled", "cancelled"),
                ],
                default="booked",
                max_length=16,
            ),
        ),
    ]
