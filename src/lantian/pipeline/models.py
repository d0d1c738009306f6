"""When each thing on the schedule is due next."""

from django.db import models


class Beat(models.Model):
    """One line of the schedule; moving `next_at` on is the lock."""

    name = models.CharField(max_length=60, unique=True)
    next_at = models.DateTimeField()
    last_error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name
