"""Every breakpoint and every number of hours and days the law asks for, from copies that have their clause.

Oracles here are plain readings in fractions; nothing of the code under test is used to make them.
"""

import csv
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from airshed.assessment import daily, district, kernel, ozone, period
from airshed.assessment.percentile import percentile
from airshed.indices import exact
from airshed.indices import kernel as index_kernel
from airshed.indices.conventions import LAW
from airshed.standards import registry

HERE = Path(__file__).parent
MIDNIGHT = datetime(2026, 5, 31, 16, tzinfo=UTC)  # 2026-06-01 00:00 local


def rows(name: str) -> list[dict[str, str]]:
    """Rows of a table kept here."""
    return list(csv.DictReader((HERE / name).read_text(encoding="utf-8").splitlines()))


BREAKPOINTS = rows("breakpoints.csv")
ITEMS = sorted({(row["edition"], row["item"]) for row in BREAKPOINTS})
AT_LEAST = {row["period"]: int(row["at_least"]) for row in rows("validity.csv")}


def printed(edition: str, item: str) -> tuple[list[tuple[Fraction, int]], Fraction, int | None]:
    """Points of a row as printed, the last place of a concentration, and the index above the table."""
    own = [row for row in BREAKPOINTS if (row["edition"], row["item"]) == (edition, item)]
    points = [(Fraction(row["concentration"]), int(row["iaqi"])) for row in own]
    return points, Fraction(own[0]["step"]), int(own[0]["above"]) if own[0]["above"] else None


def index_of(value: Fraction, points: Sequence[tuple[Fraction, int]], above: int | None) -> int | None:
    """The formula of HJ 633 (4.2.6 in 2026, 6.2 in 2012), rounded up once, in fractions."""
    for (low, first), (high, last) in pairwise(points):
        if low <= value <= high:
            return ceil((last - first) / (high - low) * (value - low) + first)
    return above


def test_the_copies_hold_both_editions_whole() -> None:
    assert len(ITEMS) == 20
    for edition, item in ITEMS:
        assert len(printed(edition, item)[0]) == {"so2_1h": 5, "o3_8h": 6}.get(item, 8)
    for standard in registry.INDEX_STANDARDS:
        assert {item for edition, item in ITEMS if edition == standard.edition} == set(standard.breakpoints)


@pytest.mark.parametrize(("edition", "item"), ITEMS)
def test_every_breakpoint_one_unit_below_and_one_above_has_the_index_of_the_printed_table(
    edition: str, item: str
) -> None:
    points, step, above = printed(edition, item)
    values = sorted({point + k * step for point, _ in points for k in (-1, 0, 1) if point + k * step >= 0})
    expected = [index_of(value, points, above) for value in values]
    asked = [Decimal(value.numerator) / value.denominator for value in values]
    assert [exact.sub_index(value, item=item, edition=edition) for value in asked] == expected
    row = registry.index_standard_of(edition).breakpoints[item]
    found = index_kernel.sub_indices(
        np.array([float(value) for value in values]), row=row, edition=edition, convention=LAW
    )
    assert found.indices.tolist() == [index_kernel.NO_INDEX if one is None else one for one in expected]


def hours(pollutant: str, values: Sequence[float | None]) -> pl.DataFrame:
    """One local day of one station."""
    times = [MIDNIGHT + timedelta(hours=k) for k in range(len(values))]
    table = {"station": ["a"] * len(values), "begins_at": times, pollutant: values}
    return pl.DataFrame(table, schema_overrides={pollutant: pl.Float64})


@pytest.mark.parametrize("pollutant", ["so2", "no2", "co", "pm10", "pm25"])
@pytest.mark.parametrize("n", [0, 1, 17, 18, 19, 20, 21, 23, 24])
def test_a_daily_mean_stands_from_twenty_hours_on_and_is_that_of_the_hours_there(
    pollutant: str, n: int
) -> None:
    scale = 10 if pollutant == "co" else 1
    there = [Fraction(7 * k + 3, scale) for k in range(n)]
    values = [float(one) for one in there] + [None] * (24 - n)
    found = daily.daily_values(hours(pollutant, values)).row(0, named=True)
    assert found[f"n_{pollutant}"] == n
    if n < AT_LEAST["daily mean"]:
        assert found[pollutant] is None
        assert found[f"why_{pollutant}"] == ("too_few_hours" if n else "no_values")
    else:
        mean = sum(there) / n * scale
        assert found[pollutant] == round(mean) / scale  # Fraction rounds a half to the even
        assert found[f"why_{pollutant}"] is None


@pytest.mark.parametrize("n", range(9))
def test_an_average_of_eight_hours_stands_from_six_on(n: int) -> None:
    there = [Fraction(90 + 13 * k) for k in range(n)]
    last = ozone.moving_8h(hours("o3", [None] * (8 - n) + [float(one) for one in there])).row(-1, named=True)
    assert last["n_o3_8h"] == n
    if n < AT_LEAST["8 h average of ozone"]:
        assert last["o3_8h"] is None
        assert last["why_o3_8h"] == ("too_few_hours" if n else "no_values")
    else:
        assert last["o3_8h"] == round(sum(there) / n)


def plain_windows(values: Sequence[Fraction | None]) -> list[Fraction]:
    """The valid 8 h averages of a day that end at 8:00 to 24:00."""
    windows = ([one for one in values[end - 8 : end] if one is not None] for end in range(8, 25))
    return [sum(own) / len(own) for own in windows if len(own) >= AT_LEAST["8 h average of ozone"]]


