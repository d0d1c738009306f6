import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airshed.quality import series
from airshed.quality.series import Runs

MASKS = st.lists(st.lists(st.booleans(), min_size=6, max_size=6), min_size=1, max_size=4)


@given(MASKS)
def test_runs_cover_what_they_came_from(rows: list[list[bool]]) -> None:
    mask = np.array(rows)
    found = series.runs(mask)
    assert np.array_equal(series.spread(found, shape=mask.shape), mask)
    assert (found.hours > 0).all()


@pytest.mark.parametrize(
    ("bridge", "spans"), [(0, [(0, 1), (3, 4), (5, 6)]), (1, [(0, 1), (3, 6)]), (2, [(0, 6)])]
)
def test_gaps_up_to_the_bridge_are_joined(bridge: int, spans: list[tuple[int, int]]) -> None:
    found = series.runs(np.array([[True, False, False, True, False, True]]), bridge=bridge)
    assert list(zip(found.start.tolist(), found.end.tolist(), strict=True)) == spans


def test_runs_never_reach_over_to_the_next_station() -> None:
    found = series.runs(np.array([[False, True], [True, False]]), bridge=5)
    assert found.station.tolist() == [0, 1]


def test_a_run_that_ends_where_the_next_begins_keeps_its_own_values() -> None:
    values = np.array([[1.0, 9.0, 5.0], [7.0, 2.0, np.nan]])
    touching = Runs(np.array([0, 0, 1]), np.array([0, 2, 0]), np.array([2, 3, 3]))
    assert series.over(values, touching, ufunc=np.fmax).tolist() == [9.0, 5.0, 7.0]


def test_medians_pass_gaps_over_and_ask_for_enough() -> None:
    stack = np.array([[1.0, np.nan, 3.0, 9.0], [np.nan, np.nan, np.nan, 2.0]])
    assert series.median(stack).tolist() == [3.0, 2.0]
    assert np.array_equal(series.median(stack, least=2), [3.0, np.nan], equal_nan=True)
    assert np.isnan(series.median(np.zeros((2, 0)))).all()


@given(st.lists(st.one_of(st.just(float("nan")), st.floats(-1e6, 1e6)), min_size=1, max_size=12))
def test_medians_are_numpy_s(values: list[float]) -> None:
    present = [value for value in values if value == value]
    expected = np.median(present) if present else np.nan
    assert np.array_equal(series.median(np.array(values)), expected, equal_nan=True)


@pytest.mark.parametrize("hours", [-3, -1, 0, 1, 3, 99, -99])
def test_earlier_looks_back_and_ahead(hours: int) -> None:
    values = np.arange(5.0)[None, :]
    expected = [k - hours if 0 <= k - hours < 5 else np.nan for k in range(5)]
    assert np.array_equal(series.earlier(values, hours)[0], expected, equal_nan=True)


def test_days_are_filled_up_with_nothing() -> None:
    days = series.by_day(np.ones((2, 30)))
    assert days.shape == (2, 2, 24)
    assert np.isnan(days).sum() == 2 * 18
