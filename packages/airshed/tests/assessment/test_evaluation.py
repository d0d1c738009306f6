from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airshed.assessment import evaluation
from airshed.assessment.evaluation import DayTables
from airshed.assessment.percentile import percentile
from airshed.assessment.period import PeriodRounding
from airshed.assessment.statistics import LAW, STATISTICS, Rules, Stretch, stretches
from airshed.decimals import fraction_of
from airshed.standards import gbt8170
from airshed.standards.tables import POLLUTANTS

YEAR = Stretch(kind="year", name="2025", first=date(2025, 1, 1), last=date(2025, 12, 31))
COLUMNS = ("so2", "no2", "co", "o3_8h", "pm10", "pm25")


def tables(
    values: dict[str, list[float]], *, first: date = YEAR.first, aqi: list[int] | None = None
) -> DayTables:
    """Daily values of one station; what is not given is 10 (CO 0.5) every day."""
    n = max(len(column) for column in values.values())
    table = {name: np.full((1, n), 0.5 if name == "co" else 10.0) for name in COLUMNS}
    table |= {name: np.array([column]) for name, column in values.items()}
    index = np.array([[50] * n if aqi is None else aqi], dtype=np.int16)
    level = np.where(index < 0, -1, np.clip((index - 1) // 50 + 1, 1, 6)).astype(np.int8)
    subs = {code: np.where(code == "pm25", index, -1).astype(np.int16) for code in POLLUTANTS}
    return DayTables(pl.Series("station", ["a"]), first, table, index, level, subs)


def statistic(found: evaluation.Evaluation, *, pollutant: str, name: str) -> dict[str, object]:
    """One row of the statistics."""
    return found.statistics.filter(pollutant=pollutant, statistic=name).row(0, named=True)


@pytest.mark.parametrize(
    ("value", "attained", "multiple", "index"),
    [(35.0, True, None, 1.0), (36.0, False, 0.03, 1.03), (70.0, False, 1.0, 2.0), (34.0, True, None, 0.97)],
)
def test_a_year_is_held_against_the_annual_limit(
    value: float, attained: bool, multiple: float | None, index: float
) -> None:
    row = statistic(
        evaluation.evaluate(tables({"pm25": [value] * 365}), over=[YEAR]), pollutant="pm25", name="mean"
    )
    assert (row["value"], row["limit"], row["index"]) == (value, 35.0, index)
    assert (row["attained"], row["multiple"]) == (attained, multiple)


def test_days_over_are_held_against_the_limit_of_their_own_day() -> None:
    first = date(2026, 2, 26)
    stretch = Stretch(kind="period", name="p", first=first, last=first + timedelta(days=5))
    days = tables({"pm25": [75.0, 76.0, 61.0, 60.0, 61.0, float("nan")]}, first=first)
    row = statistic(evaluation.evaluate(days, over=[stretch]), pollutant="pm25", name="mean")
    assert (row["days_over"], row["share_over"], row["n_days"]) == (2, 40.0, 5)
    assert (row["attained"], row["limit"], row["why"], row["value"]) == (None, 30.0, None, 67.0)  # 66.6
    old = evaluation.evaluate(days, over=[stretch], rules=Rules(edition="2012"))
    assert statistic(old, pollutant="pm25", name="mean")["days_over"] == 1
    assert statistic(old, pollutant="pm25", name="mean")["limit"] == 35.0


def test_what_is_withheld_is_neither_attained_nor_not() -> None:
    found = evaluation.evaluate(tables({"pm25": [10.0] * 300 + [float("nan")] * 65}), over=[YEAR])
    row = statistic(found, pollutant="pm25", name="p95")
    assert (row["value"], row["why"], row["attained"], row["index"]) == (None, "too_few_days", None, None)
    assert (row["n_days"], row["expected_days"], row["completeness"]) == (300, 365, 82.2)
    period = found.periods.row(0, named=True)
    assert (period["composite"], period["attained"], period["evaluation"]) == (None, None, None)


def test_a_year_attains_only_when_every_statistic_does() -> None:
    assert evaluation.evaluate(tables({"pm25": [35.0] * 365}), over=[YEAR]).periods["attained"].item() is True
    peaks = [76.0] * 40 + [5.0] * 325  # the mean is low, the 95th percentile is not
    found = evaluation.evaluate(tables({"pm25": peaks}), over=[YEAR])
    assert statistic(found, pollutant="pm25", name="mean")["attained"] is True
    assert statistic(found, pollutant="pm25", name="p95")["attained"] is False
    assert found.periods["attained"].item() is False


def test_the_evaluation_takes_each_pollutant_s_larger_index() -> None:
    row = evaluation.evaluate(tables({"pm25": [75.0] * 40 + [5.0] * 325}), over=[YEAR]).periods.row(
        0, named=True
    )
    # SO2 10/60 = 0.17, NO2 10/40 = 0.25, CO 0.5/4 = 0.12, O3 10/160 = 0.06, PM10 10/70 = 0.14, PM2.5 75/75
    assert row["evaluation"] == pytest.approx(0.17 + 0.25 + 0.12 + 0.06 + 0.14 + 1.0, abs=1e-9)
    assert row["evaluation_largest"] == "pm25"
    assert row["composite"] == pytest.approx(0.17 + 0.25 + 0.12 + 0.06 + 0.14 + 0.37, abs=1e-9)
    assert row["largest"] == "pm25"


def test_days_are_counted_by_index_level_and_primary_pollutant() -> None:
    aqi = [-1, 0, 50, 51, 100, 101, 150, 151, 200, 201, 300, 301, 500]
    first = date(2025, 3, 1)
    stretch = Stretch(kind="period", name="p", first=first, last=first + timedelta(days=12))
    days = tables({"pm25": [40.0] * 13}, first=first, aqi=aqi)
    days = days._replace(level=np.array([[-1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]], dtype=np.int8))
    row = evaluation.evaluate(days, over=[stretch]).periods.row(0, named=True)
    assert [row[f"level_{k}"] for k in range(1, 7)] == [2] * 6
    assert (row["index_days"], row["good_days"], row["good_share"], row["expected_days"]) == (12, 4, 33.3, 13)
    assert (row["primary_pm25"], row["primary_o3"]) == (10, 0)


def test_a_period_beyond_the_days_at_hand_counts_them_as_not_valid() -> None:
    march = tables({"pm25": [10.0] * 31}, first=date(2025, 3, 1), aqi=[50] * 31)
    found = evaluation.evaluate(march, over=stretches(date(2025, 3, 1), date(2025, 3, 31)))
    year, month = (found.periods.filter(kind=kind).row(0, named=True) for kind in ("year", "month"))
    assert (month["pm25"], month["index_days"], month["composite"] is None) == (10.0, 31, False)
    assert (year["pm25"], year["index_days"], year["expected_days"]) == (None, 31, 365)
    elsewhere = Stretch(kind="month", name="2025-07", first=date(2025, 7, 1), last=date(2025, 7, 31))
    row = statistic(evaluation.evaluate(march, over=[elsewhere]), pollutant="pm25", name="mean")
    assert (row["n_days"], row["why"]) == (0, "no_values")


def test_rows_are_sorted_by_station_and_day_and_places_are_shared() -> None:
    three = tables({"pm25": [10.0] * 365})
    three = DayTables(
        pl.Series("station", ["a", "b", "c"]), three.first,
        {name: np.repeat(column, 3, axis=0) for name, column in three.values.items()},
        *(np.repeat(one, 3, axis=0) for one in (three.aqi, three.level)),
        {code: np.repeat(one, 3, axis=0) for code, one in three.sub_indices.items()},
    )  # fmt: skip
    three.values["pm25"][0] = 40.0
    found = evaluation.ranked(evaluation.evaluate(three, over=stretches(YEAR.first, YEAR.last)).periods)
    assert found.filter(kind="year").select("station", "place").rows() == [("a", 3), ("b", 1), ("c", 1)]
    assert found["station"].is_sorted()
    assert found.filter(station="a")["period"].to_list()[:3] == ["2025-01", "2025", "2025-02"]


day_values = st.lists(
    st.one_of(st.just(float("nan")), st.integers(0, 400).map(float)), min_size=28, max_size=28
)


@settings(max_examples=30, deadline=None)
@given(st.lists(day_values, min_size=6, max_size=6), st.sampled_from(PeriodRounding))
def test_every_statistic_is_the_oracle_s(columns: list[list[float]], rounding: PeriodRounding) -> None:
    first = date(2025, 2, 1)
    stretch = Stretch(kind="month", name="2025-02", first=first, last=date(2025, 2, 28))
    values = dict(zip(COLUMNS, columns, strict=True))
    values["co"] = [value / 10 for value in values["co"]]
    found = evaluation.evaluate(tables(values, first=first), over=[stretch], rules=Rules(rounding=rounding))
    for one in STATISTICS:
        row = statistic(found, pollutant=one.pollutant, name=one.name)
        column = values["o3_8h" if one.pollutant == "o3" else one.pollutant]
        present = [fraction_of(value) for value in column if value == value]
        assert row["n_days"] == len(present)
        if len(present) < 25:
            assert row["value"] is None
            continue
        exactly = sum(present, Fraction(0)) / len(present) if one.percent is None else percentile(
            present, percent=one.percent
        )  # fmt: skip
        digits = (one.pollutant == "co") + (rounding is PeriodRounding.ONE_MORE)
        value = gbt8170.round_to(exactly, digits=digits)
        assert row["value"] == float(value)
        limit = LAW.limits(stretch.last).limit(one.pollutant, period=one.limit)
        assert row["index"] == float(gbt8170.round_to(Fraction(value) / Fraction(limit), digits=2))
