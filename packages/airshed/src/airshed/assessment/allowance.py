"""What the days that remain may be if a period's target is to be met: exact arithmetic, nothing simulated."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from airshed import AirshedError
from airshed.assessment import daily, reach
from airshed.assessment.percentile import percentile
from airshed.assessment.period import PERCENT, PeriodRounding
from airshed.assessment.reach import Reach
from airshed.decimals import Number, fraction_of, is_missing, on_one_scale
from airshed.standards import gbt8170, registry

_SKY_HIGH = Fraction(10**9)


class NegativeRemaining(AirshedError):
    """Fewer than no days or hours were said to remain."""

    def __init__(self, *, remaining: int) -> None:
        self.remaining = remaining
        super().__init__(f"{remaining} days or hours remain; a number from 0 up is needed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What the remaining days may be, and what it rests on. [unit of the pollutant]

    ``total`` is the largest sum of their published values, None where ``reason`` says why there is none, and
    ``level`` what each of them may be if all are alike: for a mean the sum over the days, for a percentile
    the largest published value. ``so_far`` is the exact statistic of the days so far, None without any.
    """

    pollutant: str
    target: Decimal
    so_far: Fraction | None
    n_so_far: int
    remaining: int
    total: Decimal | None
    level: Fraction | None
    reason: Reach | None

    @property
    def shown(self) -> Decimal | None:
        """The level with one decimal place more than published, rounded down: never more than is allowed."""
        if self.level is None:
            return None
        places = daily.digits(self.pollutant) + 1
        return Decimal(floor(self.level * 10**places)).scaleb(-places)

    @property
    def against_so_far(self) -> Fraction | None:
        """The level less the statistic so far: below 0 where the rest has to be better."""
        return None if self.level is None or self.so_far is None else self.level - self.so_far


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysAbove:
    """How many of the remaining days may be above a level, and what it rests on. [unit of the pollutant]"""

    pollutant: str
    target: Decimal
    above: Decimal
    so_far: Fraction | None
    n_so_far: int
    n_above_so_far: int
    remaining: int
    days: int | None
    reason: Reach | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassAllowance:
    """How many of the remaining days may still be at a level of the index or worse.

    ``so_far`` counts the days so far by level, ``allowed`` the days still allowed at each level or worse; a
    level has None where its cap is passed already.
    """

    so_far: Mapping[int, int]
    remaining: int
    allowed: Mapping[int, int | None]


def period_digits(pollutant: str, *, rounding: PeriodRounding) -> int:
    """Return the decimal places that a published period value has.

    Parameters
    ----------
    pollutant : str
        Pollutant code, ``so2`` to ``pm25``.
    rounding : PeriodRounding
        How published values are rounded.

    Returns
    -------
    int
        Decimal places of µg m⁻³, of CO mg m⁻³.
    """
    return daily.digits(pollutant) + (rounding is PeriodRounding.ONE_MORE)


def published_target(target: Number, *, digits: int) -> Decimal:
    """Return the published value that a target allows at most.

    Parameters
    ----------
    target : Decimal, Fraction, int or float
        Value that must not be exceeded. [µg m⁻³; CO mg m⁻³]
    digits : int
        Decimal places of published values.

    Returns
    -------
    Decimal
        The largest published value that is not above it. [as ``target``]
    """
    exact = fraction_of(target)
    rounded = gbt8170.round_to(exact, digits=digits)
    return rounded if Fraction(rounded) <= exact else rounded - Decimal(1).scaleb(-digits)


def statistic(values: Iterable[Fraction], *, pollutant: str) -> Fraction | None:
    """Return the exact mean or percentile that stands for a period, None without values.

    Parameters
    ----------
    values : iterable of Fraction
        Exact daily values. [µg m⁻³; CO mg m⁻³]
    pollutant : str
        Pollutant code, which says whether a mean or which percentile is meant.

    Returns
    -------
    Fraction or None
        Neither rounded nor judged by the number of days; None without values. [as ``values``]

    References
    ----------
    环办监测〔2018〕19号; percentiles by HJ 663 annex A.
    """
    held = list(values)
    if not held:
        return None
    if pollutant in PERCENT:
        return percentile(held, percent=PERCENT[pollutant])
    units, scale = on_one_scale(held)
    return Fraction(sum(units), scale * len(held))


