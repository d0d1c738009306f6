"""Photos, sealed as they arrived."""

from django.conf import settings
from django.db import models

from lantian.inspections.models.checklist import Item
from lantian.inspections.models.visit import Visit
from lantian.kernel.models import StoredFile


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
    sha256_said = models.CharField(
        max_length=64, blank=True, help_text="what the phone hashed when it was taken; empty: it could not"
    )
    said_at = models.DateTimeField(null=True, blank=True, help_text="the phone's clock when it was taken")
    camera_at = models.DateTimeField(null=True, blank=True, help_text="what the photo itself says")
    accuracy_m = models.FloatField(null=True, blank=True, help_text="how exact the phone says its place is")
    device = models.CharField(max_length=300, blank=True, help_text="how the browser names itself")
    camera = models.CharField(max_length=120, blank=True, help_text="make and model the photo names")
    software = models.CharField(max_length=120, blank=True, help_text="program the photo says wrote it")

    class Meta:
        indexes = [
            models.Index(fields=["received_at"], name="evidence_received"),
            models.Index(fields=["picture_hash"], name="evidence_picture"),
            models.Index(fields=["by", "received_at"], name="evidence_by_received"),
        ]

    def __str__(self) -> str:
        return str(self.key)
