"""Why an average is missing, or given although short."""

from enum import StrEnum

import numpy as np
import polars as pl
from numpy.typing import NDArray


class Shortfall(StrEnum):
    """What the parts of an average fell short of."""

    NO_VALUES = "no_values"
    TOO_FEW_HOURS = "too_few_hours"
    TOO_FEW_WINDOWS = "too_few_windows"
    KEPT_ABOVE_LIMIT = "kept_above_limit"
    TOO_FEW_STATIONS = "too_few_stations"
    TOO_FEW_DAYS = "too_few_days"


TEXTS = pl.Series([None, *(str(one) for one in Shortfall)], dtype=pl.String)
"""What the codes of arrays stand for; 0 is no shortfall."""

_CODES = {one: place for place, one in enumerate(Shortfall, start=1)}

_SENTENCES = {
    Shortfall.NO_VALUES: ("没有有效数据", "there is no valid value"),
    Shortfall.TOO_FEW_HOURS: (
        "有效小时数只有 {got} 个，需要 {needed} 个",
        "{got} valid hours; {needed} are needed",
    ),
    Shortfall.TOO_FEW_WINDOWS: (
        "有效 8 小时均值只有 {got} 个，需要 {needed} 个",
        "{got} valid 8 h windows; {needed} are needed",
    ),
    Shortfall.KEPT_ABOVE_LIMIT: (
        "有效 8 小时均值只有 {got} 个，不足 {needed} 个，但最大值超过限值，仍有效",
        "{got} valid 8 h windows of {needed}, but the maximum is above the limit, so it stands",
    ),
    Shortfall.TOO_FEW_STATIONS: (
        "有效点位只有 {got} 个，需要 {needed} 个",
        "{got} stations with a value; {needed} are needed",
    ),
    Shortfall.TOO_FEW_DAYS: ("有效天数只有 {got} 天，不够", "{got} valid days are too few"),
}


def code(why: Shortfall) -> int:
    """Return the code that stands for a shortfall in arrays.

    Parameters
    ----------
    why : Shortfall
        Why a value is missing or stands although short.

    Returns
    -------
    int
        1 and up; 0 stands for none.
    """
    return _CODES[why]


def texts(codes: NDArray[np.uint8]) -> pl.Series:
    """Return the shortfalls that codes stand for, null for none.

    Parameters
    ----------
    codes : ndarray of uint8
        Codes, 0 for none.

    Returns
    -------
    Series of str
        As many, null for none.
    """
    if not codes.any():
        return TEXTS.new_from_index(0, codes.size)
    return TEXTS[codes]


def sentence(why: str, *, got: int, needed: int, language: str = "zh") -> str:
    """Say a shortfall in Chinese (``"zh"``) or English (``"en"``) with its numbers.

    Parameters
    ----------
    why : str
        A value of `Shortfall`.
    got : int
        Hours, windows, days or stations that were there.
    needed : int
        How many are needed.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    str
        Half a sentence.

    Examples
    --------
    >>> sentence("too_few_hours", got=17, needed=20, language="en")
    '17 valid hours; 20 are needed'
    """
    return _SENTENCES[Shortfall(why)][0 if language == "zh" else 1].format(got=got, needed=needed)
