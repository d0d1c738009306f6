"""What an alarm rule found, with the values that triggered it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from airshed.decimals import Number, fraction_of, is_missing
from airshed.standards import gbt8170

SHOWN_DIGITS = 6
"""Decimal places at most that a verdict shows of an exact value; decisions are made on the exact one."""


class Severity(StrEnum):
    """How loud an alarm is."""

    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """An alarm: the rule, how loud, and the values that triggered it.

    ``observed`` is what was measured and ``reference`` what it was held against (peers' mean, first value,
    limit, background). ``threshold`` is the number that was reached, in the unit of ``measure``.
    Concentrations are in µg m⁻³, CO in mg m⁻³, spans of time in hours.
    """

    rule: str
    severity: Severity
    pollutant: str | None
    measure: str
    observed: Decimal
    reference: Decimal | None
    threshold: Decimal
    difference: Decimal | None = None
    ratio: Decimal | None = None
    n_peers: int | None = None
    values: tuple[Decimal, ...] = ()


def shown(value: Fraction) -> Decimal:
    """Return an exact value as a decimal of at most six places, without needless zeros."""
    rounded = gbt8170.round_to(value, digits=SHOWN_DIGITS)
    plain = rounded.normalize()
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain


def known(values: Iterable[Number | None]) -> list[Fraction]:
    """Return the exact numbers among some values, leaving out what is missing."""
    return [fraction_of(value) for value in values if value is not None and not is_missing(value)]


def exactly(value: Number | None) -> Fraction | None:
    """Return the exact number a value stands for, None where missing."""
    if not isinstance(value, float) and isinstance(value, Fraction):
        return value
    return None if value is None or is_missing(value) else fraction_of(value)
