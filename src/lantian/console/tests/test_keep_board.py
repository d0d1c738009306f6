"""The campaign board: what is there, what is filled in, what is refused."""

import pytest
from django.test import Client

import build
from lantian.campaign import actions as campaign
from lantian.campaign.models import Task
from lantian.cases.states import State
from lantian.console.tests import scenes
from lantian.console.tests.scenes import Scene

BOARD = "/board/"


@pytest.fixture
def board(scene: Scene) -> Scene:
    """The campaign is seeded."""
    campaign.seed(now=build.NOON)
    return scene


def filled(**changes: str) -> dict[str, str]:
    """A task as somebody fills it in."""
    unit = build.an_organisation("works")
    return {
        "title_zh": "裸土全覆盖",
        "title_en": "",
        "unit_id": str(unit.pk),
        "due_on": "2026-12-20",
    } | changes


def test_six_task_forces_six_mechanisms_and_twenty_rows_stand_there(client: Client, board: Scene) -> None:
    shown = scenes.sign_in(client, board.cast.leader).get(BOARD)
    page = shown.context["board"]
    assert (len(page.forces), len(page.mechanisms), len(page.to_fill_in)) == (6, 6, 20)
    assert [force.name == "" for force in page.forces].count(True) == 2
    assert "20 行待填" in shown.content.decode()


def test_the_desk_fills_in_a_task_and_its_unit_reports_it(client: Client, board: Scene) -> None:
    scenes.sign_in(client, board.cast.analyst)
    assert client.post("/board/tasks/3/", filled()).status_code == 302
    scenes.sign_in(client, board.cast.unit_head)
    assert (
        client.post("/board/tasks/3/report/", {"state": "under_way", "words": "已盖八成"}).status_code == 302
    )
    assert Task.objects.get(number=3).state == "under_way"
    assert "裸土全覆盖" in client.get(BOARD).content.decode()


def test_rows_still_to_be_filled_in_are_folded_away_and_open_their_form(client: Client, board: Scene) -> None:
    scenes.sign_in(client, board.cast.analyst).post("/board/tasks/3/", filled())
    shown = client.get(BOARD)
    page, text = shown.context["board"], shown.content.decode()
    assert [task.number for task in page.tasks] == [3]
    assert len(page.to_fill_in) == 19 and 3 not in page.to_fill_in
    fold = text[text.index("to-fill-in") :].partition("</details>")[0]
    assert "还有 19 项待填写" in fold and fold.count('href="/board/tasks/') == 19
    read = scenes.sign_in(client, board.cast.leader).get(BOARD).content.decode()
    assert "还有 19 项待填写" in read and 'href="/board/tasks/' not in read


def test_a_sign_of_life_leads_to_its_case_for_those_who_may_see_it(client: Client, board: Scene) -> None:
    number = build.a_case(board.cast, state=State.ASSIGNED)
    event = build.events("cases.assigned")[0]
    campaign.record_progress(
        kind=event.name, about=event.about, words="JB-2026-000001", event_uuid=event.uuid, at=event.at
    )
    link = f'href="/cases/{number}/"'
    shown = scenes.sign_in(client, board.cast.leader).get(BOARD).content.decode()
    assert "交办 JB-2026-000001" in shown and link in shown
    stranger = scenes.sign_in(client, board.cast.outside_head).get(BOARD).content.decode()
    assert number in stranger and link not in stranger


def test_a_day_in_the_past_is_refused_and_what_was_entered_stays(client: Client, board: Scene) -> None:
    scenes.sign_in(client, board.cast.analyst)
    answer = client.post("/board/tasks/3/", filled(due_on="2026-01-01"))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "时限在过去" in shown
    assert 'value="裸土全覆盖"' in shown


def test_another_unit_s_task_is_not_theirs_to_report(client: Client, board: Scene) -> None:
    scenes.sign_in(client, board.cast.analyst).post("/board/tasks/3/", filled())
    scenes.sign_in(client, board.cast.outside_head)
    assert client.post("/board/tasks/3/report/", {"state": "done"}).status_code == 403


def test_an_unnamed_task_force_is_named_by_the_desk_alone(client: Client, board: Scene) -> None:
    scenes.sign_in(client, board.cast.leader)
    assert client.post("/board/task-forces/5/", {"name_zh": "移动源专班"}).status_code == 403
    scenes.sign_in(client, board.cast.analyst)
    assert client.post("/board/task-forces/5/", {"name_zh": "移动源专班"}).status_code == 302
    assert "移动源专班" in client.get(BOARD).content.decode()


def test_a_row_the_campaign_does_not_have_is_not_found(client: Client, board: Scene) -> None:
    scenes.sign_in(client, board.cast.analyst)
    assert client.get("/board/tasks/21/").status_code == 404
