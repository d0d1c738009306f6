from decimal import Decimal

import pytest

from airshed.standards import units

MOLAR_VOLUME = (
    Decimal("8.314462618") * Decimal("298.15") / Decimal("101.325")
)  # litres at 298.15 K, 101.325 kPa
MOLAR_MASS = {"so2": "64.066", "no2": "46.0055", "o3": "47.998", "co": "28.010"}


@pytest.mark.parametrize("pollutant", MOLAR_MASS)
def test_gas_factors_are_those_of_an_ideal_gas_within_a_tenth_of_a_percent(pollutant: str) -> None:
    ideal = Decimal(MOLAR_MASS[pollutant]) / MOLAR_VOLUME
    factor = units.factor(pollutant, unit="ppb") * (1000 if pollutant == "co" else 1)
    assert abs(factor / ideal - 1) < Decimal("0.001")


@pytest.mark.parametrize("unit", ["ug/m3", "µg/m³", "μG/M3", " ug/m3 "])
def test_spelling_of_a_unit_does_not_matter(unit: str) -> None:
    assert units.factor("co", unit=unit) == Decimal("0.001")
    assert units.factor("pm25", unit=unit) == 1


@pytest.mark.parametrize(("pollutant", "unit"), [("pm10", "ppb"), ("co", "grain"), ("radon", "ug/m3")])
def test_refuses_a_unit_that_cannot_be(pollutant: str, unit: str) -> None:
    with pytest.raises(units.UnknownUnit, match="are"):
        units.factor(pollutant, unit=unit)
