"""How far a station stands above the background of its district, hour by hour."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from lantian.assessment import models
from lantian.assessment.models import SubjectKind
from lantian.assessment.queries.hours import mean_of
from lantian.assessment.rules.figures import number_of
from lantian.registry import queries as registry

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcessHour:
    """One hour: the station's value, the mean of the statutory stations, and what is between them."""

    begins_at: datetime
    value: Decimal | None
    background: Decimal | None
    stations: int

    @property
    def above(self) -> Decimal | None:
        """Value less background; None where either is missing."""
        if self.value is None or self.background is None:
            return None
        return self.value - self.background


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """The hours from `since` up to `until`, and of how many both values are there."""

    station: str
    figure: str
    hours: tuple[ExcessHour, ...]
    background: tuple[str, ...]

    @property
    def n(self) -> int:
        return sum(hour.above is not None for hour in self.hours)


def above_background(code: str, *, figure: str, since: datetime, until: datetime) -> Excess:
    """A station's hours in [since, until) beside the mean of the statutory stations of its district.

    Two statements, whatever the number of hours.
    """
    background = tuple(other for other in registry.company()[code].background if other != code)
    rows = models.HourlyIndex.objects.filter(
        subject_kind=SubjectKind.STATION,
        subject__in=[code, *background],
        begins_at__gte=since,
        begins_at__lt=until,
    )
    found = {(row.subject, row.begins_at): number_of(row.values.get(figure)) for row in rows}
    hours = []
    for ahead in range(max(int((until - since) / HOUR), 0)):
        at = since + ahead * HOUR
        others = [value for other in background if (value := found.get((other, at))) is not None]
        hours.append(
            ExcessHour(
                begins_at=at,
                value=found.get((code, at)),
                background=mean_of(others, figure=figure),
                stations=len(others),
            )
        )
    return Excess(station=code, figure=figure, hours=tuple(hours), background=background)


def mean_above(hours: Iterable[ExcessHour], *, figure: str) -> Decimal | None:
    """The mean of what is above the background, of the hours that have it."""
    return mean_of([hour.above for hour in hours if hour.above is not None], figure=figure)
