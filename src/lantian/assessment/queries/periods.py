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
from lantian.assessment.queries import addresses, daybook
from lantian.assessment.rules.figures import text_of


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
    rows = models.DailyAssessment.objects.filter(
        subject_kind=kind, subject__in=list(subjects), day__gte=first, day__lte=last
    ).values_list("subject", "day", "aqi", "values", "position")
    other = supposed or {}
    days = Days.of(
        [
            (subject, day, *other.get((subject, day), (aqi, values)), position)
            for subject, day, aqi, values, position in rows
        ]
    )
    return {subject: days.composite(kind, subject, first, last) for subject in subjects}


@dataclass(frozen=True, slots=True)
class Days:
    """Daily values laid out for a period's arithmetic."""

    frame: pl.DataFrame
    indices: Mapping[str, list[int | None]]
    positions: Mapping[str, int]

    @classmethod
    def of(cls, rows: Collection[tuple[str, date, int | None, Mapping[str, str], int]]) -> "Days":
        """From subject, day, AQI, values as text, position."""
        schema = {"station": pl.String, "day": pl.Date, **dict.fromkeys(daybook.COLUMNS, pl.Float64)}
        indices: dict[str, list[int | None]] = {}
        positions: dict[str, int] = {}
        laid = []
        for subject, day, aqi, values, position in rows:
            indices.setdefault(subject, []).append(aqi)
            positions[subject] = max(position, positions.get(subject, 0))
            numbers = [float(values[name]) if name in values else None for name in daybook.COLUMNS]
            laid.append((subject, day, *numbers))
        return cls(pl.DataFrame(laid, schema=schema, orient="row"), indices, positions)

    def composite(self, kind: str, subject: str, first: date, last: date) -> Composite:
        """One subject's composite."""
        is_provisional = not is_whole_months(first, last)
        own = self.frame.filter(pl.col("station") == subject).rename({"station": "unit"})
        listed = daybook.exceptional([subject], first=first, last=last)
        counted = dust.exclude(own, listed).days
        found = standings.values_of(
            own,
            over=Span(kind=SpanKind.DAY, first=first, last=last),
            method=Method(min_days=1) if is_provisional else Method(),
            dust=listed,
        ).to_dicts()
        row = found[0] if found else {}
        texts = {name: text_of(row.get(name)) for name in POLLUTANTS}
        values = {name: Decimal(text) for name, text in texts.items() if text is not None}
        denominators = science.denominators(last)
        position = self.positions.get(subject, 0)
        return Composite(
            kind=kind,
            subject=subject,
            first=first,
            last=last,
            is_provisional=is_provisional,
            values=values,
            days={name: row.get(f"n_{name}", 0) for name in POLLUTANTS},
            of=(last - first).days + 1,
            missing={
                name: row.get(f"why_{name}") or "no_values" for name in POLLUTANTS if name not in values
            },
            index=science.composite_index(values, denominators=denominators),
            denominators=denominators,
            good=period.good_days(self.indices.get(subject, [])),
            excluded={
                day: items for day, items in counted.select("day", "excluded").rows() if items is not None
            },
            position=position,
            address=addresses.of_composite(kind, subject, first, last, position=position),
        )


def is_whole_months(first: date, last: date) -> bool:
    """Whether a stretch begins on a first and ends on a last day of a month."""
    return first.day == 1 and (last + timedelta(days=1)).day == 1


def month_to_date(kind: str, subject: str, last: date) -> Composite:
    """The month of a day up to that day."""
    return composite(kind, subject, last.replace(day=1), last)
