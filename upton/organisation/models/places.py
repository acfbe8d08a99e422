"""Regions, districts and sites with their names, addresses, hours, links and sheets over time (ORG-1, ORG-2)."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from upton.foundation.dated import Dated, one_at_a_time
from upton.organisation.models.seen import AreaQuerySet, AtSiteQuerySet, SiteQuerySet


class Nation(models.TextChoices):
    """The nations whose bank holidays and legal forms differ."""

    ENGLAND = "england", "England"
    WALES = "wales", "Wales"
    SCOTLAND = "scotland", "Scotland"
    NORTHERN_IRELAND = "northern_ireland", "Northern Ireland"


class SiteKind(models.TextChoices):
    """The kinds of site (003:3a, 004)."""

    JOBCENTRE = "jobcentre", "Jobcentre"
    SERVICE_CENTRE = "service_centre", "Service centre"
    BENEFIT_DELIVERY_CENTRE = "benefit_delivery_centre", "Benefit delivery centre"
    CONTACT_CENTRE = "contact_centre", "Contact centre"


class Region(Dated):
    """A region: several districts."""

    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=200, db_index=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        constraints = [one_at_a_time("region_name_once", "name")]

    def __str__(self) -> str:
        return self.name


class District(Dated):
    """A district: several sites under one manager."""

    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=200, db_index=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="districts")

    objects = AreaQuerySet.as_manager()

    class Meta:
        constraints = [one_at_a_time("district_name_once", "name")]

    def __str__(self) -> str:
        return self.name


class Site(Dated):
    """A site for as long as it is open. Its name, address and district stand in its periods.

    `version` counts the changes to whatever hangs on the site, so that a form shows whether somebody was quicker.
    """

    kind = models.CharField(max_length=32, choices=SiteKind.choices)
    office_number = models.CharField(max_length=32, null=True, unique=True)
    version = models.IntegerField(default=1)
    changed_by_id = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField(null=True)

    objects = SiteQuerySet.as_manager()


class SitePeriod(Dated):
    """What a site was called, where it stood and which district it belonged to, from one day to another."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="periods")
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=200, db_index=True)
    building = models.CharField(max_length=200, blank=True)
    street = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=200, blank=True)
    county = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=8, blank=True, db_index=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    nation = models.CharField(max_length=16, choices=Nation.choices)
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, related_name="site_periods")
    telephone = models.CharField(max_length=32, blank=True)
    email = models.CharField(max_length=254, blank=True)

    objects = AtSiteQuerySet.as_manager()

    class Meta:
        constraints = [one_at_a_time("site_one_period", "site")]

    def __str__(self) -> str:
        return self.name


class SiteLink(Dated):
    """One site linked to another, its satellite, or serving it from a centralised team's place."""

    class Kind(models.TextChoices):
        """How two sites belong together."""

        LINKED = "linked", "is linked to"
        SATELLITE = "satellite", "is a satellite of"
        SERVED_BY = "served_by", "is served by"

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="links")
    other = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="links_here")
    kind = models.CharField(max_length=16, choices=Kind.choices)

    objects = AtSiteQuerySet.as_manager()

    class Meta:
        constraints = [
            one_at_a_time("site_link_once", "site", "other", "kind"),
            models.CheckConstraint(condition=~Q(site=F("other")), name="site_link_to_another"),
        ]


class OutreachPlace(Dated):
    """A place in the community where colleagues of a site are to be found."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="outreach_places")
    name = models.CharField(max_length=200)
    postcode = models.CharField(max_length=8, blank=True)
    when = models.CharField(max_length=200, blank=True)

    objects = AtSiteQuerySet.as_manager()

    class Meta:
        constraints = [one_at_a_time("outreach_place_once", "site", "name")]


class ServedPostcode(Dated):
    """An outward postcode or sector that a site serves; `shared` where another site serves it too."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="served_postcodes")
    area = models.CharField(max_length=8)
    shared = models.BooleanField(default=False)

    objects = AtSiteQuerySet.as_manager()

    class Meta:
        constraints = [
            one_at_a_time("served_postcode_once", "site", "area"),
            one_at_a_time("served_postcode_shared_by_agreement", "area", condition=Q(shared=False)),
        ]


class OpeningHours(Dated):
    """When a site is open to the public on one day of the week (0 Monday to 6 Sunday)."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="opening_hours")
    weekday = models.SmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    objects = AtSiteQuerySet.as_manager()

    class Meta:
        constraints = [
            one_at_a_time("opening_hours_once", "site", "weekday"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="opening_hours_forward"),
            models.CheckConstraint(condition=Q(weekday__gte=0, weekday__lte=6), name="opening_hours_weekday"),
        ]


class Closure(Dated):
    """Days on which a site is shut that would be open, with the reason shown on the door."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="closures")
    reason = models.CharField(max_length=200)

    objects = AtSiteQuerySet.as_manager()

    class Meta:
        constraints = [one_at_a_time("closure_once", "site")]


class SiteSheet(Dated):
    """The site characteristics sheet as it held from one day to another (004, site characteristics).

    Every version stays. One that another replaced from its own first day on held on no day: its validity is empty.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="sheets")
    version = models.IntegerField(default=1)
    kept_by_id = models.BigIntegerField(null=True)
    kept_at = models.DateTimeField(null=True)
    prime = models.BooleanField(null=True)
    co_located_with = models.CharField(max_length=500, blank=True)
    front_desks = models.IntegerField(null=True)
    back_desks = models.IntegerField(null=True)
    expansion = models.CharField(max_length=500, blank=True)
    wifi = models.BooleanField(null=True)
    wifi_gaps = models.CharField(max_length=500, blank=True)
    others_on_site = models.CharField(max_length=500, blank=True)
    estate_notes = models.CharField(max_length=2000, blank=True)
    staff_in_post = models.IntegerField(null=True)
    fte = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    most_staff = models.IntegerField(null=True)
    peripatetic = models.CharField(max_length=500, blank=True)
    people_changes = models.CharField(max_length=2000, blank=True)
    habitual_residence_weekly = models.IntegerField(null=True)
    new_claims_weekly = models.IntegerField(null=True)
    reviews_weekly = models.IntegerField(null=True)
    outside_postcodes = models.CharField(max_length=500, blank=True)
    remote_claimants = models.CharField(max_length=500, blank=True)
    seasons = models.CharField(max_length=2000, blank=True)
    local_authorities = models.CharField(max_length=500, blank=True)

    objects = AtSiteQuerySet.as_manager()

    class Meta:
        constraints = [
            one_at_a_time("site_one_sheet", "site"),
            models.UniqueConstraint(fields=["site", "version"], name="site_sheet_version_once"),
        ]


class SetAside(Dated):
    """A dated row that ended with its site, or would have begun later, and for how long it was to hold.

    `values` holds its columns; for a period of the site, those in which it differs from the one before it.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="set_aside")
    kind = models.CharField(max_length=32)
    row_id = models.BigIntegerField()
    values = models.JSONField(encoder=DjangoJSONEncoder)

    objects = AtSiteQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "kind", "row_id"], name="set_aside_once")]
