"""The board: filled in by the desk, reported by the unit, moved by what happens elsewhere."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from lantian.accounts.models import Organisation, Person
from lantian.accounts.queries import actor_of
from lantian.accounts.rules import Actor, NotAllowed, Role
from lantian.campaign import actions, models, queries
from lantian.kernel.models import Event

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def _unit(code: str, parent: Organisation | None = None) -> Organisation:
    path = f"{parent.path if parent else '/'}{code}/"
    return Organisation.objects.create(
        code=code, name_zh=code, name_en=code, kind="department", parent=parent, path=path
    )


def _actor(role: Role, unit: Organisation) -> Actor:
    name = f"{role}-{unit.code}"
    return actor_of(
        Person.objects.create(
            username=name, name_zh=name, name_en=name, role=role, organisation=unit, area=unit
        )
    )


def _fill_in(desk: Actor, unit: Organisation) -> None:
    actions.fill_in_task(
        code="6620",
        number=3,
        title_zh="裸地覆盖",
        unit_id=unit.pk,
        due_on=date(2026, 12, 1),
        by=desk,
        now=NOON,
    )


def _board(by: Actor) -> queries.Board:
    return queries.board(
        code="6620", by=by, on=date(2026, 11, 21), since=datetime(2026, 11, 20, 16, tzinfo=UTC)
    )


def test_the_seed_names_four_task_forces_and_leaves_the_rest_to_be_filled_in() -> None:
    actions.seed(now=NOON)
    actions.seed(now=NOON)
    campaign = models.Campaign.objects.get(code="6620")
    names = [force.name_zh for force in campaign.task_forces.all()]
    assert [bool(name) for name in names] == [True] * 4 + [False] * 2
    assert campaign.mechanisms.count() == 6
    assert set(campaign.tasks.values_list("state", flat=True)) == {"to_fill_in"}
    assert campaign.tasks.count() == 20


def test_the_desk_fills_in_a_task_and_its_unit_reports_it() -> None:
    actions.seed(now=NOON)
    root = _unit("hq")
    unit = _unit("housing", root)
    desk, head = _actor(Role.DUTY_ANALYST, root), _actor(Role.UNIT_HEAD, unit)
    _fill_in(desk, unit)
    actions.report_task(code="6620", number=3, state="under_way", words="已完成一半", by=head, now=NOON)
    task = _board(head).tasks[2]
    assert (task.title_zh, task.state, task.unit_zh, task.may_report) == (
        "裸地覆盖",
        "under_way",
        "housing",
        True,
    )
    assert list(Event.objects.values_list("name", flat=True)) == [
        "campaign.task_filled_in",
        "campaign.task_reported",
    ]


def test_another_unit_cannot_report_it_and_leaves_no_trace() -> None:
    actions.seed(now=NOON)
    root = _unit("hq")
    unit, other = _unit("housing", root), _unit("roads", root)
    _fill_in(_actor(Role.DUTY_ANALYST, root), unit)
    with pytest.raises(NotAllowed):
        actions.report_task(
            code="6620", number=3, state="done", words="", by=_actor(Role.UNIT_HEAD, other), now=NOON
        )
    assert models.Task.objects.get(number=3).state == "planned"
    assert not Event.objects.filter(name="campaign.task_reported").exists()


def test_a_deadline_in_the_past_is_refused_with_the_day_it_may_be() -> None:
    actions.seed(now=NOON)
    root = _unit("hq")
    with pytest.raises(actions.BadTask, match="2026-11-01 is in the past; choose a day from 2026-11-21 on"):
        actions.fill_in_task(
            code="6620",
            number=1,
            title_zh="x",
            unit_id=root.pk,
            due_on=date(2026, 11, 1),
            by=_actor(Role.DUTY_ANALYST, root),
            now=NOON,
        )


def test_a_sign_of_life_is_noted_once_for_the_mechanism_it_counts_for() -> None:
    actions.seed(now=NOON)
    key = uuid4()
    facts = {"kind": "inspections.finding_filed", "about": "inspections.visit:x", "words": "", "at": NOON}
    assert [actions.record_progress(event_uuid=key, **facts) for _ in range(2)] == [1, 0]
    line = next(m for m in _board(_actor(Role.LEADER, _unit("hq"))).mechanisms if m.code == "patrol")
    assert (line.signs, line.signs_today, line.last_at) == (1, 1, NOON)


def test_what_no_mechanism_counts_is_not_noted() -> None:
    actions.seed(now=NOON)
    assert actions.record_progress(kind="cases.voided", about="x", words="", event_uuid=uuid4(), at=NOON) == 0
