from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airshed.assessment import dust, spans, standings
from airshed.assessment.dust import SuspectRule
from airshed.assessment.spans import SpanKind
from airshed.assessment.standings import Method

MARCH = spans.span(date(2021, 3, 1), kind=SpanKind.MONTH)
STORM = [date(2021, 3, 15), date(2021, 3, 28)]
DAYS = pl.DataFrame(
    {
        "unit": ["a"] * 31,
        "day": [MARCH.first + timedelta(days=k) for k in range(31)],
        "so2": [6.0] * 31, "no2": [20.0] * 31, "co": [0.4] * 31, "o3_8h": [80.0] * 31, "pm25": [35.0] * 31,
        "pm10": [800.0 if MARCH.first + timedelta(days=k) in STORM else 70.0 for k in range(31)],
    }
)  # fmt: skip


def listed(**columns: list[object]) -> pl.DataFrame:
    """An official list of both days of the storm."""
    return pl.DataFrame({"unit": ["a", "a"], "day": STORM, **columns})


def test_particles_of_listed_days_are_taken_out_and_everything_else_stays() -> None:
    found = dust.exclude(DAYS, listed(items=["PM10, PM2.5", "pm10"])).days
    assert found.filter(pl.col("day").is_in(STORM)).select("pm10", "pm25", "so2", "excluded").rows() == [
        (None, None, 6.0, "pm10,pm25"), (None, 35.0, 6.0, "pm10"),
    ]  # fmt: skip
    assert (
        found.filter(~pl.col("day").is_in(STORM))
        .drop("excluded")
        .equals(DAYS.filter(~pl.col("day").is_in(STORM)))
    )
    assert found["day"].to_list() == DAYS["day"].to_list()


@pytest.mark.parametrize("items", [None, [None, ""]])
def test_a_list_without_items_means_both(items: list[str | None] | None) -> None:
    found = dust.exclude(DAYS, listed() if items is None else listed(items=items)).days
    assert found["excluded"].drop_nulls().to_list() == ["pm10,pm25"] * 2


def test_days_listed_twice_are_taken_out_once_with_all_their_items() -> None:
    twice = pl.concat([listed(items=["pm25", "pm10"]), listed(items=["pm10", "pm10"])])
    found = dust.exclude(DAYS, twice).days
    assert (found.height, found["excluded"].drop_nulls().to_list()) == (31, ["pm10,pm25", "pm10"])


def test_rows_of_the_list_that_no_day_answers_to_are_told() -> None:
    other = pl.DataFrame({"unit": ["b", "a"], "day": [STORM[0], date(2020, 3, 15)]})
    found = dust.exclude(DAYS, other)
    assert found.unmatched.rows() == other.rows()
    assert found.days["excluded"].null_count() == 31
    assert dust.exclude(DAYS, other.head(0)).unmatched.is_empty()


def test_refuses_items_that_cannot_be_taken_out_and_frames_without_keys() -> None:
    with pytest.raises(dust.UnknownItem, match="row 2 of the list names 'o3'; it may name pm10 and pm25"):
        dust.exclude(DAYS, listed(items=["pm10", "o3"]))
    with pytest.raises(dust.MissingKey, match="the list has no column 'day'"):
        dust.exclude(DAYS, listed().drop("day"))
    with pytest.raises(dust.MissingKey, match="the days has no column 'unit'"):
        dust.exclude(DAYS.drop("unit"), listed())


def test_the_composite_index_leaves_dust_out_and_good_days_do_not() -> None:
    plain, without = (standings.period_standings(DAYS, over=MARCH, dust=one) for one in (None, listed()))
    assert [frame["pm10"].item() for frame in (plain, without)] == [117.0, 70.0]
    assert [frame["composite"].item() for frame in (plain, without)] == [3.87, 3.2]
    assert [frame["good_days"].item() for frame in (plain, without)] == [93.5, 93.5]


def test_listed_days_count_for_the_minimum_and_do_not_make_up_for_missing_ones() -> None:
    few = DAYS.with_columns(
        pm10=pl.when(pl.col("day").dt.day() > 4).then("pm10")
    )  # 27 days, two of them dust
    values = standings.values_of(few, over=MARCH, dust=listed())
    assert values.select("pm10", "n_pm10", "why_pm10").row(0) == (70.0, 25, None)
    fewer = standings.values_of(few.tail(26), over=MARCH, dust=listed())
    assert fewer.select("pm10", "why_pm10").row(0) == (None, "too_few_days")
    all_dust = pl.DataFrame({"unit": ["a"] * 31, "day": DAYS["day"]})
    nothing = standings.values_of(DAYS, over=MARCH, dust=all_dust, method=Method(min_days=1))
    assert nothing.select("pm10", "n_pm10", "why_pm10", "so2").row(0) == (None, 0, "no_values", 6.0)


CALM = [60.0] * 6


def test_hours_at_twice_the_mean_before_and_above_150_are_a_hint() -> None:
    found = dust.suspected([*CALM, 400, None, 700, 67, 66, 60])
    assert [(one.first, one.last, one.before, one.peak) for one in found] == [(6, 9, 60, 700)]


@pytest.mark.parametrize(
    ("hours", "n"),
    [
        ([*CALM, 150.0], 0),
        ([*CALM, 150.1], 1),
        ([80.0] * 6 + [159.9], 0),
        ([80.0] * 6 + [160.0], 1),
        ([None, *CALM[1:], 400.0], 0),
        ([*CALM, None, 400.0], 0),
        (CALM, 0),
        ([], 0),
    ],
)
def test_the_numbers_are_bounds(hours: list[float | None], n: int) -> None:
    found = dust.suspected(hours)
    assert len(found) == n
    assert all(one.last is None for one in found)


def test_fine_particles_can_speak_against_dust() -> None:
    hours, fine = [*CALM, 400.0, 60.0], [30.0] * 6 + [300.0, 30.0]
    found = dust.suspected(hours, pm25=fine)
    assert found[0].fine_at_peak == Fraction(3, 4)
    assert dust.suspected(hours, pm25=fine, rule=SuspectRule(most_fine=Decimal("0.5"))) == ()
    assert len(dust.suspected(hours, pm25=[None] * 8, rule=SuspectRule(most_fine=Decimal("0.5")))) == 1


def test_a_second_wave_is_a_second_hint() -> None:
    found = dust.suspected([*CALM, 400.0, *CALM, 400.0, *CALM])
    assert [(one.first, one.last) for one in found] == [(6, 6), (13, 13)]


@given(st.lists(st.none() | st.integers(0, 500), max_size=60))
def test_hints_do_not_overlap_and_hold_their_peak(hours: list[int | None]) -> None:
    end = 0
    for one in dust.suspected(hours):
        assert one.first >= end
        end = len(hours) if one.last is None else one.last + 1
        assert one.peak == max(hour for hour in hours[one.first : end] if hour is not None)
        assert one.peak > 150 and one.peak >= 2 * one.before
