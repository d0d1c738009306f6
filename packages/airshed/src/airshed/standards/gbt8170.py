"""GB/T 8170-2008: rounding off, once, half to even, on the decimal itself.

Four and less falls, six and more rises; a five with anything behind it rises, a bare five goes to the even
digit (3.2). A negative number is rounded by its absolute value (3.2.5). One step only, never rounded twice
(3.3).
"""

from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from airshed.decimals import BoolArray, IntArray, Number, fraction_of


def round_to(value: Number, *, digits: int) -> Decimal:
    """Round a number to a number of decimal places.

    Parameters
    ----------
    value : int, float, Decimal or Fraction
        The number; a float stands for its shortest decimal. [any unit]
    digits : int
        Decimal places kept; negative for tens, hundreds …

    Returns
    -------
    Decimal
        The rounded number with exactly ``digits`` places. `NotFinite` for NaN and infinities.

    References
    ----------
    GB/T 8170-2008, 3.2.

    Examples
    --------
    >>> round_to(0.35, digits=1), round_to(2.5, digits=0), round_to(-0.0365, digits=3)
    (Decimal('0.4'), Decimal('2'), Decimal('-0.036'))
    """
    scaled = fraction_of(value) * Fraction(10) ** digits
    whole = half_even(scaled.numerator, scaled.denominator)
    return Decimal(whole).scaleb(-digits) if digits >= 0 else Decimal(whole * 10**-digits)


def round_significant(value: Number, *, figures: int) -> Decimal:
    """Round a number to a number of significant figures.

    Parameters
    ----------
    value : int, float, Decimal or Fraction
        The number; a float stands for its shortest decimal. [any unit]
    figures : int
        Significant figures kept, at least 1.

    Returns
    -------
    Decimal
        The rounded number; 0 stays 0.

    References
    ----------
    GB/T 8170-2008, 3.2.

    Examples
    --------
    >>> round_significant(8.53459, figures=3)
    Decimal('8.53')
    """
    number = fraction_of(value)
    if number == 0:
        return Decimal(0)
    exponent = 0
    size = abs(number)
    while size >= 10:
        size, exponent = size / 10, exponent + 1
    while size < 1:
        size, exponent = size * 10, exponent - 1
    return round_to(number, digits=figures - 1 - exponent)


def half_even(numerator: int, denominator: int) -> int:
    """Round a fraction of integers to an integer, a half to the even one; the denominator is positive.

    Examples
    --------
    >>> half_even(5, 2), half_even(7, 2), half_even(-5, 2)
    (2, 4, -2)
    """
    whole, rest = divmod(numerator, denominator)
    return whole + (2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1))


def half_even_array(
    numerator: IntArray, denominator: IntArray | int, *, beside: NDArray[np.int8] | None = None
) -> IntArray:
    """Round fractions of integers to integers, halves to the even one.

    Parameters
    ----------
    numerator, denominator : ndarray of int64
        Numerators, and positive denominators of the same shape or one for all.
    beside : ndarray of int8, optional
        -1, 0 or 1 where the true numerator lies a little below, on or above the one given; it decides ties.

    Returns
    -------
    ndarray of int64
        Rounded quotients.
    """
    whole = numerator // denominator
    rest = 2 * (numerator - whole * denominator)
    tie_rises = (whole & 1) == 1 if beside is None else (beside > 0) | ((beside == 0) & ((whole & 1) == 1))
    rises: BoolArray = (rest > denominator) | ((rest == denominator) & tie_rises)
    return whole + rises.astype(np.int64)
