"""Numbers on closed cases: each is a set of cases that can be opened."""

from datetime import timedelta

import build
from build import NOON, Cast
from lantian.cases import actions, models, queries
from lantian.cases.queries import Measure
from lantian.cases.states import State

PERIOD = {"since": NOON - timedelta(days=1), "until": NOON + timedelta(days=1)}


def _numbers(cast: Cast, measure: Measure, **changes) -> set[str]:
    given = PERIOD | changes
    return {one.number for one in queries.counted(measure, cast.analyst, **given)}


def test_counts_of_a_period_by_unit_are_the_cases_behind_them(cast: Cast) -> None:
    good = build.a_case(cast, state=State.CLOSED)
    late, twice = build.a_case(cast, state=State.CLOSED), build.a_case(cast, state=State.SELF_CHECKED)
    models.Rectification.objects.filter(case__number=late).update(due_at=NOON - timedelta(minutes=1))
    failed = build.a_look(cast.supervisor, has_passed=False)
    actions.recheck_fail(number=twice, look=failed, by=cast.supervisor, now=NOON)
    build.walk(twice, cast, state=State.CLOSED, since=State.RECTIFYING)
    build.a_case(cast, state=State.FILED)  # open: counted nowhere
    assert _numbers(cast, Measure.CLOSED) == {good, late, twice}
    assert _numbers(cast, Measure.ON_TIME) == {good, twice}
    assert _numbers(cast, Measure.FIRST_TIME) == {good, late}
    assert _numbers(cast, Measure.RECHECKED) == {good, late, twice}
    assert _numbers(cast, Measure.SAME_PERSON) == set()
    [works, whole] = queries.metrics(cast.analyst, **PERIOD)
    assert works.unit is not None and works.unit.code == "works"
    for row in (works, whole):
        assert row.counts == {one: len(_numbers(cast, one)) for one in Measure}
    assert works.mean_hours == 0.0


def test_a_check_of_ones_own_work_would_be_seen(cast: Cast) -> None:
    number = build.a_case(cast, state=State.CLOSED)
    models.Recheck.objects.filter(case__number=number).update(by_id=cast.handler.id)
    assert _numbers(cast, Measure.SAME_PERSON) == {number}


def test_what_was_closed_outside_the_period_or_area_is_not_counted(cast: Cast) -> None:
    build.a_case(cast, state=State.CLOSED)
    assert _numbers(cast, Measure.CLOSED, since=NOON + timedelta(hours=1)) == set()
    assert _numbers(cast, Measure.CLOSED, unit="roads") == set()
    [whole] = queries.metrics(cast.outsider, **PERIOD)
    assert (whole.counts[Measure.CLOSED], whole.mean_hours) == (0, None)


def test_a_case_that_came_back_is_counted_when_it_did(cast: Cast) -> None:
    number = build.a_case(cast, state=State.REOPENED)
    back = models.Rebound.objects.get(case__number=number).at
    assert _numbers(cast, Measure.REBOUND) == set()
    assert _numbers(cast, Measure.REBOUND, since=back, until=back + timedelta(seconds=1)) == {number}
    assert _numbers(cast, Measure.CLOSED, until=back + timedelta(days=1)) == set()
