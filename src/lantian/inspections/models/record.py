"""What the record of an on-site inspection (现场检查记录) asks beside the checklist, and who signed it."""

from django.conf import settings
from django.db import models

from lantian.inspections.models.evidence import Evidence
from lantian.inspections.models.visit import Visit


class Record(models.Model):
    """The fields of the paper that nobody can know beforehand."""

    class Running(models.TextChoices):
        RUNNING = "running", "正常生产（施工）"
        PARTLY = "partly", "部分生产（施工）"
        STOPPED = "stopped", "停产（停工）"

    class Facilities(models.TextChoices):
        NORMAL = "normal", "正常运行"
        FAULTY = "faulty", "运行不正常"
        OFF = "off", "未运行"
        NONE = "none", "未安装"

    class Permit(models.TextChoices):
        SEEN = "seen", "已查验"
        MISSING = "missing", "未能出示"
        NOT_NEEDED = "not_needed", "不需要"

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="record")
    left_at = models.DateTimeField(null=True, blank=True, help_text="when the inspectors went")
    present_name = models.CharField(max_length=40, blank=True, help_text="the unit's person who was present")
    present_post = models.CharField(max_length=40, blank=True)
    running = models.CharField(max_length=12, choices=Running, blank=True)
    facilities = models.CharField(max_length=12, choices=Facilities, blank=True)
    permit = models.CharField(max_length=12, choices=Permit, blank=True)
    monitor_seen = models.CharField(max_length=200, blank=True)
    ledger_seen = models.CharField(max_length=200, blank=True)
    refused = models.BooleanField(default=False, help_text="the unit refused the inspection or its signature")
    refused_words = models.CharField(max_length=200, blank=True)
    order_words = models.CharField(max_length=300, blank=True, help_text="what the unit is told to mend")
    order_due_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(order_words="") | models.Q(order_due_on__isnull=False),
                name="record_order_has_its_day",
            )
        ]

    def __str__(self) -> str:
        return str(self.visit_id)


class Signature(models.Model):
    """A name drawn on glass: it says who agreed to what was written, and is no seal."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="signatures")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="one of those who inspect; empty for the unit's person who was present",
    )
    picture = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="signature")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "person"], name="signature_once"),
            models.UniqueConstraint(
                fields=["visit"],
                condition=models.Q(person__isnull=True),
                name="signature_present_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id}: {self.person_id or 'present'}"
