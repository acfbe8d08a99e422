"""Colleagues, their postings by day of the week, teams, languages offered and areas led (ORG-3, ORG-5)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from upton.accounts.models import Account
from upton.foundation.dated import Dated, DatedQuerySet, one_at_a_time
from upton.organisation.models.places import Site
from upton.organisation.models.seen import AtSiteQuerySet, ColleagueQuerySet


class Colleague(models.Model):
    """Somebody who works for the service. `home_site` is never empty, so no scope can ever be built on nothing."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="colleague")
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=200, db_index=True)
    staff_number = models.CharField(max_length=32, unique=True)
    home_site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="home_of")
    telephone = models.CharField(max_length=32, blank=True)
    email = models.CharField(max_length=254, blank=True)
    line_manager = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="manages")
    last_day = models.DateField(null=True)
    version = models.IntegerField(default=1)
    changed_by_id = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField(null=True)

    objects = ColleagueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(line_manager=F("id")), name="colleague_not_own_manager"),
        ]

    def __str__(self) -> str:
        return self.name


class Team(Dated):
    """A team at a site; a centralised one serves other sites too.

    `version` counts its changes; `changed_in` holds for each thing that was changed the version that last changed it.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=200)
    leader = models.ForeignKey(Colleague, on_delete=models.PROTECT, null=True, related_name="leads_teams")
    version = models.IntegerField(default=1)
    changed_in = models.JSONField(default=dict)
    changed_by_id = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField(null=True)

    objects = AtSiteQuerySet.as_manager()

    class Meta:
        constraints = [one_at_a_time("team_name_once", "site", "name")]

    def __str__(self) -> str:
        return self.name


class TeamServes(Dated):
    """Another site that a centralised team serves."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="serves")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="served_by_teams")

    objects = AtSiteQuerySet.as_manager()

    class Meta:
        constraints = [one_at_a_time("team_serves_once", "team", "site")]


class Posting(Dated):
    """A colleague's work in one role at one site on some days of the week, from one day to another."""

    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="postings")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="postings")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="postings")
    role = models.CharField(max_length=64, db_index=True)
    fte = models.DecimalField(max_digits=3, decimal_places=2)

    objects = AtSiteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(fte__gt=0, fte__lte=1), name="posting_fte_up_to_one"),
        ]


class PostingDay(Dated):
    """One day of the week (0 Monday) of a posting. Nobody is at two sites on one day: the constraint says so."""

    posting = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="days")
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    weekday = models.SmallIntegerField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            one_at_a_time("posting_day_once", "colleague", "weekday"),
            models.CheckConstraint(condition=Q(weekday__gte=0, weekday__lte=6), name="posting_day_weekday"),
        ]


class Language(Dated):
    """A language that a colleague offers to use at work, by their own consent alone (001, annex)."""

    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="languages")
    code = models.CharField(max_length=16)
    allowance = models.BooleanField(default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [one_at_a_time("language_once", "colleague", "code")]


class SpecialistLead(Dated):
    """An area of need that a colleague leads for a site (004, site leads)."""

    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="leads")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="leads")
    area = models.CharField(max_length=64)

    objects = AtSiteQuerySet.as_manager()

    class Meta:
        constraints = [one_at_a_time("specialist_lead_once", "colleague", "site", "area")]
