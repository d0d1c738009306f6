"""What follows when the law judges one pollutant more: every table that must then have a row for it.

Each is held to `POLLUTANTS` here, so that a forgotten one is named by a failing test.
"""

import pytest

from airshed.assessment import daily, exact, period
from airshed.assessment.standings import By
from airshed.assessment.statistics import STATISTICS
from airshed.indices import composite
from airshed.quality import instruments, scene
from airshed.standards import registry
from airshed.standards.tables import DAY_COLUMNS, POLLUTANTS, Period


def test_every_day_and_period_is_computed() -> None:
    assert {*daily.MEANS, "o3"} == set(POLLUTANTS)
    assert set(DAY_COLUMNS) == set(POLLUTANTS)
    assert {row.pollutant for row in STATISTICS} == set(POLLUTANTS)
    assert set(period.PERCENT) <= set(POLLUTANTS)


def test_every_one_can_be_ranked_by() -> None:
    assert set(POLLUTANTS) <= {one.value for one in By}


def test_every_one_is_checked_with_an_instrument() -> None:
    assert set(POLLUTANTS) <= set(scene.SOFTENING)
    assert set(POLLUTANTS) <= set(instruments.USUAL)


@pytest.mark.parametrize("limits", registry.LIMIT_SETS, ids=lambda one: one.stage)
def test_every_one_has_what_the_composite_index_divides_by(limits) -> None:
    assert set(composite.denominators_of(limits).values) == set(POLLUTANTS)


@pytest.mark.parametrize("standard", registry.INDEX_STANDARDS, ids=lambda one: one.code)
def test_every_report_has_a_breakpoint_row(standard) -> None:
    for report in (standard.hourly, standard.daily):
        assert {standard.breakpoints[item.item].pollutant for item in report} == set(POLLUTANTS)


@pytest.mark.parametrize("limits", registry.LIMIT_SETS, ids=lambda one: one.stage)
def test_the_counts_that_averages_need_are_those_of_every_edition(limits) -> None:
    needed: dict[tuple[str, Period], int] = {
        (code, row.period): row.needed for row in limits.validity for code in row.pollutants
    }
    assert {needed[code, Period.DAY] for code in daily.MEANS} == {daily.MIN_HOURS}
    assert needed["o3", Period.HOURS_8] == exact.WINDOW_MIN_HOURS
    assert needed["o3", Period.DAY] == daily.MIN_WINDOWS
    years = {needed[code, Period.YEAR] for code in daily.MEANS if (code, Period.YEAR) in needed}
    assert years == {period.MIN_DAYS_YEAR}
