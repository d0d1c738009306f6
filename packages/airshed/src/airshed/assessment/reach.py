"""How far an exact value may go before its rounded one misses a target, and why there is no such number."""

from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from airshed.decimals import Number, fraction_of


class Reach(StrEnum):
    """Why there is no number to stay below."""

    EVEN_WITH_ZERO = "even_with_zero"
    """Not reached even if everything still to come is 0."""

    NOTHING_REMAINS = "nothing_remains"
    """No day or hour is left that could change the value."""

    ANY_VALUE = "any_value"
    """Reached whatever is still to come."""

    REST_TOO_HIGH = "rest_too_high"
    """Not reached with the other days as high as was said, though lower ones could."""

    TOO_FEW_HOURS = "too_few_hours"
    """The day cannot become valid any more, so it will have no value."""

    NO_EFFECT = "no_effect"
    """The pollutant does not count in the composite index."""

    NO_INDEX = "no_index"
    """A pollutant is missing, so there is no composite index."""


_SENTENCES = {
    Reach.EVEN_WITH_ZERO: ("即使此后全部为 0 也达不到", "cannot be reached even with 0 from now on"),
    Reach.NOTHING_REMAINS: ("时段已结束，没有剩余时间", "no time remains in the period"),
    Reach.ANY_VALUE: ("此后任何浓度都能达到", "is reached whatever comes"),
    Reach.REST_TOO_HIGH: (
        "其余天数按所设浓度计算已达不到，需要更低",
        "cannot be reached with the other days as high as was said; lower ones are needed",
    ),
    Reach.TOO_FEW_HOURS: (
        "有效小时数已不可能达到要求，当天将没有有效值",
        "the day cannot get the valid hours it needs and will have no value",
    ),
    Reach.NO_EFFECT: ("该项不计入综合指数", "the pollutant does not count in the composite index"),
    Reach.NO_INDEX: ("有污染物缺测，没有综合指数", "a pollutant is missing, so there is no composite index"),
}


class Bound(NamedTuple):
    """A bound on exact values; ``inclusive`` says whether the bound itself is still inside."""

    value: Fraction
    inclusive: bool

    def holds(self, value: Fraction) -> bool:
        """Say whether an exact value is below (or on) the bound."""
        return value < self.value or (self.inclusive and value == self.value)

    def most_steps(self, *, scale: Fraction = Fraction(1)) -> int:
        """Return the largest whole number n with ``n * scale`` below (or on) the bound; ``scale`` above 0."""
        limit = self.value / scale
        return floor(limit) if self.inclusive else ceil(limit) - 1

    def least_steps(self, *, scale: Fraction = Fraction(1)) -> int:
        """Return the least whole number n with ``n * scale`` above (or on) the bound; ``scale`` above 0."""
        limit = self.value / scale
        return ceil(limit) if self.inclusive else floor(limit) + 1


def at_most(target: Number, *, digits: int) -> Bound:
    """Return the bound below which an exact value rounds to at most a target.

    Parameters
    ----------
    target : number
        What the rounded value may be at most; a target between two rounded values counts as the lower one.
        [any unit]
    digits : int
        Decimal places of the rounded value, by GB/T 8170.

    Returns
    -------
    Bound
        Half a step above the target; inclusive where the target's last digit is even, because a half goes to
        the even digit.

    References
    ----------
    GB/T 8170-2008, 3.2.

    Examples
    --------
    >>> at_most(70, digits=0), at_most(35, digits=0)
    (Bound(value=Fraction(141, 2), inclusive=True), Bound(value=Fraction(71, 2), inclusive=False))
    """
    steps = floor(fraction_of(target) * 10**digits)
    return Bound((steps + Fraction(1, 2)) / 10**digits, steps % 2 == 0)


def at_least(target: Number, *, digits: int) -> Bound:
    """Return the bound above which an exact value rounds to at least a target, as `at_most` mirrored.

    Parameters
    ----------
    target : Decimal, Fraction, int or float
        Published value to be reached. [any unit]
    digits : int
        Decimal places of published values.

    Returns
    -------
    Bound
        The least exact value, and whether it itself still does. [as ``target``]

    Examples
    --------
    >>> at_least(80, digits=1)
    Bound(value=Fraction(1599, 20), inclusive=True)
    """
    steps = ceil(fraction_of(target) * 10**digits)
    return Bound((steps - Fraction(1, 2)) / 10**digits, steps % 2 == 0)


def sentence(why: str, *, language: str = "zh") -> str:
    """Say in Chinese (``"zh"``) or English (``"en"``) why there is no number.

    Parameters
    ----------
    why : str
        A value of `Reach`.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    str
        Half a sentence.

    Examples
    --------
    >>> sentence("even_with_zero", language="en")
    'cannot be reached even with 0 from now on'
    """
    return _SENTENCES[Reach(why)][0 if language == "zh" else 1]
