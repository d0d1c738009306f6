"""What a period is judged by: the statistics of HJ 663, the periods of a stretch of days, the named rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from airshed.assessment import period, spans
from airshed.assessment.period import PeriodRounding
from airshed.assessment.spans import SpanKind
from airshed.indices import frames
from airshed.indices.composite import CompositeRounding
from airshed.standards import registry
from airshed.standards.tables import LimitSet, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistic:
    """One statistic of a pollutant's daily values, the limit it stands beside, and how sure its source is.

    ``percent`` is None for the mean. ``sure`` is ``A`` where the text was read, ``B`` where others state it.
    """

    pollutant: str
    percent: int | None
    limit: Period
    clause: str
    sure: str

    @property
    def name(self) -> str:
        """``mean`` or ``p98``."""
        return "mean" if self.percent is None else f"p{self.percent}"


_CLAUSE = "HJ 663-2013 and -2026, table 1"
STATISTICS = tuple(
    Statistic(pollutant=code, percent=percent, limit=limit, clause=_CLAUSE, sure="B")
    for code, percent, limit in (
        ("so2", None, Period.YEAR), ("so2", 98, Period.DAY),
        ("no2", None, Period.YEAR), ("no2", 98, Period.DAY),
        ("co", 95, Period.DAY),
        ("o3", 90, Period.HOURS_8),
        ("pm10", None, Period.YEAR), ("pm10", 95, Period.DAY),
        ("pm25", None, Period.YEAR), ("pm25", 95, Period.DAY),
    )
)  # fmt: skip
"""What a yearly evaluation is made of; O3 goes by the daily maximum 8 h."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A period to be evaluated: its kind (``month``, ``year``, ``period``), its name, first and last day."""

    kind: str
    name: str
    first: date
    last: date

    @property
    def n_days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def min_days(self) -> int | None:
        """How many valid days it is asked; None for whole months, where the law counts month by month."""
        if period.is_whole_months(self.first, self.last):
            return None
        return max(1, self.n_days * period.MIN_DAYS_MONTH // 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """By what periods are judged: the edition, ``"auto"`` for that of each day, and the named roundings."""

    edition: str = frames.AUTO
    rounding: PeriodRounding = PeriodRounding.WHOLE
    composite_rounding: CompositeRounding = CompositeRounding.SINGLES
    weights: Mapping[str, int] | None = None

    def limits(self, on: date) -> LimitSet:
        """Return the limits of a day; with an edition named, that edition's also outside its time."""
        if self.edition == frames.AUTO:
            return registry.limits(on)
        standard = registry.index_standard_of(self.edition)
        since, until = standard.in_force.since, standard.in_force.until
        return registry.limits(max(on, since) if until is None else min(max(on, since), until))


LAW = Rules()
"""The edition of each day, whole µg, single indices rounded and then summed."""


def stretches(first: date, last: date) -> list[Stretch]:
    """Return the months and years that a period touches, and the period itself where it is none of them.

    Parameters
    ----------
    first, last : date
        Local days, both in the period.

    Returns
    -------
    list of Stretch
        Months in order, then years, then the period where it is neither.

    Examples
    --------
    >>> from datetime import date
    >>> [one.name for one in stretches(date(2025, 12, 30), date(2026, 1, 2))]
    ['2025-12', '2026-01', '2025', '2026', '2025-12-30/2026-01-02']
    """
    found = [
        Stretch(kind=str(kind), name=one.name, first=one.first, last=one.last)
        for kind in (SpanKind.MONTH, SpanKind.YEAR)
        for one in spans.spans(first, last, kind=kind)
    ]
    if not any((one.first, one.last) == (first, last) for one in found):
        found.append(Stretch(kind="period", name=f"{first}/{last}", first=first, last=last))
    return found
