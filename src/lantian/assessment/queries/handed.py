"""What was handed to this office: the targets in force."""

from datetime import date

from django.db.models import QuerySet

from lantian.assessment import models


def targets(*, kind: str = "", subject: str = "", on: date | None = None) -> QuerySet[models.Target]:
    """The targets in force, of one subject and about one day where given."""
    found = models.Target.objects.filter(withdrawn_at__isnull=True)
    if kind:
        found = found.filter(subject_kind=kind)
    if subject:
        found = found.filter(subject=subject)
    if on is not None:
        found = found.filter(first__lte=on, last__gte=on)
    return found.order_by("subject_kind", "subject", "first", "last", "figure")
