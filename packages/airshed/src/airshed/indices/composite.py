"""The composite index that districts are ranked by, and its single indices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from airshed.decimals import Number, fraction_of, is_missing
from airshed.standards import gbt8170, registry
from airshed.standards.tables import POLLUTANTS, InForce, LimitSet, Period

DIGITS = 2
"""Decimal places of a single and of a composite index."""

_DENOMINATOR_PERIODS = {"co": Period.DAY, "o3": Period.HOURS_8}


class CompositeRounding(StrEnum):
    """How the composite index is rounded; published figures exist for each of the first two."""

    SINGLES = "singles_half_even"
    """Each single index to two places by GB/T 8170, then summed: what ranking systems do."""

    SUM = "sum_half_even"
    """The exact sum to two places by GB/T 8170."""

    SINGLES_HALF_UP = "singles_half_up"
    """Each single index to two places, a half rising, then summed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Denominators:
    """What each pollutant is divided by, and the edition it comes from. [µg m⁻³; CO mg m⁻³]"""

    name: str
    source: str
    in_force: InForce
    values: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositeIndex:
    """A composite index with its parts; ``total`` is None while any of the six is missing."""

    total: Decimal | None
    singles: Mapping[str, Decimal]
    largest: tuple[str, ...]
    missing: tuple[str, ...]
    denominators: str
    rounding: CompositeRounding


def denominators(on: date) -> Denominators:
    """Return the denominators that follow from the limits in force on a day.

    Parameters
    ----------
    on : date
        Local day, usually the last one of the period.

    Returns
    -------
    Denominators
        Second-grade annual limits, for CO the daily and for O3 the 8 h limit.

    Notes
    -----
    Until 2026-02-28: 60 40 4 160 70 35 (SO2 NO2 CO O3 PM10 PM2.5). From 2026-03-01 they are inferred from the
    limits of GB 3095-2026; no ranking document that says so has been seen.

    References
    ----------
    Circulars 环办〔2014〕64号 and 环办监测〔2018〕19号.

    Examples
    --------
    >>> from datetime import date
    >>> [str(value) for value in denominators(date(2022, 2, 28)).values.values()]
    ['60', '40', '4', '160', '70', '35']
    """
    return _of(registry.limits(on))


def composite_index(
    values: Mapping[str, Number | None],
    *,
    denominators: Denominators,
    rounding: CompositeRounding = CompositeRounding.SINGLES,
    weights: Mapping[str, int] | None = None,
) -> CompositeIndex:
    """Composite index of a period; smaller is better.

    Parameters
    ----------
    values : mapping
        ``so2 no2 pm10 pm25`` period means, ``co`` 95th percentile of daily means, ``o3`` 90th percentile of
        daily maximum 8 h values, already rounded as published; None, NaN or no entry where missing. [µg m⁻³;
        CO mg m⁻³]
    denominators : Denominators
        What each is divided by.
    rounding : CompositeRounding
        Named rounding.
    weights : mapping, optional
        Weight of each pollutant, 1 where not given. A weighted index is in use in places; none is confirmed
        as law.

    Returns
    -------
    CompositeIndex
        ``total`` is None while one of the six is missing; ``singles`` holds those that exist, rounded to two
        places; ``largest`` the pollutants with the largest exact single index, all of them where tied.

    References
    ----------
    Circulars 环办〔2014〕64号 and 环办监测〔2018〕19号: I = Σ Cᵢ / Sᵢ.

    Examples
    --------
    >>> from datetime import date
    >>> month = {"so2": 3, "no2": 13, "pm10": 16, "pm25": 13, "co": 0.9, "o3": 87}
    >>> composite_index(month, denominators=denominators_2012()).total
    Decimal('1.73')
    """
    weighted = {code: (weights or {}).get(code, 1) for code in POLLUTANTS}
    ratios: dict[str, Fraction] = {}
    for code in POLLUTANTS:
        value = values.get(code)
        if value is not None and not is_missing(value):
            ratios[code] = fraction_of(value) / Fraction(denominators.values[code])
    singles = {code: _rounded(ratio, rounding=rounding) for code, ratio in ratios.items()}
    missing = tuple(code for code in POLLUTANTS if code not in ratios)
    total = None if missing else _total(ratios, singles=singles, weights=weighted, rounding=rounding)
    top = max((ratio * weighted[code] for code, ratio in ratios.items()), default=None)
    return CompositeIndex(
        total=total,
        singles=MappingProxyType(singles),
        largest=tuple(code for code, ratio in ratios.items() if ratio * weighted[code] == top),
        missing=missing,
        denominators=denominators.name,
        rounding=rounding,
    )


def denominators_2012() -> Denominators:
    """Return the denominators of GB 3095-2012, which most published series were made with."""
    return _of(registry.LIMIT_SETS[0])


def _of(limits: LimitSet) -> Denominators:
    """Take the denominators out of an edition's limits."""
    values: dict[str, Decimal] = {}
    for code in POLLUTANTS:
        limit = limits.limit(code, period=_DENOMINATOR_PERIODS.get(code, Period.YEAR))
        if limit is not None:
            values[code] = limit
    name = f"{limits.code} {limits.stage}"
    source = f"{limits.rows[0].clause}, second grade; 环办监测〔2018〕19号"
    return Denominators(name=name, source=source, in_force=limits.in_force, values=MappingProxyType(values))


def _rounded(ratio: Fraction, *, rounding: CompositeRounding) -> Decimal:
    """Round a single index to two places."""
    if rounding is CompositeRounding.SINGLES_HALF_UP:
        return Decimal((2 * ratio * 10**DIGITS + 1) // 2).scaleb(-DIGITS)
    return gbt8170.round_to(ratio, digits=DIGITS)


def _total(
    ratios: Mapping[str, Fraction],
    *,
    singles: Mapping[str, Decimal],
    weights: Mapping[str, int],
    rounding: CompositeRounding,
) -> Decimal:
    """Sum the single indices as the rounding asks."""
    if rounding is CompositeRounding.SUM:
        return gbt8170.round_to(sum(ratio * weights[code] for code, ratio in ratios.items()), digits=DIGITS)
    return sum((single * weights[code] for code, single in singles.items()), Decimal("0.00"))
