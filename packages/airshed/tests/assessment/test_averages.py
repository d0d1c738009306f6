from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from airshed.assessment import averages, daygrid, ozone
from airshed.assessment.averages import Align, Every
from airshed.assessment.percentile import NotAPercentage, percentile
from airshed.assessment.period import PeriodRounding
from airshed.decimals import fraction_of

NAN = float("nan")
START = datetime(2025, 11, 30, 16, tzinfo=UTC)  # 2025-12-01 00:00 local


def hourly(values: list[float | None], *, column: str = "t", start: datetime = START) -> pl.DataFrame:
    """Hours of one station."""
    times = [start + timedelta(hours=k) for k in range(len(values))]
    return pl.DataFrame(
        {"station": ["a"] * len(values), "begins_at": times, column: values},
        schema_overrides={column: pl.Float64},
    )


@pytest.mark.parametrize(
    ("every", "firsts"),
    [
        (Every.DAY, [date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 1)]),
        (Every.WEEK, [date(2025, 12, 29), date(2026, 2, 23)]),
        (Every.MONTH, [date(2025, 12, 1), date(2026, 1, 1), date(2026, 3, 1)]),
        (Every.QUARTER, [date(2025, 10, 1), date(2026, 1, 1)]),
        (Every.SEASON, [date(2025, 12, 1), date(2026, 3, 1)]),
        (Every.HALF, [date(2025, 7, 1), date(2026, 1, 1)]),
        (Every.YEAR, [date(2025, 1, 1), date(2026, 1, 1)]),
    ],
)
def test_every_stretch_begins_where_it_should(every: Every, firsts: list[date]) -> None:
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 1)]
    times = [datetime(day.year, day.month, day.day, 4, tzinfo=UTC) for day in days]
    frame = pl.DataFrame({"station": ["a"] * 3, "begins_at": times, "t": [1.0, 2.0, 3.0]})
    found = averages.averages(frame, every=every, columns=["t"], min_share=0.0)
    assert found["first"].to_list() == firsts


@pytest.mark.parametrize(
    ("n", "value", "why"), [(18, 2.0, None), (17, None, "too_few_hours"), (0, None, "no_values")]
)
def test_three_quarters_of_the_calendar_s_hours_are_needed(
    n: int, value: float | None, why: str | None
) -> None:
    present = hourly([2.0] * n)
    nulls = hourly([2.0] * n + [None] * (24 - n))
    for frame in (present, nulls) if n else (nulls,):
        row = averages.averages(frame, every=Every.DAY, columns=["t"]).row(0, named=True)
        assert (row["t"], row["n_t"], row["why_t"]) == (value, n, why)


def test_a_leap_february_has_twenty_nine_days() -> None:
    frame = hourly([1.0] * (22 * 24 - 6), start=datetime(2024, 1, 31, 16, tzinfo=UTC))
    assert averages.averages(frame, every=Every.MONTH, columns=["t"])["t"].item() == 1.0
    assert (
        averages.averages(frame.head(521), every=Every.MONTH, columns=["t"])["why_t"].item()
        == "too_few_hours"
    )


value = st.one_of(
    st.just(NAN), st.decimals(-20, 400, places=2).map(float), st.sampled_from([1 / 3, 0.1 + 0.2, 1e12])
)


@settings(max_examples=50, deadline=None)
@example([0.0, 0.0, 0.01, 1e12], 95)
@given(st.lists(value, min_size=1, max_size=60), st.sampled_from([None, 0, 50, 95, 100]))
def test_means_and_percentiles_are_those_of_fractions(values: list[float], percent: int | None) -> None:
    found = averages.averages(hourly(values), every=Every.DAY, columns=["t"], percent=percent, min_share=0)
    for k, row in enumerate(found.iter_rows(named=True)):
        present = [fraction_of(one) for one in values[24 * k : 24 * k + 24] if one == one]
        if not present:
            assert row["t"] is None
            continue
        exactly = (
            sum(present, Fraction(0)) / len(present)
            if percent is None
            else percentile(present, percent=percent)
        )
        assert row["t"] == pytest.approx(float(exactly), rel=1e-14, abs=1e-12)
        is_decimal = all(one.denominator in (1, 2, 4, 5, 10, 20, 25, 50, 100) for one in present)
        if is_decimal and max(abs(one) for one in present) < 10**9:  # hundredths times 100 below 2**53
            assert row["t"] == float(exactly)


def test_directions_are_averaged_as_vectors() -> None:
    found = averages.averages(
        hourly([350.0, 10.0] * 12 + [0.0, 180.0] * 12 + [90.0] * 24, column="wd"),
        every=Every.DAY,
        columns=["wd"],
    )
    first, second, third = found["wd"].to_list()
    assert min(first, 360 - first) == pytest.approx(0, abs=1e-9)
    assert second is None  # opposite directions cancel
    assert third == pytest.approx(90, abs=1e-9)


def test_a_strong_wind_counts_for_more_and_hours_without_speed_do_not_count() -> None:
    frame = hourly([0.0, 90.0] * 12, column="wd").with_columns(ws=pl.Series([3.0, 3.0] * 11 + [None, 3.0]))
    row = averages.averages(frame, every=Every.DAY, columns=["wd"]).row(0, named=True)
    assert row["wd"] == pytest.approx(np.rad2deg(np.arctan2(12, 11)), abs=1e-9)
    assert row["n_wd"] == 23


