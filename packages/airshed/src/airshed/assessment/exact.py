"""Averages of one day in fractions: the oracle of the kernels, and the way for values finer than 1e-6."""

from collections.abc import Sequence
from fractions import Fraction

from airshed.decimals import Number, fraction_of, is_missing

WINDOW_HOURS = 8
"""Hours of one O3 average (GB 3095-2026 3.10)."""

WINDOW_MIN_HOURS = 6
"""Valid hours that an O3 8 h average needs (GB 3095-2012 and -2026, table 4)."""

Hours = Sequence[Fraction | None]


def hours_of(values: Sequence[Number | None]) -> list[Fraction | None]:
    """Return the exact numbers of a day's hours, None where missing.

    Parameters
    ----------
    values : sequence of number or None
        Hours, None or NaN where missing. [any unit]

    Returns
    -------
    list of Fraction or None
        As many. [as ``values``]
    """
    return [None if value is None or is_missing(value) else fraction_of(value) for value in values]


def mean(hours: Hours) -> Fraction | None:
    """Return the mean of the hours present, None without any.

    Parameters
    ----------
    hours : sequence of Fraction or None
        Hours, None where missing. [any unit]

    Returns
    -------
    Fraction or None
        Not rounded. [as ``hours``]
    """
    present = [hour for hour in hours if hour is not None]
    return sum(present, Fraction(0)) / len(present) if present else None


def largest(hours: Hours) -> Fraction | None:
    """Return the largest hour present, None without any.

    Parameters
    ----------
    hours : sequence of Fraction or None
        Hours, None where missing. [any unit]

    Returns
    -------
    Fraction or None
        Not rounded. [as ``hours``]
    """
    return max((hour for hour in hours if hour is not None), default=None)


def windows_8h(hours: Hours) -> list[Fraction]:
    """Return the valid 8 h averages of one local day, those that end at 8:00 to 24:00.

    Parameters
    ----------
    hours : sequence of 24
        Hours of one local day from 00:00–01:00 on, None where missing. [µg m⁻³]

    Returns
    -------
    list of Fraction
        At most 17 averages, each of at least 6 valid hours. [µg m⁻³]
    """
    result = []
    for end in range(WINDOW_HOURS, len(hours) + 1):
        present = [hour for hour in hours[end - WINDOW_HOURS : end] if hour is not None]
        if len(present) >= WINDOW_MIN_HOURS:
            result.append(sum(present, Fraction(0)) / len(present))
    return result
