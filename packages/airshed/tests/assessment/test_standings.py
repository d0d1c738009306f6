from datetime import date, timedelta

import polars as pl
import pytest

from airshed.assessment import spans, standings
from airshed.assessment.period import PeriodRounding
from airshed.assessment.ranking import NoGroup
from airshed.assessment.spans import SpanKind
from airshed.assessment.standings import By, Earlier, Method
from airshed.indices import composite
from airshed.indices.composite import CompositeRounding
from airshed.indices.frames import MissingColumn

JUNE = spans.span(date(2025, 6, 1), kind=SpanKind.MONTH)
SIX = ("so2", "no2", "co", "o3", "pm10", "pm25")
CLEAN = {
    "so2": 6.0,
    "no2": 20.0,
    "co": 0.4,
    "o3": 80.0,
    "pm10": 35.0,
    "pm25": 14.0,
}  # 0.1 0.5 0.1 0.5 0.5 0.4
POOR = CLEAN | {"pm10": 105.0}  # 1.5 instead of 0.5


def values(**units: dict[str, float | None]) -> pl.DataFrame:
    """Values of one period, a row per unit."""
    return pl.DataFrame([{"unit": unit} | row for unit, row in units.items()])


def days(unit: str, row: dict[str, float], *, over: spans.Span, n: int | None = None) -> pl.DataFrame:
    """Days of one unit, all alike."""
    dates = [over.first + timedelta(days=k) for k in range(over.days if n is None else n)]
    columns = {("o3_8h" if code == "o3" else code): [value] * len(dates) for code, value in row.items()}
    return pl.DataFrame({"unit": [unit] * len(dates), "day": dates, **columns})


