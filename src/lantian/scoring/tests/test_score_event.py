"""Points: given once, by the version in force, and never for a suspicion."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest

import build
from build import NOON, Cast
from lantian.cases import actions as cases
from lantian.cases import rules as case_rules
from lantian.cases.models import Case
from lantian.cases.states import Level, State
from lantian.kernel.models import Event
from lantian.residents import actions as residents
from lantian.residents import rules as resident_rules
from lantian.scoring import actions, models, queries, rules

TODAY = date(2026, 11, 20)


def _score_all() -> list[models.Score]:
    return [given for event in build.events() for given in actions.score(event, now=NOON)]


@pytest.mark.parametrize(
    ("level", "points"), [(Level.MINOR, 1), (Level.SERIOUS, 2), (Level.MAJOR, 3), (Level.SUPERIOR, 5)]
)
def test_a_valid_report_earns_the_finder_points_by_severity(cast: Cast, level: Level, points: int) -> None:
    number = build.a_case(cast, state=State.FILED, level=level)
    [given] = _score_all()
    assert (given.points, given.person_id, given.unit.code) == (points, cast.officer.id, "town")
    assert given.about == f"cases.case:{number}"
    assert given.event_uuid == build.events("cases.filed")[0].uuid


def test_a_report_that_is_no_case_earns_nothing(cast: Cast) -> None:
    build.a_case(cast, state=State.VOID)
    assert _score_all() == []


def test_a_case_closed_on_time_earns_its_unit_two(cast: Cast) -> None:
    build.a_case(cast, state=State.CLOSED)
    given = {score.rule.code: score for score in _score_all()}
    assert set(given) == {"report_minor", "closed_on_time"}
    assert (given["closed_on_time"].points, given["closed_on_time"].unit.code) == (2, "works")
    assert given["closed_on_time"].person_id == cast.handler.id


def test_scoring_an_event_twice_adds_nothing(cast: Cast) -> None:
    build.a_case(cast, state=State.CLOSED)
    assert len(_score_all()) == 2
    assert _score_all() == []
    assert models.Score.objects.count() == 2
    scored = build.events("scoring.scored")
    assert [(e.facts["rule"], e.facts["points"]) for e in scored] == [
        ("report_minor v1", "1.00"),
        ("closed_on_time v1", "2.00"),
    ]


def test_a_day_late_costs_a_point_a_day_and_no_bonus(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    late = Case.objects.get().due_at + timedelta(hours=49)
    cases.submit(number=number, work=build.a_mending(number, cast.handler), by=cast.handler, now=late)
    cases.pass_self_check(number=number, by=cast.unit_head, now=late)
    cases.recheck_pass(number=number, look=build.a_look(cast.supervisor), by=cast.supervisor, now=late)
    cases.close(number=number, by=cast.leader, now=late)
    given = {score.rule.code: score.points for score in _score_all()}
    assert given == {"report_minor": 1, "late": -3}


def test_a_rebound_costs_five(cast: Cast) -> None:
    build.a_case(cast, state=State.REOPENED)
    given = {score.rule.code: score for score in _score_all()}
    assert (given["rebound"].points, given["rebound"].unit.code) == (-5, "works")


def test_a_fake_photo_costs_twenty(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    look = build.a_look(cast.supervisor, has_passed=False, has_fake_photo=True)
    cases.recheck_fail(number=number, look=look, by=cast.supervisor, now=NOON)
    given = {score.rule.code: score for score in _score_all()}
    assert (given["fake_photo"].points, given["fake_photo"].person_id) == (-20, cast.handler.id)


def test_a_new_version_counts_from_its_day_and_the_old_one_before(cast: Cast) -> None:
    old = models.Rule.objects.get(code="report_minor")
    models.Rule.objects.filter(pk=old.pk).update(valid_to=TODAY)
    models.Rule.objects.create(
        code="report_minor",
        version=2,
        name_zh="新",
        name_en="new",
        event_name="cases.filed",
        condition={"level": "minor"},
        beneficiary="officer",
        points=Decimal(4),
        origin="test",
        valid_from=TODAY + timedelta(days=1),
    )
    build.a_case(cast, state=State.FILED)
    build.a_case(cast, state=State.FILED, now=NOON + timedelta(days=3))
    assert [score.points for score in _score_all()] == [1, 4]


@pytest.mark.parametrize(
    "name", ["diagnosis.suspicion_made", "diagnosis.verdict_recorded", "assessment.alarm_raised"]
)
def test_a_candidate_is_never_scored_even_if_a_rule_says_so(cast: Cast, name: str) -> None:
    models.Rule.objects.create(
        code="wrong",
        version=1,
        name_zh="错",
        name_en="wrong",
        event_name=name,
        beneficiary="unit",
        points=Decimal(-5),
        origin="test",
        valid_from=TODAY,
    )
    event = Event.objects.create(
        uuid=uuid.uuid4(), name=name, at=NOON, about="diagnosis.suspicion:YS-2026-000001", facts={"unit": 1}
    )
    assert actions.score(event, now=NOON) == []
    assert not models.Score.objects.exists()
    with pytest.raises(rules.NotScorable):
        rules.check_rule("wrong", event_name=name)


def test_a_refused_recheck_and_a_draft_cost_nothing(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    with pytest.raises(case_rules.NotIndependent):
        cases.recheck_pass(number=number, look=build.a_look(cast.colleague), by=cast.colleague, now=NOON)
    assert {score.rule.code for score in _score_all()} == {"report_minor"}


def test_standings_share_places_and_stay_inside_the_area(cast: Cast) -> None:
    build.a_case(cast, state=State.CLOSED)
    build.a_case(cast, state=State.FILED, now=NOON + timedelta(hours=1))
    _score_all()
    rows = queries.standings(first=TODAY, last=TODAY, by=cast.leader)
    assert [(row.place, row.name_en, row.points) for row in rows] == [(1, "works", 2), (1, "town", 2)]
    people = queries.standings(first=TODAY, last=TODAY, by=cast.leader, of="person")
    assert {(row.name_en, row.entries) for row in people} == {("officer", 2), ("handler", 1)}
    own = queries.standings(first=TODAY, last=TODAY, by=cast.unit_head)
    assert [row.name_en for row in own] == ["works"]
    assert queries.standings(first=TODAY, last=TODAY, by=cast.outside_head) == []
    assert queries.standings(first=TODAY + timedelta(1), last=TODAY + timedelta(1), by=cast.leader) == []


def test_an_entry_names_its_rule_and_the_event_it_came_from(cast: Cast) -> None:
    number = build.a_case(cast, state=State.FILED)
    _score_all()
    [entry] = queries.entries(first=TODAY, last=TODAY, by=cast.leader)
    assert (entry.rule, entry.about, entry.points) == ("report_minor v1", f"cases.case:{number}", 1)
    assert entry.event_uuid == str(build.events("cases.filed")[0].uuid)
    assert "design default" in entry.origin
    assert queries.entries_about(f"cases.case:{number}", cast.officer) == [entry]
    assert queries.entries_about(f"cases.case:{number}", cast.outsider) == []


def test_an_entry_says_why_in_both_languages(cast: Cast, django_assert_num_queries) -> None:
    number = build.a_case(cast, state=State.RECTIFYING, level=Level.SERIOUS)
    late = Case.objects.get().due_at + timedelta(hours=49)
    cases.submit(number=number, work=build.a_mending(number, cast.handler), by=cast.handler, now=late)
    _score_all()
    with django_assert_num_queries(2):
        said = [(one.why_zh, one.why_en) for one in queries.told(models.Score.objects.order_by("pk"))]
    assert said == [
        ("立案，定级较大", "filed, judged serious"),
        ("报送整改，逾期 3 天 × −1.0", "mending reported, late by 3 d × −1.0"),
    ]


def test_every_rule_that_ships_has_a_reason(cast: Cast) -> None:
    for rule in models.Rule.objects.all():
        zh, en = rules.why(
            rule.event_name,
            condition=rule.condition,
            points=rule.points,
            times_fact=rule.times_fact,
            facts={rule.times_fact: 2},
        )
        assert "，" in zh and ", " in en, rule.code


@pytest.mark.parametrize(
    ("points", "text"),
    [("2", "+2.0"), ("-2.00", "−2.0"), ("1.25", "+1.25"), ("-0.5", "−0.5"), ("0", "0.0"), ("0.10", "+0.1")],
)
def test_points_carry_their_sign_and_no_needless_zeros(points: str, text: str) -> None:
    assert rules.signed(Decimal(points)) == text


def test_every_rule_that_ships_is_a_marked_design_default_and_is_laid_down_once(cast: Cast) -> None:
    assert actions.seed(now=NOON) == 0
    assert not models.Rule.objects.exclude(origin__startswith="design default").exists()
    assert sorted(set(models.Rule.objects.values_list("points", flat=True))) == [-20, -5, -1, 1, 2, 3, 5]


@pytest.mark.parametrize("name", ["sites.plate_changed", "sites.reply_missed"])
def test_nobody_is_scored_for_a_plate(name: str) -> None:
    assert not rules.is_scorable(name)


def test_a_resident_earns_nobody_points(cast: Cast) -> None:
    residents.seed(now=NOON)
    tale = resident_rules.Tale(kind="smell", words="smells of burnt paint", lon=113.05, lat=35.05)
    told = residents.tell(key=uuid.uuid4(), tale=tale, who="a", now=NOON)
    cases.verify(number=told.number, by=cast.analyst, now=NOON)
    case = Case.objects.get(number=told.number)
    photo = build.a_photo(cast.officer, now=NOON)
    case.evidence.create(evidence=photo, added_at=NOON + timedelta(hours=1))
    cases.file(number=case.number, level=Level.MINOR, standard_code="69", by=cast.analyst, now=NOON)
    assert build.events("cases.filed")
    assert _score_all() == []