def allowance(
    values: Iterable[Number | None],
    *,
    pollutant: str,
    remaining: int,
    target: Number,
    rounding: PeriodRounding = PeriodRounding.WHOLE,
) -> Allowance:
    """Return what the remaining days of a period may be if its published value is to be at most a target.

    Parameters
    ----------
    values : iterable of numbers
        Daily values of the period so far, as published; None or NaN where missing. [µg m⁻³; CO mg m⁻³]
    pollutant : str
        One of the six codes. ``co`` goes by its 95th, ``o3`` by its 90th percentile, the others by the mean.
    remaining : int
        Days still to come that will be valid. [days]
    target : number
        What the published period value may be at most. [µg m⁻³; CO mg m⁻³]
    rounding : PeriodRounding
        Decimal places of the published period value.

    Returns
    -------
    Allowance
        Exact: with the sum (or level) returned the target is met, with one published step more (1 µg m⁻³, CO
        0.1 mg m⁻³) on one day (a percentile: on all days) it is not.

    Notes
    -----
    The published value is rounded once, a half to even, so the exact mean may pass the target by up to half a
    step. Daily values are published in whole steps, so the remaining sum is a whole number of steps. For a
    percentile ``any_value`` says that so few days remain that they cannot reach into it.

    References
    ----------
    GB/T 8170-2008 3.2; 环办监测〔2018〕19号; HJ 663-2013 annex A.

    Examples
    --------
    >>> found = allowance([40] * 300, pollutant="pm25", remaining=65, target=35)
    >>> found.reason, found.total, found.shown
    (None, Decimal('957'), Decimal('14.7'))
    """
    _refuse_negative(remaining)
    held = _held(values)
    digits = period_digits(pollutant, rounding=rounding)
    step = Fraction(1, 10 ** daily.digits(pollutant))
    bound = reach.at_most(target, digits=digits)
    steps: int | None
    why: Reach | None
    if remaining == 0:
        steps, why = None, Reach.NOTHING_REMAINS
    elif pollutant in PERCENT:
        steps, why = _percentile_steps(held, pollutant=pollutant, remaining=remaining, step=step, bound=bound)
    else:
        steps, why = _mean_steps(held, remaining=remaining, step=step, bound=bound)
    times = remaining if pollutant in PERCENT else 1
    total = None if steps is None else Decimal(steps * times).scaleb(-daily.digits(pollutant))
    return Allowance(
        pollutant=pollutant,
        target=published_target(target, digits=digits),
        so_far=statistic(held, pollutant=pollutant),
        n_so_far=len(held),
        remaining=remaining,
        total=total,
        level=None if total is None else Fraction(total) / remaining,
        reason=why,
    )


def days_above(
    values: Iterable[Number | None],
    *,
    pollutant: str,
    remaining: int,
    target: Number,
    above: Number,
    rounding: PeriodRounding = PeriodRounding.WHOLE,
) -> DaysAbove:
    """Return how many of the remaining days may be above a level, at any height, if a target is to be met.

    Parameters
    ----------
    values, pollutant, remaining, target, rounding
        As in `allowance`, for ``co`` and ``o3``, whose period value is a percentile.
    above : number
        The level; the other remaining days are taken to be at it. [µg m⁻³; CO mg m⁻³]

    Returns
    -------
    DaysAbove
        ``days`` 0 to ``remaining``: with so many days however high, and the others at ``above``, the target
        is met; with one day more it is not. ``rest_too_high`` where even without such a day the level is too
        much.

    Raises
    ------
    NotAPercentile
        Where the pollutant's period value is a mean.

    References
    ----------
    HJ 663-2013 annex A; 环办监测〔2018〕19号.

    Examples
    --------
    >>> days_above([150] * 300, pollutant="o3", remaining=65, target=160, above=160).days
    36
    """
    _refuse_negative(remaining)
    if pollutant not in PERCENT:
        raise NotAPercentile(pollutant=pollutant)
    held = _held(values)
    level = fraction_of(above)
    bound = reach.at_most(target, digits=period_digits(pollutant, rounding=rounding))

    def met(days: int) -> bool:
        filled = [*held, *([_SKY_HIGH] * days), *([level] * (remaining - days))]
        return bound.holds(percentile(filled, percent=PERCENT[pollutant]))

    days, why = None, None
    if remaining == 0:
        why = Reach.NOTHING_REMAINS
    elif met(0):
        days = _last(met, most=remaining)
    else:
        zeros = percentile([*held, *([Fraction(0)] * remaining)], percent=PERCENT[pollutant])
        why = Reach.REST_TOO_HIGH if bound.holds(zeros) else Reach.EVEN_WITH_ZERO
    return DaysAbove(
        pollutant=pollutant,
        target=published_target(target, digits=period_digits(pollutant, rounding=rounding)),
        above=Decimal(level.numerator) / level.denominator,
        so_far=statistic(held, pollutant=pollutant),
        n_so_far=len(held),
        n_above_so_far=sum(one > level for one in held),
        remaining=remaining,
        days=days,
        reason=why,
    )


