"""The NowCast of the United States: what an average over a day, or over 8 h, is likely to be in this hour.

Particles: the agency's fact sheet (EPA, PM NowCast, nepis.epa.gov P100X0J6) and forum.airnowtech.org/t/172.
Ozone: the agency's own program of 2019 (github.com/USEPA/O3-Nowcast) and forum.airnowtech.org/t/356.
"""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from airshed import AirshedError
from airshed.decimals import BoolArray, FloatArray, Number, fraction_of, is_missing

PARTICLE_HOURS = 12
LEAST_WEIGHT = Fraction(1, 2)
_RECENT, _RECENT_NEEDED = 3, 2

OZONE_HOURS = 336
"""Two weeks: what the ozone NowCast looks back on. [h]"""

_LAGS = 96
_BEFORE, _AFTER = 4, 3
_MEAN_HOURS = 8
_MOST_MISSING = 0.25
_LEAST_HOURS = 252
_LONGEST_GAP = 7
_SLOPE, _INTERCEPT = 0.85, 4.5
_NEIGHBOURS = 4


class Method(StrEnum):
    """How an ozone NowCast came about."""

    REGRESSION = "regression"
    """The 8 h mean around this hour, regressed on the 96 hours up to it."""

    SURROGATE = "surrogate"
    """0.85 times the newest of the last three hours plus 4.5 ppb, where too much is missing."""

    ZERO = "zero"
    """Every hour is 0, or the regression fell below 0."""

    NONE = "none"
    """Nothing to go by."""


class OzoneNowcast(NamedTuple):
    """A NowCast of ozone, None where there is none. [ppb]"""

    value: float | None
    method: Method


class NotTwoWeeks(AirshedError):
    """An ozone NowCast was asked for with another number of hours than two weeks have."""

    def __init__(self, *, hours: int) -> None:
        self.hours = hours
        super().__init__(f"{hours} hours were given; an ozone NowCast needs the last {OZONE_HOURS}")


def particle_nowcast(hours: Sequence[Number | None]) -> Fraction | None:
    """NowCast of PM2.5 or PM10.

    Parameters
    ----------
    hours : sequence of numbers
        Hourly values, oldest first, the last one this hour's; the last 12 are used. None or NaN where
        missing. [µg m⁻³]

    Returns
    -------
    Fraction or None
        Exact weighted mean; None unless two of the last three hours are there. To be truncated as the index
        asks (`us_2024`). [µg m⁻³]

    Notes
    -----
    Weights fall by the factor w = smallest / largest of the 12 hours, at least 1/2, for each hour back.

    References
    ----------
    EPA, PM NowCast fact sheet, steps 1 to 7; completeness: forum.airnowtech.org/t/172.

    Examples
    --------
    >>> particle_nowcast([10] * 12), particle_nowcast([None] * 9 + [0, 7, 7])
    (Fraction(10, 1), Fraction(6, 1))
    """
    last = reversed(hours[-PARTICLE_HOURS:])
    known = [
        (ago, fraction_of(value))
        for ago, value in enumerate(last)
        if value is not None and not is_missing(value)
    ]
    if sum(ago < _RECENT for ago, _ in known) < _RECENT_NEEDED:
        return None
    largest = max(value for _, value in known)
    smallest = min(value for _, value in known)
    weight = max(LEAST_WEIGHT, smallest / largest) if largest > 0 else Fraction(1)
    total = sum((weight**ago * value for ago, value in known), Fraction(0))
    return total / sum((weight**ago for ago, _ in known), Fraction(0))


