"""What readings mean: indices by hour and day, alarms, and the episodes they make up.

`subject` is a station's or region's code; `values` are decimals as text by parameter; `position` is the
journal position at which these numbers were first computed: recomputed as of it, they come out the same.
"""

from django.db import models

from lantian.registry.models import Station as Station


class SubjectKind(models.TextChoices):
    STATION = "station", "站点"
    REGION = "region", "区域"


class HourlyIndex(models.Model):
    """The AQI of one station or region for one hour."""

    subject_kind = models.CharField(max_length=8, choices=SubjectKind)
    subject = models.CharField(max_length=40)
    begins_at = models.DateTimeField()
    is_statutory = models.BooleanField(
        default=True, help_text="false for micro and site stations: a clue, no official figure"
    )
    edition = models.CharField(max_length=24)
    aqi = models.PositiveSmallIntegerField(null=True)
    level = models.PositiveSmallIntegerField(null=True)
    primary = models.JSONField(default=list, help_text="all primary pollutants; ties are all listed")
    sub_indices = models.JSONField(default=dict)
    values = models.JSONField(default=dict)
    missing = models.JSONField(
        default=dict, help_text="reason by parameter, and for the index itself under 'aqi'"
    )
    completeness = models.JSONField(default=dict, help_text="stations counted by parameter, for a region")
    parameters = models.JSONField(default=dict, help_text="conventions it was computed by")
    position = models.BigIntegerField()
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject", "begins_at"], name="hourly_index_once")
        ]
        indexes = [models.Index(fields=["begins_at", "subject_kind"], name="hourly_index_hour")]

    def __str__(self) -> str:
        return f"{self.subject} {self.begins_at:%Y-%m-%d %H} AQI {self.aqi}"


class DailyAssessment(models.Model):
    """The AQI and means of one station or region for one local day."""

    subject_kind = models.CharField(max_length=8, choices=SubjectKind)
    subject = models.CharField(max_length=40)
    day = models.DateField()
    is_statutory = models.BooleanField(default=True, help_text="false for micro and site stations")
    edition = models.CharField(max_length=24)
    aqi = models.PositiveSmallIntegerField(null=True)
    level = models.PositiveSmallIntegerField(null=True)
    primary = models.JSONField(default=list)
    sub_indices = models.JSONField(default=dict)
    values = models.JSONField(default=dict, help_text="daily means; o3_8h is the daily maximum 8 h")
    missing = models.JSONField(default=dict)
    completeness = models.JSONField(
        default=dict, help_text="valid hours by parameter (8 h windows for o3_8h)"
    )
    parameters = models.JSONField(default=dict, help_text="conventions it was computed by")
    position = models.BigIntegerField()
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject", "day"], name="daily_assessment_once")
        ]
        indexes = [models.Index(fields=["day", "subject_kind"], name="daily_assessment_day")]

    def __str__(self) -> str:
        return f"{self.subject} {self.day} AQI {self.aqi}"


class AlarmRule(models.Model):
    """A rule that raises alarms, with its parameters and dates; changing it makes a new row."""

    code = models.CharField(max_length=24, help_text="R1_above_peers, R2_rising, …")
    version = models.PositiveSmallIntegerField()
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    parameters = models.JSONField()
    source = models.CharField(max_length=200, help_text="where the rule's figures come from")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="alarm_rule_once")]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class Severity(models.TextChoices):
    NOTICE = "notice", "提示"
    RED = "red", "红色"


class Episode(models.Model):
    """Alarms of one place within a window: one event for people."""

    class State(models.TextChoices):
        OPEN = "open", "进行中"
        OVER = "over", "已结束"
        VOID = "void", "已作废"

    class Kind(models.TextChoices):
        AIR = "air", "空气"
        DEVICE = "device", "设备"

    number = models.CharField(max_length=24, unique=True)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="episodes")
    parameter = models.CharField(max_length=8, blank=True, help_text="of its first alarm; empty for a device")
    group = models.CharField(
        max_length=8, help_text="parameters whose alarms are one episode: pm, so2, … device"
    )
    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    severity = models.CharField(max_length=8, choices=Severity, default=Severity.NOTICE)
    begins_at = models.DateTimeField()
    last_at = models.DateTimeField(help_text="start of the last hour that alarmed")
    peak = models.CharField(max_length=24, blank=True, help_text="highest value of its parameter, as text")
    raised_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["station", "group", "-last_at"], name="episode_place"),
            models.Index(fields=["state", "-last_at"], name="episode_state"),
            models.Index(fields=["-raised_at"], name="episode_raised"),
        ]

    def __str__(self) -> str:
        return self.number


class Alarm(models.Model):
    """One rule, met by one station in one hour."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="alarms")
    rule = models.ForeignKey(AlarmRule, on_delete=models.PROTECT)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="alarms")
    parameter = models.CharField(max_length=8, blank=True)
    begins_at = models.DateTimeField()
    severity = models.CharField(max_length=8, choices=Severity, default=Severity.NOTICE)
    observed = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=40, blank=True)
    threshold = models.CharField(max_length=40, blank=True)
    peers = models.PositiveSmallIntegerField(default=0)
    position = models.BigIntegerField()
    raised_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(
        null=True, blank=True, help_text="when a late or corrected reading took its ground away"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "station", "parameter", "begins_at"], name="alarm_once")
        ]
        indexes = [models.Index(fields=["begins_at"], name="alarm_hour")]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.station_id} {self.begins_at:%m-%d %H}"
