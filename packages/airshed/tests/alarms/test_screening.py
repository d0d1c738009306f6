"""An hour that meets a rule is never screened out, however close to a bound it lies."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airshed.alarms import devices, limits, peers, screening, sites, trends
from airshed.decimals import FloatArray
from airshed.standards.tables import Period

# Steps of a tenth around few levels, so that ratios, differences and equal values are often met exactly.
VALUES = st.one_of(
    st.none(),
    st.integers(0, 3000).map(lambda tenths: tenths / 10),
    st.sampled_from([50.0, 75.0, 100.0, 120.0]),
)
HOURS = st.lists(VALUES, min_size=8, max_size=8)
ON = date(2026, 3, 10)


def array(*stations: list[float | None]) -> FloatArray:
    """Hours of stations, None as NaN."""
    return np.array(stations, dtype=np.float64)


@settings(max_examples=150)
@given(HOURS)
def test_stations_above_their_peers_are_let_through(values: list[float | None]) -> None:
    column = array(values).T
    known = [value for value in values if value is not None]
    found = screening.above_mean(
        column, total=np.full((8, 1), sum(known)), count=np.full((8, 1), float(len(known))), pollutant="pm10",
        rule=peers.AboveMean(),
    )  # fmt: skip
    together = peers.together(values)
    for station, value in enumerate(values):
        met = peers.above_mean(value, peers=together.without(value), pollutant="pm10")
        assert met is None or found[station, 0]


@settings(max_examples=150)
@given(HOURS)
def test_rises_and_jumps_are_let_through(values: list[float | None]) -> None:
    rises = screening.rising(array(values), rule=trends.Rising())[0]
    jumps = screening.jump(array(values), pollutant="pm10", rule=trends.Jump())[0]
    for place in range(1, len(values)):
        seen = values[: place + 1]
        assert trends.rising(seen, pollutant="pm10") is None or rises[place]
        assert trends.jump(seen[-2], seen[-1], pollutant="pm10") is None or jumps[place]


@given(st.sampled_from([0.0, 0.5, 1.0, 7.3]), st.integers(1, 8), HOURS)
def test_flat_lines_are_let_through(level: float, length: int, values: list[float | None]) -> None:
    line = [*values, *[level] * length]
    rule = devices.Stuck(hours=6, least=Decimal(1))
    found = screening.stuck(array(line), rule=rule)[0]
    for place in range(len(line)):
        assert devices.stuck(line[: place + 1], pollutant="pm10", rule=rule) is None or found[place]


@settings(max_examples=150)
@given(VALUES, VALUES)
def test_what_is_over_another_value_or_a_limit_is_let_through(one: float | None, other: float | None) -> None:
    first, second = array([one]), array([other])
    tolerance, least = devices.Inverted(tolerance=Decimal("0.1")), sites.OverBackground()
    if devices.inverted(pm25=one, pm10=other, rule=tolerance) is not None:
        assert screening.inverted(first, second, rule=tolerance).all()
    if sites.over_background(one, background=other) is not None:
        assert screening.over_background(first, background=second, rule=least).all()
    if limits.over_limit(one, pollutant="o3", period=Period.HOUR, on=ON) is not None:
        limit = limits.limit_for("o3", period=Period.HOUR, on=ON)
        assert screening.over_limit(first, limit=limit).all()


@pytest.mark.parametrize(("value", "is_seen"), [(119.9, False), (120.0, True), (400.0, True)])
def test_hours_far_from_a_bound_are_screened_out(value: float, is_seen: bool) -> None:
    column = array([value, 100.0, 100.0]).T.reshape(3, 1)
    found = screening.above_mean(
        column, total=np.full((3, 1), value + 200), count=np.full((3, 1), 3.0), pollutant="pm10",
        rule=peers.AboveMean(),
    )  # fmt: skip
    assert found[:, 0].tolist() == [is_seen, False, False]


def test_where_there_is_no_limit_nothing_is_over_it() -> None:
    assert not screening.over_limit(array([1e6]), limit=None).any()


def test_what_is_missing_meets_nothing() -> None:
    gone = array([None, None, None, None])
    assert not screening.rising(gone, rule=trends.Rising()).any()
    assert not screening.stuck(gone, rule=devices.Stuck(hours=1)).any()
    assert not screening.over_limit(gone, limit=0).any()
