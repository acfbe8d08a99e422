"""Everybody is found by keys of their own; those who are registered already get theirs here."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from upton.engines.likeness import Person
from upton.engines.likeness.keys import LONGEST_KEY, keys_of, near_keys

AT_ONCE = 2_000


def make_findable(apps, schema_editor):
    """Work out the keys of everybody, some at a time."""
    claimants = apps.get_model("claimants", "Claimant").objects
    last = 0
    while rows := list(claimants.filter(pk__gt=last).prefetch_related("names", "telephones").order_by("pk")[:AT_ONCE]):
        _index(apps, rows)
        last = rows[-1].pk


def _index(apps, rows):
    people = {row: _person(row) for row in rows}
    findable, words = apps.get_model("claimants", "Findable"), apps.get_model("claimants", "NameWord")
    findable.objects.bulk_create(
        findable(claimant_id=row.pk, keys=keys_of(person, reference=row.reference, place=row.site_id))
        for row, person in people.items()
    )
    found = {word[:LONGEST_KEY] for person in people.values() for name in person.names for word in name}
    words.objects.bulk_create((words(word=word, near=near_keys(word)) for word in sorted(found)), ignore_conflicts=True)


def _person(row):
    return Person(
        name=row.name,
        known_as=row.known_as,
        former=tuple(one.name for one in row.names.all() if one.kind != "current"),
        born=row.born,
        postcode=row.postcode,
        telephones=tuple(one.number for one in row.telephones.all()),
        email=row.email,
        number=row.national_insurance_number or "",
    )


class Migration(migrations.Migration):
    dependencies = [("claimants", "0003_journal")]

    operations = [
        migrations.CreateModel(
            name="Findable",
            fields=[
                (
                    "claimant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="findable",
                        serialize=False,
                        to="claimants.claimant",
                    ),
                ),
                ("keys", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ],
        ),
        migrations.CreateModel(
            name="NameWord",
            fields=[
                ("word", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("near", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ],
        ),
        migrations.RunPython(make_findable, migrations.RunPython.noop),
        migrations.RunSQL("set constraints all immediate", migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="findable",
            index=django.contrib.postgres.indexes.GinIndex(fields=["keys"], fastupdate=False, name="findable_keys"),
        ),
        migrations.AddIndex(
            model_name="nameword",
            index=django.contrib.postgres.indexes.GinIndex(fields=["near"], fastupdate=False, name="name_word_near"),
        ),
        migrations.AddIndex(
            model_name="nameword",
            index=models.Index(
                django.contrib.postgres.indexes.OpClass("word", "text_pattern_ops"), name="name_word_begins"
            ),
        ),
    ]
