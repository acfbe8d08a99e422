"""When and where colleagues take appointments, when they are away, and the rooms of a site (DIA-1)."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from upton.foundation.actors import Actor, ActorKind
from upton.foundation.dated import Dated, DatedQuerySet, one_at_a_time
from upton.organisation.models import Colleague, Posting, Site

SEE = "diary.see"


class OfColleagueQuerySet(DatedQuerySet):
    """What stands about colleagues, as one may see it."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own, and that of everybody who is posted at a site that the actor's right to see diaries reaches."""
        reach = actor.reach(SEE)
        own = Q(colleague_id=actor.id) if actor.kind is ActorKind.COLLEAGUE else Q(pk=None)
        posted = Posting.objects.filter(site_id__in=reach.sites).values("colleague_id")
        return self if reach.everywhere else self.filter(own | Q(colleague_id__in=posted))


class Pattern(Dated):
    """How a colleague works from one day to another: a cycle of weeks, the first of which is `since`'s."""

    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="patterns")
    weeks = models.SmallIntegerField(default=1)

    objects = OfColleagueQuerySet.as_manager()

    class Meta:
        constraints = [
            one_at_a_time("one_pattern_at_a_time", "colleague"),
            models.CheckConstraint(condition=Q(weeks__gte=1, weeks__lte=8), name="pattern_weeks"),
        ]


class SessionKind(models.TextChoices):
    """What a part of a working day is for."""

    APPOINTMENTS = "appointments"
    OTHER = "other"
    BREAK = "break"


class Session(models.Model):
    """A part of a day in a pattern's cycle, in minutes after midnight by the clock on the wall.

    `purposes` are the types it is kept for (none: all that the colleague's role takes). A break may lie in a session.
    """

    pattern = models.ForeignKey(Pattern, on_delete=models.CASCADE, related_name="sessions")
    week = models.SmallIntegerField(default=0)
    weekday = models.SmallIntegerField()
    minutes = IntegerRangeField()
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=SessionKind.choices, default=SessionKind.APPOINTMENTS)
    purposes = ArrayField(models.CharField(max_length=64), default=list)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_session_at_a_time",
                expressions=[
                    ("pattern", RangeOperators.EQUAL),
                    ("week", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    ("minutes", RangeOperators.OVERLAPS),
                ],
                condition=~Q(kind="break"),
            ),
            models.CheckConstraint(condition=Q(weekday__gte=0, weekday__lte=6), name="session_weekday"),
            models.CheckConstraint(
                condition=Q(minutes__contained_by=(0, 1441), minutes__isempty=False), name="session_within_a_day"
            ),
        ]


class Absence(models.Model):
    """A time at which a colleague takes no appointments: it stops new ones, and lists those that stood already."""

    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="absences")
    during = DateTimeRangeField()
    kind = models.CharField(max_length=32)
    recorded_at = models.DateTimeField()

    objects = OfColleagueQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_absence_at_a_time",
                expressions=[("colleague", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            )
        ]


class RoomQuerySet(DatedQuerySet):
    """Rooms as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those at the sites that the actor's right to see diaries reaches."""
        reach = actor.reach("diary.see")
        return self if reach.everywhere else self.filter(site_id__in=reach.sites)


class RoomKind(models.TextChoices):
    """What a room is for."""

    INTERVIEW = "interview"
    PRIVATE = "private"
    GROUP = "group"


class Room(Dated):
    """A room of a site that appointments can take place in."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=100)
    sort_key = models.CharField(max_length=100)
    kind = models.CharField(max_length=16, choices=RoomKind.choices)
    places = models.SmallIntegerField(default=2)
    step_free = models.BooleanField(default=False)
    hearing_loop = models.BooleanField(default=False)

    objects = RoomQuerySet.as_manager()

    class Meta:
        constraints = [
            one_at_a_time("one_room_of_a_name", "site", "sort_key"),
            models.CheckConstraint(condition=Q(places__gte=1), name="room_places"),
        ]
