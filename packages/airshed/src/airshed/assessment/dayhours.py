"""Hours of days in whole millionths, with a way back to the exact numbers where a millionth is too coarse."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from airshed.assessment import exact
from airshed.decimals import BoolArray, FloatArray, IntArray, millionths


class DayHours(NamedTuple):
    """Hours of local days, shape (n_days, 24), each within one millionth of its exact value.

    Missing hours hold 0 in ``units`` and False in ``present``. ``inexact`` marks the days with an hour that
    is no whole number of millionths; ``exactly`` gives the exact hours of one day, None where missing.
    """

    units: IntArray
    present: BoolArray
    inexact: BoolArray
    exactly: Callable[[int], exact.Hours]


def of_floats(hours: FloatArray) -> DayHours:
    """Take hours to whole millionths by their shortest decimals.

    Parameters
    ----------
    hours : ndarray, shape (n_days, 24)
        Hourly concentrations, NaN where invalid. [any unit]

    Returns
    -------
    DayHours
        The same days.
    """
    amounts = millionths(hours)
    inexact = np.asarray(amounts.beside.any(axis=1), dtype=np.bool_)
    return DayHours(amounts.units, amounts.present, inexact, lambda day: exact.hours_of(hours[day].tolist()))
