"""Means, maxima, 8 h windows and percentiles of rows of numbers, whole numbers all the way.

Values become whole units of a tenth, a thousandth, a millionth …, whatever they are made of, and are kept as
float64, which holds whole numbers exactly up to 2⁵³. Sums, comparisons and products of them are therefore
exact, and so is the one rounding: for whole numbers n < 2⁵¹ and d, ``rint(n / d)`` is the fraction n/d
rounded half to even. A half is a float itself, so the quotient is exact there, and any other fraction lies at
least 1/2d from a half, which is more than the quotient's error.

Where a value is finer than a millionth, or a row too large for these bounds, the row is computed as far as
that goes and, where that could tip the rounding, by `airshed.assessment.exact`.
"""

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from airshed.assessment import exact
from airshed.assessment.percentile import percentile
from airshed.decimals import BoolArray, FloatArray, IntArray, whole_units
from airshed.standards import gbt8170

_EXACT = 2**51
_MOST_DIGITS = 2
_COMMON_HOURS = 168
_SHARES = tuple(
    _COMMON_HOURS // n if n >= exact.WINDOW_MIN_HOURS else 0 for n in range(exact.WINDOW_HOURS + 1)
)


class Parts(NamedTuple):
    """Rows of numbers as whole units: the hours of each day, or the days of each station.

    ``units`` has the shape (n_rows, n_parts) and holds 0 where ``absent``; a value is its units over
    ``over``, one number for all or one per row. ``n`` is the number of values of each row. ``slack`` says
    by how many units a value of the row may be off, infinitely many where the units say nothing, and is None
    where all are exact; ``exactly`` gives the exact numbers of one row, None where missing.
    """

    units: FloatArray
    over: FloatArray | int
    absent: BoolArray
    n: IntArray
    slack: FloatArray | None
    exactly: Callable[[int], exact.Hours]


def of_floats(values: FloatArray) -> Parts:
    """Take rows of values to whole units by their shortest decimals.

    Parameters
    ----------
    values : ndarray, shape (n_rows, n_parts)
        NaN where missing; it must not be changed while the result is in use. [any unit]

    Returns
    -------
    Parts
        The same rows. `NotFinite` for infinities.

    Examples
    --------
    >>> of_floats(np.array([[0.5, 1.0, np.nan]])).units.tolist()
    [[5.0, 10.0, 0.0]]
    """
    whole = whole_units(values)
    slack = None
    if whole.unsure is not None:
        slack = np.asarray(whole.unsure.any(axis=1), dtype=np.float64)
    n = n_present(whole.gaps, shape=values.shape)

    def exactly(row: int) -> exact.Hours:
        return exact.hours_of(values[row].tolist())

    parts = Parts(whole.units, 10**whole.places, whole.absent, n, slack, exactly)
    return parts if whole.largest <= _bound(values.shape[1]) else bounded(parts)


