from datetime import date, timedelta
from decimal import Decimal

import polars as pl
import pytest

from airshed.assessment import period
from airshed.assessment.period import PeriodRounding

JAN_1, JAN_31 = date(2026, 1, 1), date(2026, 1, 31)


def days(
    values: list[float | None], *, first: date = JAN_1, column: str = "pm25", **more: object
) -> pl.DataFrame:
    """Days of one station or district."""
    dates = [first + timedelta(days=k) for k in range(len(values))]
    return pl.DataFrame({"day": dates, column: values, **more}, schema_overrides={column: pl.Float64})


@pytest.mark.parametrize(
    ("first", "last", "n", "is_enough"),
    [
        (JAN_1, JAN_31, 27, True),
        (JAN_1, JAN_31, 26, False),
        (date(2026, 2, 1), date(2026, 2, 28), 25, True),
        (date(2026, 2, 1), date(2026, 2, 28), 24, False),
        (date(2024, 2, 1), date(2024, 2, 29), 25, True),
    ],
)
def test_a_month_needs_twenty_seven_days_and_february_twenty_five(
    first: date, last: date, n: int, is_enough: bool
) -> None:
    length = (last - first).days + 1
    found = period.period_values(
        days([30.0] * n + [None] * (length - n), first=first), first=first, last=last
    )
    row = found.row(0, named=True)
    assert (row["pm25"] == 30.0) == is_enough
    assert (row["n_pm25"], row["why_pm25"]) == (n, None if is_enough else "too_few_days")


def test_a_year_needs_its_days_and_each_month_its_own() -> None:
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    full = days([30.0] * 365, first=first)
    thin = full.with_columns(pm25=pl.when(pl.col("day").dt.day() > 4).then("pm25"))  # 27, 24, 27, 26 … days
    poor_june = full.with_columns(
        pm25=pl.when((pl.col("day").dt.month() != 6) | (pl.col("day").dt.day() > 4)).then("pm25")
    )
    found = [
        period.period_values(one, first=first, last=last)["pm25"].item() for one in (full, thin, poor_june)
    ]
    assert found == [30.0, None, None]
    assert period.period_values(thin, first=first, last=last, min_days=300)["pm25"].item() == 30.0


def test_means_and_percentiles_by_pollutant() -> None:
    frame = pl.DataFrame(
        {
            "day": [JAN_1 + timedelta(days=k) for k in range(31)],
            "pm10": [float(k) for k in range(31)],
            "co": [k / 10 for k in range(31)],
            "o3_8h": [float(10 * k) for k in range(31)],
        }
    )
    row = period.period_values(frame, first=JAN_1, last=JAN_31).row(0, named=True)
    assert row["pm10"] == 15.0
    assert row["co"] == 2.8  # 95 %: k = 29.5, 2.85, to the even
    assert row["o3"] == 270.0  # 90 %: k = 28
    assert "so2" not in row


def test_a_half_goes_to_the_even_digit_and_one_more_digit_keeps_it() -> None:
    frame = days([30.0, 31.0] * 15)
    found = [
        period.period_values(frame, first=JAN_1, last=date(2026, 1, 30), min_days=20, rounding=rounding)[
            "pm25"
        ].item()
        for rounding in PeriodRounding
    ]
    assert found == [30.0, 30.5]


def test_each_station_has_its_row_and_days_outside_are_left_out() -> None:
    one = days([10.0] * 40).with_columns(station=pl.lit("a"))
    other = days([20.0] * 3).with_columns(station=pl.lit("b"))
    found = period.period_values(pl.concat([other, one]), first=JAN_1, last=JAN_31)
    assert found.select("station", "pm25", "n_pm25", "why_pm25").rows() == [
        ("a", 10.0, 31, None), ("b", None, 3, "too_few_days"),
    ]  # fmt: skip


def test_without_days_there_is_a_row_that_says_so() -> None:
    found = period.period_values(days([None] * 31), first=JAN_1, last=JAN_31).row(0, named=True)
    assert (found["pm25"], found["n_pm25"], found["why_pm25"]) == (None, 0, "no_values")


def test_refuses_the_law_s_minimum_for_a_part_of_a_month() -> None:
    with pytest.raises(period.NotWholeMonths, match="min_days"):
        period.period_values(days([1.0]), first=JAN_1, last=date(2026, 1, 30))


def test_good_days_are_counted_among_days_with_an_index() -> None:
    assert period.good_days([]).share is None
    assert period.good_days([None, 100, 101]).share == Decimal("50.0")


def test_refuses_a_day_that_is_there_twice() -> None:
    twice = pl.concat([days([1.0, 2.0]), days([3.0])])
    with pytest.raises(period.RepeatedDay, match="the table has the day 2026-01-01 twice"):
        period.period_values(twice, first=JAN_1, last=JAN_31)
    with pytest.raises(period.RepeatedDay, match="station a has the day 2026-01-01 twice"):
        period.period_values(twice.with_columns(station=pl.lit("a")), first=JAN_1, last=JAN_31)
