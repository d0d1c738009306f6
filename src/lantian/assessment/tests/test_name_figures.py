"""The lists agree, each in its own order: what is measured, what the law judges, what pages name."""

from airshed.standards.tables import POLLUTANTS
from lantian.assessment.rules.figures import UNITS
from lantian.observations import rules
from lantian.observations.rules import PARAMETERS
from lantian.ui import formats


def test_every_pollutant_of_the_law_is_measured_and_has_its_unit() -> None:
    assert set(POLLUTANTS) <= set(PARAMETERS)
    assert set(POLLUTANTS) <= set(UNITS)


def test_pages_write_the_unit_that_is_kept() -> None:
    assert {name: formats.unit(name) for name in PARAMETERS} == rules.UNITS
    assert {name: formats.unit(name) for name in POLLUTANTS} == {name: UNITS[name] for name in POLLUTANTS}
