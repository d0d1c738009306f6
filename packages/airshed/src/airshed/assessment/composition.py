"""How the composite index of a period is made of its published values, for what asks many times: what if."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from airshed.assessment.allowance import period_digits
from airshed.assessment.period import PeriodRounding
from airshed.decimals import Number, fraction_of
from airshed.indices import composite
from airshed.indices.composite import CompositeIndex, CompositeRounding, Denominators

Values = Mapping[str, Number | None]
"""Published values of a period by pollutant: four means, the 95th percentile of CO, the 90th of O3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """Denominators, rounding and weights of a composite index, and the decimals of the values it is made of.

    The same settings as in `standings.Method`; every answer about ranks says which it was made with.
    """

    denominators: Denominators
    rounding: CompositeRounding = CompositeRounding.SINGLES
    weights: Mapping[str, int] | None = None
    values: PeriodRounding = field(default=PeriodRounding.WHOLE)

    def index(self, values: Values) -> CompositeIndex:
        """Return the composite index of published values."""
        return composite.composite_index(
            values, denominators=self.denominators, rounding=self.rounding, weights=self.weights
        )

    def total(self, values: Values) -> Decimal | None:
        """Return the composite index as a number, None while a pollutant is missing."""
        return self.index(values).total

    def step(self, pollutant: str) -> Fraction:
        """Return the smallest change of a published value."""
        return Fraction(1, 10 ** period_digits(pollutant, rounding=self.values))

    def steps(self, value: Number, *, pollutant: str) -> Fraction:
        """Return a value in steps of its published values, a whole number for a published one."""
        return fraction_of(value) / self.step(pollutant)

    def value(self, steps: int, *, pollutant: str) -> Decimal:
        """Return the published value of so many steps."""
        return Decimal(steps).scaleb(-period_digits(pollutant, rounding=self.values))