def test_stations_are_kept_apart_and_rows_may_come_in_any_order() -> None:
    one, other = hourly([1.0] * 24), hourly([3.0] * 24).with_columns(station=pl.lit("b"))
    frame = pl.concat([other, one]).sample(fraction=1, shuffle=True, seed=3)
    found = averages.averages(frame, every=Every.DAY, columns=["t"])
    assert found.select("station", "t").rows() == [("a", 1.0), ("b", 3.0)]
    rolled = averages.rolling(frame, column="t", hours=4)
    assert rolled.select("station", "begins_at").equals(frame.select("station", "begins_at"))
    assert set(rolled.filter(station="b")["t_4h"].drop_nulls()) == {3.0}


@pytest.mark.parametrize(
    ("align", "expected"),
    [
        (Align.END, [None, 1.5, 2.5, 3.5]),
        (Align.START, [1.5, 2.5, 3.5, None]),
        (Align.CENTRE, [1.5, 2.5, 3.5, None]),
    ],
)
def test_a_window_stands_at_its_start_middle_or_end(align: Align, expected: list[float | None]) -> None:
    found = averages.rolling(hourly([1.0, 2.0, 3.0, 4.0]), column="t", hours=2, min_share=1, align=align)
    assert found["t_2h"].to_list() == expected


def test_a_window_counts_hours_that_have_no_row_as_missing() -> None:
    frame = hourly([1.0, 2.0, 3.0, 4.0, 5.0])[[0, 3, 4]]
    found = averages.rolling(frame, column="t", hours=3, min_share=Fraction(2, 3))
    assert found.select("t_3h", "n_t_3h", "why_t_3h").rows() == [
        (None, 1, "too_few_hours"), (None, 1, "too_few_hours"), (4.5, 2, None),
    ]  # fmt: skip


def test_eight_hours_of_ozone_are_those_of_the_law_before_rounding(made_hours) -> None:
    frame = made_hours(["a", "b"], first=date(2026, 6, 1), last=date(2026, 6, 5), gaps=0.2)
    law = ozone.moving_8h(frame)
    ours = averages.rolling(frame, column="o3", hours=8)
    assert ours["n_o3_8h"].equals(law["n_o3_8h"])
    assert ours["o3_8h"].is_null().equals(law["o3_8h"].is_null())
    assert np.abs(ours["o3_8h"].drop_nulls() - law["o3_8h"].drop_nulls()).max() <= 0.5


@given(st.lists(value, min_size=1, max_size=40), st.integers(1, 12), st.sampled_from(Align))
def test_windows_are_means_of_fractions(values: list[float], hours: int, align: Align) -> None:
    found = averages.rolling(hourly(values), column="t", hours=hours, min_share=0, align=align)[f"t_{hours}h"]
    back = {Align.END: hours - 1, Align.CENTRE: (hours - 1) // 2, Align.START: 0}[align]
    for k, got in enumerate(found.to_list()):
        window = values[max(k - back, 0) : k - back + hours]
        present = [fraction_of(one) for one in window if one == one]
        assert (got is None) == (not present)
        if present:
            assert got == pytest.approx(float(sum(present, Fraction(0)) / len(present)), rel=1e-12, abs=1e-9)


def test_three_years_are_averaged_exactly_and_rounded_once() -> None:
    annual = pl.DataFrame(
        {
            "station": ["b"] * 4 + ["a"] * 3,
            "year": [2026, 2027, 2028, 2030, 2026, 2027, 2028],
            "pm25": [30.0, 31.0, 31.0, 20.0, 30.0, None, 32.0],
        }
    )
    found = averages.moving_years(annual, columns=["pm25"])
    assert found.select("station", "year", "pm25", "n_pm25").rows() == [
        ("a", 2026, None, 1), ("a", 2027, None, 1), ("a", 2028, None, 2),
        ("b", 2026, None, 1), ("b", 2027, None, 2), ("b", 2028, 31.0, 3), ("b", 2030, None, 2),
    ]  # fmt: skip
    two = averages.moving_years(annual, columns=["pm25"], min_years=2, rounding=PeriodRounding.ONE_MORE)
    assert two["pm25"].to_list() == [None, None, 31.0, None, 30.5, 30.7, 25.5]


def test_no_rows_give_no_averages() -> None:
    nothing = hourly([1.0]).clear()
    assert averages.averages(nothing, every=Every.SEASON, columns=["t"]).height == 0
    assert averages.rolling(nothing, column="t", hours=8).height == 0


def test_refuses_what_is_no_share_window_or_percentage_and_hours_given_twice() -> None:
    frame = hourly([1.0])
    with pytest.raises(averages.NotAShare, match="1.5 is no share"):
        averages.averages(frame, every=Every.DAY, columns=["t"], min_share=1.5)
    with pytest.raises(averages.NoWindow, match="0 hours"):
        averages.rolling(frame, column="t", hours=0)
    with pytest.raises(NotAPercentage, match="101"):
        averages.averages(frame, every=Every.DAY, columns=["t"], percent=101)
    with pytest.raises(daygrid.RepeatedHour):
        averages.rolling(pl.concat([frame, frame]), column="t", hours=8)
