"""Other jurisdictions."""

from lantian.residents import models
from lantian.residents.queries.reports import hash_of


def jurisdiction_by_key(key: str) -> models.Jurisdiction | None:
    """Whose key it is; None when it is unknown or counts no more."""
    if not key:
        return None
    return models.Jurisdiction.objects.filter(key_sha256=hash_of(key), revoked_at=None).first()


def neighbours() -> list[models.Jurisdiction]:
    """Jurisdictions that reports can be handed on to."""
    return list(models.Jurisdiction.objects.filter(revoked_at=None).exclude(url="").order_by("code"))
