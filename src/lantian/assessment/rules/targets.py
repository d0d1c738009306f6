"""Which figures a place can be set a target for, and in what sense. Pure."""

from datetime import date
from decimal import Decimal

from airshed.standards.tables import POLLUTANTS
from lantian.assessment.rules.lists import COMPOSITE, GOOD_DAYS, PLACE
from lantian.kernel.refusals import Refused, gettext_noop

HEAVY_DAYS = "heavy_days"
FIGURES = (*POLLUTANTS, COMPOSITE, GOOD_DAYS, HEAVY_DAYS, PLACE)
COUNTED = (GOOD_DAYS, HEAVY_DAYS, PLACE)


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


class SetMeanwhile(BadTarget):
    sentence = gettext_noop(
        "Somebody has just set a target for this place and stretch; reload the page and look at it first."
    )


def check(figure: str, *, first: date, last: date, value: Decimal, source: str) -> None:
    """Refuse a target nobody could meet or miss."""
    if figure not in FIGURES:
        raise UnknownFigure(figure=figure, known=", ".join(FIGURES))
    if last < first:
        raise StretchBackward(first=f"{first}", last=f"{last}")
    if not source.strip():
        raise NoSource
    if not value.is_finite() or value < 0:
        raise BelowNothing(value=f"{value}")
    if figure in COUNTED and value != value.to_integral_value():
        raise NotWhole(value=f"{value}")
    days = (last - first).days + 1
    if figure in (GOOD_DAYS, HEAVY_DAYS) and value > days:
        raise MoreThanThereAre(value=f"{value}", days=days)


def is_at_least(figure: str) -> bool:
    """Whether more is better: good days; everything else is to stay below."""
    return figure == GOOD_DAYS
