from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airshed.assessment import batches, cities, daily, daygrid, district, period, ranking, stations
from airshed.assessment.batches import Assessment, Terms
from airshed.assessment.period import PeriodRounding
from airshed.assessment.stations import Calendar
from airshed.assessment.statistics import Rules, stretches
from airshed.indices import composite, frames
from airshed.indices.composite import CompositeRounding
from airshed.standards.tables import POLLUTANTS

FIRST, LAST = date(2026, 2, 1), date(2026, 3, 31)
CALENDAR = Calendar(first=FIRST, last=LAST)
NAMES = ["c", "a", "d", "b"]


@pytest.fixture(scope="module")
def hours(made_hours) -> pl.DataFrame:
    """Two months of four stations over the change of editions."""
    return made_hours(NAMES, first=FIRST, last=LAST)


def cut(frame: pl.DataFrame, *, size: int) -> Iterator[pl.DataFrame]:
    """Batches of so many rows."""
    return (frame[start : start + size] for start in range(0, frame.height, size))


def assessed(frame: pl.DataFrame, *, size: int = 1000, **more: object) -> Assessment:
    """Assess rows in batches."""
    terms = Terms(**{"calendar": CALENDAR, "over": tuple(stretches(FIRST, LAST))} | more)
    return batches.assess_batches(lambda: cut(frame, size=size), terms=terms)


def same(one: Assessment, other: Assessment) -> bool:
    """Whether two assessments agree to the last digit."""
    return all(mine.equals(its) for mine, its in zip(one, other, strict=True))


def test_days_are_those_of_daily_values_with_their_index(hours: pl.DataFrame) -> None:
    expected = frames.daily_aqi(daily.daily_values(hours))
    found = assessed(hours).days
    assert found.columns == expected.columns
    assert found.equals(expected)
    assert found["edition"].unique().sort().to_list() == ["2012", "2026"]


@pytest.mark.parametrize("rounding", PeriodRounding)
@pytest.mark.parametrize("composite_rounding", CompositeRounding)
def test_periods_are_those_of_period_values_and_the_composite_index(
    hours: pl.DataFrame, rounding: PeriodRounding, composite_rounding: CompositeRounding
) -> None:
    thin = hours.filter((pl.col("station") != "d") | (pl.col("begins_at").dt.day() > 9))
    rules = Rules(rounding=rounding, composite_rounding=composite_rounding)
    found = assessed(thin, rules=rules)
    days = daily.daily_values(thin)
    for stretch in (one for one in stretches(FIRST, LAST) if one.kind == "month"):
        values = period.period_values(days, first=stretch.first, last=stretch.last, rounding=rounding)
        rows = found.periods.filter(period=stretch.name)
        assert rows.select(POLLUTANTS).equals(values.select(POLLUTANTS))
        by = composite.denominators(stretch.last)
        for row, own in zip(rows.to_dicts(), values.to_dicts(), strict=True):
            one = composite.composite_index(own, denominators=by, rounding=composite_rounding)
            assert (row["composite"], row["largest"]) == (
                None if one.total is None else float(one.total), ",".join(one.largest) or None,
            )  # fmt: skip
        places = ranking.rank(dict(zip(rows["station"], rows["composite"], strict=True))).places
        assert {one.unit: one.place for one in places} == {
            row["station"]: row["place"] for row in rows.to_dicts() if row["place"] is not None
        }
        means = found.statistics.filter(period=stretch.name, pollutant="pm25", statistic="mean")
        assert (
            means.select("value", "n_days", "why").rows()
            == values.select("pm25", "n_pm25", "why_pm25").rows()
        )


@pytest.mark.parametrize("size", [1, 7, 1000, 100_000])
def test_the_cutting_into_batches_does_not_matter(hours: pl.DataFrame, size: int) -> None:
    some = hours if size > 1 else hours.filter(pl.col("begins_at") < datetime(2026, 2, 4, tzinfo=UTC))
    assert same(assessed(some, size=size), assessed(some))


@pytest.mark.parametrize("seed", [None, 1, 2])
def test_the_order_of_rows_does_not_matter(hours: pl.DataFrame, seed: int | None) -> None:
    mixed = hours.sort("begins_at") if seed is None else hours.sample(fraction=1, shuffle=True, seed=seed)
    assert same(assessed(mixed), assessed(hours))
    own = hours.sort("begins_at", descending=True).sort("station", maintain_order=True)
    assert same(assessed(own), assessed(hours))


def test_rows_that_are_not_there_are_values_that_are_missing(hours: pl.DataFrame) -> None:
    gone = pl.all_horizontal(pl.col(code).is_null() for code in POLLUTANTS) | (
        pl.col("begins_at").dt.hour() == 3
    )
    nulls = hours.with_columns(pl.when(~gone).then(pl.col(code)) for code in POLLUTANTS)
    for rows in (hours.filter(~gone), hours.filter(~gone).sort("begins_at")):
        assert same(assessed(rows), assessed(nulls))


