"""Writing a checklist: who may, what is refused, and that what is published never changes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

import build
from build import NOON, Cast
from lantian.accounts.rules import Actor, NotAllowed, Role
from lantian.inspections import actions, models, permissions, queries, rules
from lantian.inspections.models import Template

TODAY = NOON.date()
DAY = timedelta(days=1)
QUESTION = rules.Question(text_zh="喷淋开启", text_en="Spray on", category="construction_dust", weight=10)


def house(code: str = "public_ground_dust") -> Template:
    return Template.objects.get(code=code, owner=None)


def draft(by: Actor, code: str = "public_ground_dust") -> Template:
    return actions.draft_version(template_id=house(code).pk, by=by, now=NOON)


def codes(template: Template) -> list[str]:
    return list(template.items.order_by("position").values_list("code", flat=True))


def test_a_draft_is_a_copy_and_visits_go_on_with_the_version_before(cast: Cast) -> None:
    made = draft(cast.analyst)
    assert (made.version, made.state, made.based_on) == (2, "draft", house())
    assert codes(made) == codes(house())
    assert build.a_visit(cast).template == house()
    with pytest.raises(rules.DraftExists, match="version 2"):
        draft(cast.analyst)
    [event] = build.events("inspections.template_drafted")
    assert event.facts["based_on"] == "public_ground_dust v1"


def test_published_from_a_day_on_it_takes_the_place_of_the_house_s(cast: Cast) -> None:
    made = draft(cast.analyst)
    actions.publish(template_id=made.pk, valid_from=TODAY + DAY, by=cast.analyst, now=NOON)
    assert build.a_visit(cast).template == house()
    assert build.a_visit(cast, now=NOON + DAY).template.version == 2
    third = actions.draft_version(template_id=made.pk, by=cast.analyst, now=NOON)
    with pytest.raises(rules.VersionPlanned):
        actions.publish(template_id=third.pk, valid_from=TODAY + DAY, by=cast.analyst, now=NOON)
    actions.publish(template_id=third.pk, valid_from=TODAY + 3 * DAY, by=cast.analyst, now=NOON)
    made.refresh_from_db()
    assert made.valid_to == TODAY + 2 * DAY
    actions.withdraw_template(template_id=third.pk, reason="too long", by=cast.analyst, now=NOON)
    made.refresh_from_db()
    assert made.valid_to is None  # the newer one never held
    actions.withdraw_template(template_id=made.pk, reason="too long", by=cast.analyst, now=NOON + 2 * DAY)
    assert build.a_visit(cast, now=NOON + 2 * DAY).template == house()


def test_what_is_published_never_changes(cast: Cast) -> None:
    made = draft(cast.analyst)
    actions.publish(template_id=made.pk, valid_from=TODAY, by=cast.analyst, now=NOON)
    for act in acts(made.pk):
        with pytest.raises(rules.TemplateFixed):
            act(cast.analyst)
    for act in acts(house().pk):
        with pytest.raises(rules.HouseList):
            act(cast.analyst)
    assert codes(made) == codes(house())


def acts(template_id: int) -> list[Callable[[Actor], object]]:
    """Every act on a draft."""
    on = {"template_id": template_id, "now": NOON}
    return [
        lambda by: actions.describe(name_zh="改", by=by, **on),
        lambda by: actions.write_item(question=QUESTION, by=by, **on),
        lambda by: actions.move_item(code="fence_closed", is_up=False, by=by, **on),
        lambda by: actions.remove_item(code="fence_closed", by=by, **on),
        lambda by: actions.replace_items(questions=[QUESTION], sha256="", by=by, **on),
        lambda by: actions.publish(valid_from=TODAY, by=by, **on),
        lambda by: actions.discard(by=by, **on),
    ]


def test_nobody_else_writes_and_a_stranger_does_not_even_see_a_draft(cast: Cast) -> None:
    made = draft(cast.analyst)
    on = {"template_id": made.pk, "now": NOON}
    every = [
        *acts(made.pk),
        lambda by: actions.draft_version(by=by, **on),
        lambda by: actions.draft_new(name_zh="新", name_en="new", kinds_of_going=[], by=by, now=NOON),
        lambda by: actions.withdraw_template(reason="x", by=by, **on),
    ]
    for other in (cast.officer, cast.supervisor, cast.leader, cast.unit_head, cast.handler):
        assert not permissions.visible_templates(other).filter(pk=made.pk).exists()
        for act in every:
            with pytest.raises(NotAllowed):
                act(other)
    build.an_organisation("elsewhere", path="/elsewhere/", parent=None)
    stranger = build.an_actor("stranger", role=Role.ADMINISTRATOR, unit="elsewhere", area="elsewhere")
    for act in acts(made.pk):
        with pytest.raises(Template.DoesNotExist):
            act(stranger)
    actions.publish(template_id=made.pk, valid_from=TODAY, by=cast.analyst, now=NOON)
    with pytest.raises(Template.DoesNotExist):
        actions.withdraw_template(reason="x", by=stranger, **on)
    assert not permissions.visible_templates(stranger).filter(pk=made.pk).exists()
    assert Template.objects.get(pk=made.pk).state == "published"


def test_items_are_added_changed_moved_and_removed_and_each_is_on_record(cast: Cast) -> None:
    made = draft(cast.analyst)
    on = {"template_id": made.pk, "by": cast.analyst, "now": NOON}
    code = actions.write_item(question=QUESTION, **on)
    assert codes(made)[-1] == code == "item_6"
    assert actions.write_item(question=replace(QUESTION, code=code, weight=5), **on) == code
    actions.move_item(code=code, is_up=True, **on)
    actions.move_item(code="fence_closed", is_up=True, **on)  # it is the first: nothing happens
    assert codes(made)[-2:] == [code, "loads_closed"]
    actions.remove_item(code="soil_covered", **on)
    assert [item.position for item in made.items.all()] == [1, 2, 3, 4, 5]
    changes = [event.facts for event in build.events("inspections.item_written")]
    assert (changes[1]["before"], changes[1]["after"]) == ({"weight": 10}, {"weight": 5})
    assert changes[2]["after"] == {} and changes[2]["before"]["text_zh"] == "看得见的裸土都已覆盖"
    assert len(build.events("inspections.item_moved")) == 1


def test_a_condition_only_looks_back_so_no_circle_can_be_made(cast: Cast) -> None:
    made = draft(cast.analyst, "road_segment")
    on = {"template_id": made.pk, "by": cast.analyst, "now": NOON}
    first, spill = (next(q for q in queries.written(made) if q.code == c) for c in ("road_clean", "no_spill"))
    for target in ("road_clean", "spill_from", "nothing_here"):
        with pytest.raises(rules.ConditionLater):
            actions.write_item(question=replace(first, asked_if=target, asked_if_values=("no",)), **on)
    with pytest.raises(rules.ConditionEmpty):
        actions.write_item(question=replace(spill, asked_if="road_clean"), **on)
    with pytest.raises(rules.ConditionLater):
        actions.move_item(code="spill_from", is_up=True, **on)
    with pytest.raises(rules.ItemNeeded, match="能看出撒漏"):
        actions.remove_item(code="no_spill", **on)
    with pytest.raises(rules.StageUnknown):
        actions.write_item(question=replace(first, stages=("moon",)), **on)
    assert codes(made) == codes(house("road_segment"))


def test_an_empty_or_weightless_list_and_a_day_that_is_over_are_not_published(cast: Cast) -> None:
    made = actions.draft_new(
        name_zh="加油站", name_en="Filling station", kinds_of_going=["help_visit"], by=cast.analyst, now=NOON
    )
    on = {"template_id": made.pk, "by": cast.analyst, "now": NOON}
    with pytest.raises(rules.NoItems, match="加油站"):
        actions.publish(valid_from=TODAY, **on)
    actions.write_item(question=replace(QUESTION, weight=0), **on)
    with pytest.raises(rules.NoWeight):
        actions.publish(valid_from=TODAY, **on)
    with pytest.raises(rules.PublishedInPast):
        actions.publish(valid_from=TODAY - DAY, **on)
    with pytest.raises(rules.NotPublished):
        actions.withdraw_template(reason="x", **on)
    with pytest.raises(rules.WithdrawalUnexplained):
        actions.withdraw_template(reason=" ", **on)
    actions.discard(**on)
    assert not Template.objects.filter(pk=made.pk).exists()
    assert build.events("inspections.template_discarded")[0].facts["items"] == 1


def test_a_form_above_its_budget_warns_its_author(cast: Cast) -> None:
    made = draft(cast.analyst)
    on = {"template_id": made.pk, "by": cast.analyst, "now": NOON}
    assert not any(one.is_over for one in queries.burdens(made, on=TODAY))
    for number in range(8):
        actions.write_item(question=replace(QUESTION, text_zh=f"第{number}项"), **on)
    patrol, supervision = queries.burdens(made, on=TODAY)
    assert (patrol.kind, patrol.items, patrol.most_items, patrol.is_over) == ("public_patrol", 13, 10, True)
    assert (supervision.items, supervision.most_items, supervision.is_measured) == (13, 12, False)


def test_how_each_version_stands_is_said(cast: Cast) -> None:
    made = draft(cast.analyst)

    def stands(by: Actor) -> dict[str, str]:
        return {str(one.template): one.standing for one in queries.versions(by, on=TODAY, code=made.code)}

    assert stands(cast.analyst) == {f"{made.code} v2": "draft", f"{made.code} v1": "in_force"}
    assert stands(cast.officer) == {f"{made.code} v1": "in_force"}
    actions.publish(template_id=made.pk, valid_from=TODAY, by=cast.analyst, now=NOON)
    assert stands(cast.officer) == {f"{made.code} v2": "in_force", f"{made.code} v1": "replaced"}
    assert models.Template.objects.count() == 14
