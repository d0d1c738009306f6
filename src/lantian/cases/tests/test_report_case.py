"""Reporting a problem, by hand and from a finding."""

from datetime import timedelta
from uuid import uuid4

import pytest

import build
from build import HERE, NOON, Cast
from lantian.accounts.rules import NotAllowed
from lantian.cases import actions, models, queries, rules
from lantian.cases.states import Level, State
from lantian.inspections import actions as inspections
from lantian.kernel.refusals import KeyTaken


def _problem(cast: Cast, **changes: object) -> rules.Problem:
    fields = {
        "category": "bare_land",
        "title": "bare soil",
        "lon": HERE[0],
        "lat": HERE[1],
        "source_code": "site",
        "photo_keys": (str(build.a_photo(cast.officer).key),),
    }
    return rules.Problem(**fields | changes)


def test_reports_a_problem_with_number_grid_and_photo(cast: Cast) -> None:
    number = actions.report(key=build.key(1), problem=_problem(cast), by=cast.officer, now=NOON)
    case = models.Case.objects.get(number=number)
    assert number == "QX-2026-000001"
    assert (case.state, case.level, case.grid.code) == (State.REPORTED, Level.MINOR, "grid")
    assert case.evidence.count() == 1
    assert set(case.scopes.values_list("ancestor__code", flat=True)) == {"hq", "town"}


def test_writes_one_event(cast: Cast) -> None:
    number = actions.report(key=build.key(1), problem=_problem(cast), by=cast.officer, now=NOON)
    [event] = build.events("cases.reported")
    assert (event.about, event.by_id, event.at) == (f"cases.case:{number}", cast.officer.id, NOON)
    assert event.facts["category"] == "bare_land"


def test_reporting_the_same_key_twice_makes_one_case(cast: Cast) -> None:
    problem = _problem(cast)
    first = actions.report(key=build.key(1), problem=problem, by=cast.officer, now=NOON)
    second = actions.report(key=build.key(1), problem=problem, by=cast.officer, now=NOON)
    assert first == second
    assert len(build.events("cases.reported")) == 1
    with pytest.raises(KeyTaken):
        actions.report(key=build.key(1), problem=_problem(cast), by=cast.analyst, now=NOON)


def test_refuses_a_report_that_shows_nothing_and_leaves_no_trace(cast: Cast) -> None:
    with pytest.raises(rules.NothingToShow):
        actions.report(key=uuid4(), problem=_problem(cast, photo_keys=()), by=cast.officer, now=NOON)
    assert not models.Case.objects.exists()
    assert not build.events("cases.reported")


def test_a_reading_is_enough_without_a_photo(cast: Cast) -> None:
    problem = _problem(cast, photo_keys=(), reading_address="assessment.hour:station/x/2026-11-20T03:00Z@1")
    assert actions.report(key=uuid4(), problem=problem, by=cast.analyst, now=NOON)


def test_refuses_a_place_in_no_grid(cast: Cast) -> None:
    problem = _problem(cast, lon=1.0, lat=1.0, source_code="")
    with pytest.raises(rules.OutsideGrids):
        actions.report(key=uuid4(), problem=problem, by=cast.officer, now=NOON)


def test_refuses_somebody_elses_photo(cast: Cast) -> None:
    photo = build.a_photo(cast.outsider)
    with pytest.raises(rules.PhotoUnknown):
        problem = _problem(cast, photo_keys=(str(photo.key),))
        actions.report(key=uuid4(), problem=problem, by=cast.officer, now=NOON)


def test_a_handler_reports_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.report(key=uuid4(), problem=_problem(cast), by=cast.handler, now=NOON)


def test_a_filed_problem_becomes_a_case_with_its_photos_and_the_way_it_came(cast: Cast) -> None:
    order = build.an_order(cast, suspicion=build.a_suspicion())
    visit = build.a_problem(cast, visit=build.a_visit(cast, order=order))
    number = actions.report_finding(visit_key=visit.key, now=NOON)
    assert number is not None
    shown = queries.case(number, cast.analyst, now=NOON)
    assert (shown.patrol_number, shown.visit_key) == (order, str(visit.key))
    assert shown.suspicion_number == "YS-2026-000001"
    assert len(shown.photos) == 1
    assert shown.category == "bare_land"
    assert build.events("cases.reported")[0].facts["suspicion_number"] == "YS-2026-000001"


def test_a_finding_is_reported_once(cast: Cast) -> None:
    visit = build.a_problem(cast)
    first = actions.report_finding(visit_key=visit.key, now=NOON)
    assert actions.report_finding(visit_key=str(visit.key), now=NOON + timedelta(hours=1)) == first
    assert models.Case.objects.count() == 1


def test_a_finding_of_nothing_is_no_case(cast: Cast) -> None:
    visit = build.a_visit(cast)
    build.answer_all(visit, "ok", by=cast.officer)
    from_visit = {"visit_key": visit.key, "category": "", "words": "", "source_code": None}
    inspections.file_finding(result="nothing", by=cast.officer, now=NOON, **from_visit)
    assert actions.report_finding(visit_key=visit.key, now=NOON) is None


def test_a_finding_where_a_case_was_closed_reopens_it_once(cast: Cast) -> None:
    number = build.a_case(cast, state=State.CLOSED)
    later = NOON + timedelta(days=89)
    visit = build.a_problem(cast, now=later)
    assert actions.report_finding(visit_key=visit.key, now=later) == number
    assert actions.report_finding(visit_key=visit.key, now=later) == number
    case = models.Case.objects.get()
    assert (case.state, case.level, case.reopened) == (State.REOPENED, Level.SERIOUS, 1)


def test_a_finding_after_the_window_is_a_new_case(cast: Cast) -> None:
    number = build.a_case(cast, state=State.CLOSED)
    later = NOON + timedelta(days=91)
    visit = build.a_problem(cast, now=later)
    assert actions.report_finding(visit_key=visit.key, now=later) != number
    assert models.Case.objects.count() == 2