@settings(max_examples=10, deadline=None)
@given(st.sampled_from([0, 1, 2, 4, 7, 15]), st.integers(0, 3), st.booleans())
def test_any_decimals_are_exact_in_any_order(made_hours, digits: int, seed: int, late: bool) -> None:
    last = date(2026, 2, 4)
    frame = made_hours(["a", "b"], first=FIRST, last=last, seed=seed, digits=digits)
    if late:  # the first value with decimals comes after many without, and one is large
        whole = made_hours(["a", "b"], first=FIRST, last=last, seed=seed, digits=0)
        frame = frame.with_columns(
            pl.when(pl.int_range(pl.len()) > 100).then(pl.col(code)).otherwise(whole[code])
            for code in POLLUTANTS
        ).with_columns(pm10=pl.when(pl.int_range(pl.len()) == 120).then(70_000.5).otherwise("pm10"))
    terms = {"calendar": Calendar(first=FIRST, last=last), "over": ()}
    expected = frames.daily_aqi(daily.daily_values(frame))
    assert assessed(frame, size=50, **terms).days.equals(expected)
    assert assessed(frame.sort("begins_at"), size=50, **terms).days.equals(expected)


def test_every_day_of_the_period_has_a_row_and_rows_outside_are_left_out(hours: pl.DataFrame) -> None:
    wide = Calendar(first=date(2026, 1, 30), last=date(2026, 2, 3))
    for rows in (hours, hours.sort("begins_at")):
        found = assessed(rows, calendar=wide, over=()).days.filter(station="a")
        assert found["day"].to_list() == [date(2026, 1, 30) + timedelta(days=k) for k in range(5)]
        assert found["why_pm25"].to_list()[:2] == ["no_values"] * 2
        assert found["aqi"].is_null().to_list()[:2] == [True, True]
        assert found.tail(3).equals(frames.daily_aqi(daily.daily_values(hours)).filter(station="a").head(3))


def test_the_local_day_is_cut_by_the_offset(hours: pl.DataFrame) -> None:
    calendar = Calendar(first=date(2026, 2, 2), last=date(2026, 2, 20), utc_offset_hours=5.5)
    half = hours.with_columns(pl.col("begins_at") + timedelta(minutes=30))
    expected = daily.daily_values(half, utc_offset_hours=5.5).filter(
        pl.col("day").is_between(calendar.first, calendar.last)
    )
    found = assessed(half, calendar=calendar, over=()).days
    assert found.select(expected.columns).equals(expected)


def test_a_named_edition_reads_every_day(hours: pl.DataFrame) -> None:
    found = assessed(hours, rules=Rules(edition="2026"))
    assert found.days["edition"].unique().to_list() == ["2026"]
    assert found.days.equals(frames.daily_aqi(daily.daily_values(hours), edition="2026"))
    assert found.periods["denominators"].unique().to_list() == ["GB 3095-2026 transition"]
    assert assessed(hours, rules=Rules(edition="2012")).periods["denominators"].unique().to_list() == [
        "GB 3095-2012 amended 2018"
    ]


def test_what_is_not_monitored_needs_no_column_and_is_no_gap(hours: pl.DataFrame) -> None:
    found = assessed(hours.drop("o3", "co"), not_monitored=("o3", "co"))
    assert found.days["na_reason"].drop_nulls().str.contains("o3|co").any() is False
    assert found.periods["composite"].null_count() == found.periods.height
    with pytest.raises(frames.MissingColumn, match="'co'"):
        assessed(hours.drop("co"))


def test_no_rows_give_empty_tables(made_hours) -> None:
    nothing = made_hours(["a"], first=FIRST, last=FIRST).clear()
    found = assessed(nothing)
    assert [table.height for table in found] == [0, 0, 0]
    assert found.days.columns == assessed(made_hours(["a"], first=FIRST, last=LAST)).days.columns


@pytest.mark.parametrize("by", [None, "begins_at"])
def test_refuses_an_hour_that_is_there_twice_or_infinite(hours: pl.DataFrame, by: str | None) -> None:
    order = (lambda frame: frame) if by is None else (lambda frame: frame.sort(by))
    with pytest.raises(daygrid.RepeatedHour, match="station b has the hour 2026-02-02 16:00:00"):
        twice = hours.filter(station="b")[48:49]
        assessed(order(pl.concat([hours, twice])))
    endless = hours.with_columns(
        pl.when(pl.int_range(pl.len()) == 48).then(np.inf).otherwise("no2").alias("no2")
    )
    with pytest.raises(
        daygrid.InfiniteHour, match="'no2' of station c is infinite in the hour 2026-02-02 16:00"
    ):
        assessed(order(endless))


