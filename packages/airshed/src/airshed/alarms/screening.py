"""Which of many hours may meet a rule: read over whole arrays, so that few of them are judged one by one.

A rule is decided exactly, by its own function, on one hour. Most hours are nowhere near its numbers. The
functions here say of every hour of an array whether it *may* meet a rule, in floats and with a margin far
above what floats lose: an hour that does meet it is never missed, one that is let through without need costs
only the time to judge it.

Arrays are stations × hours, hours one after the other; NaN where missing. [µg m⁻³; CO mg m⁻³]
"""

import numpy as np

from airshed.alarms.devices import Inverted, Stuck
from airshed.alarms.peers import AboveMean
from airshed.alarms.sites import OverBackground
from airshed.alarms.trends import Jump, Rising
from airshed.decimals import BoolArray, FloatArray, Number

MARGIN = 1e-9
"""How much below a bound a float still counts as reaching it, of either and beside it."""


def reaches(values: FloatArray, bound: FloatArray | float) -> BoolArray:
    """Say where values are at a bound or above it, or so close below that floats do not tell.

    Parameters
    ----------
    values, bound : ndarrays of one shape, or a number as bound
        What is compared, NaN where missing. [any unit]

    Returns
    -------
    ndarray of bool
        False where either is missing.

    Examples
    --------
    >>> reaches(np.array([0.3, 0.2, np.nan]), 0.1 + 0.2).tolist()
    [True, False, False]
    """
    return np.asarray(values >= bound - MARGIN * (1 + np.abs(values) + np.abs(bound)))


def above_mean(
    values: FloatArray, *, total: FloatArray, count: FloatArray, pollutant: str, rule: AboveMean
) -> BoolArray:
    """Say which hours may stand out above the mean of their peers (R1, `peers.above_mean`).

    Parameters
    ----------
    values : ndarray
        Hours of stations. [µg m⁻³; CO mg m⁻³]
    total, count : ndarray, same shape
        Sum and number of the values of each one's group in the hour, its own among them. [as ``values``; 1]
    pollutant : str
        Code; it chooses the least excess.
    rule : AboveMean
        Parameters.

    Returns
    -------
    ndarray of bool, same shape
        True wherever the rule is met.
    """
    others = count - 1
    mean = (total - values) / np.maximum(others, 1)
    is_enough = others >= max(rule.min_peers, 1)
    stands_out = reaches(values, float(rule.ratio) * mean)
    return stands_out & reaches(values - mean, float(rule.excess[pollutant])) & is_enough


def rising(hours: FloatArray, *, rule: Rising) -> BoolArray:
    """Say which hours may end a rise (R2, `trends.rising`).

    Parameters
    ----------
    hours : ndarray
        Hours of stations. [µg m⁻³; CO mg m⁻³]
    rule : Rising
        Parameters.

    Returns
    -------
    ndarray of bool, same shape
        True wherever the rule is met.
    """
    first = _before(hours, rule.rises)
    found = reaches(hours - first, float(rule.total_share) * first)
    for back in range(rule.rises):
        found &= reaches(_before(hours, back), _before(hours, back + 1))
    return found


def jump(hours: FloatArray, *, pollutant: str, rule: Jump) -> BoolArray:
    """Say which hours may have jumped above the hour before (R3, `trends.jump`).

    Parameters
    ----------
    hours : ndarray
        Hours of stations. [µg m⁻³; CO mg m⁻³]
    pollutant : str
        Code; it chooses the least jump.
    rule : Jump
        Parameters.

    Returns
    -------
    ndarray of bool, same shape
        True wherever the rule is met.
    """
    before = _before(hours, 1)
    difference = hours - before
    return reaches(difference, float(rule.least[pollutant])) & reaches(difference, float(rule.share) * before)


def stuck(hours: FloatArray, *, rule: Stuck) -> BoolArray:
    """Say which hours may end a flat line (R6, `devices.stuck`).

    Parameters
    ----------
    hours : ndarray
        Hours of stations. [µg m⁻³; CO mg m⁻³]
    rule : Stuck
        Parameters.

    Returns
    -------
    ndarray of bool, same shape
        True wherever the rule is met.
    """
    found = reaches(hours, float(rule.least))
    for back in range(1, rule.hours):
        found &= _before(hours, back) == hours
    return found


def inverted(pm25: FloatArray, pm10: FloatArray, *, rule: Inverted) -> BoolArray:
    """Say where a device may report more PM2.5 than PM10 (R6, `devices.inverted`).

    Parameters
    ----------
    pm25, pm10 : ndarray
        Hours of stations. [µg m⁻³]
    rule : Inverted
        Parameters.

    Returns
    -------
    ndarray of bool, same shape
        True wherever the rule is met.
    """
    return reaches(pm25 - pm10, float(rule.tolerance))


def over_limit(values: FloatArray, *, limit: Number | None) -> BoolArray:
    """Say which hours may be above a limit (R5, `limits.over_limit`).

    Parameters
    ----------
    values : ndarray
        Hours of stations. [µg m⁻³; CO mg m⁻³]
    limit : number or None
        Limit of the day; None where there is none. [as ``values``]

    Returns
    -------
    ndarray of bool, same shape
        True wherever the rule is met.
    """
    return np.zeros(values.shape, np.bool_) if limit is None else reaches(values, float(limit))


def over_background(values: FloatArray, *, background: FloatArray, rule: OverBackground) -> BoolArray:
    """Say which hours may be too far above their background (R7, `sites.over_background`).

    Parameters
    ----------
    values, background : ndarray
        Hours of sites, and the mean of each one's background. [µg m⁻³]
    rule : OverBackground
        Parameters.

    Returns
    -------
    ndarray of bool, same shape
        True wherever the rule is met.
    """
    return reaches(values - background, float(rule.limit))


def _before(hours: FloatArray, back: int) -> FloatArray:
    """Return the hours so many hours before, NaN where the array does not reach back."""
    if not back:
        return hours
    found = np.full(hours.shape, np.nan)
    found[:, back:] = hours[:, :-back]
    return found
