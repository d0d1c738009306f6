from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airshed.standards import states
from airshed.standards.states import StandardKelvin, State

LAST, FIRST = date(2018, 8, 31), date(2018, 9, 1)


@pytest.mark.parametrize(
    ("pollutant", "on", "expected"),
    [("so2", LAST, State.STANDARD), ("pm25", LAST, State.STANDARD), ("so2", FIRST, State.REFERENCE),
     ("pm25", FIRST, State.ACTUAL), ("co", date(2026, 3, 1), State.REFERENCE)],
)  # fmt: skip
def test_gases_and_particles_part_on_the_first_of_september_2018(
    pollutant: str, on: date, expected: State
) -> None:
    assert states.state(pollutant, on=on) is expected


@pytest.mark.parametrize(
    ("kelvin", "expected"), [(StandardKelvin.AS_WRITTEN, 91.5646), (StandardKelvin.ZERO_CELSIUS, 91.6150)]
)
def test_the_factor_of_gases_has_two_names(kelvin: StandardKelvin, expected: float) -> None:
    found = states.converted(
        np.array([100.0, np.nan]), source=State.STANDARD, target=State.REFERENCE, kelvin=kelvin
    )
    assert found[0] == pytest.approx(expected, abs=5e-5)  # [µg m⁻³]
    assert np.isnan(found[1])


def test_particles_go_by_the_weather_at_the_instrument() -> None:
    found = states.converted(
        np.array([100.0, 100.0]), source=State.STANDARD, target=State.ACTUAL,
        temperature=np.array([26.85, np.nan]), pressure=np.array([900.0, 1013.25]),
    )  # fmt: skip
    assert found[0] == pytest.approx(100 * 273 / 300 * 900 / 1013.25, rel=1e-12)
    assert np.isnan(found[1])


@given(st.floats(0, 1000), st.floats(-40, 45), st.floats(500, 1080), st.sampled_from(StandardKelvin))
def test_there_and_back_is_where_one_was(
    value: float, celsius: float, hpa: float, kelvin: StandardKelvin
) -> None:
    values, weather = np.array([value]), {"temperature": np.array([celsius]), "pressure": np.array([hpa])}
    for target in (State.ACTUAL, State.REFERENCE):
        there = states.converted(values, source=State.STANDARD, target=target, kelvin=kelvin, **weather)
        back = states.converted(there, source=target, target=State.STANDARD, kelvin=kelvin, **weather)
        assert back[0] == pytest.approx(value, rel=1e-12)


def test_the_same_state_changes_nothing_and_shares_nothing() -> None:
    values = np.array([1.0])
    same = states.converted(values, source=State.ACTUAL, target=State.ACTUAL)
    same[0] = 2.0
    assert values[0] == 1.0


def test_refuses_the_actual_state_without_weather_and_what_is_no_pollutant() -> None:
    with pytest.raises(states.NoWeather, match="temperature and pressure"):
        states.converted(np.array([1.0]), source=State.STANDARD, target=State.ACTUAL)
    with pytest.raises(states.UnknownPollutant, match="'radon'"):
        states.state("radon", on=FIRST)
