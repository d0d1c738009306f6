"""What is known of a photo beside its bytes: hints and what a person decided, masks, how long it is kept."""

from django.conf import settings
from django.db import models

from lantian.inspections.models.evidence import Evidence
from lantian.kernel.models import StoredFile


class Hint(models.Model):
    """Something about a photo that a person should look at; it accuses nobody."""

    class Decision(models.TextChoices):
        ALL_RIGHT = "all_right", "无问题"
        NOT_ACCEPTED = "not_accepted", "不予采信"

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="hint_rows")
    code = models.CharField(max_length=24)
    facts = models.JSONField(default=dict, help_text="the numbers that raised it")
    raised_at = models.DateTimeField()
    decision = models.CharField(max_length=16, choices=Decision, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "code"], name="hint_once"),
            models.CheckConstraint(
                condition=models.Q(decision="", decided_by__isnull=True, decided_at__isnull=True)
                | (
                    ~models.Q(decision="")
                    & ~models.Q(reason="")
                    & models.Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
                name="hint_decided_by_somebody_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["raised_at"], condition=models.Q(decision=""), name="hint_undecided"),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.code}"


class Mask(models.Model):
    """One version of the copy that pages show, with parts made unrecognisable; the original stays."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="masks")
    version = models.PositiveSmallIntegerField()
    rectangles = models.JSONField(help_text="[left, top, width, height] in thousandths of the picture")
    public_copy = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evidence", "version"], name="mask_version_once")]

    def __str__(self) -> str:
        return f"{self.evidence_id} v{self.version}"


class HintPolicy(models.Model):
    """From when on something about a photo is worth a look."""

    most_kmh = models.PositiveSmallIntegerField(help_text="faster between two places is a hint")
    least_metres = models.PositiveIntegerField(help_text="nearer than this nobody travelled")
    far_metres = models.PositiveIntegerField(help_text="a photo farther from its visit is a hint")
    late_minutes = models.PositiveIntegerField(help_text="camera and phone may differ by this much")
    alike_days = models.PositiveSmallIntegerField(help_text="how far back one person's photos are compared")
    origin = models.CharField(max_length=120)
    valid_from = models.DateField(unique=True)
    valid_to = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"from {self.valid_from}"


class Retention(models.Model):
    """How long files of a kind are kept."""

    kind = models.CharField(max_length=40, help_text="as `StoredFile.kind`")
    days = models.PositiveIntegerField(null=True, blank=True, help_text="null: as long as the case's file")
    words_zh = models.CharField(max_length=120)
    words_en = models.CharField(max_length=120)
    origin = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "valid_from"], name="retention_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.days or 'file'}"
