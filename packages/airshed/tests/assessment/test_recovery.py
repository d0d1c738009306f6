from datetime import date, timedelta

import polars as pl
import pytest

from airshed.assessment import recovery
from airshed.assessment.composition import Composition
from airshed.assessment.gap import UnknownUnit
from airshed.indices import composite
from airshed.indices.frames import MissingColumn

PLAIN = Composition(denominators=composite.denominators_2012())
CLEAN = {"so2": 6.0, "no2": 20.0, "co": 0.4, "o3_8h": 80.0, "pm10": 35.0, "pm25": 14.0}
LAST = date(2025, 10, 31)


def days(unit: str, row: dict[str, float], *, n: int = 304) -> pl.DataFrame:
    """Days of a year so far, all alike."""
    dates = [date(2025, 1, 1) + timedelta(days=k) for k in range(n)]
    return pl.DataFrame(
        {"unit": [unit] * n, "day": dates, **{code: [value] * n for code, value in row.items()}}
    )


TWO = pl.concat([days("a", CLEAN), days("b", CLEAN | {"pm10": 42.0})])


def test_places_at_each_month_s_end_under_stated_levels() -> None:
    stated = {"2025-11": {"b": {"pm10": 20}}, "2025-12": {"b": {"pm10": 0.0}, "a": {"pm10": 50}}}
    found = recovery.recovery("b", TWO, last=LAST, until=date(2025, 12, 1), stated=stated, composition=PLAIN)
    assert [(one.over.name, one.coming, one.place, one.values["pm10"]) for one in found] == [
        ("2025-01-01/2025-10-31", 0, 2, 42),
        ("2025-01-01/2025-11-30", 30, 2, 40),  # (304 × 42 + 30 × 20) / 334 = 40.02
        ("2025-01-01/2025-12-31", 61, 2, 37),  # 13368 / 365 = 36.6; a: (334 × 35 + 31 × 50) / 365 = 36.3
    ]  # fmt: skip
    assert str(found[-1].total) == "2.13"
    assert [str(one.value) for one in found[-1].ranking.places] == ["2.11", "2.13"]


def test_what_is_not_stated_goes_on_as_it_was() -> None:
    found = recovery.recovery(
        "b", TWO, last=date(2025, 10, 15), until=date(2025, 10, 31), stated={}, composition=PLAIN
    )
    assert [(one.coming, one.values["o3"], one.values["pm10"], one.place) for one in found] == [
        (0, 80, 42, 2), (16, 80, 42, 2),
    ]  # fmt: skip


def test_a_path_to_the_end_of_the_month_that_has_ended_is_today_alone() -> None:
    assert len(recovery.recovery("a", TWO, last=LAST, until=LAST, stated={}, composition=PLAIN)) == 1
    end = date(2025, 12, 31)
    assert len(recovery.recovery("a", TWO, last=end, until=end, stated={}, composition=PLAIN)) == 1


def test_percentiles_take_the_stated_level_day_by_day() -> None:
    stated = {"2025-11": {"a": {"o3": 200}}, "2025-12": {"a": {"o3": 200}}}
    found = recovery.recovery("a", TWO, last=LAST, until=date(2025, 12, 31), stated=stated, composition=PLAIN)
    assert [one.values["o3"] for one in found] == [80, 80, 200]  # 30 of 334 days are within the tenth, 61 not


def test_refuses_other_years_unknown_units_and_units_half_stated() -> None:
    for until in (date(2025, 10, 30), date(2026, 1, 31)):
        with pytest.raises(recovery.NotThisYear, match="outside the year to 2025-10-31"):
            recovery.recovery("a", TWO, last=LAST, until=until, stated={}, composition=PLAIN)
    with pytest.raises(UnknownUnit):
        recovery.recovery("z", TWO, last=LAST, until=LAST, stated={}, composition=PLAIN)
    empty = pl.concat([TWO, days("c", dict.fromkeys(CLEAN, float("nan")), n=1)])
    stated = {"2025-11": {"c": {"pm10": 30}}}
    with pytest.raises(recovery.NotStated, match="c has neither days of so2 so far nor a level for 2025-11"):
        recovery.recovery("a", empty, last=LAST, until=date(2025, 11, 30), stated=stated, composition=PLAIN)
    unranked = recovery.recovery(
        "c", empty, last=LAST, until=date(2025, 11, 30), stated={}, composition=PLAIN
    )
    assert [(one.place, one.total) for one in unranked] == [(None, None)] * 2
    with pytest.raises(MissingColumn, match="'day'"):
        recovery.recovery("a", TWO.drop("day"), last=LAST, until=LAST, stated={}, composition=PLAIN)
