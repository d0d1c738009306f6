"""Which figures a place can be set a target for, and in what sense. Pure."""

from datetime import date
from decimal import Decimal

from airshed.standards.tables import POLLUTANTS
from lantian.assessment.rules.lists import COMPOSITE, GOOD_DAYS, PLACE
from lantian.kernel.refusals import Refused, gettext_noop

HEAVY_DAYS = "heavy_days"
FIGURES = (*POLLUTANTS, COMPOSITE, GOOD_DAYS, HEAVY_DAYS, PLACE)
COUNTED = (GOOD_DAYS, HEAVY_DAYS, PLACE)
MOST_OF_POLLUTANTS = 1000
"""Beyond this no mean of ambient air lies; a slip of the pen. [µg m⁻³]"""

MOST = {"co": 100, COMPOSITE: 100}
"""The same of carbon monoxide [mg m⁻³] and of the composite index."""

FIRST_YEAR, YEARS_AHEAD = 2000, 10
"""From when on, and how many years ahead, somebody is set a target."""


class BadTarget(Refused):
    """Nobody can be set a target like that."""


class UnknownFigure(BadTarget):
    sentence = gettext_noop("Nothing is measured as {figure}; a target is about one of {known}.")


class StretchBackward(BadTarget):
    sentence = gettext_noop("The stretch ends on {last}, before it begins on {first}.")


class NoSource(BadTarget):
    sentence = gettext_noop("Say which paper sets the target; without one nobody can be held to it.")


class BelowNothing(BadTarget):
    sentence = gettext_noop("{value} is below 0; a target is 0 or more.")


class NotWhole(BadTarget):
    sentence = gettext_noop("{value} is not a whole number; days and places are counted whole.")


class MoreThanThereAre(BadTarget):
    sentence = gettext_noop("{value} days are more than the {days} days of the stretch.")


class OutOfTime(BadTarget):
    sentence = gettext_noop(
        "The stretch from {first} to {last} does not lie between {earliest} and {latest}; look at the years."
    )


class TooLarge(BadTarget):
    sentence = gettext_noop("{value} is more than any air holds; a target for {figure} is at most {most}.")


class Overlaps(BadTarget):
    sentence = gettext_noop(
        "A target for the same figure goes from {first} to {last}. Set the new one for the same days, for "
        "days within them or around them: two that only overlap cannot both be judged."
    )


class SetMeanwhile(BadTarget):
    sentence = gettext_noop(
        "Somebody has just set a target for this place and stretch; reload the page and look at it first."
    )


def check(figure: str, *, first: date, last: date, value: Decimal, source: str, today: date) -> None:
    """Refuse a target nobody could meet or miss."""
    if figure not in FIGURES:
        raise UnknownFigure(figure=figure, known=", ".join(FIGURES))
    if last < first:
        raise StretchBackward(first=f"{first}", last=f"{last}")
    _check_years(first, last, today=today)
    if not source.strip():
        raise NoSource
    if not value.is_finite() or value < 0:
        raise BelowNothing(value=f"{value}")
    most = MOST.get(figure, MOST_OF_POLLUTANTS)
    if figure not in COUNTED and value > most:
        raise TooLarge(value=f"{value}", figure=figure, most=most)
    if figure in COUNTED and value != value.to_integral_value():
        raise NotWhole(value=f"{value}")
    days = (last - first).days + 1
    if figure in (GOOD_DAYS, HEAVY_DAYS) and value > days:
        raise MoreThanThereAre(value=f"{value}", days=days)


def _check_years(first: date, last: date, *, today: date) -> None:
    """Refuse days long ago or far ahead."""
    earliest, latest = date(FIRST_YEAR, 1, 1), date(today.year + YEARS_AHEAD, 12, 31)
    if first < earliest or last > latest:
        raise OutOfTime(first=f"{first}", last=f"{last}", earliest=f"{earliest}", latest=f"{latest}")


def crosses(one: tuple[date, date], other: tuple[date, date]) -> bool:
    """Whether two stretches overlap and neither lies within the other."""
    (first, last), (begin, end) = one, other
    is_apart = last < begin or end < first
    is_within = (begin <= first and last <= end) or (first <= begin and end <= last)
    return not is_apart and not is_within


def is_at_least(figure: str) -> bool:
    """Whether more is better: good days; everything else is to stay below."""
    return figure == GOOD_DAYS
