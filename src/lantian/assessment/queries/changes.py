"""Published numbers that moved, the newest first."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from lantian.accounts.rules import Actor
from lantian.assessment import models, permissions
from lantian.assessment.models import SubjectKind
from lantian.assessment.queries import addresses
from lantian.assessment.rules import keys


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """One published number that moved: what it was and is, why, by which stations, and both addresses.

    `begins_at` is given for an hour, `day` for a day; `old` or `new` is None where there was or is none.
    """

    id: int
    kind: str
    subject: str
    begins_at: datetime | None
    day: date | None
    figure: str
    old: str | None
    new: str | None
    why: str
    because_of: tuple[str, ...]
    old_address: str
    address: str
    noted_at: datetime


def changes(
    by: Actor,
    *,
    limit: int,
    kind: str = "",
    subject: str = "",
    since: datetime | None = None,
    before: int | None = None,
) -> list[ChangeView]:
    """What moved among the numbers a person may see, noted since a moment; `before` goes on behind an id."""
    found = _visible(by)
    if kind:
        found = found.filter(subject_kind=kind)
    if subject:
        found = found.filter(subject=subject)
    if since is not None:
        found = found.filter(noted_at__gte=since)
    if before is not None:
        noted_at = models.Change.objects.values_list("noted_at", flat=True).get(pk=before)
        found = found.filter(Q(noted_at__lt=noted_at) | Q(id__lt=before), noted_at__lte=noted_at)
    return [_view(row) for row in found.order_by("-noted_at", "-id")[:limit]]


def how_many(by: Actor, *, since: datetime) -> int:
    """How many numbers a person may see moved since a moment."""
    return _visible(by).filter(noted_at__gte=since).count()


def _visible(by: Actor) -> QuerySet[models.Change]:
    visible = permissions.visible_stations(by).values("code")
    return models.Change.objects.filter(Q(subject_kind=SubjectKind.REGION) | Q(subject__in=visible))


def _view(row: models.Change) -> ChangeView:
    begins_at = keys.moment(row.at) if row.period == "hour" else None
    day = None if begins_at is not None else date.fromisoformat(row.at)
    return ChangeView(
        id=row.pk,
        kind=row.subject_kind,
        subject=row.subject,
        begins_at=begins_at,
        day=day,
        figure=row.figure,
        old=row.old or None,
        new=row.new or None,
        why=row.why,
        because_of=tuple(row.because_of),
        old_address=_address(row, begins_at, day, position=row.old_position),
        address=_address(row, begins_at, day, position=row.position),
        noted_at=row.noted_at,
    )


def _address(row: models.Change, begins_at: datetime | None, day: date | None, *, position: int) -> str:
    if begins_at is not None:
        return addresses.of_hour(
            row.subject_kind, row.subject, begins_at, figure=row.figure, position=position
        )
    assert day is not None  # a change is of an hour or of a day
    return addresses.of_day(row.subject_kind, row.subject, day, figure=row.figure, position=position)
