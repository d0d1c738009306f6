"""Alarms, the rules that raise them, and the episodes they make up."""

from django.db import models

from lantian.registry.models import Station


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
