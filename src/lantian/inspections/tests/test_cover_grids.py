"""Where nobody has looked in time: rules to the minute, nights, the firm's cap, and whose area it is."""

from datetime import datetime, time, timedelta

import pytest

import build
from build import NOON, Cast
from lantian.accounts.rules import Role
from lantian.dispatch import actions as dispatch
from lantian.dispatch.models import DrawObject, GoingTerms, Order
from lantian.inspections import actions as inspections
from lantian.inspections.models import PatrolFrequency, Visit
from lantian.inspections.queries import coverage
from lantian.inspections.rules import coverage as rules
from lantian.inspections.rules.coverage import Cell, Frequency
from lantian.registry.models import Source

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def frequency(*, times: int = 1, days: int = 7, is_night: bool = False) -> Frequency:
    return Frequency(
        subject="place", object_class="general", part_of_day="night" if is_night else "any", times=times,
        days=days, tell_after_days=7, origin="test",
        night_begins=time(18) if is_night else None,
        night_ends=time(6) if is_night else None,
    )  # fmt: skip


def a_look(cast: Cast, *, at: datetime, source: str = "site", **changes: object) -> Visit:
    """Somebody went there and filed."""
    order = build.an_order(cast, source=source, now=at, **changes)
    visit = build.a_visit(cast, order=order, now=at)
    build.answer_all(visit, "ok", by=cast.officer, now=at)
    inspections.file_finding(
        visit_key=visit.key, result="nothing", category="", words="", source_code=source,
        by=cast.officer, now=at,
    )  # fmt: skip
    dispatch.finish(number=order, by_id=cast.officer.id, now=at)
    return visit


def row_of(found: coverage.Coverage, *, part: str = "any", place: str = "") -> coverage.Row:
    [row] = [
        one
        for one in found.rows
        if (one.source.code if one.source else "") == place and one.frequency.part_of_day == part
    ]
    return row


@pytest.mark.parametrize(("age", "is_hole"), [(7 * DAY, False), (7 * DAY + timedelta(seconds=1), True)])
def test_time_runs_out_after_so_many_days(age: timedelta, is_hole: bool) -> None:
    assert rules.standing(frequency(), [NOON - age], now=NOON).is_hole is is_hole


def test_of_two_in_seven_days_the_one_before_last_decides() -> None:
    twice = frequency(times=2)
    assert not rules.standing(twice, [NOON - 6 * DAY, NOON - DAY], now=NOON).is_hole
    late = rules.standing(twice, [NOON - 8 * DAY, NOON - DAY], now=NOON)
    assert (late.overdue, late.last) == (DAY, NOON - DAY)
    assert rules.standing(twice, [NOON - DAY], now=NOON).is_hole


@pytest.mark.parametrize(("hour", "counts"), [(17, False), (18, True), (23, True), (5, True), (6, False)])
def test_at_night_only_the_hours_of_the_row_count(hour: int, counts: bool) -> None:
    assert frequency(is_night=True).counts(NOON.replace(hour=hour)) is counts


def test_the_course_says_for_each_day_whether_somebody_was_missing() -> None:
    ends = [NOON + day * DAY for day in range(10)]
    cells = [cell for cell, _seen in rules.course(frequency(), [NOON - timedelta(hours=1)], ends=ends)]
    assert cells == [Cell.SEEN, *[Cell.FINE] * 6, *[Cell.HOLE] * 3]


def test_a_look_covers_the_place_and_its_grid_but_not_the_night(cast: Cast) -> None:
    before = coverage.coverage(cast.analyst, now=NOON + DAY)
    assert row_of(before, place="site").is_hole
    a_look(cast, at=NOON)
    after = coverage.coverage(cast.analyst, now=NOON + DAY)
    assert not row_of(after, place="site").is_hole
    assert not row_of(after).is_hole
    assert row_of(after, part="night").is_hole
    assert (after.nights[0].at_night, after.nights[0].looks) == (0, 1)


