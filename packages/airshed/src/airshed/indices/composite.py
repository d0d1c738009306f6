"""The composite index that districts are ranked by, and its single indices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import lcm
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from airshed.decimals import (
    BoolArray,
    FloatArray,
    Number,
    Whole,
    fraction_of,
    is_missing,
    on_one_scale,
    whole_units,
)
from airshed.standards import gbt8170, registry
from airshed.standards.tables import POLLUTANTS, InForce, LimitSet, Period

DIGITS = 2
"""Decimal places of a single and of a composite index."""

_LARGEST = 2**52
_STEPS: int = 10**DIGITS

Wholes = NDArray[Any]
"""Whole numbers: of int64, or of Python's own ints, which know no bounds, where those do not hold them."""

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
    return denominators_of(registry.limits(on))


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
    ratios: dict[str, Fraction] = {}
    for code in POLLUTANTS:
        value = values.get(code)
        if value is not None and not is_missing(value):
            ratios[code] = fraction_of(value) / Fraction(denominators.values[code])
    each, over = on_one_scale(ratios.values())
    shares = dict(zip(ratios, each, strict=True))
    heavy = {code: share * (weights or {}).get(code, 1) for code, share in shares.items()}
    half_up = rounding is CompositeRounding.SINGLES_HALF_UP
    singles = {code: _hundredths(share, over=over, half_up=half_up) for code, share in shares.items()}
    if rounding is CompositeRounding.SUM:
        total = _hundredths(sum(heavy.values()), over=over, half_up=False)
    else:
        total = sum(single * (weights or {}).get(code, 1) for code, single in singles.items())
    top = max(heavy.values(), default=None)
    missing = tuple(code for code in POLLUTANTS if code not in ratios)
    return CompositeIndex(
        total=None if missing else Decimal(total).scaleb(-DIGITS),
        singles=MappingProxyType({code: Decimal(single).scaleb(-DIGITS) for code, single in singles.items()}),
        largest=tuple(code for code, share in heavy.items() if share == top),
        missing=missing,
        denominators=denominators.name,
        rounding=rounding,
    )


class CompositeRows(NamedTuple):
    """Composite indices of many rows.

    ``total`` is NaN while one of the six is missing; ``singles`` has each pollutant's, NaN where missing;
    ``largest`` says of each pollutant whether its exact single index is the largest of the row.
    """

    total: FloatArray
    singles: Mapping[str, FloatArray]
    largest: Mapping[str, BoolArray]


def composite_rows(
    values: Mapping[str, FloatArray],
    *,
    denominators: Denominators,
    rounding: CompositeRounding = CompositeRounding.SINGLES,
    weights: Mapping[str, int] | None = None,
) -> CompositeRows:
    """Composite index of many rows, as `composite_index` of each.

    Parameters
    ----------
    values : mapping of ndarray, shape (n,)
        Period values as for `composite_index`, NaN where missing; no entry where missing everywhere. [µg m⁻³;
        CO mg m⁻³]
    denominators, rounding, weights
        As for `composite_index`.

    Returns
    -------
    CompositeRows
        Arrays of shape (n,).

    References
    ----------
    Circulars 环办〔2014〕64号 and 环办监测〔2018〕19号.

    Examples
    --------
    >>> month = {"so2": 3, "no2": 13, "pm10": 16, "pm25": 13, "co": 0.9, "o3": 87}
    >>> rows = {code: np.array([float(value)]) for code, value in month.items()}
    >>> composite_rows(rows, denominators=denominators_2012()).total.tolist()
    [1.73]
    """
    whole = {code: whole_units(values[code]) for code in POLLUTANTS if code in values}
    each = {code: Fraction(denominators.values[code]) * 10**one.places for code, one in whole.items()}
    over = lcm(*(one.numerator for one in each.values()))
    shares = _shares(whole, factors={code: int(over / one) for code, one in each.items()}, weights=weights)
    known = {code: ~one.absent for code, one in whole.items()}
    found = _combined(shares, over=over, weights=weights or {}, rounding=rounding, known=known)
    complete = np.logical_and.reduce(list(known.values())) & (len(known) == len(POLLUTANTS))
    singles = {code: np.where(known[code], _unscaled(one), np.nan) for code, one in found.singles.items()}
    result = CompositeRows(np.where(complete, _unscaled(found.total), np.nan), singles, found.largest)
    finer = [one.unsure for one in whole.values() if one.unsure is not None]
    for row in np.flatnonzero(np.logical_or.reduce(finer)).tolist() if finer else ():
        one = composite_index(
            {code: float(column[row]) for code, column in values.items()},
            denominators=denominators, rounding=rounding, weights=weights,
        )  # fmt: skip
        result.total[row] = np.nan if one.total is None else float(one.total)
        for code in singles:
            singles[code][row] = float(one.singles.get(code, np.nan))
            found.largest[code][row] = code in one.largest
    return result


