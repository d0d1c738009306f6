"""A day that moves moves its periods from week to year and the places in them; old, new and why are kept."""

from datetime import date, timedelta

import pytest

from lantian.accounts.rules import Role
from lantian.assessment import actions, models, queries
from lantian.assessment.queries import changes, moving
from lantian.assessment.tests import build
from lantian.assessment.tests.build import CLEAN, Lake
from lantian.assessment.tests.test_import_lists import desk
from lantian.calendar import queries as calendar

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 9)
SPANS = {"2026-03-01..2026-03-09", "2026-01-01..2026-03-09"}
DAY, MONTH = "2026-03-09..2026-03-09", "2026-03-01..2026-03-09"
HOUR = timedelta(hours=1)
NOW = calendar.day_bounds(LAST)[1] + 3 * HOUR
PM10 = {"D1": 60.0, "D2": 63.0}


@pytest.fixture
def office(lake: Lake, settings, tmp_path) -> Lake:
    """Nine days of two districts, each assessed the night after it; the quarter is the year so far."""
    settings.LANTIAN_HOME = tmp_path
    for number, (code, pm10) in enumerate(PM10.items(), start=1):
        build.a_station(f"ST0{number}", region=build.a_district(code, is_ours=number == 1))
        lake.fill([f"ST0{number}"], since=midnight(FIRST), hours=9 * 24, values={**CLEAN, "pm10": pm10})
    for day in every():
        actions.assess_days(days=[day], now=midnight(day) + 25 * HOUR)
    return lake


def midnight(day: date):
    return calendar.day_bounds(day)[0]


def every() -> list[date]:
    return [FIRST + timedelta(days=ahead) for ahead in range(9)]


def rewrite(lake: Lake, pm10: float, *, day: date = LAST, is_rev: bool = True, now=NOW) -> None:
    """A station's whole day comes again."""
    for ahead in range(24):
        lake.add("ST01", midnight(day) + ahead * HOUR, {**CLEAN, "pm10": pm10}, is_rev=is_rev)
    actions.assess_days(days=[day], now=now, stations=["ST01"])


def noted(subject: str = "D1", figure: str = "pm10") -> dict[str, tuple[str, str, str]]:
    rows = models.Change.objects.filter(subject=subject, figure=figure, period="span")
    return {row.at: (row.old, row.new, row.why) for row in rows.order_by("id")}


def found_again() -> set[str]:
    """The figures whose old and new number are both explained under their addresses."""
    seen = [one for one in changes.changes(build.an_actor(Role.LEADER), limit=99) if one.span]
    for one in seen:
        assert queries.explain(one.old_address).value == one.old
        assert queries.explain(one.address).value == one.new
    return {one.figure for one in seen}


def test_a_corrected_day_moves_its_month_quarter_and_year_and_the_places(office: Lake) -> None:
    rewrite(office, 150.0)
    assert noted() == dict.fromkeys(SPANS, ("60", "70", "revision"))
    composite = noted(figure="composite")
    assert composite.pop(DAY)[2] == "revision", "of the day, and of the week that began with it"
    assert composite == dict.fromkeys(SPANS, ("3.18", "3.35", "revision"))
    for figure in ("place", "place_pm10", "place_aqi"):
        rows = models.Change.objects.filter(figure=figure, subject__startswith="D")
        assert {row.at for row in rows} == ({DAY} if figure == "place_aqi" else {DAY, MONTH}), "enough days"
        assert {(row.subject, row.old, row.new, row.group) for row in rows} == {
            ("D1", "1", "2", "districts"), ("D2", "2", "1", "districts"),
        }  # fmt: skip
    because = models.Change.objects.filter(period="span").values_list("because_of", flat=True)
    assert all(codes == ["ST01"] for codes in because)


def test_both_numbers_are_found_again_under_their_addresses(office: Lake) -> None:
    rewrite(office, 150.0)
    assert found_again() == {"composite", "pm10", "place", "place_pm10", "place_aqi"}


def test_the_half_year_moves_beside_the_quarter_and_the_year(office: Lake) -> None:
    day = date(2026, 11, 20)
    row = models.DailyAssessment.objects.get(subject="D1", day=LAST)
    row.pk, row.day = None, day
    row.save()
    instead = {("region", "D1", day): ("D1", day, 90, {**row.values, "pm10": "90"}, 9)}
    found = moving.of_days(instead, now=midnight(day) + 30 * HOUR)
    begins = {one.first for one in found if one.figure == "pm10"}
    week, tendays, month = date(2026, 11, 16), date(2026, 11, 11), date(2026, 11, 1)
    assert begins == {week, tendays, month, date(2026, 10, 1), date(2026, 7, 1), date(2026, 1, 1)}


