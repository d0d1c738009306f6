"""A letter (函) to a unit outside our command: it is asked, not ordered."""

from django.conf import settings
from django.db import models

from lantian.accounts.models import Organisation
from lantian.cases.models.case import Case


class Letter(models.Model):
    """One letter about a case, with what was answered; a reminder follows up an earlier one."""

    class Outcome(models.TextChoices):
        WILL_MEND = "will_mend", "将整改"
        MENDED = "mended", "已整改"
        DECLINED = "declined", "不属其职责"

    number = models.CharField(max_length=24, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="letters")
    reminds = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    text = models.TextField()
    reply_by = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reply = models.CharField(max_length=1000, blank=True)
    reply_number = models.CharField(max_length=60, blank=True, help_text="the number of their answer")
    replied_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reply_by__gt=models.F("sent_at")), name="letter_reply_after_sending"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="") | models.Q(replied_at__isnull=False),
                name="letter_outcome_has_reply",
            ),
        ]
        ordering = ["sent_at", "pk"]

    def __str__(self) -> str:
        return self.number