def test_a_help_visit_is_no_patrol(cast: Cast) -> None:
    visit = a_look(cast, at=NOON)
    Order.objects.filter(pk=visit.order_id).update(kind="help_visit")
    assert row_of(coverage.coverage(cast.analyst, now=NOON + DAY), place="site").is_hole


def test_a_visit_that_is_not_filed_covers_nothing(cast: Cast) -> None:
    build.a_visit(cast)
    assert row_of(coverage.coverage(cast.analyst, now=NOON + DAY), place="site").is_hole


def test_a_key_place_is_asked_more_often(cast: Cast) -> None:
    a_look(cast, at=NOON)
    assert not row_of(coverage.coverage(cast.analyst, now=NOON + DAY), place="site").is_hole
    site = Source.objects.get(code="site")
    DrawObject.objects.create(source=site, object_class="key", set_by_id=cast.analyst.id, set_at=NOON)
    assert row_of(coverage.coverage(cast.analyst, now=NOON + DAY), place="site").is_hole


def test_a_firm_whose_year_is_used_up_is_no_hole(cast: Cast) -> None:
    GoingTerms.objects.filter(kind="statutory_inspection").update(yearly_cap=0)
    assert row_of(coverage.coverage(cast.analyst, now=NOON), place="site").is_hole
    GoingTerms.objects.filter(kind="statutory_inspection").update(yearly_cap=1)
    number = build.an_order(cast)
    order = Order.objects.get(number=number)
    Order.objects.filter(pk=order.pk).update(kind="statutory_inspection", uses_cap=True, state="done")
    capped = row_of(coverage.coverage(cast.analyst, now=NOON), place="site")
    assert (capped.is_capped, capped.is_hole) == (True, False)


def test_a_new_row_changes_the_rule_from_its_day_on(cast: Cast) -> None:
    a_look(cast, at=NOON)
    row = PatrolFrequency.objects.get(subject="place", object_class="general")
    PatrolFrequency.objects.create(
        subject="place", object_class="general", times=1, days=1, tell_after_days=1, origin="ours",
        valid_from=(NOON + 3 * DAY).date(),
    )  # fmt: skip
    assert (
        row_of(coverage.coverage(cast.analyst, now=NOON + 2 * DAY), place="site").frequency.days == row.days
    )
    assert row_of(coverage.coverage(cast.analyst, now=NOON + 3 * DAY), place="site").is_hole


def test_nobody_sees_the_grids_of_another_area(cast: Cast) -> None:
    build.an_organisation("far", kind="township")
    stranger = build.an_actor("far_officer", role=Role.GRID_OFFICER, unit="far")
    for nobody in (stranger, cast.handler, cast.dust_officer, cast.manager):
        assert coverage.coverage(nobody, now=NOON).rows == (), nobody.role


def test_the_desk_is_told_once_and_only_of_what_is_long_overdue(cast: Cast) -> None:
    told = coverage.need(cast.analyst, now=NOON)
    assert told is not None
    assert told.holes == 3
    assert coverage.need(cast.officer, now=NOON) is None
    for at in (NOON, NOON + timedelta(hours=8)):
        a_look(cast, at=at)
    assert coverage.need(cast.analyst, now=NOON + DAY) is None


def test_an_order_on_its_way_is_named_and_the_desk_is_not_told(cast: Cast) -> None:
    number = build.an_order(cast)
    row = row_of(coverage.coverage(cast.analyst, now=NOON), place="site")
    assert (row.order, row.is_told, row.is_hole) == (number, False, True)


def test_more_places_ask_no_more_statements(cast: Cast, django_assert_num_queries) -> None:
    for number in range(5):
        build.a_source(f"more{number}")
    coverage.coverage(cast.analyst, now=NOON)
    with django_assert_num_queries(11):
        coverage.coverage(cast.analyst, now=NOON)