def test_a_day_that_was_not_out_moves_no_period(office: Lake) -> None:
    rewrite(office, 150.0, now=midnight(LAST) + 24 * HOUR + timedelta(minutes=50))
    assert not models.Change.objects.exists()


def test_a_day_that_comes_in_late_moves_the_periods_it_was_missing_in(office: Lake) -> None:
    models.DailyAssessment.objects.filter(day=date(2026, 3, 4)).delete()
    rewrite(office, 150.0, day=date(2026, 3, 4), is_rev=False)
    assert set(noted()) == {"2026-03-02..2026-03-08", *SPANS} and {why for _, _, why in noted().values()} == {
        "late"
    }


def test_history_being_brought_in_moves_nothing_until_it_stood_a_day(lake: Lake) -> None:
    build.a_station("ST01")
    lake.fill(["ST01"], since=midnight(FIRST), hours=9 * 24, values=CLEAN)
    late = NOW + timedelta(days=30)
    for day in every():
        actions.assess_days(days=[day], now=late)
    assert not models.Change.objects.exists()
    rewrite(lake, 150.0, now=late + timedelta(days=2))
    assert noted() == {
        "2026-03-09..2026-03-15": ("60", "150", "revision"),
        "2026-03-01..2026-03-10": ("60", "70", "revision"),
        "2026-01-01..2026-04-10": ("60", "70", "revision"),
    }, "nine days make no whole month"


def test_what_moved_back_within_a_day_is_noted_as_well(office: Lake) -> None:
    later = NOW + timedelta(days=20)
    rewrite(office, 150.0, now=later)
    rewrite(office, 60.0, now=later + HOUR)
    rows = models.Change.objects.filter(subject="D1", period="day", figure="pm10").order_by("id")
    assert [(row.old, row.new) for row in rows] == [("60", "150"), ("150", "60")]
    year = models.Change.objects.filter(
        subject="D1", figure="pm10", period="span", at__startswith="2026-01-01..2026-03-2"
    ).order_by("id")
    assert [(row.old, row.new) for row in year] == [("60", "70"), ("70", "60")]


def test_only_what_depends_on_the_day_is_computed(office: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[tuple[str, ...], bool]] = []
    read = moving.periods.read

    def counted(kind, subjects, **span):
        asked.append((tuple(subjects), span["first"] == span["last"]))
        return read(kind, subjects, **span)

    monkeypatch.setattr(moving.periods, "read", counted)
    day = date(2026, 3, 4)
    rewrite(office, 61.0, day=day)  # a day from 60 to 61 moves no mean of seven days or nine
    assert {subjects for subjects, is_day in asked if not is_day} == {("ST01",), ("D1",)}, "no ranking"
    assert (("D1", "D2"), True) in asked, "but that of the day"
    moved = models.Change.objects.filter(period="span").exclude(at=f"{day}..{day}")
    assert not moved.exists()
    asked.clear()
    actions.assess_days(days=[day], now=NOW)
    assert asked == []


def test_a_list_taken_in_and_withdrawn_moves_periods_with_its_title(office: Lake) -> None:
    rewrite(office, 150.0)
    models.Change.objects.all().delete()
    listed = actions.import_exceptional(
        content=f"地区,日期,项目\nD1,{LAST},pm10\n".encode(), name="d.csv", title="扣沙清单",
        authority="总站", by=None, now=NOW,
    )  # fmt: skip
    actions.note_list(list_id=listed.pk, is_withdrawn=False, now=NOW)
    assert noted() == dict.fromkeys(SPANS, ("70", "60", "list"))
    row = models.Change.objects.filter(figure="place", subject="D1", at="2026-03-01..2026-03-09").first()
    assert row is not None and (row.old, row.new, row.basis, row.because_of) == ("2", "1", "扣沙清单", [])
    assert found_again() == {"composite", "pm10", "place", "place_pm10"}
    models.Change.objects.all().delete()
    actions.withdraw_list(list_id=listed.pk, reason="印错了", by=desk(), now=NOW)
    actions.note_list(list_id=listed.pk, is_withdrawn=True, now=NOW)
    assert noted() == dict.fromkeys(SPANS, ("60", "70", "list"))
    assert {row.basis for row in models.Change.objects.all()} == {"扣沙清单 · 印错了"}
    assert not models.Change.objects.filter(period="day").exists(), "the day itself stays as it was"
