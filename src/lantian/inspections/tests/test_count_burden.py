"""What the campaign asks of its officers is counted from what they did, and shown to whom it concerns."""

from datetime import timedelta

import pytest

import build
from build import NOON, Cast
from lantian.accounts.rules import Role
from lantian.assessment.models import Alarm, AlarmRule, Episode
from lantian.dispatch.models import Order
from lantian.inspections.models import FormBudget, Visit
from lantian.inspections.queries import burden, checklists
from lantian.inspections.rules import load as rules

pytestmark = pytest.mark.django_db
FORMS = ["inspections.finding_filed", "cases.reported"]
LATER = NOON + timedelta(hours=2)


def test_a_visit_is_counted_in_fields_time_and_forms(cast: Cast) -> None:
    visit = build.a_problem(cast)
    Visit.objects.filter(pk=visit.pk).update(filed_at=NOON + timedelta(minutes=7))
    found = burden.burden(cast.analyst, forms=FORMS, now=LATER)
    load = found.of(cast.officer.id, found.weeks[-1])
    answers = visit.answers.count()
    assert load.fields == answers + 3  # and result, words and category of the finding
    assert (load.seconds, load.unmeasured, load.forms, load.orders, load.wakings) == (420, 0, 1, 1, 0)
    assert burden.own_week(cast.officer, forms=FORMS, now=LATER) == load


def test_a_visit_sent_later_is_not_timed(cast: Cast) -> None:
    visit = build.a_problem(cast)
    Visit.objects.filter(pk=visit.pk).update(said_at=NOON - timedelta(hours=3), said_seconds=95)
    load = burden.own_week(cast.officer, forms=FORMS, now=LATER)
    assert (load.seconds, load.unmeasured, load.said_seconds) == (0, 1, 95)


@pytest.mark.parametrize(("hours", "seconds"), [(0, 0), (4, 14400), (4.01, None), (-1, None)])
def test_a_visit_left_open_is_not_timed(hours: float, seconds: int | None) -> None:
    filed = NOON + timedelta(hours=hours)
    assert rules.seconds_spent(arrived=NOON, filed=filed, is_sent_later=False) == seconds


def test_an_order_at_night_wakes_somebody_one_for_a_later_day_does_not(cast: Cast) -> None:
    night = NOON + timedelta(hours=11)
    build.an_order(cast, now=night)
    planned = Order.objects.get(number=build.an_order(cast, now=night))
    Order.objects.filter(pk=planned.pk).update(planned_on=NOON.date() + timedelta(days=3))
    load = burden.own_week(cast.officer, forms=FORMS, now=night + timedelta(minutes=1))
    assert (load.orders, load.wakings) == (2, 1)


def test_a_secret_order_is_counted_once_it_has_begun(cast: Cast) -> None:
    number = build.an_order(cast)
    Order.objects.filter(number=number).update(mode="unannounced")
    assert burden.own_week(cast.officer, forms=FORMS, now=LATER).orders == 0
    Order.objects.filter(number=number).update(arrived_at=NOON)
    assert burden.own_week(cast.officer, forms=FORMS, now=LATER).orders == 1


def test_whose_burden_is_seen(cast: Cast) -> None:
    build.a_problem(cast)

    def seen(by) -> set[int]:
        return {one.pk for one in burden.burden(by, forms=FORMS, now=LATER).people}

    assert seen(cast.officer) == {cast.officer.id}
    assert seen(cast.grid_head) == {cast.grid_head.id}
    assert seen(cast.supervisor) == {cast.supervisor.id}
    assert seen(cast.unit_head) == {
        cast.unit_head.id, cast.handler.id, cast.colleague.id, cast.sub_colleague.id
    }  # fmt: skip
    assert {cast.officer.id, cast.handler.id, cast.supervisor.id} <= seen(cast.leader)
    build.an_organisation("far", kind="township")
    far = build.an_actor("far_head", role=Role.UNIT_HEAD, unit="far")
    assert seen(far) == {far.id}


def test_the_middle_is_of_those_who_were_asked_anything(cast: Cast) -> None:
    build.a_problem(cast)
    found = burden.burden(cast.leader, forms=FORMS, now=LATER)
    week = found.weeks[-1]
    assert found.median_of(week, "fields") == found.of(cast.officer.id, week).fields
    assert found.median_of(found.weeks[0], "fields") is None


def test_items_say_how_often_they_told_anything(cast: Cast) -> None:
    visit = build.a_problem(cast)
    told = {one.text_zh: (one.answers, one.telling) for one in burden.items(cast.leader, now=LATER)}
    soil = visit.template.items.get(code="soil_covered")
    assert told[soil.text_zh] == (1, 1)
    assert set(told.values()) == {(1, 0), (1, 1)}


def test_an_alarm_rule_says_how_often_it_was_right(cast: Cast) -> None:
    suspicion = build.a_suspicion()
    rule = AlarmRule.objects.create(
        code="R1_above_peers", version=1, name_zh="高于周边", name_en="Above the others", parameters={},
        source="test", valid_from=build.SINCE,
    )  # fmt: skip
    episode = Episode.objects.get(suspicion__number=suspicion)
    Alarm.objects.create(
        episode=episode, rule=rule, station=episode.station, parameter="pm10", begins_at=NOON, position=1,
        raised_at=NOON,
    )  # fmt: skip
    build.a_problem(cast, visit=build.a_visit(cast, order=build.an_order(cast, suspicion=suspicion)))
    [told] = burden.precision(cast.analyst, now=LATER)
    assert (told.rule, told.visits, told.found) == ("R1_above_peers", 1, 1)
    assert burden.precision(cast.outsider, now=LATER) == []


def test_a_form_over_its_budget_is_named(cast: Cast) -> None:
    visit = build.a_visit(cast)
    code, on = visit.template.code, NOON.date()
    assert checklists.over_budget([code], cast.analyst, on=on) == {}
    FormBudget.objects.update(most_items=1)
    assert checklists.over_budget([code], cast.analyst, on=on)[code].is_over


def test_more_officers_ask_no_more_statements(cast: Cast, django_assert_num_queries) -> None:
    build.a_problem(cast)
    with django_assert_num_queries(5):
        burden.burden(cast.leader, forms=FORMS, now=LATER)
