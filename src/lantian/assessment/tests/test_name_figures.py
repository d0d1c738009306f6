"""The lists of pollutants agree, each in its own order: what is measured, what the law judges, what is named."""

from airshed.standards.tables import POLLUTANTS
from lantian.assessment.rules.figures import INDEX_POLLUTANTS, UNITS
from lantian.observations.rules import PARAMETERS


def test_every_pollutant_of_the_law_is_judged_and_measured_and_has_its_unit() -> None:
    assert sorted(INDEX_POLLUTANTS) == sorted(POLLUTANTS)
    assert set(INDEX_POLLUTANTS) <= set(PARAMETERS)
    assert set(INDEX_POLLUTANTS) <= set(UNITS)