class NotAPercentile(AirshedError):
    """Days above a level were asked for a pollutant whose period value is a mean."""

    def __init__(self, *, pollutant: str) -> None:
        self.pollutant = pollutant
        super().__init__(
            f"the period value of {pollutant!r} is a mean; days above a level can be told of "
            f"{' and '.join(PERCENT)}"
        )


def most_bad_days(*, days: int, share: Number) -> int:
    """Return how many days may have an index above 100 if a share of good days is to be published.

    Parameters
    ----------
    days : int
        Days with an index in the whole period. [days]
    share : number
        Share of good days to be published at least, one decimal place. [%]

    Returns
    -------
    int
        Days; below 0 where the share is above what all days being good would give.

    Examples
    --------
    >>> most_bad_days(days=365, share=80)
    73
    """
    if days == 0:
        return 0
    bound = reach.at_least(share, digits=1)
    return days - bound.least_steps(scale=Fraction(100, days))


def classes_allowed(
    indices: Iterable[int | None], *, remaining: int, most: Mapping[int, int]
) -> ClassAllowance:
    """Return how many of the remaining days may be at each level of the index or worse.

    Parameters
    ----------
    indices : iterable of int
        Daily indices of the period so far, None where there is none.
    remaining : int
        Days still to come that will have an index. [days]
    most : mapping
        Level (1 to 6) → how many days of the whole period may be at that level or worse: a target of good
        days is a cap on level 3, one of heavy pollution a cap on level 5.

    Returns
    -------
    ClassAllowance
        For every level the days still allowed at it or worse, counting the caps of the levels below it too.

    References
    ----------
    HJ 633-2026 table 1.

    Examples
    --------
    >>> found = classes_allowed([50] * 200 + [120] * 60 + [210] * 2, remaining=103, most={3: 73, 5: 3})
    >>> found.allowed
    {1: 103, 2: 103, 3: 11, 4: 11, 5: 1, 6: 1}
    """
    _refuse_negative(remaining)
    standard = registry.INDEX_STANDARDS[-1]
    levels = [level.number for level in standard.levels]
    so_far = dict.fromkeys(levels, 0)
    for index in indices:
        if index is not None:
            so_far[standard.level(index).number] += 1
    allowed: dict[int, int | None] = {}
    room = remaining
    for level in levels:
        if level in most:
            room = min(room, most[level] - sum(so_far[other] for other in levels if other >= level))
        allowed[level] = room if room >= 0 else None
    return ClassAllowance(so_far=so_far, remaining=remaining, allowed=allowed)


def _held(values: Iterable[Number | None]) -> list[Fraction]:
    """Return the exact values that are there."""
    return [fraction_of(value) for value in values if value is not None and not is_missing(value)]


def _refuse_negative(remaining: int) -> None:
    """Refuse a negative number of days."""
    if remaining < 0:
        raise NegativeRemaining(remaining=remaining)


def _mean_steps(
    held: list[Fraction], *, remaining: int, step: Fraction, bound: reach.Bound
) -> tuple[int | None, Reach | None]:
    """Return the largest sum of the remaining days in steps, or why there is none."""
    n = len(held) + remaining
    room = reach.Bound(bound.value * n - sum(held, Fraction(0)), bound.inclusive)
    steps = room.most_steps(scale=step)
    return (steps, None) if steps >= 0 else (None, Reach.EVEN_WITH_ZERO)


def _percentile_steps(
    held: list[Fraction], *, pollutant: str, remaining: int, step: Fraction, bound: reach.Bound
) -> tuple[int | None, Reach | None]:
    """Return the largest common level of the remaining days in steps, or why there is none."""

    def met(steps: int) -> bool:
        filled = [*held, *([steps * step] * remaining)]
        return bound.holds(percentile(filled, percent=PERCENT[pollutant]))

    if not met(0):
        return None, Reach.EVEN_WITH_ZERO
    if met(int(_SKY_HIGH / step)):
        return None, Reach.ANY_VALUE
    return _last(met, most=int(_SKY_HIGH / step)), None


def _last(met: Callable[[int], bool], *, most: int) -> int:
    """Return the largest number up to ``most`` that meets a condition, which 0 meets and large ones fail."""
    low, high = 0, most + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if met(middle) else (low, middle)
    return low
