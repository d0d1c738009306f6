"""How a problem may reach us, as rows: channels come, go and are merged into others."""

from django.db import models


class Channel(models.Model):
    """One channel in one version; it says whether somebody must look before a case is filed."""

    code = models.CharField(max_length=24)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80)
    needs_verification = models.BooleanField(default=False, help_text="somebody looks before it is filed")
    is_entered = models.BooleanField(default=True, help_text="the desk may enter a problem by it")
    needs_evidence = models.BooleanField(default=True, help_text="a report shows a photo or names a reading")
    origin = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="channel_once")]

    def __str__(self) -> str:
        return self.code
