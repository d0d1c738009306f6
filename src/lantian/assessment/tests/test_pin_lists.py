"""An address pinned to a position explains the figure by the lists that counted then."""

from datetime import date, timedelta

import pytest

from lantian.assessment import actions, models, queries
from lantian.assessment.queries import periods, standing
from lantian.assessment.tests import build
from lantian.assessment.tests.build import CLEAN, NOW, Lake
from lantian.assessment.tests.test_assess_days import DAY, MIDNIGHT
from lantian.assessment.tests.test_import_lists import desk

FIRST = date(2026, 3, 7)
DUSTY = 300.0
MONTH = "assessment.composite:region/D1/2026-03-07..2026-03-09"


@pytest.fixture
def dust(lake: Lake, settings, tmp_path) -> Lake:
    """Three days of two districts; in D1 the last is dusty."""
    settings.LANTIAN_HOME = tmp_path
    for number, pm10 in ((1, 60.0), (2, 90.0)):
        build.a_station(f"ST0{number}", region=build.a_district(f"D{number}", is_ours=number == 1))
        for ahead in range(3):
            values = {**CLEAN, "pm10": DUSTY if number == 1 and ahead == 2 else pm10}
            since = MIDNIGHT + timedelta(days=ahead - 2)
            lake.fill([f"ST0{number}"], since=since, hours=24, values=values)
    actions.assess_days(days=[FIRST, FIRST + timedelta(days=1), DAY], now=NOW)
    return lake


def take_in(day: date = DAY, *, title: str = "扣沙") -> models.ImportedList:
    return actions.import_exceptional(
        content=f"地区,日期,项目\nD1,{day},pm10\n".encode(), name="d.csv", title=title, authority="总站",
        by=None, now=NOW,
    )  # fmt: skip


def withdraw(listed: models.ImportedList) -> None:
    actions.withdraw_list(list_id=listed.pk, reason="印错了", by=desk(), now=NOW)


def published(figure: str = "pm10") -> tuple[str, str]:
    """What is published of D1's three days, and its address."""
    found = periods.composite("region", "D1", FIRST, DAY)
    address = f"{MONTH}/{figure}@{found.position}" if figure else found.address
    value = found.values[figure] if figure else found.index.total
    return f"{value:f}", address


def place_of(code: str) -> tuple[str, str]:
    found = queries.ranking(group="districts", by="composite", first=FIRST, last=DAY).place_of(code)
    assert found is not None
    return str(found.place), found.address


@pytest.mark.parametrize("figure", ["pm10", ""])
def test_each_address_explains_the_figure_that_was_published_under_it(dust: Lake, figure: str) -> None:
    before = published(figure)
    listed = take_in()
    during = published(figure)
    withdraw(listed)
    after = published(figure)
    assert before[0] == after[0] != during[0]
    assert len({address for _, address in (before, during, after)}) == 3
    for value, address in (before, during, after):
        assert queries.explain(address).value == value, address
    found = [queries.explain(address) for _, address in (before, during, after)]
    assert [(one.is_superseded, one.agrees) for one in found] == [(True, True), (True, None), (False, True)]


def test_a_place_is_the_one_by_the_lists_of_its_position(dust: Lake) -> None:
    before = place_of("D1")
    listed = take_in()
    during = place_of("D1")
    withdraw(listed)
    after = place_of("D1")
    assert [place for place, _ in (before, during, after)] == ["2", "1", "2"]
    for place, address in (before, during, after):
        assert queries.explain(address).value == place, address


def test_without_a_position_the_lists_in_force_now_count(dust: Lake) -> None:
    listed = take_in()
    assert queries.explain(f"{MONTH}/pm10").value == published()[0] == "60"
    withdraw(listed)
    assert queries.explain(f"{MONTH}/pm10").value == published()[0] == "140"


def test_a_list_of_other_days_or_places_lifts_no_position(dust: Lake) -> None:
    before = published()
    take_in(date(2026, 2, 3))
    assert published() == before
    take_in(FIRST)
    assert published()[1] != before[1]


def test_what_comes_after_a_list_is_not_in_what_was_pinned_at_it(dust: Lake) -> None:
    take_in()
    value, address = published()
    late = dust.add("ST01", MIDNIGHT - timedelta(days=1), {**CLEAN, "pm10": 999.0}, is_rev=True)
    assert late > int(address.partition("@")[2])
    actions.assess_days(days=[FIRST + timedelta(days=1)], now=NOW)
    assert published()[0] != value == queries.explain(address).value


def test_standings_and_their_addresses_rise_to_a_list_of_the_days_they_compare(dust: Lake) -> None:
    take_in(FIRST)
    found = standing.standing(group="districts", by="composite", kind="week", on=DAY)
    row = found.of("D1")
    assert row is not None and found.position == models.ImportedList.objects.get().position
    assert queries.explain(row.address).value == f"{row.composite:f}"
