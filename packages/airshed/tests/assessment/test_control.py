from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airshed.assessment import control, daily
from airshed.assessment.reach import Reach

MEANS = st.sampled_from(["pm10", "pm25", "so2", "no2", "co"])
HOURS = st.lists(st.none() | st.integers(0, 400), max_size=23)


def day_value(hours: list[float | None], *, pollutant: str) -> float:
    """The published value of a whole day, NaN where it has none."""
    row = np.array([[np.nan if hour is None else float(hour) for hour in hours]])
    if pollutant == "o3":
        return float(daily.day_max_8h(row, limits=np.array([160.0])).values[0])
    return float(daily.day_means(row, digits=daily.digits(pollutant)).values[0])


@settings(deadline=None)
@given(HOURS, MEANS, st.integers(0, 300))
def test_at_the_level_the_day_meets_its_target_and_a_step_higher_it_does_not(
    hours: list[int | None], pollutant: str, target: int
) -> None:
    found = control.control_value(hours, pollutant=pollutant, target=target)
    rest = 24 - len(hours)
    if found.level is not None:
        step = 0.1 if pollutant == "co" else 1
        level = float(found.level)
        assert day_value([*hours, *[level] * rest], pollutant=pollutant) <= target
        higher = round(level + step, 1)
        assert day_value([*hours, *[higher] * rest], pollutant=pollutant) > target
    elif found.reason is Reach.EVEN_WITH_ZERO:
        assert day_value([*hours, *[0.0] * rest], pollutant=pollutant) > target
    else:
        assert found.reason is Reach.TOO_FEW_HOURS
        assert np.isnan(day_value([*hours, *[0.0] * rest], pollutant=pollutant))


@settings(deadline=None)
@given(HOURS, MEANS, st.integers(0, 300), st.integers(0, 24))
def test_the_level_for_gaps_holds_with_any_number_of_them(
    hours: list[int | None], pollutant: str, target: int, gaps: int
) -> None:
    found = control.control_value(hours, pollutant=pollutant, target=target)
    rest = 24 - len(hours)
    if found.level_if_short is not None:
        kept = max(0, rest - gaps)
        filled = [*hours, *[float(found.level_if_short)] * kept, *[None] * (rest - kept)]
        value = day_value(filled, pollutant=pollutant)
        assert np.isnan(value) or value <= target


@settings(deadline=None)
@given(HOURS, st.integers(0, 300))
def test_ozone_holds_its_maximum_of_8_h(hours: list[int | None], target: int) -> None:
    found = control.control_value(hours, pollutant="o3", target=target)
    rest = 24 - len(hours)

    def highest(level: float) -> float:
        row = [*hours, *[level] * rest]
        windows = [[hour for hour in row[end - 8 : end] if hour is not None] for end in range(8, 25)]
        means = [Fraction(sum(int(hour) for hour in one), len(one)) for one in windows if len(one) >= 6]
        return float(max((Fraction(round(mean)) for mean in means), default=Fraction(-1)))

    if found.level is not None:
        assert highest(int(found.level)) <= target < highest(int(found.level) + 1)
    elif found.reason is Reach.EVEN_WITH_ZERO:
        assert highest(0) > target


def test_twenty_valid_hours_are_needed() -> None:
    enough = control.control_value([None] * 4, pollutant="pm10", target=70)
    assert (enough.is_valid, enough.level, enough.level_if_short) == (True, Decimal(70), Decimal(70))
    short = control.control_value([None] * 5, pollutant="pm10", target=70)
    assert (short.is_valid, short.level, short.reason) == (False, None, Reach.TOO_FEW_HOURS)


def test_fourteen_windows_are_needed_but_a_high_maximum_stands_without() -> None:
    found = control.control_value([None] * 5 + [100] * 2, pollutant="o3", target=160)
    assert (found.is_valid, found.level) == (True, Decimal(160))  # windows that end at 11:00 to 24:00
    late = control.control_value([None] * 12, pollutant="o3", target=160)
    assert (late.is_valid, late.level) == (False, Decimal(160))


@pytest.mark.parametrize(
    ("hours", "pollutant", "target", "reason"),
    [
        ([200] * 20, "pm10", 70, Reach.EVEN_WITH_ZERO),
        ([50] * 24, "pm10", 70, Reach.NOTHING_REMAINS),
        ([50] * 24, "o3", 70, Reach.NOTHING_REMAINS),
        ([200] * 8, "o3", 160, Reach.EVEN_WITH_ZERO),
        ([50] * 10 + [None] * 13, "o3", 160, Reach.ANY_VALUE),
    ],
)
def test_what_cannot_be_told_has_its_reason(
    hours: list[int | None], pollutant: str, target: int, reason: Reach
) -> None:
    found = control.control_value(hours, pollutant=pollutant, target=target)
    assert (found.reason, found.level) == (reason, None)


def test_finer_hours_give_a_finer_level_and_a_day_has_no_more_than_24() -> None:
    found = control.control_value([90] * 12, pollutant="pm10", target=70, digits=1)
    assert found.level == Decimal("51.0")  # (24 × 70.5 − 1080) / 12
    with pytest.raises(control.TooManyHours, match="25 hours"):
        control.control_value([1] * 25, pollutant="pm10", target=70)


def test_today_gets_what_the_month_leaves_it() -> None:
    shared = control.control_for_period([60] * 12, [72] * 20, pollutant="pm10", target=70, days_after=9)
    assert (shared.target, shared.level) == (67, 74)  # 2115 − 1440 = 675 over ten days
    ozone = control.control_for_period([60] * 12, [100] * 20, pollutant="o3", target=160, days_after=9)
    assert ozone.target == 160


def test_a_month_that_cannot_be_met_says_whether_other_days_could() -> None:
    rest = control.control_for_period([60], [72] * 20, pollutant="pm10", target=70, days_after=9, rest=80)
    gone = control.control_for_period([60], [172] * 20, pollutant="pm10", target=70, days_after=9, rest=80)
    assert (rest.level, rest.reason) == (None, Reach.REST_TOO_HIGH)
    assert (gone.level, gone.reason, gone.target) == (None, Reach.EVEN_WITH_ZERO, 70)
