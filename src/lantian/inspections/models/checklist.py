"""Checklists: the questions of a visit, in versions."""

from django.db import models


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