def n_present(gaps: IntArray, *, shape: tuple[int, ...]) -> IntArray:
    """Count the values of each row from the flat places of the missing ones.

    Parameters
    ----------
    gaps : ndarray of int
        Flat places of missing values.
    shape : tuple of int
        (n_rows, n_parts).

    Returns
    -------
    ndarray of int, shape (n_rows,)
        Values that are there.
    """
    n_rows, n_parts = shape
    return np.asarray(n_parts - np.bincount(gaps // max(n_parts, 1), minlength=n_rows), dtype=np.int64)


def bounded(parts: Parts) -> Parts:
    """Mark the rows whose units are too large for exact sums, so that the oracle decides them.

    Parameters
    ----------
    parts : Parts
        Rows of values in whole units; its units are changed in place. [any unit]

    Returns
    -------
    Parts
        The same; rows that are too large have an infinite slack.
    """
    large = np.asarray((np.abs(parts.units) > _bound(parts.units.shape[1])).any(axis=1))
    if not large.any():
        return parts
    slack = np.zeros(len(large)) if parts.slack is None else parts.slack
    parts.units[large] = 0.0
    return parts._replace(slack=np.where(large, np.inf, slack))


def means(parts: Parts, *, digits: int) -> FloatArray:
    """Mean of each row, rounded half to even.

    Parameters
    ----------
    parts : Parts
        Rows of values.
    digits : int
        Decimal places kept, at most 2.

    Returns
    -------
    ndarray, shape (n_rows,)
        Means in whole steps of 10 to the minus ``digits``; 0 for a row without values.
    """
    total = np.einsum("ij->i", parts.units)
    n = np.maximum(parts.n, 1)
    return _rounded(total, n * parts.over, parts=parts, slack=n, digits=digits, of=exact.mean)


def largest(parts: Parts, *, digits: int) -> FloatArray:
    """Largest value of each row in whole steps, as `means`.

    Parameters
    ----------
    parts : Parts
        Rows of values in any order.
    digits : int
        Decimal places kept, at most 2.

    Returns
    -------
    ndarray, shape (n_rows,)
        Whole steps of 10 to the minus ``digits``; 0 for a row without values.
    """
    best = np.ascontiguousarray(parts.units.T).max(axis=0, initial=0.0)
    below = np.flatnonzero((best <= 0) & (parts.n > 0))
    best[below] = np.where(parts.absent[below], -np.inf, parts.units[below]).max(axis=1, initial=-np.inf)
    one = np.ones(len(best))
    return _rounded(best, one * parts.over, parts=parts, slack=one, digits=digits, of=exact.largest)


def largest_8h(parts: Parts) -> tuple[FloatArray, IntArray]:
    """Largest 8 h average of each day, and how many averages are valid.

    Parameters
    ----------
    parts : Parts
        Hours of local days, shape (n_days, 24), first column 00:00–01:00. [µg m⁻³]

    Returns
    -------
    tuple of ndarray, shape (n_days,)
        The largest average in whole units, 0 without any; the averages that end at 8:00 to 24:00 and have at
        least 6 hours.

    Notes
    -----
    Averages of 6, 7 and 8 hours are compared as whole numbers over their common multiple, 168.
    """
    units = np.ascontiguousarray(parts.units.T)
    present = (~parts.absent.T).astype(np.int8)
    share = np.array(_SHARES, dtype=np.float64)
    n_days = units.shape[1]
    best = np.full(n_days, -np.inf)
    windows = np.zeros(n_days, dtype=np.int64)
    total = units[: exact.WINDOW_HOURS].sum(axis=0)
    n = present[: exact.WINDOW_HOURS].sum(axis=0, dtype=np.int8)
    for end in range(exact.WINDOW_HOURS, len(units) + 1):
        if end > exact.WINDOW_HOURS:
            total += units[end - 1] - units[end - 1 - exact.WINDOW_HOURS]
            n += present[end - 1] - present[end - 1 - exact.WINDOW_HOURS]
        valid = n >= exact.WINDOW_MIN_HOURS
        np.maximum(best, total * share[n], out=best, where=valid)
        windows += valid
    best[windows == 0] = 0.0
    over = np.full(n_days, float(_COMMON_HOURS)) * parts.over
    slack = np.full(n_days, float(_COMMON_HOURS))
    return _rounded(best, over, parts=parts, slack=slack, digits=0, of=_largest_window), windows


def percentiles(parts: Parts, *, percent: int, digits: int) -> FloatArray:
    """Percentile of each row in whole steps, as `means`, by HJ 663 (`airshed.assessment.percentile`).

    Parameters
    ----------
    parts : Parts
        Rows of values in any order.
    percent : int
        0 to 100.
    digits : int
        Decimal places kept, at most 2.

    Returns
    -------
    ndarray, shape (n_rows,)
        Whole steps of 10 to the minus ``digits``; 0 for a row without values.
    """
    ordered = np.where(parts.absent, float(_EXACT), parts.units)  # behind all others
    ordered.sort(axis=1)
    last = np.maximum(parts.n - 1, 0)
    below, rest = np.divmod(last * percent, 100)
    row = np.arange(len(ordered))
    low = ordered[row, below]
    high = ordered[row, np.minimum(below + 1, last)]
    hundredths = np.where(parts.n > 0, low * (100 - rest) + high * rest, 0.0)

    def oracle(row: exact.Hours) -> Fraction | None:
        present = [value for value in row if value is not None]
        return percentile(present, percent=percent) if present else None

    slack = np.full(len(ordered), 100.0)
    return _rounded(hundredths, slack * parts.over, parts=parts, slack=slack, digits=digits, of=oracle)


def codes_by_count(
    count: NDArray[np.int32] | IntArray, *, needed: int, none: int, few: int
) -> NDArray[np.uint8]:
    """Return 0 where a count is enough, ``none`` where it is 0 and ``few`` elsewhere.

    Parameters
    ----------
    count : ndarray of int
        How many are there.
    needed : int
        How many are needed.
    none : int
        Code for 0.
    few : int
        Code for fewer than needed.

    Returns
    -------
    ndarray of uint8
        Of the shape of ``count``.
    """
    table = np.zeros(int(max(count.max(initial=0), needed)) + 1, dtype=np.uint8)
    table[:needed] = few
    table[0] = none
    return table[count]


@cache
def _bound(n_parts: int) -> float:
    """Return the largest units whose sums, windows and percentiles stay exact, steps of 0.01 included."""
    factor = max(n_parts, exact.WINDOW_HOURS * max(_SHARES), 100)
    return float(_EXACT // (factor * 10**_MOST_DIGITS))


def _largest_window(hours: exact.Hours) -> Fraction | None:
    """Return the largest 8 h average of a day."""
    return max(exact.windows_8h(hours), default=None)


def _rounded(
    numerator: FloatArray,
    over: FloatArray,
    *,
    parts: Parts,
    slack: FloatArray | IntArray,
    digits: int,
    of: Callable[[exact.Hours], Fraction | None],
) -> FloatArray:
    """Round quotients of whole numbers; where the row's slack could tip the rounding, ask the oracle."""
    scale = 10**digits
    steps: FloatArray = np.rint(numerator * scale / over) + 0.0  # no negative zero
    if parts.slack is None:
        return steps
    unsure = np.flatnonzero(parts.slack)
    off = parts.slack[unsure] * slack[unsure]
    low = np.rint((numerator[unsure] - off) * scale / over[unsure])
    high = np.rint((numerator[unsure] + off) * scale / over[unsure])
    for place in unsure[low != high].tolist():
        value = of(parts.exactly(place))
        scaled = Fraction(0) if value is None else value * scale
        steps[place] = gbt8170.half_even(scaled.numerator, scaled.denominator)
    return steps
