"""Exact numbers: the shortest decimal of a value, as a `Fraction` or as whole millionths.

A float that came from a file or a wire stands for the shortest decimal that reads back as it: 0.1 means one
tenth, not 0.1000000000000000055. Everything in this package that rounds or compares starts from here.
"""

import math
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from airshed import AirshedError

Number = int | float | Decimal | Fraction

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

MICRO = 1_000_000
"""Whole millionths in one unit; the scale on which arrays are kept."""

LARGEST = 1e9
"""Values beyond this are cut to it, so that millionths of them stay exact in a float. [any unit]"""


PLACES = (0, 1, 2, 3, 6)
"""Decimal places that the values of an array are tried to be whole numbers of."""

_SAMPLE = 64
_EXACT = 2**53


class NotFinite(AirshedError):
    """A number was needed and infinity or NaN was given."""

    def __init__(self, *, value: object) -> None:
        self.value = value
        super().__init__(f"{value!r} is not a finite number; a finite number is needed")


class Millionths(NamedTuple):
    """An array as whole millionths, and how each value lies beside them.

    ``units`` holds the nearest whole millionths, ``beside`` -1, 0 or 1 where the shortest decimal lies below,
    on or above them. Missing values hold 0 in both and False in ``present``.
    """

    units: IntArray
    beside: NDArray[np.int8]
    present: BoolArray

    @property
    def is_whole(self) -> bool:
        """Whether every value present is a whole number of millionths."""
        return not self.beside.any()


class Whole(NamedTuple):
    """Values as whole numbers of 10 to the minus ``places``.

    ``units`` holds 0 where a value is ``absent``, which is at the flat places ``gaps``; ``largest`` is the
    largest of them by size. ``unsure`` marks the values that are no such whole number, or one too large to be
    held exactly, and is None where there are none.
    """

    units: FloatArray
    places: int
    absent: BoolArray
    gaps: IntArray
    largest: float
    unsure: BoolArray | None


def fraction_of(value: Number) -> Fraction:
    """Return the exact number that a value stands for.

    Parameters
    ----------
    value : int, float, Decimal or Fraction
        A float stands for its shortest decimal.

    Returns
    -------
    Fraction
        The number; `NotFinite` for NaN and infinities.

    Examples
    --------
    >>> fraction_of(0.1)
    Fraction(1, 10)
    """
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise NotFinite(value=value)
        return Fraction(value)
    if not isinstance(value, float):  # asked first: whether something is a Fraction is slow to ask of a float
        if isinstance(value, Fraction):
            return value
        if isinstance(value, int):
            return Fraction(value)
    number = float(value)
    if not math.isfinite(number):
        raise NotFinite(value=value)
    return Fraction(Decimal(repr(number)))  # nearly twice as fast as parsing the text


def on_one_scale(values: Iterable[Fraction]) -> tuple[list[int], int]:
    """Return exact numbers as whole numbers over one denominator.

    Whole numbers are sorted and added many times as fast as fractions.

    Parameters
    ----------
    values : Fractions
        The numbers. [any unit]

    Returns
    -------
    list of int, int
        A whole number for each value, in their order, and the least denominator they have in common; 1
        without any value.

    Examples
    --------
    >>> on_one_scale([Fraction(1, 2), Fraction(7, 10), Fraction(3)])
    ([5, 7, 30], 10)
    """
    held = list(values)
    scale = math.lcm(*{value.denominator for value in held})
    return [value.numerator * (scale // value.denominator) for value in held], scale


def is_missing(value: Number | None) -> bool:
    """Say whether a value is None or NaN, which both mean: not measured."""
    if value is None:
        return True
    return isinstance(value, (float, Decimal)) and value != value


def millionths(values: FloatArray) -> Millionths:
    """Take an array to whole millionths by the shortest decimal of each value.

    Parameters
    ----------
    values : ndarray, any shape
        NaN where missing; infinities and values beyond ±1e9 are cut to ±1e9. [any unit]

    Returns
    -------
    Millionths
        Same shape. For decimals of up to six places ``units`` is the value itself; ``beside`` tells the
        others apart.

    Notes
    -----
    Exact: ``units / 1e6`` is the correctly rounded float of that decimal, and rounding to a float keeps
    order, so the float comparison with the original says on which side the shortest decimal lies.

    Examples
    --------
    >>> millionths(np.array([0.1, np.nan])).units.tolist()
    [100000, 0]
    """
    present = values == values
    filled = np.clip(np.where(present, values, 0.0), -LARGEST, LARGEST)
    nearest = np.rint(filled * MICRO)
    beside = np.sign(filled - nearest / MICRO).astype(np.int8)
    return Millionths(nearest.astype(np.int64), beside, present)


def whole_units(values: FloatArray) -> Whole:
    """Find the fewest of `PLACES` that all values are whole numbers of, and those numbers.

    Parameters
    ----------
    values : ndarray, any shape
        NaN where missing. [any unit]

    Returns
    -------
    Whole
        Same shape. `NotFinite` for infinities.

    Notes
    -----
    A value is k/10ᵖ when the float nearest to k/10ᵖ is the value: that is what its shortest decimal says.
    """
    absent = np.isnan(values)
    gaps = np.flatnonzero(absent)
    n_present = values.size - len(gaps)
    tried = _first_guess(values)
    unsure: BoolArray | None = None
    for places in PLACES[PLACES.index(tried) :]:
        with np.errstate(over="ignore"):
            units = np.rint(values * 10.0**places if places else values)
        same = (units / 10.0**places if places else units) == values
        if int(np.count_nonzero(same)) == n_present:
            break
    else:
        unsure = ~(same | absent)
    units.reshape(-1)[gaps] = 0.0
    largest = max(float(units.max(initial=0.0)), -float(units.min(initial=0.0)))
    if largest >= _EXACT:
        if np.isinf(values).any():
            raise NotFinite(value=float(values[np.isinf(values)][0]))
        beyond = np.abs(units) >= _EXACT
        unsure = beyond if unsure is None else unsure | beyond
    return Whole(units, places, absent, gaps, largest, unsure)


def scaled(values: FloatArray, *, factor: Decimal | Fraction) -> FloatArray:
    """Multiply by an exact factor and return the float nearest to the exact product.

    Parameters
    ----------
    values : ndarray, any shape
        NaN where missing. [any unit]
    factor : Decimal or Fraction
        The factor.

    Returns
    -------
    ndarray, same shape
        Products; NaN stays NaN.

    Notes
    -----
    A plain float product may land beside the decimal a person would write (35 × 1.88 = 65.8), and a rounding
    rule that looks at a five in the last place would see it.
    """
    cache: dict[float, float] = {}
    flat = np.ravel(values)
    exact = Fraction(factor)
    for value in np.unique(flat[np.isfinite(flat)]).tolist():
        cache[value] = float(fraction_of(value) * exact)
    result = np.array([cache.get(value, value) for value in flat.tolist()], dtype=np.float64)
    return result.reshape(np.shape(values))


def fractions_of(values: Iterable[Number]) -> list[Fraction]:
    """Return the exact numbers that several values stand for, none of them missing."""
    return [fraction_of(value) for value in values]


def _first_guess(values: FloatArray) -> int:
    """Return the fewest places that a sample of the values is whole numbers of."""
    sample = values.reshape(-1)[:: max(1, values.size // _SAMPLE)]
    sample = sample[~np.isnan(sample)]
    with np.errstate(over="ignore"):
        for places in PLACES:
            if (np.rint(sample * 10.0**places) / 10.0**places == sample).all():
                return places
    return PLACES[-1]
