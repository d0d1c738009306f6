"""Today's control value: what the hours from now to midnight may be if the day, or its period, is to hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import NamedTuple

from airshed import AirshedError
from airshed.assessment import allowance, daily, exact, reach
from airshed.assessment.period import PeriodRounding
from airshed.assessment.reach import Bound, Reach
from airshed.decimals import Number

HOURS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """What the remaining hours of a day may be, and what it rests on. [unit of the pollutant]

    ``level`` holds if every remaining hour is valid and at or below it, None where ``reason`` says why there
    is none. ``level_if_short`` holds however many of them turn out valid, as long as the day becomes valid,
    None where nothing can promise that and for O3. ``is_valid`` says whether the day can still get the hours
    (O3: the 8 h windows) that the law asks.
    """

    pollutant: str
    target: Decimal
    so_far: Fraction | None
    n_so_far: int
    remaining: int
    level: Decimal | None
    level_if_short: Decimal | None
    is_valid: bool
    reason: Reach | None


class TooManyHours(AirshedError):
    """More hours than a day has were given."""

    def __init__(self, *, hours: int) -> None:
        self.hours = hours
        super().__init__(f"a day was given {hours} hours; a local day has {HOURS}")


def control_value(
    hours: Sequence[Number | None], *, pollutant: str, target: Number, digits: int | None = None
) -> Control:
    """Return what the hours from now to midnight may be if the day's value is to be at most a target.

    Parameters
    ----------
    hours : sequence of numbers
        Hours of the local day so far from 00:00–01:00 on, None or NaN where invalid; all 24 less these
        remain. For ``o3`` the daily maximum 8 h is meant, for the others the daily mean. [µg m⁻³; CO mg m⁻³]
    pollutant : str
        One of the six codes.
    target : number
        What the published daily value may be at most. [µg m⁻³; CO mg m⁻³]
    digits : int, optional
        Decimal places of the answer and of hourly values; those of a daily value where not given.

    Returns
    -------
    Control
        Exact: with every remaining hour at ``level`` the target is met, with every one a step higher it is
        not.

    Raises
    ------
    TooManyHours
        Where more than 24 hours are given.

    Notes
    -----
    A mean needs 20 valid hours: where that many cannot come any more, the day will have no value and
    ``too_few_hours`` says so. The O3 day needs 14 of 17 windows of at least 6 valid hours each, but a maximum
    above the limit stands without them, so its level is told all the same, with ``is_valid`` False.

    References
    ----------
    GB 3095-2026 3.7–3.13, table 4; HJ 663-2013 and -2026, 6.1.2; GB/T 8170-2008 3.2.

    Examples
    --------
    >>> found = control_value([90] * 18, pollutant="pm10", target=70)
    >>> found.level, found.level_if_short, found.reason
    (Decimal('12'), None, None)
    """
    if len(hours) > HOURS:
        raise TooManyHours(hours=len(hours))
    held = exact.hours_of(hours)
    places = daily.digits(pollutant) if digits is None else digits
    bound, step = reach.at_most(target, digits=daily.digits(pollutant)), Fraction(1, 10**places)
    told = _ozone(held, bound=bound, step=step) if pollutant == "o3" else _mean(held, bound=bound, step=step)
    return Control(
        pollutant=pollutant,
        target=allowance.published_target(target, digits=daily.digits(pollutant)),
        so_far=max(exact.windows_8h(held), default=None) if pollutant == "o3" else exact.mean(held),
        n_so_far=sum(hour is not None for hour in held),
        remaining=HOURS - len(held),
        level=None if told.steps is None else Decimal(told.steps).scaleb(-places),
        level_if_short=None if told.steps_if_short is None else Decimal(told.steps_if_short).scaleb(-places),
        is_valid=told.is_valid,
        reason=told.why,
    )


def control_for_period(
    hours: Sequence[Number | None],
    days: Iterable[Number | None],
    *,
    pollutant: str,
    target: Number,
    days_after: int,
    rest: Number | None = None,
    rounding: PeriodRounding = PeriodRounding.WHOLE,
) -> Control:
    """Return what the hours from now to midnight may be if the period's value is to be at most a target.

    Parameters
    ----------
    hours, pollutant
        As in `control_value`.
    days : iterable of numbers
        Daily values of the period before today, as published; None or NaN where missing. [µg m⁻³; CO mg m⁻³]
    target : number
        What the published period value may be at most. [µg m⁻³; CO mg m⁻³]
    days_after : int
        Valid days of the period still to come after today. [days]
    rest : number, optional
        What each of those days is taken to be; where not given, today and they share alike. [µg m⁻³; CO mg
        m⁻³]
    rounding : PeriodRounding
        Decimal places of the published period value.

    Returns
    -------
    Control
        As `control_value` for the value that today may have; its ``target`` is that value. Where the period
        cannot be met by today, ``level`` is None and ``reason`` says why.

    Examples
    --------
    >>> found = control_for_period([60] * 12, [72] * 20, pollutant="pm10", target=70, days_after=9, rest=66)
    >>> found.target, found.level
    (Decimal('81'), Decimal('102'))
    """
    held = [*days]
    assumed = [] if rest is None else [rest] * days_after
    shared = 1 + (days_after if rest is None else 0)
    found = allowance.allowance(
        [*held, *assumed], pollutant=pollutant, remaining=shared, target=target, rounding=rounding
    )
    digits = daily.digits(pollutant)
    if found.level is None:
        now = control_value(hours, pollutant=pollutant, target=0)
        why = found.reason
        if why is Reach.EVEN_WITH_ZERO and rest is not None:
            low = allowance.allowance(
                held, pollutant=pollutant, remaining=1 + days_after, target=target, rounding=rounding
            )
            why = Reach.REST_TOO_HIGH if low.reason is None else why
        return replace(now, target=found.target, level=None, level_if_short=None, reason=why)
    today = Decimal(floor(found.level * 10**digits)).scaleb(-digits)
    return control_value(hours, pollutant=pollutant, target=today)


class _Told(NamedTuple):
    """What can be told of a day: levels in steps, whether it can become valid, and why there is no level."""

    steps: int | None
    steps_if_short: int | None
    is_valid: bool
    why: Reach | None


def _mean(held: Sequence[Fraction | None], *, bound: Bound, step: Fraction) -> _Told:
    """Tell of a daily mean."""
    valid = [hour for hour in held if hour is not None]
    remaining = HOURS - len(held)
    if len(valid) + remaining < daily.MIN_HOURS:
        return _Told(None, None, False, Reach.TOO_FEW_HOURS)
    if remaining == 0:
        return _Told(None, None, True, Reach.NOTHING_REMAINS)
    total = sum(valid, Fraction(0))

    def most(hours: int) -> int:
        room = Bound(bound.value * (len(valid) + hours) - total, bound.inclusive)
        return room.most_steps(scale=hours * step)

    steps = most(remaining)
    if steps < 0:
        return _Told(None, None, True, Reach.EVEN_WITH_ZERO)
    least = max(0, daily.MIN_HOURS - len(valid))
    if least == 0 and not bound.holds(total / len(valid)):
        return _Told(steps, None, True, None)
    short = min(most(hours) for hours in range(max(1, least), remaining + 1))
    return _Told(steps, short if short >= 0 else None, True, None)


def _ozone(held: Sequence[Fraction | None], *, bound: Bound, step: Fraction) -> _Told:
    """Tell of a daily maximum 8 h; not how it holds with gaps, which take hours out of several windows."""
    remaining = HOURS - len(held)
    found: list[int] = []
    past: list[bool] = []
    for end in range(exact.WINDOW_HOURS, HOURS + 1):
        known = [hour for hour in held[end - exact.WINDOW_HOURS : end] if hour is not None]
        coming = max(0, min(end - len(held), exact.WINDOW_HOURS))
        n = len(known) + coming
        if n < exact.WINDOW_MIN_HOURS:
            continue
        total = sum(known, Fraction(0))
        past.append(coming > 0 or bound.holds(total / n))
        if coming:
            found.append(Bound(bound.value * n - total, bound.inclusive).most_steps(scale=coming * step))
    is_valid = len(past) >= daily.MIN_WINDOWS
    if remaining == 0:
        return _Told(None, None, is_valid, Reach.NOTHING_REMAINS)
    if not all(past) or min(found, default=0) < 0:
        return _Told(None, None, is_valid, Reach.EVEN_WITH_ZERO)
    if not found:
        return _Told(None, None, is_valid, Reach.ANY_VALUE)
    return _Told(min(found), None, is_valid, None)
