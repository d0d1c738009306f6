"""What was seen: checklists, visits, answers, evidence and findings."""

from django.conf import settings
from django.db import models

from lantian.dispatch.models import Order
from lantian.kernel.models import StoredFile
from lantian.registry.models import Source


class Template(models.Model):
    """A checklist in one version; a change is a new version with its own dates."""

    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    kinds_of_going = models.JSONField(help_text="kinds of going it may be used on")
    part_of_day = models.CharField(
        max_length=6, choices=[("any", "全天"), ("day", "白天"), ("night", "夜间")], default="any"
    )
    source_kinds = models.JSONField(default=list, help_text="kinds of source it suits; empty for all")
    origin = models.CharField(max_length=120, help_text="where the items come from")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="template_version")]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class Item(models.Model):
    """One question of a checklist."""

    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    text_zh = models.CharField(max_length=120)
    text_en = models.CharField(max_length=160)
    category = models.CharField(max_length=32, help_text="category of the case a 不符合 becomes")
    weight = models.PositiveSmallIntegerField(default=1)
    needs_photo = models.BooleanField(default=False, help_text="a photo is required when it is not met")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["template", "position"], name="item_place")]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text_zh


class Visit(models.Model):
    """One going-out as it happened; its key is made on the phone, so sending it twice is harmless."""

    class State(models.TextChoices):
        OPEN = "open", "进行中"
        FILED = "filed", "已提交"

    key = models.UUIDField(unique=True)
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="visit")
    template = models.ForeignKey(Template, on_delete=models.PROTECT)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visits")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="visits")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    checked_in_at = models.DateTimeField()
    said_at = models.DateTimeField(
        null=True, help_text="the phone's own time of a check-in sent later; null when it was sent at once"
    )
    lon = models.FloatField(null=True, help_text="null when the phone gave no place; `place_note` says why")
    lat = models.FloatField(null=True)
    accuracy_m = models.FloatField(null=True)
    distance_m = models.FloatField(null=True, help_text="from the source or station that was to be looked at")
    place_note = models.CharField(max_length=120, blank=True)
    filed_at = models.DateTimeField(null=True, blank=True)
    score = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, blank=True, help_text="of 100; null when nothing was seen"
    )

    def __str__(self) -> str:
        return str(self.key)


class Answer(models.Model):
    """One item, answered."""

    class Value(models.TextChoices):
        OK = "ok", "符合"
        MOSTLY = "mostly", "基本符合"
        NO = "no", "不符合"
        NA = "na", "不适用"
        UNSEEN = "unseen", "看不到"

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="answers")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="answers")
    value = models.CharField(max_length=8, choices=Value)
    note = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "item"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.value}"


class Evidence(models.Model):
    """A photo as it arrived: the original is sealed by its hash, the public copy has no metadata."""

    key = models.UUIDField(unique=True)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    original = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    public_copy = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True, help_text="what the camera says; a hint, not a proof")
    received_at = models.DateTimeField()
    lon = models.FloatField(null=True, help_text="where the phone says it was")
    lat = models.FloatField(null=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    picture_hash = models.CharField(
        max_length=16, blank=True, help_text="64 bits of what it shows; empty for a picture of nothing"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="evidence")
    camera_lon = models.FloatField(null=True, help_text="what the photo itself said, before it was stripped")
    camera_lat = models.FloatField(null=True)
    hints = models.JSONField(default=list, help_text="codes for a person to look at: reused, wrong_day, …")

    class Meta:
        indexes = [models.Index(fields=["received_at"], name="evidence_received")]

    def __str__(self) -> str:
        return str(self.key)


class Finding(models.Model):
    """What a visit came to."""

    class Result(models.TextChoices):
        PROBLEM = "problem", "发现问题"
        NOTHING = "nothing", "未发现问题"
        UNSEEN = "unseen", "看不到"

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="finding")
    result = models.CharField(max_length=8, choices=Result)
    category = models.CharField(max_length=32, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True)
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.visit_id}: {self.result}"
