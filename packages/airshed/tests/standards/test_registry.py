from datetime import date
from decimal import Decimal

import pytest

from airshed.standards import gb3095_2012, gb3095_2026, registry
from airshed.standards.tables import POLLUTANTS, Period


@pytest.mark.parametrize(
    ("on", "edition", "stage"),
    [
        (date(2013, 3, 1), "2012", "amended 2018"),
        (date(2026, 2, 28), "2012", "amended 2018"),
        (date(2026, 3, 1), "2026", "transition"),
        (date(2030, 12, 31), "2026", "transition"),
        (date(2031, 1, 1), "2026", "final"),
    ],
)
def test_the_day_chooses_the_edition(on: date, edition: str, stage: str) -> None:
    assert (registry.index_standard(on).edition, registry.limits(on).stage) == (edition, stage)


@pytest.mark.parametrize("tables", [registry.INDEX_STANDARDS, registry.LIMIT_SETS])
def test_editions_follow_each_other_without_a_gap(tables: tuple) -> None:
    for earlier, later in zip(tables, tables[1:], strict=False):
        assert (later.in_force.since - earlier.in_force.until).days == 1
        assert not earlier.in_force.covers(later.in_force.since)
        assert later.in_force.covers(later.in_force.since)
    assert tables[-1].in_force.until is None


def test_refuses_an_unknown_edition() -> None:
    with pytest.raises(registry.UnknownEdition, match="the editions are 2012, 2026"):
        registry.index_standard_of("1996")


GRADE_2 = {  # GB 3095-2012 (amended 2018) | -2026 transition | -2026 final, table 1
    ("so2", Period.YEAR): ("60", "60", "20"),
    ("so2", Period.DAY): ("150", "150", "50"),
    ("so2", Period.HOUR): ("500", "500", "150"),
    ("no2", Period.YEAR): ("40", "40", "30"),
    ("no2", Period.DAY): ("80", "80", "50"),
    ("no2", Period.HOUR): ("200", "200", "200"),
    ("co", Period.DAY): ("4", "4", "4"),
    ("co", Period.HOUR): ("10", "10", "10"),
    ("o3", Period.HOURS_8): ("160", "160", "160"),
    ("o3", Period.HOUR): ("200", "200", "200"),
    ("pm10", Period.YEAR): ("70", "60", "50"),
    ("pm10", Period.DAY): ("150", "120", "100"),
    ("pm25", Period.YEAR): ("35", "30", "25"),
    ("pm25", Period.DAY): ("75", "60", "50"),
}


@pytest.mark.parametrize(("row", "limits"), GRADE_2.items())
def test_second_grade_limits(row: tuple[str, Period], limits: tuple[str, ...]) -> None:
    sets = (gb3095_2012.LIMITS, gb3095_2026.TRANSITION, gb3095_2026.FINAL)
    pollutant, period = row
    assert [one.limit(pollutant, period=period) for one in sets] == [Decimal(limit) for limit in limits]


def test_first_grade_limits_are_never_looser() -> None:
    for one in registry.LIMIT_SETS:
        assert all(row.grade_1 <= row.grade_2 for row in one.rows)
        assert len({(row.pollutant, row.period) for row in one.rows}) == len(one.rows)
        assert one.limit("pm25", period=Period.HOUR) is None


def test_every_row_cites_its_clause() -> None:
    for one in registry.LIMIT_SETS:
        assert all(one.code in row.clause for row in one.rows)
        assert all(row.clause for row in one.validity)
    for standard in registry.INDEX_STANDARDS:
        cited = [*standard.breakpoints.values(), *standard.levels, *standard.groups]
        assert all(standard.code in row.clause for row in cited)


@pytest.mark.parametrize("standard", registry.INDEX_STANDARDS, ids=lambda one: one.code)
def test_breakpoints_rise_and_reports_cover_the_six(standard) -> None:
    for row in standard.breakpoints.values():
        assert list(row.concentrations) == sorted(set(row.concentrations))
        assert len(row.concentrations) == len(row.indices)
    for report in (standard.hourly, standard.daily):
        assert {standard.breakpoints[item.item].pollutant for item in report} == set(POLLUTANTS)


@pytest.mark.parametrize("standard", registry.INDEX_STANDARDS, ids=lambda one: one.code)
def test_levels_meet_and_have_the_law_s_colours(standard) -> None:
    for earlier, later in zip(standard.levels, standard.levels[1:], strict=False):
        assert later.lowest == earlier.highest + 1
    colours = ["#00E400", "#FFFF00", "#FF7E00", "#FF0000", "#99004C", "#7E0023"]
    assert [level.hex for level in standard.levels] == colours
    assert [standard.level(aqi).number for aqi in (50, 51, 100, 101, 150, 151, 200, 201, 300, 301, 500)] == [
        1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6,
    ]  # fmt: skip
    assert all(level.advice_zh and level.advice_en for level in standard.levels)


def test_only_the_new_edition_names_sensitive_people() -> None:
    old, new = registry.INDEX_STANDARDS
    assert old.sensitive_groups("o3") is None
    assert {group.pollutant for group in new.groups} == set(POLLUTANTS)
    assert "哮喘" in new.sensitive_groups("so2").people_zh


@pytest.mark.parametrize("limits", registry.LIMIT_SETS, ids=lambda one: one.stage)
def test_a_day_needs_twenty_hours_and_ozone_fourteen_windows(limits) -> None:
    needed = {(row.pollutants[0], row.period): row.needed for row in limits.validity}
    assert needed["so2", Period.DAY] == 20
    assert needed["o3", Period.HOURS_8] == 6
    assert needed["o3", Period.DAY] == 14