def test_refuses_a_row_without_a_station_and_a_period_that_ends_before_it_begins(hours: pl.DataFrame) -> None:
    with pytest.raises(stations.NamelessStation, match="row 4 names no station"):
        assessed(hours.with_columns(pl.when(pl.int_range(pl.len()) != 3).then("station").alias("station")))
    with pytest.raises(stations.EmptyPeriod, match="ends on 2026-02-01 and begins on 2026-02-02"):
        Calendar(first=date(2026, 2, 2), last=date(2026, 2, 1))


def test_stations_that_come_late_among_scattered_rows_find_room(hours: pl.DataFrame) -> None:
    early = hours.filter(pl.col("station").is_in(["a", "c"])).sort("begins_at")
    late = hours.filter(pl.col("station").is_in(["b", "d"])).sort("begins_at")
    assert same(assessed(pl.concat([early, late]), size=500), assessed(hours))


def test_stations_with_numbers_for_names_stay_numbers(hours: pl.DataFrame) -> None:
    numbered = hours.with_columns(pl.col("station").replace_strict({"c": 3, "a": 1, "d": 4, "b": 2}))
    for rows in (numbered, numbered.sort("begins_at")):
        found = assessed(rows)
        assert found.periods["station"].unique(maintain_order=True).to_list() == [1, 2, 3, 4]
        assert found.days.drop("station").equals(assessed(hours).days.drop("station"))


def test_no_more_than_a_few_stations_are_held_while_rows_stand_together(made_hours) -> None:
    day = date(2026, 2, 1)
    frame = made_hours([f"s{k:03}" for k in range(batches.STATIONS_AT_ONCE * 2 + 3)], first=day, last=day)
    rows = stations.rows_of(frame, calendar=Calendar(first=day, last=day), pollutants=POLLUTANTS)
    sizes = [len(one.names) for one in stations.whole_stations([rows], size=batches.STATIONS_AT_ONCE)]
    assert sizes == [32, 32, 2, 1]


IN_CITY = {"c": "north", "a": "south", "d": "north", "b": "south"}


def of_cities(frame: pl.DataFrame) -> pl.DataFrame:
    """Name each station's city."""
    return frame.with_columns(city=pl.col("station").replace_strict(IN_CITY, default="west"))


def city_assessed(frame: pl.DataFrame, *, size: int = 1000, **more: object) -> Assessment:
    """Assess cities in batches."""
    terms = Terms(**{"calendar": CALENDAR, "over": tuple(stretches(FIRST, LAST))} | more)
    return batches.assess_cities(lambda: cut(frame, size=size), terms=terms)


@pytest.mark.parametrize("digits", [None, 3, 15])
def test_cities_are_districts_of_their_stations(made_hours, digits: int | None) -> None:
    last = date(2026, 2, 12)
    names = [*NAMES, "e", "f", "g", "h", "i"]
    hours = of_cities(made_hours(names, first=FIRST, last=last, digits=digits, gaps=0.2))
    found = city_assessed(hours, calendar=Calendar(first=FIRST, last=last), over=())
    assert found.days["station"].unique(maintain_order=True).to_list() == ["north", "south", "west"]
    for city in ("north", "south", "west"):
        own = hours.filter(city=city).drop("city")
        expected = frames.daily_aqi(district.district_days(own))
        assert found.days.filter(station=city).select(expected.columns).equals(expected)


def test_cities_do_not_depend_on_the_order_of_rows_nor_on_batches(hours: pl.DataFrame) -> None:
    rows = of_cities(hours)
    expected = city_assessed(rows)
    for mixed in (rows.sort("begins_at"), rows.sample(fraction=1, shuffle=True, seed=1)):
        assert same(city_assessed(mixed, size=777), expected)
    assert expected.periods.filter(kind="month")["composite"].null_count() == 0


def test_a_station_that_only_has_rows_outside_the_period_does_not_count(hours: pl.DataFrame) -> None:
    rows = of_cities(hours)
    old = rows.filter(station="a").with_columns(
        pl.col("begins_at") - timedelta(days=100), station=pl.lit("old")
    )
    assert same(city_assessed(pl.concat([rows, old])), city_assessed(rows))


def test_refuses_a_station_in_two_cities_or_in_none(hours: pl.DataFrame) -> None:
    rows = of_cities(hours)
    last = pl.int_range(pl.len()) == pl.len() - 1
    moved = rows.with_columns(pl.when(last).then(pl.lit("east")).otherwise("city").alias("city"))
    with pytest.raises(cities.TwoCities, match="station b is in south and in east; one city is needed"):
        city_assessed(moved)
    with pytest.raises(cities.NamelessCity, match="of station b, names no city"):
        city_assessed(rows.with_columns(pl.when(~last).then("city").alias("city")))
    with pytest.raises(frames.MissingColumn, match="'city'"):
        city_assessed(hours)
    with pytest.raises(daygrid.RepeatedHour, match="station b has the hour"):
        city_assessed(pl.concat([rows, rows[-1:]]))
