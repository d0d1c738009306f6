from decimal import Decimal
from fractions import Fraction

from airshed.assessment.composition import Composition
from airshed.assessment.period import PeriodRounding
from airshed.indices import composite
from airshed.indices.composite import CompositeRounding

MONTH = {"so2": 3, "no2": 13, "pm10": 16, "pm25": 13, "co": 0.9, "o3": 87}
OLD = composite.denominators_2012()


def test_the_settings_are_those_of_the_composite_index() -> None:
    assert Composition(denominators=OLD).total(MONTH) == Decimal("1.73")
    assert Composition(denominators=OLD, rounding=CompositeRounding.SUM).total(MONTH) == Decimal("1.74")
    assert Composition(denominators=OLD, weights={"pm25": 3}).total(MONTH) == Decimal("2.47")
    assert Composition(denominators=OLD).total(MONTH | {"co": None}) is None


def test_a_step_is_the_last_published_place() -> None:
    whole, finer = (
        Composition(denominators=OLD),
        Composition(denominators=OLD, values=PeriodRounding.ONE_MORE),
    )
    assert [whole.step(code) for code in ("pm10", "co")] == [1, Fraction(1, 10)]
    assert [finer.step(code) for code in ("pm10", "co")] == [Fraction(1, 10), Fraction(1, 100)]
    assert (whole.steps(0.9, pollutant="co"), whole.value(9, pollutant="co")) == (9, Decimal("0.9"))