def ozone_nowcast(hours: Sequence[float | None]) -> OzoneNowcast:
    """NowCast of ozone: the 8 h mean around this hour.

    Parameters
    ----------
    hours : sequence of 336 numbers
        Hourly values of the last two weeks, oldest first, the last one this hour's; None or NaN where
        missing. [ppb]

    Returns
    -------
    OzoneNowcast
        Value and how it came about. [ppb]

    Notes
    -----
    The agency's program regresses by partial least squares and takes all components, which is the least
    squares solution; that is what is computed here. With fewer than 252 hours, or more than seven missing in
    a row, the surrogate stands in. Where this hour is missing the program takes an earlier hour's NowCast
    from its database; here the answer is then ``none``, and the caller has the earlier one. Gaps are filled
    before the regression by the mean of four hours to either side, weighted by halves for each hour's
    distance.

    References
    ----------
    github.com/USEPA/O3-Nowcast, GetNowcast.r and NowcastFun_Upd.r.

    Examples
    --------
    >>> ozone_nowcast([None] * 335 + [40.0])
    OzoneNowcast(value=38.5, method=<Method.SURROGATE: 'surrogate'>)
    """
    values = np.array([np.nan if hour is None else float(hour) for hour in hours], dtype=np.float64)
    if len(values) != OZONE_HOURS:
        raise NotTwoWeeks(hours=len(values))
    here = ~np.isnan(values)
    if not here.any():
        return OzoneNowcast(None, Method.NONE)
    if here.sum() < _LEAST_HOURS or _longest_gap(here) > _LONGEST_GAP:
        return _surrogate(values)
    if values[here].sum() == 0:
        return OzoneNowcast(0.0, Method.ZERO)
    if not here[-1]:
        return OzoneNowcast(None, Method.NONE)
    found = _regressed(values)
    if found is None:
        return OzoneNowcast(None, Method.NONE)
    return OzoneNowcast(0.0, Method.ZERO) if found < 0 else OzoneNowcast(found, Method.REGRESSION)


def _regressed(values: FloatArray) -> float | None:
    """Regress the 8 h mean around an hour on the 96 hours up to it and return this hour's."""
    filled = _filled(values)
    rows = np.lib.stride_tricks.sliding_window_view(filled, _LAGS)
    means = np.full(len(values), np.nan)
    around = np.lib.stride_tricks.sliding_window_view(values, _MEAN_HOURS)
    missing = np.isnan(around).mean(axis=1)
    sums, counts = np.nansum(around, axis=1), (~np.isnan(around)).sum(axis=1)
    good = missing <= _MOST_MISSING
    means[_BEFORE : len(values) - _AFTER][good] = sums[good] / counts[good]
    targets = means[_LAGS - 1 :]
    known = ~np.isnan(targets)
    if (~known).mean() > _MOST_MISSING:
        return None
    design = np.column_stack([np.ones(int(known.sum())), rows[known]])
    solution = np.linalg.lstsq(design, targets[known], rcond=None)[0]
    return float(solution[0] + rows[-1] @ solution[1:])


def _filled(values: FloatArray) -> FloatArray:
    """Fill gaps by the mean of the hours around, weighted by halves; the reach grows until it holds two."""
    result = values.copy()
    here = np.flatnonzero(~np.isnan(values))
    for gap in np.flatnonzero(np.isnan(values)).tolist():
        distance = np.abs(here - gap)
        reach = max(_NEIGHBOURS, int(np.sort(distance)[:2].max()))
        near = distance <= reach
        weights = 0.5 ** distance[near].astype(np.float64)
        result[gap] = float(weights @ values[here[near]] / weights.sum())
    return result


def _surrogate(values: FloatArray) -> OzoneNowcast:
    """Take the newest of the last three hours by a fixed line."""
    for ago in range(1, _RECENT + 1):
        if not np.isnan(values[-ago]):
            return OzoneNowcast(float(values[-ago]) * _SLOPE + _INTERCEPT, Method.SURROGATE)
    return OzoneNowcast(None, Method.NONE)


def _longest_gap(here: BoolArray) -> int:
    """Return the number of missing hours in the longest run of them."""
    edges = np.flatnonzero(np.diff(np.concatenate(([True], here, [True])).astype(np.int8)))
    return int((edges[1::2] - edges[::2]).max(initial=0))
