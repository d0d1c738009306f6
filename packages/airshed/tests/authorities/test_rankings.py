"""Rankings made of published hours, against a plain reading of the rules; README.md here has the source."""

import os
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from airshed.assessment import daily, spans, standings
from airshed.assessment.spans import SpanKind
from airshed.assessment.standings import By, Method

HERE = Path(__file__).parent
NAMES = {"PM25": "pm25", "PM10": "pm10", "SO2": "so2", "NO2": "no2", "CO": "co", "O3": "o3"}
DENOMINATORS = {"so2": 60, "no2": 40, "co": 4, "o3": 160, "pm10": 70, "pm25": 35}


def city_days(hours: pl.DataFrame) -> pl.DataFrame:
    """Days of each city; the feed labels the end of an hour in Beijing time."""
    begins = (pl.col("time_bjt") - timedelta(hours=9)).dt.replace_time_zone("UTC")
    columns = [name for name in NAMES.values() if name in hours.columns]
    found = daily.daily_values(
        hours.select(pl.col("city").alias("station"), begins.alias("begins_at"), *columns)
    )
    return found.rename({"station": "unit"})


@pytest.fixture(scope="module")
def days() -> pl.DataFrame:
    """Days of seventeen cities in January, April and June 2020."""
    return city_days(pl.read_parquet(HERE / "city_hours.parquet"))


def rounded(value: Fraction, *, digits: int) -> Decimal:
    """Round by the library, a half to even: these fractions have few digits or are far from a half."""
    quantum = Decimal(1).scaleb(-digits)
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(quantum, rounding=ROUND_HALF_EVEN)


def plain_index(part: pl.DataFrame, *, column: str, code: str) -> Decimal | None:
    """Single index of one city and pollutant, straight from the rules."""
    values = sorted(Fraction(str(value)) for value in part[column].drop_nulls().to_list())
    if not values:
        return None
    if code in ("co", "o3"):
        position = Fraction(len(values) - 1) * (Fraction(19, 20) if code == "co" else Fraction(9, 10))
        low = int(position)
        high = min(low + 1, len(values) - 1)
        value = values[low] + (values[high] - values[low]) * (position - low)
    else:
        value = sum(values, Fraction(0)) / len(values)
    published = rounded(value, digits=1 if code == "co" else 0)
    return rounded(Fraction(published) / DENOMINATORS[code], digits=2)


@pytest.mark.parametrize(
    ("kind", "on"),
    [("tendays", "2020-01-05"), ("tendays", "2020-01-15"), ("week", "2020-01-08"), ("day", "2020-06-10")],
)  # fmt: skip
def test_seventeen_cities_are_ranked_as_the_rules_say(days: pl.DataFrame, kind: str, on: str) -> None:
    over = spans.span(date.fromisoformat(on), kind=SpanKind(kind))
    found = standings.period_standings(days, over=over)
    inside = days.filter(pl.col("day").is_between(over.first, over.last))
    plain: dict[str, Decimal] = {}
    for part in inside.partition_by("unit"):
        singles = [
            plain_index(part, column="o3_8h" if code == "o3" else code, code=code) for code in DENOMINATORS
        ]
        if None not in singles:
            plain[part["unit"][0]] = sum(singles, Decimal(0))
    ranked = found.filter(pl.col("place").is_not_null())
    assert ranked.height == 17
    for unit, place, composite in ranked.select("unit", "place", "composite").rows():
        assert Decimal(str(composite)) == plain[unit]
        assert place == 1 + sum(other < plain[unit] for other in plain.values())


def test_the_first_ten_days_of_2020_put_the_south_first_and_the_north_last(days: pl.DataFrame) -> None:
    over = spans.span(date(2020, 1, 1), kind=SpanKind.TENDAYS)
    found = standings.period_standings(days, over=over)
    assert (found["unit"][0], found["unit"][-1]) == ("信阳", "安阳")
    worst = standings.period_standings(days, over=over, method=Method(by=By.PM25))
    assert worst["unit"][-1] == "安阳"


def test_a_month_with_too_few_days_ranks_nobody(days: pl.DataFrame) -> None:
    over = spans.span(date(2020, 1, 1), kind=SpanKind.MONTH)
    found = standings.period_standings(days, over=over)
    assert found["place"].null_count() == 17
    assert all(reason.startswith("so2:too_few_days") for reason in found["reason"])


def test_the_winter_s_order_is_the_ministry_s_where_the_archive_is_at_hand() -> None:
    shared = os.environ.get("LANTIAN_SHARED")
    if not shared:
        pytest.skip("LANTIAN_SHARED names no folder with the archive")
    path = Path(shared) / "data/air/henan_city_hourly_2019-12_2020-06.parquet"
    named = ["郑州", "开封", "安阳", "鹤壁", "新乡", "焦作", "濮阳"]
    hours = pl.read_parquet(path).rename(NAMES).filter(pl.col("city").is_in(named))
    winter = city_days(hours).filter(pl.col("day") < date(2020, 4, 1))
    order = winter.group_by("unit").agg(pl.col("pm25").mean()).sort("pm25", descending=True)["unit"].to_list()
    assert order[:2] == ["安阳", "濮阳"]
