"""Rows that hold from one day to another: the validity that sites, postings and all their details carry."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q


class DatedQuerySet(models.QuerySet[Any]):
    """Rows with validity, asked by day."""

    def on(self, day: date) -> Self:
        """The rows that hold on `day`."""
        return self.filter(valid__contains=day)

    def from_day(self, day: date) -> Self:
        """The rows that hold on `day` or begin after it."""
        return self.filter(valid__overlap=DateRange(day, None))


class Dated(models.Model):
    """A row that holds on the days of `valid`: the first day is in it, the last is not; no last day means for now.

    A model names its own queryset, DatedQuerySet or one built on it.
    """

    valid = DateRangeField()

    class Meta:
        abstract = True

    @property
    def since(self) -> date:
        """The first day on which the row holds."""
        return self.valid.lower

    @property
    def until(self) -> date | None:
        """The first day on which the row no longer holds, or None."""
        return self.valid.upper

    def holds_on(self, day: date) -> bool:
        """Whether the row holds on `day`."""
        return self.since <= day and (self.until is None or day < self.until)

    def ends(self, day: date) -> None:
        """Let the row hold until `day`, that day not included."""
        self.valid = DateRange(self.valid.lower, day)


def from_day(day: date, until: date | None = None) -> DateRange:
    """The validity from `day` on, up to but without `until`."""
    return DateRange(day, until)


def one_at_a_time(name: str, *fields: str, condition: Q | None = None) -> ExclusionConstraint:
    """The constraint that for the same `fields` no two rows hold on the same day."""
    return ExclusionConstraint(
        name=name,
        expressions=[*((field, RangeOperators.EQUAL) for field in fields), ("valid", RangeOperators.OVERLAPS)],
        condition=condition,
    )
