"""What exists and where: regions, grids, stations, devices, sources, and whose duty they are.

Longitude and latitude are WGS-84 degrees; geometry is GeoJSON text in the same.
"""

from django.conf import settings
from django.db import models

from lantian.accounts.models import Organisation

Longitude = models.Q(lon__gte=-180, lon__lte=180)
Latitude = models.Q(lat__gte=-90, lat__lte=90)


class Region(models.Model):
    """A district or township with its boundary."""

    class Kind(models.TextChoices):
        PROVINCE = "province", "省"
        CITY = "city", "市"
        DISTRICT = "district", "区县"
        TOWNSHIP = "township", "乡镇街道"

    code = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True)
    geometry = models.TextField(blank=True, help_text="GeoJSON Polygon, WGS-84")
    is_ours = models.BooleanField(default=False, help_text="the district this office answers for")
    is_demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name_zh


class Grid(models.Model):
    """A patrol cell with officers who answer for it."""

    code = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="grids")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="grids")
    geometry = models.TextField(help_text="GeoJSON Polygon, WGS-84")
    is_demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name_zh


class Station(models.Model):
    """A place where air is measured, or a city as its authority publishes it.

    Only statutory stations and published feeds count in official figures.
    """

    class Kind(models.TextChoices):
        NATIONAL = "national", "国控站"
        PROVINCIAL = "provincial", "省控站"
        MICRO = "micro", "微站"
        SITE = "site", "工地监测"
        FEED = "feed", "城市发布数据"

    code = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="stations")
    grid = models.ForeignKey(Grid, on_delete=models.PROTECT, null=True, blank=True, related_name="stations")
    lon = models.FloatField()
    lat = models.FloatField()
    no_spray_radius_m = models.PositiveIntegerField(default=0, help_text="no washing is ordered inside")
    provenance = models.CharField(max_length=200, blank=True, help_text="where its readings really come from")
    provenance_en = models.CharField(max_length=200, blank=True, help_text="the same in English")
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Longitude & Latitude, name="station_on_earth")]

    def __str__(self) -> str:
        return self.name_zh


class Membership(models.Model):
    """Which station counts for which region, with what weight, from when to when.

    Nothing of it is ever changed: another statement takes a row's place, from a journal position on.
    """

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="memberships")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="memberships")
    weight = models.DecimalField(max_digits=6, decimal_places=3, default=1)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    position = models.BigIntegerField(default=0, help_text="journal position from which it is known")
    ended_position = models.BigIntegerField(
        null=True, blank=True, help_text="journal position from which another statement stands in its place"
    )
    reason = models.CharField(max_length=200, blank=True, help_text="why somebody set it so")
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    set_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["station", "region", "valid_from"],
                condition=models.Q(ended_position__isnull=True),
                name="membership_once",
            ),
            models.CheckConstraint(condition=models.Q(weight__gt=0), name="membership_weighs"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="membership_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station} → {self.region}"


class Device(models.Model):
    """A box that sends packets: known by its MN and password."""

    class HourLabel(models.TextChoices):
        START = "start", "start of the interval"
        END = "end", "end of the interval"

    mn = models.CharField(max_length=40, unique=True)
    password = models.CharField(max_length=40)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="devices")
    hour_label = models.CharField(max_length=6, choices=HourLabel, default=HourLabel.START)
    utc_offset_minutes = models.SmallIntegerField(default=480)
    units = models.JSONField(default=dict, help_text="unit per parameter where it is not the canonical one")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.mn


class Source(models.Model):
    """Something that may pollute: a candidate, never a culprit, until somebody has looked."""

    class Kind(models.TextChoices):
        SITE = "site", "工地"
        STOCKPILE = "stockpile", "堆场"
        PLANT = "plant", "企业"
        MIXING = "mixing", "搅拌站"
        ROAD = "road", "道路"
        PLOT = "plot", "地块"

    code = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind)
    lon = models.FloatField()
    lat = models.FloatField()
    geometry = models.TextField(blank=True, help_text="GeoJSON, for roads and plots")
    grid = models.ForeignKey(Grid, on_delete=models.PROTECT, related_name="sources")
    answerable = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="answers_for", help_text="the unit cases go to"
    )
    activity = models.FloatField(default=1.0, help_text="how busy it is reported to be, 0–1")
    monitor = models.ForeignKey(
        Station, on_delete=models.PROTECT, null=True, blank=True, related_name="watches"
    )
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Longitude & Latitude, name="source_on_earth"),
            models.CheckConstraint(
                condition=models.Q(activity__gte=0, activity__lte=1), name="source_activity_share"
            ),
        ]

    def __str__(self) -> str:
        return self.name_zh


class Duty(models.Model):
    """Who answers for a grid, from when to when."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="duties")
    grid = models.ForeignKey(Grid, on_delete=models.PROTECT, related_name="duties")
    is_head = models.BooleanField(default=False, help_text="the grid head; others are officers")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person} @ {self.grid}"


class Keeper(models.Model):
    """Who keeps a site or plant, from when to when: its dust officer, or the one who manages it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="keeps")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="keepers")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "source", "valid_from"], name="keeper_once")]

    def __str__(self) -> str:
        return f"{self.person} @ {self.source}"
