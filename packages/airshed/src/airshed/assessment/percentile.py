"""Percentiles by HJ 663."""

from collections.abc import Sequence
from fractions import Fraction

from airshed import AirshedError
from airshed.decimals import Number, fraction_of, on_one_scale


class NoValues(AirshedError):
    """A percentile of nothing was asked for."""

    def __init__(self) -> None:
        super().__init__("there is no value; a percentile needs at least one")


class NotAPercentage(AirshedError):
    """A percentile was asked for outside 0 to 100."""

    def __init__(self, *, percent: Number) -> None:
        self.percent = percent
        super().__init__(f"{percent} is not a percentage; a percentage lies between 0 and 100")


def percentile(values: Sequence[Number], *, percent: Number) -> Fraction:
    """Percentile of some values, linear between the two neighbours.

    Parameters
    ----------
    values : sequence of numbers
        Values in any order, none missing; a float stands for its shortest decimal. [any unit]
    percent : number
        0 to 100.

    Returns
    -------
    Fraction
        The exact percentile, not rounded. [unit of the values]

    Raises
    ------
    NoValues
        Without any value.
    NotAPercentage
        Where ``percent`` lies outside 0 to 100.

    Notes
    -----
    Sorted X(1) … X(n), k = 1 + (n − 1) p, s = ⌊k⌋: m = X(s) + (X(s+1) − X(s)) (k − s). One value is its own
    percentile, and 100 % is the largest value.

    References
    ----------
    HJ 663-2013, annex A.

    Examples
    --------
    >>> percentile([1, 2, 3, 4], percent=90)
    Fraction(37, 10)
    """
    share = fraction_of(percent) / 100
    if not 0 <= share <= 1:
        raise NotAPercentage(percent=percent)
    if not values:
        raise NoValues
    units, scale = on_one_scale(map(fraction_of, values))
    units.sort()
    position = (len(units) - 1) * share
    below = position.numerator // position.denominator
    if below == len(units) - 1:
        return Fraction(units[-1], scale)
    return (units[below] + (units[below + 1] - units[below]) * (position - below)) / scale
