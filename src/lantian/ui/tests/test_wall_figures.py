"""Figures for a wall: a year of days, places over time, sums laid end to end."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

from lantian.ui.figures import bump, calendar, stack, svg, year
from lantian.ui.tests.reading import collisions, texts

NASTY = '<script>"&'
MONTHS = tuple(f"M{month}" for month in range(1, 13))
WEEK = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def a_day(aqi: int | None, level: int | None, url: str = "") -> calendar.Day:
    return calendar.Day(aqi=aqi, level=level, words=f"AQI {aqi}", url=url)


def a_year(days: dict[date, calendar.Day]) -> str:
    return year.year(
        year.Year(
            label=NASTY, year=2026, days=days, month_names=MONTHS, month_notes=("",) * 12, weekday_names=WEEK
        )
    )


def squares(drawn: str) -> list[str]:
    return [one.get("fill") or "" for one in ElementTree.fromstring(drawn).iter("rect")]


def test_a_year_has_every_day_once_in_the_colour_of_its_level() -> None:
    drawn = a_year({date(2026, 1, 5): a_day(40, 1), date(2026, 2, 28): a_day(320, 6)})
    assert len(squares(drawn)) == 365
    assert squares(drawn).count("var(--aqi-1)") == squares(drawn).count("var(--aqi-6)") == 1
    assert "40" in texts(drawn) and "320" in texts(drawn)


def test_a_leap_year_has_a_day_more_and_weeks_begin_on_monday() -> None:
    drawn = year.year(
        year.Year(
            label="2028", year=2028, days={}, month_names=MONTHS, month_notes=("",) * 12, weekday_names=WEEK
        )
    )
    assert len(squares(drawn)) == 366
    first = next(iter(ElementTree.fromstring(drawn).iter("rect")))
    assert float(first.get("x") or 0) == 5 * year.STEP  # 1 January 2028 is a Saturday


def test_a_day_without_an_index_is_grey_with_a_dash_and_one_that_is_absent_is_empty() -> None:
    for drawn in (
        a_year({date(2026, 3, 1): a_day(None, None)}),
        calendar.calendar(
            calendar.Calendar(
                label="x", days={date(2026, 3, 1): a_day(None, None)}, month_names={(2026, 3): "March"}
            )
        ),
    ):
        assert squares(drawn).count(svg.NO_INDEX) == 1
        assert set(squares(drawn)) == {svg.NO_INDEX, "none"}
        assert svg.MISSING in texts(drawn)


def test_a_year_names_itself_and_escapes_what_it_prints() -> None:
    drawn = a_year({date(2026, 1, 5): a_day(40, 1, url="/explain/?a=x&b=1")})
    root = ElementTree.fromstring(drawn)
    assert root.get("aria-label") == NASTY and root.get("role") == "img"
    assert next(root.iter("a")).get("href") == "/explain/?a=x&b=1"


def courses(*places: tuple[int | None, ...]) -> str:
    return bump.bump(
        bump.Bump(
            label="places",
            columns=tuple(f"to {at}" for at in range(len(places[0]))),
            courses=tuple(
                bump.Course(
                    name=f"unit {at}", value=f"{at}.00", places=one, words=("w",) * len(one), is_ours=at == 0
                )
                for at, one in enumerate(places)
            ),
        )
    )


def test_places_over_time_stand_higher_the_better_and_ours_is_drawn_last() -> None:
    drawn = courses((2, 1), (1, 2))
    circles = [(float(one.get("cx") or 0), float(one.get("cy") or 0)) for one in
               ElementTree.fromstring(drawn).iter("circle")]  # fmt: skip
    other_first, _other_last, ours_first, ours_last = circles
    assert ours_last[1] < ours_first[1] and other_first[1] < ours_first[1]
    assert f'stroke="{svg.SKY}"' in drawn


def test_a_line_breaks_where_there_is_no_place_and_shared_places_keep_their_names_apart() -> None:
    drawn = courses((1, None, 1), (1, 2, 1), (3, 3, 3))
    assert collisions(drawn) == []
    ours = [one for one in ElementTree.fromstring(drawn).iter("path") if one.get("stroke") == svg.SKY]
    assert ours == []  # two single points, nothing between them
    assert {"unit 0 0.00", "unit 1 1.00"} <= set(texts(drawn))


def test_sums_are_on_one_scale_and_told_apart_by_words() -> None:
    drawn = stack.stack(
        stack.Stack(
            label="parts",
            sums=(
                stack.Sum(
                    name="now",
                    parts=(
                        stack.Part(name="PM10", value=2.0, text="2.00"),
                        stack.Part(name="CO", value=0.01, text="0.01"),
                    ),
                    text="2.01",
                ),
                stack.Sum(name="then", parts=(stack.Part(name="PM10", value=1.0, text="1.00"),), text="1.00"),
            ),
        )
    )
    widths = [float(one.get("width") or 0) for one in ElementTree.fromstring(drawn).iter("rect")]
    assert abs(widths[0] - 2 * widths[2]) < 0.2
    assert {"now", "then", "PM10", "2.01"} <= set(texts(drawn)) and "0.01" not in texts(drawn)
    assert "CO 0.01" in drawn  # too narrow for letters: at the pointer
    assert "--aqi" not in drawn and collisions(drawn) == []
