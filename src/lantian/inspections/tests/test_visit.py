"""Checking in, answering, filing."""

from datetime import timedelta

import pytest

import build
from build import HERE, METRE, NOON, Cast
from lantian.accounts import queries as accounts
from lantian.accounts.rules import NotAllowed
from lantian.dispatch.models import Order
from lantian.dispatch.rules import Planned
from lantian.inspections import actions, models, permissions, queries, rules
from lantian.inspections.actions import own
from lantian.kernel.refusals import KeyTaken

NIGHT = NOON + timedelta(hours=8)  # 20:00 local


def test_checks_in_with_place_and_distance(cast: Cast) -> None:
    order = build.an_order(cast)
    visit = build.a_visit(cast, order=order, key=build.key(1))
    assert visit.distance_m == pytest.approx(12, abs=0.1)
    assert visit.template.code == "public_ground_dust"
    assert Order.objects.get().state == "arrived"
    [event] = build.events("inspections.checked_in")
    assert (event.about, event.facts["order_number"]) == (f"inspections.visit:{build.key(1)}", order)
    assert event.facts["accuracy_m"] == 8.0


def test_checking_in_twice_with_one_key_is_one_visit(cast: Cast) -> None:
    order = build.an_order(cast)
    first = build.a_visit(cast, order=order, key=build.key(1))
    second = build.a_visit(cast, order=order, key=build.key(1), now=NOON + timedelta(minutes=5))
    assert first == second
    assert len(build.events("inspections.checked_in")) == 1
    with pytest.raises(rules.AlreadyVisited):
        build.a_visit(cast, order=order, key=build.key(2))
    with pytest.raises(KeyTaken):
        build.a_visit(cast, order=build.an_order(cast), key=build.key(1))


def test_a_place_that_is_not_given_is_explained(cast: Cast) -> None:
    order = build.an_order(cast)
    with pytest.raises(rules.PlaceUnexplained):
        build.a_visit(cast, order=order, lon=None, lat=None)
    assert Order.objects.get().state == "issued"
    visit = build.a_visit(cast, order=order, lon=None, lat=None, place_note="indoors, no signal")
    assert visit.distance_m is None


def test_strangers_do_not_check_in(cast: Cast) -> None:
    order = build.an_order(cast)
    for other in (cast.grid_head, cast.handler):  # a handler goes along only where they were given a part
        with pytest.raises(Order.DoesNotExist):
            build.a_visit(cast, order=order, by=other)
    for other in (cast.supervisor, cast.analyst):
        with pytest.raises(NotAllowed):
            build.a_visit(cast, order=order, by=other)
    assert not models.Visit.objects.exists()


def test_a_night_visit_gets_the_quick_check_of_three(cast: Cast) -> None:
    visit = build.a_visit(cast, now=NIGHT)
    assert (visit.template.code, visit.template.items.count()) == ("night_quick_three", 3)


def test_a_road_at_night_gets_the_list_of_roads(cast: Cast) -> None:
    build.a_source("road", kind="road", north_m=100)
    order = build.an_order(cast, source="road", what="look_at_road_dust", now=NIGHT)
    assert build.a_visit(cast, order=order, now=NIGHT).template.code == "road_segment"


def test_an_inspection_gets_the_six_hundreds_with_weights(cast: Cast) -> None:
    pair = [build.a_person(unit="town", certificate=f"执{n}") for n in (1, 2)]
    order = build.an_order(
        cast,
        kind="statutory_inspection",
        planned=Planned(basis="大气污染防治法第二十九条", plan="2026年度检查计划"),
        what="inspect_site",
        officer_id=pair[0].pk,
        companion_id=pair[1].pk,
    )
    companion = accounts.actor_of(pair[1])
    visit = build.a_visit(cast, order=order, by=companion, place_note="门口没有码牌")
    assert visit.template.code == "site_six_hundred"
    weights = list(visit.template.items.values_list("weight", flat=True))
    assert (weights, sum(weights)) == ([15, 15, 15, 0, 15, 15, 15, 10], 100)
    assert queries.visit(visit.key, companion).may_enter


def test_no_checklist_no_visit(cast: Cast) -> None:
    order = build.an_order(cast)
    models.Template.objects.update(valid_to=NOON.date() - timedelta(days=1))
    with pytest.raises(rules.NoTemplate, match="Ask the duty desk"):
        build.a_visit(cast, order=order)


def test_the_newest_version_of_a_checklist_is_used(cast: Cast) -> None:
    old = models.Template.objects.get(code="public_ground_dust")
    models.Template.objects.create(
        code=old.code,
        version=2,
        name_zh="新",
        name_en="new",
        kinds_of_going=old.kinds_of_going,
        origin="test",
        valid_from=NOON.date(),
    )
    assert build.a_visit(cast).template.version == 2


def test_answers_are_kept_and_the_last_one_counts(cast: Cast) -> None:
    visit = build.a_visit(cast)
    item = visit.template.items.first()
    for value in ("ok", "no", "no"):
        actions.answer(visit_key=visit.key, item_id=item.pk, value=value, note="", by=cast.officer, now=NOON)
    assert visit.answers.get().value == "no"
    assert [(e.facts["before"], e.facts["value"]) for e in build.events("inspections.answered")] == [
        ("", "ok"),
        ("ok", "no"),
    ]


def test_answers_are_from_the_list_and_items_from_the_form(cast: Cast) -> None:
    visit = build.a_visit(cast)
    item = visit.template.items.first()
    with pytest.raises(ValueError):
        actions.answer(visit_key=visit.key, item_id=item.pk, value="yes", note="", by=cast.officer, now=NOON)
    other = models.Item.objects.exclude(template=visit.template).first()
    with pytest.raises(rules.ItemUnknown):
        actions.answer(visit_key=visit.key, item_id=other.pk, value="ok", note="", by=cast.officer, now=NOON)


