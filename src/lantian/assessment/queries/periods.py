"""Periods of days: their values, the composite index, good days; of one subject or of several."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import polars as pl

from airshed.assessment import dust, period, standings
from airshed.assessment.period import GoodDays
from airshed.assessment.spans import Span, SpanKind
from airshed.assessment.standings import Method
from airshed.indices import composite as science
from airshed.indices.composite import CompositeIndex, Denominators
from airshed.standards.tables import POLLUTANTS
from lantian.assessment import models
from lantian.assessment.models import SubjectKind
from lantian.assessment.queries import addresses, daybook
from lantian.assessment.rules.figures import text_of

_SCHEMA = {
    "unit": pl.String,
    "day": pl.Date,
    "aqi": pl.Int64,
    "position": pl.Int64,
    **dict.fromkeys(daybook.COLUMNS, pl.Float64),
}
Row = tuple[str, date, int | None, Mapping[str, str], int]
"""A subject's day: its index, its values as text, the position they were computed at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Composite:
    """A subject's values over a stretch of days, and the composite index made of them.

    Whole months are asked the law's number of valid days; any other stretch is provisional and made of
    the valid days there are; rankings ask more of them (`standing`). ``excluded`` tells by day what
    an official list leaves out.
    """

    kind: str
    subject: str
    first: date
    last: date
    is_provisional: bool
    values: Mapping[str, Decimal]
    days: Mapping[str, int]
    of: int
    missing: Mapping[str, str]
    index: CompositeIndex
    denominators: Denominators
    good: GoodDays
    excluded: Mapping[date, str]
    position: int
    address: str


def composite(kind: str, subject: str, first: date, last: date) -> Composite:
    """One subject's composite over a stretch of local days, both ends included."""
    return composites(kind, [subject], first, last)[subject]


def composites(
    kind: str,
    subjects: Collection[str],
    first: date,
    last: date,
    *,
    supposed: daybook.SupposedDays | None = None,
) -> dict[str, Composite]:
    """Several subjects' composites; a subject without any day has no index and says so.

    Days that are ``supposed`` stand in the place of those kept.
    """
    return read(kind, subjects, first=first, last=last, supposed=supposed).composites(subjects, first, last)


def read(
    kind: str,
    subjects: Collection[str],
    *,
    first: date,
    last: date,
    supposed: daybook.SupposedDays | None = None,
) -> "Days":
    """The kept days of some subjects, for one period or for several that lie in these days."""
    rows = models.DailyAssessment.objects.filter(
        subject_kind=kind, subject__in=list(subjects), day__gte=first, day__lte=last
    ).values_list("subject", "day", "aqi", "values", "position")
    other = supposed or {}
    return Days.of(
        kind,
        [
            (subject, day, *other.get((subject, day), (aqi, values)), position)
            for subject, day, aqi, values, position in rows
        ],
    )


@dataclass(frozen=True, slots=True)
class Days:
    """Daily values laid out for a period's arithmetic: ``unit day aqi position`` and the values.

    [µg m⁻³; CO mg m⁻³]
    """

    kind: str
    frame: pl.DataFrame

    @classmethod
    def of(cls, kind: str, rows: Collection[Row]) -> "Days":
        """From subject, day, AQI, values as text, position."""
        laid = [
            (
                subject,
                day,
                aqi,
                position,
                *(float(values[name]) if name in values else None for name in daybook.COLUMNS),
            )
            for subject, day, aqi, values, position in rows
        ]
        return cls(kind, pl.DataFrame(laid, schema=_SCHEMA, orient="row"))

    def instead(self, rows: Collection[Row]) -> "Days":
        """The same days with some in the place of those there, or beside them."""
        if not rows:
            return self
        other = Days.of(self.kind, rows).frame
        rest = self.frame.join(other.select("unit", "day"), on=["unit", "day"], how="anti")
        return Days(self.kind, pl.concat([rest, other]))

    def composites(
        self, subjects: Collection[str], first: date, last: date, *, as_of: int | None = None
    ) -> dict[str, Composite]:
        """The composites of some subjects over a stretch of these days.

        The lists of exceptional days are those in force as of a journal position, now where none is given.
        """
        inside = self.frame.filter(pl.col("day").is_between(first, last))
        lists = daybook.NO_LISTS
        if self.kind == SubjectKind.REGION:
            lists = daybook.exceptional(subjects, first=first, last=last, as_of=as_of)
        values = standings.values_of(
            inside.drop("aqi", "position"),
            over=Span(kind=SpanKind.DAY, first=first, last=last),
            method=Method(min_days=min_days(first, last)),
            dust=lists.days if lists.days.height else None,
        )
        laid = _Laid(
            values={row["unit"]: row for row in values.iter_rows(named=True)},
            indices=dict(inside.group_by("unit").agg("aqi").rows()),
            positions=dict(inside.group_by("unit").agg(pl.col("position").max()).rows()),
            excluded=_excluded(inside, lists.days),
            lists=lists.positions,
        )
        return {subject: laid.composite(self.kind, subject, first, last) for subject in subjects}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Laid:
    """Several subjects' figures of one stretch, by subject."""

    values: Mapping[str, Mapping[str, object]]
    indices: Mapping[str, list[int | None]]
    positions: Mapping[str, int]
    excluded: Mapping[str, Mapping[date, str]]
    lists: Mapping[str, int]

    def composite(self, kind: str, subject: str, first: date, last: date) -> Composite:
        """One subject's composite."""
        row = self.values.get(subject, {})
        texts = {name: text_of(_float(row.get(name))) for name in POLLUTANTS}
        values = {name: Decimal(text) for name, text in texts.items() if text is not None}
        denominators = science.denominators(last)
        position = max(self.positions.get(subject, 0), self.lists.get(subject, 0))
        return Composite(
            kind=kind,
            subject=subject,
            first=first,
            last=last,
            is_provisional=not is_whole_months(first, last),
            values=values,
            days={name: _count(row.get(f"n_{name}")) for name in POLLUTANTS},
            of=(last - first).days + 1,
            missing={
                name: str(row.get(f"why_{name}") or "no_values") for name in POLLUTANTS if name not in values
            },
            index=science.composite_index(values, denominators=denominators),
            denominators=denominators,
            good=period.good_days(self.indices.get(subject, [])),
            excluded=self.excluded.get(subject, {}),
            position=position,
            address=addresses.of_composite(kind, subject, first, last, position=position),
        )


def _excluded(days: pl.DataFrame, listed: pl.DataFrame) -> dict[str, dict[date, str]]:
    """By unit and day what a list takes out."""
    found: dict[str, dict[date, str]] = {}
    if listed.height:
        counted = dust.exclude(days, listed).days.filter(pl.col("excluded").is_not_null())
        for unit, day, items in counted.select("unit", "day", "excluded").rows():
            found.setdefault(unit, {})[day] = items
    return found


def _float(value: object) -> float | None:
    return value if isinstance(value, float) else None


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0


def min_days(first: date, last: date) -> int | None:
    """How many valid days a period value is asked for: None is the law's number.

    One rule for what is shown, explained and held against official figures: whole months are asked what the
    law asks (GB 3095-2026 table 4); any other stretch is provisional and made of the days there are.
    """
    return None if is_whole_months(first, last) else 1


def is_whole_months(first: date, last: date) -> bool:
    """Whether a stretch begins on a first and ends on a last day of a month."""
    return first.day == 1 and (last + timedelta(days=1)).day == 1


def month_to_date(kind: str, subject: str, last: date) -> Composite:
    """The month of a day up to that day."""
    return composite(kind, subject, last.replace(day=1), last)
