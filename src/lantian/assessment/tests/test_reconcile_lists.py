"""Official figures beside ours: each difference is explained by what removes it, or stays unexplained."""

from datetime import date
from decimal import Decimal

import pytest

from lantian.assessment import actions, models, queries
from lantian.assessment.queries import periods, reconciling
from lantian.assessment.queries.reconciling import Why
from lantian.assessment.tests.build import NOW
from lantian.assessment.tests.test_rank_places import FEBRUARY, a_city, days, home

__all__ = ["home"]
LAST = date(2026, 2, 28)
pytestmark = pytest.mark.django_db


def reconciled(text: str) -> dict[tuple[str, str], reconciling.Reconciled]:
    listed = actions.import_official(
        content=text.encode(), name="r.csv", title="2月", authority="省厅", first=FEBRUARY, last=LAST,
        by=None, now=NOW,
    )  # fmt: skip
    found = reconciling.reconcile(listed.pk)
    return {(row.code, row.figure): row for row in found.rows}


@pytest.fixture(autouse=True)
def two_cities(home: None) -> None:
    a_city("A")
    a_city("B")
    days("A", first=FEBRUARY, count=28)
    days("B", first=FEBRUARY, count=28, pm10="61", pm25="31", no2="21")


def test_what_is_equal_is_equal() -> None:
    found = reconciled("城市,PM10,综合指数,名次,优良天数\nA,60,3.09,1,28\n")
    assert {row.why for row in found.values()} == {Why.EQUAL}
    assert found["A", "composite"].difference == 0


def test_more_decimals_and_fewer_decimals_are_told_apart() -> None:
    days("B", first=date(2026, 1, 1), count=1)
    found = reconciled("城市,CO,PM10\nA,0.6,60.0\nB,1,61\n")
    assert found["A", "pm10"].why is Why.EQUAL
    assert found["B", "co"].why is Why.FEWER_DECIMALS


def test_a_sum_rounded_once_is_recognised() -> None:
    # B: 6/60 + 21/40 + 0.6/4 + 100/160 + 61/70 + 31/35 = 3.1571…; singles to two places sum to 3.15
    found = reconciled("城市,综合指数\nB,3.16\n")
    row = found["B", "composite"]
    assert (row.ours, row.why) == (Decimal("3.15"), Why.SUM_ROUNDED)


def test_limits_of_another_stage_are_recognised() -> None:
    # A by the limits of 2026: 60/60 + 30/30 instead of 60/70 + 30/35
    found = reconciled("城市,综合指数\nA,3.37\n")
    row = found["A", "composite"]
    assert row.why is Why.OTHER_LIMITS
    assert "2026" in row.detail


def test_dust_that_was_not_left_out_is_recognised() -> None:
    days("A", first=date(2026, 1, 31), count=1, pm10="900")
    actions.import_exceptional(
        content="地区,日期\nA,2026-02-28\n".encode(), name="d.csv", title="扣沙", authority="总站",
        by=None, now=NOW,
    )  # fmt: skip
    models.DailyAssessment.objects.filter(subject="A", day=LAST).update(values={"pm10": "900"})
    found = reconciled("城市,PM10\nA,90\n")
    row = found["A", "pm10"]
    assert (row.ours, row.why) == (60, Why.DUST_COUNTED)


def test_what_nothing_explains_stays_unexplained_with_the_days_ours_rests_on() -> None:
    found = reconciled("城市,PM10\nA,75\n")
    row = found["A", "pm10"]
    assert (row.why, row.difference, row.detail) == (Why.UNEXPLAINED, Decimal(-15), "28/28")


def test_a_place_we_have_no_days_of_says_so() -> None:
    a_city("Z")
    assert reconciled("城市,PM10\nZ,75\n")["Z", "pm10"].why is Why.NO_VALUE


def test_a_month_short_of_days_has_no_value_here_nor_where_its_address_leads() -> None:
    models.DailyAssessment.objects.filter(subject="B", day__gt=date(2026, 2, 20)).delete()
    row = reconciled("城市,PM10\nB,61\n")["B", "pm10"]
    assert (row.ours, row.why, row.detail) == (None, Why.TOO_FEW_DAYS, "20/28")
    kept = periods.composite("region", "B", FEBRUARY, LAST)
    assert "pm10" not in kept.values and kept.missing["pm10"] == "too_few_days"


def test_a_stretch_that_is_no_month_is_made_of_the_days_there_are_as_everywhere() -> None:
    models.DailyAssessment.objects.filter(subject="B", day__lt=date(2026, 2, 17)).delete()
    found = reconciled("城市,起,止,PM10,名次\nA,2026-02-01,2026-02-20,60,1\nB,2026-02-01,2026-02-20,61,2\n")
    assert {found[code, "pm10"].why for code in "AB"} == {Why.EQUAL}, "four days make a provisional value"
    kept = periods.composite("region", "B", FEBRUARY, date(2026, 2, 20))
    assert kept.values["pm10"] == found["B", "pm10"].ours == 61
    ranked = queries.ranking(group="cities", by="composite", first=FEBRUARY, last=date(2026, 2, 20))
    assert [one.code for one in ranked.places] == ["A"], "but no place: a ranking asks 17 days of 20"
    assert (found["A", "place"].why, found["B", "place"].why) == (Why.EQUAL, Why.TOO_FEW_DAYS)


def test_a_place_counts_among_all_and_not_among_those_printed() -> None:
    assert reconciled("城市,名次\nB,2\n")["B", "place"].why is Why.EQUAL