def told(frame: pl.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    """Rows of some columns."""
    return frame.select(columns).rows()


def test_a_month_is_ranked_by_composite_index_with_movement_and_change() -> None:
    may, last_june = spans.previous(JUNE), spans.year_before(JUNE)
    assert may is not None
    found = standings.period_standings(
        pl.concat(
            [
                days("a", CLEAN, over=JUNE), days("a", POOR, over=may), days("a", POOR, over=last_june),
                days("b", POOR, over=JUNE), days("b", CLEAN, over=may), days("b", CLEAN, over=last_june),
                days("c", CLEAN, over=JUNE, n=26), days("d", CLEAN, over=may),
            ]
        ),
        over=JUNE,
    )  # fmt: skip
    assert told(found, "place", "unit", "value", "composite_last_year", "change", "worsened") == [
        (1, "a", 2.1, 3.1, -32.26, None), (2, "b", 3.1, 2.1, 47.62, 1),
        (None, "c", None, None, None, None), (None, "d", None, None, None, None),
    ]  # fmt: skip
    assert told(found, "unit", "place_earlier", "up", "largest", "good_days") == [
        ("a", 3, 2, "no2,o3,pm10", 100.0), ("b", 1, -1, "pm10", 100.0),
        ("c", None, None, None, 100.0), ("d", 1, None, None, None),
    ]  # fmt: skip
    assert found["reason"].to_list()[2:] == [
        ",".join(f"{code}:{why}" for code in SIX) for why in ("too_few_days", "no_values")
    ]


def test_single_pollutants_need_only_themselves() -> None:
    table = values(a={"pm25": 30.0}, b={"pm25": 30.0}, c={"pm25": None}, d={"pm25": 29.0})
    found = standings.standings(table, on=JUNE.last, method=Method(by=By.PM25))
    assert told(found, "place", "unit", "tied", "reason") == [
        (1, "d", False, None), (2, "a", True, None), (2, "b", True, None), (None, "c", None, "no_values"),
    ]  # fmt: skip
    with pytest.raises(MissingColumn, match="'so2'"):
        standings.standings(table, on=JUNE.last)


def test_those_within_all_limits_are_not_named_as_worsened() -> None:
    now, before = values(a=CLEAN, b=POOR), values(a=CLEAN | {"pm10": 30.0}, b=POOR | {"pm10": 100.0})
    found = standings.standings(now, on=JUNE.last, last_year=before, method=Method(by=By.CHANGE))
    assert told(found, "place", "unit", "value", "worsened") == [(1, "b", 2.31, 1), (2, "a", 3.45, None)]


def test_places_count_within_groups_and_every_unit_has_one() -> None:
    table = values(a=POOR, b=CLEAN, c=CLEAN)
    groups = {"a": "east", "b": "west", "c": "east"}
    found = standings.standings(table, on=JUNE.last, groups=groups)
    assert told(found, "group", "place", "unit") == [("east", 1, "c"), ("east", 2, "a"), ("west", 1, "b")]
    with pytest.raises(NoGroup, match="'b'"):
        standings.standings(table, on=JUNE.last, groups={"a": "east"})


def test_the_denominators_follow_the_last_day_and_serve_both_years() -> None:
    now, before = values(a=POOR), values(a=POOR)
    found = standings.standings(now, on=date(2026, 3, 31), last_year=before)
    assert told(found, "composite", "change") == [(3.42, 0.0)]  # 105/60 and 14/30
    old = Method(denominators=composite.denominators_2012())
    assert standings.standings(now, on=date(2026, 3, 31), method=old)["composite"].item() == 3.1


def test_the_ranking_before_is_made_by_its_own_law() -> None:
    table = values(a=CLEAN | {"pm10": 60.0}, b=CLEAN | {"no2": 35.0})  # 2012: .86 of 2.1, .88; 2026: 1.0, .88
    found = standings.standings(table, on=date(2026, 3, 31), earlier=Earlier(table, date(2026, 2, 28)))
    assert told(found, "unit", "place_earlier", "up") == [("b", 2, 1), ("a", 1, -1)]


def test_rounding_weights_and_digits_are_named_settings() -> None:
    published = {"so2": 3.0, "no2": 13.0, "pm10": 16.0, "pm25": 13.0, "co": 0.9, "o3": 87.0}
    found = [
        standings.standings(values(a=published), on=JUNE.last, method=Method(rounding=one))[
            "composite"
        ].item()
        for one in CompositeRounding
    ]
    assert found == [1.73, 1.74, 1.75]
    weighted = standings.standings(values(a=published), on=JUNE.last, method=Method(weights={"pm25": 3}))
    assert weighted["composite"].item() == 2.47
    half = pl.concat(
        [days("a", CLEAN, over=JUNE, n=15), days("a", CLEAN | {"pm25": 15.0}, over=JUNE).tail(15)]
    )
    method = Method(values=PeriodRounding.ONE_MORE)
    assert standings.values_of(half, over=JUNE, method=method)["pm25"].item() == 14.5
    assert standings.values_of(half, over=JUNE)["pm25"].item() == 14.0


def test_good_days_rank_the_largest_share_first() -> None:
    smog = CLEAN | {"pm25": 80.0}
    frame = pl.concat(
        [days("a", smog, over=JUNE, n=3), days("a", CLEAN, over=JUNE).tail(27), days("b", CLEAN, over=JUNE)]
    )
    found = standings.period_standings(frame, over=JUNE, method=Method(by=By.GOOD_DAYS))
    assert told(found, "place", "unit", "value") == [(1, "b", 100.0), (2, "a", 90.0)]


def test_a_week_asks_six_days_unless_told_otherwise() -> None:
    week = spans.span(JUNE.first, kind=SpanKind.WEEK)
    frame = days("a", CLEAN, over=week, n=5)
    assert standings.period_standings(frame, over=week)["place"].to_list() == [None]
    assert standings.period_standings(frame, over=week, method=Method(min_days=5))["place"].to_list() == [1]


def test_nobody_gives_an_empty_frame_with_all_columns() -> None:
    empty = days("a", CLEAN, over=JUNE).head(0)
    found = standings.period_standings(empty, over=JUNE)
    assert (found.height, found.columns[:3]) == (0, ["group", "place", "unit"])
    assert standings.standings(values(a=CLEAN).head(0), on=JUNE.last, groups={}).height == 0