@pytest.mark.parametrize("level", [Fraction(159), Fraction(160), Fraction(1601, 10), Fraction(1605, 10),
                                   Fraction(1606, 10), Fraction(161)])  # fmt: skip
@pytest.mark.parametrize("gaps", range(25))
def test_a_daily_maximum_stands_from_fourteen_averages_on_or_above_the_limit(
    gaps: int, level: Fraction
) -> None:
    values = [None] * gaps + [level] * (24 - gaps)
    found = daily.daily_values(hours("o3", [None if one is None else float(one) for one in values])).row(
        0, named=True
    )
    windows = plain_windows(values)
    assert found["n_o3_8h"] == len(windows)
    largest = round(max(windows)) if windows else None
    if not windows:
        assert (found["o3_8h"], found["why_o3_8h"]) == (None, "no_values")
    elif len(windows) >= AT_LEAST["daily maximum 8 h of ozone"]:
        assert (found["o3_8h"], found["why_o3_8h"]) == (largest, None)
    elif largest > 160:
        assert (found["o3_8h"], found["why_o3_8h"]) == (largest, "kept_above_limit")
    else:
        assert (found["o3_8h"], found["why_o3_8h"]) == (None, "too_few_windows")


def period_mean(first: date, last: date, missing: Sequence[date]) -> dict[str, object]:
    """PM2.5 of a period with days left out."""
    days = [first + timedelta(days=k) for k in range((last - first).days + 1)]
    values = [None if day in set(missing) else 30.0 for day in days]
    table = pl.DataFrame({"day": days, "pm25": values}, schema_overrides={"pm25": pl.Float64})
    return period.period_values(table, first=first, last=last).row(0, named=True)


@pytest.mark.parametrize("year", [2023, 2024, 2026])
@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_stands_from_its_number_of_days_on(year: int, month: int) -> None:
    first = date(year, month, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    needed = AT_LEAST["February" if month == 2 else "month"]
    for n in (needed - 1, needed, needed + 1):
        missing = [first + timedelta(days=k) for k in range(last.day - n)]
        found = period_mean(first, last, missing)
        assert (found["n_pm25"], found["pm25"]) == (n, 30.0 if n >= needed else None)
        assert found["why_pm25"] == (None if n >= needed else "too_few_days")


@pytest.mark.parametrize("year", [2023, 2024])
@pytest.mark.parametrize("n", [322, 323, 324, 325])
def test_a_year_stands_from_its_days_on_where_every_month_has_its_own(year: int, n: int) -> None:
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = [first + timedelta(days=k) for k in range((last - first).days + 1)]
    spare = {month: AT_LEAST["February" if month == 2 else "month"] for month in range(1, 13)}
    kept = [day for day in days if day.day <= spare[day.month]]
    kept += [day for day in days if day not in set(kept)][: n - len(kept)]
    assert len(kept) == n
    found = period_mean(first, last, [day for day in days if day not in set(kept)])
    assert (found["n_pm25"], found["pm25"]) == (n, 30.0 if n >= AT_LEAST["year"] else None)


@pytest.mark.parametrize(("month", "days"), [(2, 24), (2, 25), (6, 26), (6, 27), (12, 26), (12, 27)])
def test_a_full_year_falls_with_one_month_short(month: int, days: int) -> None:
    first, last = date(2025, 1, 1), date(2025, 12, 31)
    every = [first + timedelta(days=k) for k in range(365)]
    missing = [day for day in every if day.month == month and day.day > days]
    needed = AT_LEAST["February" if month == 2 else "month"]
    found = period_mean(first, last, missing)
    assert found["n_pm25"] > AT_LEAST["year"]
    assert found["pm25"] == (30.0 if days >= needed else None)


@pytest.mark.parametrize("row", rows("percentiles.csv"), ids=lambda row: f"p{row['percent']} {row['why']}")
def test_percentiles_of_few_values_are_as_worked_by_hand(row: dict[str, str]) -> None:
    values = [Decimal(text) for text in row["values"].split()]
    percent = int(row["percent"])
    assert percentile(values, percent=percent) == Fraction(row["value"])
    place = Fraction(percent, 100) * (len(values) - 1)
    ordered, low = sorted(Fraction(value) for value in values), floor(place)
    high = min(low + 1, len(values) - 1)
    assert Fraction(row["value"]) == ordered[low] + (ordered[high] - ordered[low]) * (place - low)
    table = np.array([[float(value) for value in values]])
    found = kernel.percentiles(kernel.of_floats(table), percent=percent, digits=2)
    assert found.tolist() == [round(Fraction(row["value"]) * 100)]


@pytest.mark.parametrize(
    ("total", "needed"),
    [(1, 1), (2, 1), (3, 2), (4, 3), (5, 4), (6, 5), (7, 6), (8, 6), (9, 7), (10, 8), (12, 9), (16, 12)],
)
def test_an_hour_of_a_city_stands_from_three_quarters_of_its_stations_on(total: int, needed: int) -> None:
    assert district.needed_stations(total) == needed
    for present in (needed - 1, needed):
        table = pl.concat(
            hours("pm25", [30.0 if k < present else None]).with_columns(station=pl.lit(f"s{k}"))
            for k in range(total)
        )
        assert district.district_hours(table)["pm25"].item() == (30.0 if present == needed else None)
