"""Checklists: the questions of a visit, in versions."""

from decimal import Decimal

from django.conf import settings
from django.db import models

from lantian.accounts.models import Organisation


class Stage(models.Model):
    """A stage of work on a site; some questions are asked in some stages only."""

    code = models.CharField(max_length=24, unique=True)
    position = models.PositiveSmallIntegerField()
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    origin = models.CharField(max_length=120)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name_zh


class FormBudget(models.Model):
    """How long a checklist may be on one kind of going before its author is warned."""

    kind = models.CharField(max_length=24, blank=True, help_text="kind of going; empty for every other")
    most_items = models.PositiveSmallIntegerField()
    most_seconds = models.PositiveIntegerField()
    seconds_an_item = models.PositiveSmallIntegerField(help_text="where nothing was measured yet")
    seconds_a_photo = models.PositiveSmallIntegerField()
    origin = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "valid_from"], name="form_budget_once")]

    def __str__(self) -> str:
        return f"{self.kind or 'any'}: {self.most_items}"


class Template(models.Model):
    """A checklist in one version; once published it never changes, a change is a new version."""

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        PUBLISHED = "published", "已发布"
        WITHDRAWN = "withdrawn", "已撤回"

    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.PUBLISHED)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    owner = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="the area it is for; empty for a list that ships with the house",
    )
    kinds_of_going = models.JSONField(
        help_text="kinds of going it may be used on; none for a sheet a site or plant fills in itself"
    )
    part_of_day = models.CharField(
        max_length=6, choices=[("any", "全天"), ("day", "白天"), ("night", "夜间")], default="any"
    )
    source_kinds = models.JSONField(default=list, help_text="kinds of source it suits; empty for all")
    purposes = models.JSONField(default=list, help_text="what orders ask for; empty for anything")
    partial_factor = models.DecimalField(
        max_digits=3, decimal_places=2, default=Decimal("0.85"), help_text="what “mostly met” is worth"
    )
    origin = models.CharField(max_length=200, help_text="where the items come from")
    valid_from = models.DateField(null=True, blank=True, help_text="null while it is a draft")
    valid_to = models.DateField(null=True, blank=True)
    based_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followers"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="template_version"),
            models.UniqueConstraint(
                fields=["code", "owner"], condition=models.Q(state="draft"), name="template_one_draft"
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(valid_from__isnull=False),
                name="template_published_has_date",
            ),
            models.CheckConstraint(
                condition=models.Q(partial_factor__gte=0, partial_factor__lte=1),
                name="template_partial_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class Item(models.Model):
    """One question of a checklist."""

    class Photo(models.TextChoices):
        NEVER = "never", "不需要"
        NOT_MET = "not_met", "不符合时"
        ALWAYS = "always", "必须"

    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    section_zh = models.CharField(max_length=60, blank=True)
    section_en = models.CharField(max_length=80, blank=True)
    text_zh = models.CharField(max_length=120)
    text_en = models.CharField(max_length=160)
    help_zh = models.CharField(max_length=200, blank=True)
    help_en = models.CharField(max_length=300, blank=True)
    category = models.CharField(max_length=32, help_text="category of the case a 不符合 becomes")
    weight = models.PositiveSmallIntegerField(default=1)
    is_red_line = models.BooleanField(
        default=False, help_text="not met: the visit is failed, whatever the points"
    )
    photo = models.CharField(max_length=8, choices=Photo, default=Photo.NOT_MET)
    stages = models.JSONField(default=list, help_text="stages of work it is asked in; empty for all")
    asked_if = models.CharField(
        max_length=40, blank=True, help_text="code of an earlier item; empty when it is always asked"
    )
    asked_if_values = models.JSONField(default=list, help_text="answers of that item for which it is asked")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "position"], name="item_place"),
            models.UniqueConstraint(fields=["template", "code"], name="item_code_once"),
        ]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text_zh


class PatrolFrequency(models.Model):
    """How often a grid or a class of places is to be looked at; a change is a new row with its own dates."""

    subject = models.CharField(max_length=8, choices=[("grid", "网格"), ("place", "点位")])
    object_class = models.CharField(max_length=20, blank=True, help_text="class of places; empty for grids")
    part_of_day = models.CharField(max_length=6, choices=[("any", "全天"), ("night", "夜间")], default="any")
    times = models.PositiveSmallIntegerField(help_text="looks needed …")
    days = models.PositiveSmallIntegerField(help_text="… in so many days")
    tell_after_days = models.PositiveSmallIntegerField(help_text="so long overdue, the desk is told")
    night_begins = models.TimeField(null=True, blank=True)
    night_ends = models.TimeField(null=True, blank=True)
    origin = models.CharField(max_length=160)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "object_class", "part_of_day", "valid_from"], name="patrol_frequency_once"
            ),
            models.CheckConstraint(
                condition=models.Q(times__gt=0, days__gt=0), name="patrol_frequency_positive"
            ),
            models.CheckConstraint(
                condition=~models.Q(part_of_day="night")
                | models.Q(night_begins__isnull=False, night_ends__isnull=False),
                name="patrol_frequency_night_has_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.object_class} {self.part_of_day}: {self.times}/{self.days}"
