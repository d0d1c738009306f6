"""Published numbers that moved, the newest first."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from lantian.accounts.rules import Actor
from lantian.assessment import models, permissions
from lantian.assessment.models import SubjectKind
from lantian.assessment.queries import addresses, moving
from lantian.assessment.queries.places import COMPOSITE
from lantian.assessment.rules import keys


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """One published number that moved: what it was and is, why, by which stations, and both addresses.

    `begins_at` is given for an hour, `day` for a day, `span` for a stretch of days, `group` for a place.
    `basis` is the list, or why a weight was stated. `old` or `new` is None where there was or is none.
    """

    id: int
    kind: str
    subject: str
    begins_at: datetime | None
    day: date | None
    span: tuple[date, date] | None
    group: str
    figure: str
    old: str | None
    new: str | None
    why: str
    because_of: tuple[str, ...]
    basis: str
    old_address: str
    address: str
    noted_at: datetime


def changes(
    by: Actor,
    *,
    limit: int,
    kind: str = "",
    subject: str = "",
    period: str = "",
    since: datetime | None = None,
    before: int | None = None,
) -> list[ChangeView]:
    """What moved among the numbers a person may see, noted since a moment; `before` goes on behind an id.

    `period` asks for those of an hour, of a day, or of a span alone.
    """
    found = _visible(by)
    if kind:
        found = found.filter(subject_kind=kind)
    if subject:
        found = found.filter(subject=subject)
    if period:
        found = found.filter(period=period)
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
    span = keys.read_span(row.at) if row.period == "span" else None
    return ChangeView(
        id=row.pk,
        kind=row.subject_kind,
        subject=row.subject,
        begins_at=begins_at,
        day=date.fromisoformat(row.at) if row.period == "day" else None,
        span=span,
        group=row.group,
        figure=row.figure,
        old=row.old or None,
        new=row.new or None,
        why=row.why,
        because_of=tuple(row.because_of),
        basis=row.basis,
        old_address=_address(row, position=row.old_position),
        address=_address(row, position=row.position),
        noted_at=row.noted_at,
    )


def _address(row: models.Change, *, position: int) -> str:
    kind, code, figure = row.subject_kind, row.subject, row.figure
    if row.period == "hour":
        return addresses.of_hour(kind, code, keys.moment(row.at), figure=figure, position=position)
    if row.period == "day":
        return addresses.of_day(kind, code, date.fromisoformat(row.at), figure=figure, position=position)
    first, last = keys.read_span(row.at)
    if row.group:
        by = moving.measure_of(figure)
        return addresses.of_rank(row.group, by, first, last, code, position=position)
    period = "" if figure == COMPOSITE else figure
    return addresses.of_composite(kind, code, first, last, figure=period, position=position)