def denominators_2012() -> Denominators:
    """Return the denominators of GB 3095-2012, which most published series were made with."""
    return denominators_of(registry.LIMIT_SETS[0])


def denominators_of(limits: LimitSet) -> Denominators:
    """Take the denominators out of an edition's limits."""
    values: dict[str, Decimal] = {}
    for code in POLLUTANTS:
        limit = limits.limit(code, period=_DENOMINATOR_PERIODS.get(code, Period.YEAR))
        if limit is not None:
            values[code] = limit
    name = f"{limits.code} {limits.stage}"
    source = f"{limits.rows[0].clause}, second grade; 环办监测〔2018〕19号"
    return Denominators(name=name, source=source, in_force=limits.in_force, values=MappingProxyType(values))


class _Combined(NamedTuple):
    """Single and composite indices in hundredths."""

    singles: dict[str, Wholes]
    total: Wholes
    largest: dict[str, BoolArray]


def _combined(
    shares: Mapping[str, Wholes],
    *,
    over: int,
    weights: Mapping[str, int],
    rounding: CompositeRounding,
    known: Mapping[str, BoolArray] | None = None,
) -> _Combined:
    """Round and sum single indices, which are ``shares`` over ``over``."""
    half_up = rounding is CompositeRounding.SINGLES_HALF_UP
    singles = {code: _rounded(share * _STEPS, over=over, half_up=half_up) for code, share in shares.items()}
    weighted = {code: share * weights.get(code, 1) for code, share in shares.items()}
    if rounding is CompositeRounding.SUM:
        total = _rounded(sum(weighted.values()) * np.array(_STEPS), over=over, half_up=False)
    else:
        total = sum((single * weights.get(code, 1) for code, single in singles.items()), start=np.array([0]))
    below = min((share.min(initial=0) for share in weighted.values()), default=0) - 1
    seen = {code: np.where(known[code], share, below) if known else share for code, share in weighted.items()}
    top = np.maximum.reduce(list(seen.values())) if seen else below
    largest = {code: np.asarray((share == top) & (share > below)) for code, share in seen.items()}
    return _Combined(singles, total, largest)


def _shares(
    whole: Mapping[str, Whole], *, factors: Mapping[str, int], weights: Mapping[str, int] | None
) -> dict[str, Wholes]:
    """Multiply whole units up to a common denominator, as int64 where all that follows stays inside it."""
    highest = [float(np.abs(one.units).max(initial=0)) * factors[code] for code, one in whole.items()]
    heaviest = len(POLLUTANTS) + sum(abs(weight) for weight in (weights or {}).values())
    if max(highest, default=0) * heaviest * 2 * _STEPS < _LARGEST:
        return {code: one.units.astype(np.int64) * factors[code] for code, one in whole.items()}
    exact = {
        code: np.array([int(unit) for unit in one.units.tolist()], dtype=object)
        for code, one in whole.items()
    }
    return {code: units * factors[code] for code, units in exact.items()}


def _unscaled(hundredths: Wholes) -> FloatArray:
    """Return hundredths as numbers."""
    numbers: FloatArray = np.asarray(hundredths, dtype=np.float64) / _STEPS
    return numbers


def _hundredths(share: int, *, over: int, half_up: bool) -> int:
    """Round one share to hundredths, a half up or to the even one."""
    if half_up:
        return (2 * share * _STEPS + over) // (2 * over)
    return gbt8170.half_even(share * _STEPS, over)


def _rounded(numerator: Wholes, *, over: int, half_up: bool) -> Wholes:
    """Round a fraction to a whole number, a half up or to the even one."""
    if half_up:
        return (2 * numerator + over) // (2 * over)
    return gbt8170.half_even_array(numerator, over)