def test_nobody_answers_on_somebody_elses_visit(cast: Cast) -> None:
    visit = build.a_visit(cast)
    item = visit.template.items.first()
    with pytest.raises(models.Visit.DoesNotExist):
        actions.answer(visit_key=visit.key, item_id=item.pk, value="ok", note="", by=cast.grid_head, now=NOON)
    with pytest.raises(NotAllowed):
        actions.answer(
            visit_key=visit.key, item_id=item.pk, value="ok", note="", by=cast.supervisor, now=NOON
        )


def test_files_a_problem_with_category_score_and_event(cast: Cast) -> None:
    visit = build.a_visit(cast, order=build.an_order(cast, suspicion=build.a_suspicion()))
    item = visit.template.items.get(code="soil_covered")
    build.answer_all(visit, "ok", by=cast.officer, but={"soil_covered": "no", "loads_closed": "unseen"})
    build.a_photo(cast.officer, visit=visit, item_id=item.pk)
    finding = actions.file_finding(
        visit_key=visit.key,
        result="problem",
        category="",
        words="",
        source_code=None,
        by=cast.officer,
        now=NOON,
    )
    assert (finding.category, finding.source.code) == ("bare_land", "site")
    shown = queries.visit(visit.key, cast.officer)
    assert (shown.state, shown.result, shown.answered) == ("filed", "problem", 5)
    assert str(shown.score) == "75.00"
    assert str(models.Visit.objects.get().score) == "75.00"
    [event] = build.events("inspections.finding_filed")
    facts = event.facts
    assert facts["visit_key"] == str(visit.key)
    assert (facts["result"], facts["category"], facts["source_code"]) == ("problem", "bare_land", "site")
    assert (facts["suspicion_number"], facts["kind_of_going"]) == ("YS-2026-000001", "public_patrol")


def test_refuses_an_incomplete_finding_and_leaves_no_trace(cast: Cast) -> None:
    visit = build.a_visit(cast)
    fields = {"visit_key": visit.key, "category": "", "words": "", "source_code": None, "by": cast.officer}
    with pytest.raises(rules.AnswersMissing):
        actions.file_finding(result="nothing", now=NOON, **fields)
    build.answer_all(visit, "no", by=cast.officer)
    with pytest.raises(rules.PhotoMissing):
        actions.file_finding(result="problem", now=NOON, **fields)
    with pytest.raises(rules.ResultContradicts):
        actions.file_finding(result="nothing", now=NOON, **fields)
    assert models.Visit.objects.get().state == "open"
    assert not build.events("inspections.finding_filed")


def test_a_filed_visit_is_closed_for_good(cast: Cast) -> None:
    visit = build.a_problem(cast)
    item = visit.template.items.first()
    with pytest.raises(rules.VisitFiled):
        actions.answer(visit_key=visit.key, item_id=item.pk, value="ok", note="", by=cast.officer, now=NOON)
    with pytest.raises(rules.VisitFiled):
        actions.file_finding(
            visit_key=visit.key,
            result="nothing",
            category="",
            words="",
            source_code=None,
            by=cast.officer,
            now=NOON,
        )
    assert len(build.events("inspections.finding_filed")) == 1


def test_of_two_filings_at_once_one_wins(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = build.a_visit(cast)
    build.answer_all(visit, "ok", by=cast.officer)
    read = own.own_open_visit

    def somebody_was_faster(key: object, by: object) -> models.Visit:
        found = read(key, by)
        models.Visit.objects.filter(pk=found.pk).update(state="filed", filed_at=NOON)
        return found

    monkeypatch.setattr(own, "own_open_visit", somebody_was_faster)
    with pytest.raises(rules.VisitFiled):
        actions.file_finding(
            visit_key=visit.key,
            result="nothing",
            category="",
            words="",
            source_code=None,
            by=cast.officer,
            now=NOON,
        )
    assert not models.Finding.objects.exists()


def test_an_open_visit_waits_for_its_officer(cast: Cast) -> None:
    visit = build.a_visit(cast)
    [need] = queries.needs_me(cast.officer, NOON + timedelta(hours=2))
    assert (need.kind, need.number, need.act, need.is_overdue) == (
        "visit",
        str(visit.key),
        "file_finding",
        True,
    )
    assert queries.needs_me(cast.supervisor, NOON) == []


def test_the_seeds_are_laid_down_once_and_say_where_they_come_from(cast: Cast) -> None:
    assert actions.seed(now=NOON) == 0
    assert models.Template.objects.count() == 13
    assert not models.Template.objects.filter(origin="").exists()
    assert not models.Item.objects.filter(text_en="").exists()


def test_each_sees_the_visits_of_their_orders_and_overseers_those_of_their_area(cast: Cast) -> None:
    visit = build.a_visit(cast)
    for person in (cast.officer, cast.analyst, cast.supervisor):
        assert queries.visit(visit.key, person).key == str(visit.key)
    for stranger in (cast.grid_head, cast.handler, cast.outside_head):
        assert not permissions.visible_visits(stranger).exists()
    assert queries.visit_of(visit.order.number, cast.officer) is not None
    assert queries.visit_of(build.an_order(cast), cast.officer) is None


def test_the_distance_is_from_the_alarming_station_when_no_source_is_known(cast: Cast) -> None:
    order = build.an_order(cast, suspicion=build.a_suspicion(source=None), source=None, what="patrol_grid")
    visit = build.a_visit(cast, order=order, lat=HERE[1] + 1900 * METRE)
    assert visit.distance_m == pytest.approx(100, abs=0.5)
