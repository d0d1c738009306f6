"""The list of orders: the newest first, with what each came of and what was found."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

import build
from build import NOON
from lantian.cases import actions as cases
from lantian.cases.states import State
from lantian.console.tests import scenes
from lantian.console.tests.scenes import Scene
from lantian.dispatch.models import Order

pytestmark = pytest.mark.usefixtures("desk")


def listed(client: Client, **asked: str):
    return client.get(reverse("console:orders"), asked)


@pytest.fixture(autouse=True)
def supervisor(client: Client, scene: Scene) -> None:
    """Somebody who may see orders, suspicions and cases alike."""
    scenes.sign_in(client, scene.cast.supervisor)


def numbers(client: Client, **asked: str) -> list[str]:
    return [row.order.number for row in listed(client, **asked).context["orders"].rows]


@pytest.fixture
def three(scene: Scene) -> tuple[str, str, str]:
    """An order because of an alarm, one to recheck a case, and a patrol; the last given last."""
    case = build.a_case(scene.cast, state=State.SUBMITTED)
    alarm = build.an_order(scene.cast, suspicion=scene.suspicion)
    about_case = build.an_order(scene.cast, what="look_again", case_ref=case)
    for hours, number in enumerate((alarm, about_case, scene.order)):
        Order.objects.filter(number=number).update(
            issued_at=NOON + timedelta(hours=hours), due_at=NOON + timedelta(hours=20 - hours)
        )
    return alarm, about_case, scene.order


def test_the_newest_order_stands_first_whatever_is_due_first(client: Client, three: tuple[str, ...]) -> None:
    assert numbers(client) == [*reversed(three)]


def test_each_order_says_what_it_came_of_and_leads_there(
    client: Client, scene: Scene, three: tuple[str, ...]
) -> None:
    patrol, about_case, alarm = listed(client).context["orders"].rows
    assert alarm.cause.note == scene.suspicion
    assert client.get(alarm.cause.url).status_code == 200
    assert client.get(alarm.cause.note_url).status_code == 200
    case = Order.objects.get(number=three[1]).case_ref
    assert case in about_case.cause.words
    assert about_case.cause.url == reverse("console:case", args=[case])
    assert patrol.cause.url == "" and patrol.cause.words


def test_what_was_found_stands_in_the_list_with_its_case(client: Client, scene: Scene) -> None:
    visit = build.a_visit(scene.cast, order=scene.order)
    build.a_problem(scene.cast, visit=visit)
    cases.report_finding(visit_key=visit.key, now=NOON)
    [row] = listed(client, tab="done").context["orders"].rows
    assert "发现问题" in row.finding
    assert client.get(row.case.url).status_code == 200


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ({"cause": "alarm"}, [0]),
        ({"cause": "case"}, [1]),
        ({"cause": "none"}, [2]),
        ({"finding": "problem"}, []),
    ],
)
def test_the_list_is_narrowed_by_cause_and_finding(
    client: Client, three: tuple[str, ...], asked: dict[str, str], kept: list[int]
) -> None:
    assert numbers(client, **asked) == [three[at] for at in kept]


def test_nothing_filed_yet_is_a_finding_to_look_for(client: Client, three: tuple[str, ...]) -> None:
    assert numbers(client, finding="not_yet") == [*reversed(three)]


def test_a_value_that_is_none_is_left_aside(client: Client, three: tuple[str, ...]) -> None:
    assert numbers(client, cause="weather", officer="nobody") == [*reversed(three)]


def test_the_officer_narrows_the_list_and_the_tabs_keep_it(client: Client, three: tuple[str, ...]) -> None:
    officer = Order.objects.get(number=three[0]).officer.username
    shown = listed(client, officer=officer)
    assert f"?tab=done&amp;officer={officer}" in shown.content.decode()
    assert [row.order.number for row in shown.context["orders"].rows] == [*reversed(three)]
