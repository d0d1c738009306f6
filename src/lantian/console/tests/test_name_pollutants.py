"""Pages and briefings leave out no pollutant that the law judges."""

from airshed.standards.tables import DAY_COLUMNS, POLLUTANTS
from lantian.console.quality.completeness import COUNTED
from lantian.console.ranking.forms import MEASURES
from lantian.reporting.rules.air import AS_READ_OUT
from lantian.ui import formats


def test_every_pollutant_of_the_law_is_read_out_offered_counted_and_named() -> None:
    assert set(AS_READ_OUT) == set(DAY_COLUMNS.values())
    assert set(POLLUTANTS) <= {one.value for one in MEASURES}
    assert {*COUNTED, "o3"} == set(POLLUTANTS)
    assert set(POLLUTANTS) <= set(formats.SUBSTANCES)
