"""Standings: who stands where, why some have no place, and what an official list leaves out."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from airshed.assessment.spans import Span, SpanKind
from lantian.assessment import actions, models, queries
from lantian.assessment.queries import daybook, standing
from lantian.assessment.tests.build import NOW
from lantian.registry.models import Membership, Region, Station

JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)
VALUES = {"pm25": "30", "pm10": "60", "so2": "6", "no2": "20", "co": "0.6", "o3_8h": "100"}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.LANTIAN_HOME = tmp_path


def a_city(code: str) -> Region:
    region = Region.objects.create(code=code, name_zh=f"{code}市", name_en=code, kind="city")
    feed = Station.objects.create(
        code=f"C{code}", name_zh=code, name_en=code, kind="feed", region=region, lon=113, lat=35
    )
    Membership.objects.create(station=feed, region=region, valid_from=date(2020, 1, 1))
    return region


def days(code: str, *, first: date, count: int, aqi: int = 80, **values: str) -> None:
    models.DailyAssessment.objects.bulk_create(
        models.DailyAssessment(
            subject_kind="region",
            subject=code,
            day=first + timedelta(days=ahead),
            edition="2012",
            aqi=aqi,
            level=2,
            values=VALUES | values,
            position=7,
            computed_at=NOW,
        )
        for ahead in range(count)
    )


def february(by: str = "composite", *, on: date = date(2026, 2, 28), is_excluding: bool = True):
    return standing.standing(group="cities", by=by, kind="month", on=on, is_excluding=is_excluding)


def test_equal_values_share_a_place_and_the_next_counts_on() -> None:
    for code in "ABC":
        a_city(code)
    days("A", first=FEBRUARY, count=28)
    days("B", first=FEBRUARY, count=28)
    days("C", first=FEBRUARY, count=28, pm10="80")
    found = february()
    assert [(row.code, row.place, row.is_tied) for row in found.rows] == [
        ("A", 1, True), ("B", 1, True), ("C", 3, False),
    ]  # fmt: skip
    assert found.of("A").value == Decimal("3.09")
    assert found.of("C").largest == ("pm10",)


def test_a_unit_short_of_days_stands_apart_with_the_reason() -> None:
    a_city("A")
    a_city("B")
    a_city("Z")
    days("A", first=FEBRUARY, count=28)
    days("B", first=FEBRUARY, count=24)
    found = february()
    assert [row.code for row in found.placed] == ["A"]
    reasons = {row.code: row.reason for row in found.unplaced}
    assert "pm10:too_few_days" in reasons["B"]
    assert reasons["Z"] == "no_values"


def test_units_without_a_place_stand_last_by_their_code() -> None:
    for code in "DACB":
        a_city(code)
    days("D", first=FEBRUARY, count=28)
    days("C", first=FEBRUARY, count=20)
    days("A", first=FEBRUARY, count=20)
    assert [row.code for row in february().rows] == ["D", "A", "B", "C"]


def test_movement_is_against_the_month_before_and_change_against_last_year() -> None:
    for code in "AB":
        a_city(code)
    days("A", first=JANUARY, count=31)
    days("B", first=JANUARY, count=31, pm10="50")
    days("A", first=FEBRUARY, count=28, pm10="40")
    days("B", first=FEBRUARY, count=28)
    days("A", first=date(2025, 2, 1), count=28, pm10="110")
    found = february()
    assert (found.of("A").place, found.of("A").place_before, found.of("A").up) == (1, 2, 1)
    assert found.of("B").up == -1
    assert found.of("A").change == Decimal("-26.32")
    assert found.of("B").change is None


def test_what_a_list_leaves_out_leaves_the_index_and_not_the_good_days() -> None:
    region = a_city("A")
    days("A", first=FEBRUARY, count=27)
    days("A", first=date(2026, 2, 28), count=1, aqi=500, pm10="1000", pm25="100")
    text = "地区,日期\nA,2026-02-28\n".encode()
    actions.import_exceptional(
        content=text, name="dust.csv", title="扣沙", authority="总站", by=None, now=NOW
    )
    assert models.ExceptionalDay.objects.get().region == region
    found = february()
    assert found.of("A").values["pm10"] == 60
    assert found.of("A").good_days == Decimal("96.4")
    assert february(is_excluding=False).of("A").values["pm10"] == 94
    assert queries.composite("region", "A", FEBRUARY, date(2026, 2, 28)).values["pm10"] == 60


def test_many_listed_days_cost_nobody_a_place() -> None:
    a_city("A")
    days("A", first=FEBRUARY, count=28)
    rows = "".join(f"A,2026-02-{day:02}\n" for day in range(1, 6))
    actions.import_exceptional(
        content=f"地区,日期\n{rows}".encode(), name="d.csv", title="扣沙", authority="总站", by=None, now=NOW
    )
    assert february().of("A").place == 1
    found = queries.composite("region", "A", FEBRUARY, date(2026, 2, 28))
    assert (found.index.total, found.days["pm10"], len(found.excluded)) == (Decimal("3.09"), 23, 5)


def test_a_running_month_is_held_against_as_many_days_of_last_year() -> None:
    a_city("A")
    days("A", first=FEBRUARY, count=14)
    days("A", first=date(2025, 2, 1), count=14)
    days("A", first=date(2025, 2, 15), count=14, pm10="300")
    assert february(on=date(2026, 2, 14)).of("A").change == 0


def test_a_list_that_was_withdrawn_leaves_nothing_out() -> None:
    a_city("A")
    days("A", first=FEBRUARY, count=28)
    text = "地区,日期\nA,2026-02-28\n".encode()
    listed = actions.import_exceptional(
        content=text, name="dust.csv", title="扣沙", authority="总站", by=None, now=NOW
    )
    models.ImportedList.objects.filter(pk=listed.pk).update(withdrawn_at=NOW)
    book = daybook.read("region", ["A"], first=FEBRUARY, last=date(2026, 2, 28))
    assert book.counted["excluded"].null_count() == 28


def test_a_month_that_still_runs_is_cut_and_says_so() -> None:
    a_city("A")
    days("A", first=FEBRUARY, count=14)
    found = february(on=date(2026, 2, 14))
    assert (found.over.last, found.is_over, found.min_days) == (date(2026, 2, 14), False, 12)
    assert found.of("A").place == 1


def test_the_frame_is_read_in_few_statements(django_assert_num_queries) -> None:
    for code in "ABCDEFGH":
        a_city(code)
        days(code, first=FEBRUARY, count=28)
    with django_assert_num_queries(3):
        february()


def test_an_unknown_group_is_named() -> None:
    with pytest.raises(daybook.NoSuchGroup, match="planets"):
        standing.standing(group="planets", by="composite", kind="month", on=FEBRUARY)


def test_a_ranking_reads_its_own_days_those_a_year_before_and_those_of_the_span_before() -> None:
    a_city("A")
    days("A", first=date(2025, 1, 1), count=365)
    over = Span(kind=SpanKind.MONTH, first=FEBRUARY, last=date(2026, 2, 14))
    book = daybook.read(
        "region", ["A"], first=date(2025, 1, 1), last=over.last, among=daybook.needed_for(over)
    )
    assert sorted(set(book.frame["day"].dt.month().to_list())) == [2]
    assert book.frame["day"].min() == date(2025, 2, 1)
