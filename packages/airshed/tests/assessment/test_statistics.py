from datetime import date

import pytest

from airshed.assessment.statistics import STATISTICS, Rules, Stretch, stretches


def test_a_year_is_its_months_and_itself() -> None:
    found = stretches(date(2025, 1, 1), date(2025, 12, 31))
    assert [one.name for one in found] == [f"2025-{month:02}" for month in range(1, 13)] + ["2025"]


def test_a_year_of_one_day_and_a_leap_day_have_their_names() -> None:
    assert [one.name for one in stretches(date(2024, 2, 29), date(2024, 2, 29))] == [
        "2024-02", "2024", "2024-02-29/2024-02-29",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "needed"),
    [
        (date(2025, 1, 1), date(2025, 12, 31), None),
        (date(2025, 7, 1), date(2026, 6, 30), None),
        (date(2025, 1, 1), date(2025, 1, 30), 26),
        (date(2025, 1, 1), date(2025, 1, 1), 1),
    ],
)
def test_whole_months_are_counted_by_the_law_and_others_in_proportion(
    first: date, last: date, needed: int | None
) -> None:
    assert Stretch(kind="period", name="p", first=first, last=last).min_days == needed


@pytest.mark.parametrize(
    ("edition", "on", "stage"),
    [
        ("auto", date(2014, 5, 1), "amended 2018"),
        ("auto", date(2026, 3, 1), "transition"),
        ("auto", date(2031, 1, 1), "final"),
        ("2012", date(2026, 3, 1), "amended 2018"),
        ("2026", date(2025, 1, 1), "transition"),
        ("2026", date(2031, 1, 1), "final"),
    ],
)
def test_a_named_edition_holds_also_outside_its_time(edition: str, on: date, stage: str) -> None:
    assert Rules(edition=edition).limits(on).stage == stage


def test_each_pollutant_has_its_percentile_and_all_but_two_a_mean() -> None:
    names = {
        code: [one.name for one in STATISTICS if one.pollutant == code]
        for code in ("so2", "co", "o3", "pm25")
    }
    assert names == {"so2": ["mean", "p98"], "co": ["p95"], "o3": ["p90"], "pm25": ["mean", "p95"]}
