"""What every room writes to: events and their seals, deliveries, files, numbering."""

from django.db import models


class Event(models.Model):
    """One thing that happened; written once with the change it tells of, never changed."""

    uuid = models.UUIDField(unique=True)
    name = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    about = models.CharField(max_length=160, help_text="address of what it happened to")
    facts = models.JSONField()
    is_sealed = models.BooleanField(default=False)
    is_fanned_out = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["about", "id"], name="event_about"),
            models.Index(fields=["name", "at"], name="event_name_at"),
            models.Index(fields=["id"], condition=models.Q(is_sealed=False), name="event_unsealed"),
            models.Index(fields=["id"], condition=models.Q(is_fanned_out=False), name="event_to_fan_out"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.about}"


class Seal(models.Model):
    """One link of the chain: the hash of an event and of the seal before it."""

    sequence = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="seal")
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.sequence} {self.digest[:12]}"


class Delivery(models.Model):
    """One event on its way to one handler."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries")
    handler = models.CharField(max_length=120)
    is_done = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="delivery_once")]
        indexes = [models.Index(fields=["next_at"], condition=models.Q(is_done=False), name="delivery_due")]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.handler}"


class StoredFile(models.Model):
    """A file kept by the hash of its bytes."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=80)
    kind = models.CharField(max_length=40, help_text="what it is kept as; decides how long")
    original_name = models.CharField(max_length=200, blank=True)
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:12]}"


class Numbering(models.Model):
    """The last human number a body gave in a year."""

    body = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "year"], name="numbering_once")]

    def __str__(self) -> str:
        return f"{self.body}-{self.year}-{self.last:06d}"
