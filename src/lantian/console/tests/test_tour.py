"""The guided tour: each stop leads to what this visitor made on it, in the post that deals with it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

import build
from lantian.accounts.models import Person
from lantian.cases import actions as cases
from lantian.cases.models import Case
from lantian.cases.states import State
from lantian.console.tests.scenes import Scene
from lantian.console.tour import steps
from lantian.diagnosis import actions as diagnosis
from lantian.dispatch.models import Order
from lantian.inspections.models import Visit

pytestmark = pytest.mark.usefixtures("desk")
TOUR = "console:tour"


@pytest.fixture
def visitor(scene: Scene, client: Client, settings: Any) -> Client:  # Any: has no type
    """A visitor of the demo who has just begun the tour as the duty analyst."""
    settings.LANTIAN_DEMO = True
    Person.objects.update(is_demo=True)
    client.post(reverse("console:switch"), {"role": "analyst"})
    return client


def move(client: Client, name: str) -> str:
    """Press a button of the panel; where it leads."""
    answer = client.post(reverse(TOUR), {"move": name, "next": reverse("console:situation")})
    assert answer.status_code == 302
    return answer.headers["Location"]


def at_stop(client: Client, number: int) -> Client:
    """Turn the pages of the tour up to a stop."""
    for _ in range(number - 1):
        move(client, "next")
    return client


def who(client: Client) -> str:
    """The post the visitor has taken."""
    return Person.objects.get(pk=client.session["_auth_user_id"]).username


def panel(client: Client, url: str) -> steps.Shown:
    """The stop as the panel of a page prints it."""
    found = client.get(url).context["tour"]
    assert found
    return found


def send(client: Client, scene: Scene) -> Order:
    """Issue the order that the suspicion proposes, by the page's own form."""
    url = reverse("console:suspicion", args=[scene.suspicion])
    form = client.get(url).context["send"]
    given = {name: form[name].value() or "" for name in form.fields}
    answer = client.post(reverse("console:suspicion-send", args=[scene.suspicion]), given)
    assert answer.status_code == 302, answer.context["send"].errors
    return Order.objects.get(suspicion__number=scene.suspicion)


def look(scene: Scene, order: Order) -> str:
    """The officer finds a problem; the number of the case it becomes."""
    visit = build.a_problem(scene.cast, visit=build.a_visit(scene.cast, order=order.number))
    return cases.report_finding(visit_key=visit.key, now=build.NOON) or ""


def test_the_second_stop_leads_to_the_suspicion_that_waits_and_then_to_ones_own_order(
    visitor: Client, scene: Scene
) -> None:
    at_stop(visitor, 2)
    url = move(visitor, "go")
    assert url == reverse("console:suspicion", args=[scene.suspicion])
    assert panel(visitor, url).is_here and not panel(visitor, url).is_done
    order = send(visitor, scene)
    assert move(visitor, "go") == reverse("console:order", args=[order.number])
    assert panel(visitor, reverse("console:situation")).is_done


def test_when_no_alarm_waits_somebody_is_sent_for_one_that_was_let_go(visitor: Client, scene: Scene) -> None:
    diagnosis.dismiss(number=scene.suspicion, reason="rain", by=scene.cast.analyst, now=build.NOON)
    at_stop(visitor, 2)
    url = move(visitor, "go")
    assert url == reverse("console:suspicion", args=[scene.suspicion])
    assert panel(visitor, url).lacking
    send(visitor, scene)
    assert panel(visitor, url).is_done and not panel(visitor, url).lacking


def test_the_third_stop_is_the_officer_of_ones_own_order_and_follows_them_into_the_visit(
    visitor: Client, scene: Scene
) -> None:
    order = send(visitor, scene)
    at_stop(visitor, 3)
    url = move(visitor, "go")
    assert (url, who(visitor)) == (reverse("field:order", args=[order.number]), "officer")
    assert panel(visitor, url).is_here
    visit = build.a_visit(scene.cast, order=order.number)
    assert move(visitor, "go") == reverse("field:visit", args=[visit.key])
    build.a_problem(scene.cast, visit=visit)
    assert panel(visitor, reverse("field:visit", args=[visit.key])).is_done


def test_without_an_order_of_ones_own_the_third_stop_says_so_and_shows_a_day(
    visitor: Client, scene: Scene
) -> None:
    at_stop(visitor, 3)
    url = move(visitor, "go")
    assert (url, who(visitor)) == (reverse("field:day"), "officer")
    assert panel(visitor, url).lacking


def test_the_case_stops_lead_to_the_case_that_came_of_ones_own_order(visitor: Client, scene: Scene) -> None:
    number = look(scene, send(visitor, scene))
    others = build.a_case(scene.cast)
    url = reverse("console:case", args=[number])
    at_stop(visitor, 4)
    assert (move(visitor, "go"), who(visitor)) == (url, "analyst")
    assert number != others and not panel(visitor, url).is_done
    build.walk(number, scene.cast, state=State.ASSIGNED)
    assert panel(visitor, url).is_done
    move(visitor, "next")
    cases.accept(number=number, handler_id=scene.cast.handler.id, by=scene.cast.unit_head, now=build.NOON)
    assert (move(visitor, "go"), who(visitor)) == (url, "handler")


def test_the_case_last_moved_is_followed_and_a_new_order_begins_again(visitor: Client, scene: Scene) -> None:
    number = build.a_case(scene.cast)
    given = {"level": "minor", "standard_code": "大气法69"}
    assert visitor.post(reverse("console:case-act", args=[number, "file"]), given).status_code == 302
    at_stop(visitor, 4)
    assert move(visitor, "go") == reverse("console:case", args=[number])
    order = send(visitor, scene)
    assert move(visitor, "go") == reverse("console:order", args=[order.number]), "its case is still to come"


def test_the_colleague_may_try_is_refused_and_the_supervisor_is_one_click_away(
    visitor: Client, scene: Scene
) -> None:
    number = look(scene, send(visitor, scene))
    build.walk(number, scene.cast, state=State.SELF_CHECKED)
    url = reverse("console:case", args=[number])
    at_stop(visitor, 6)
    assert (move(visitor, "go"), who(visitor)) == (url, "colleague")
    tried = panel(visitor, url).try_url
    answer = visitor.post(tried)
    assert answer.status_code == 422
    assert "与经办人同单位" in answer.content.decode() and "same_unit" not in answer.content.decode()
    assert len(build.events("cases.recheck_refused")) == 1
    assert Case.objects.get(number=number).state == State.SELF_CHECKED
    assert (move(visitor, "other"), who(visitor)) == (url, "supervisor")
    assert not panel(visitor, url).try_url


def test_in_a_unit_with_one_handler_the_head_is_the_colleague(visitor: Client, scene: Scene) -> None:
    number = look(scene, send(visitor, scene))
    build.walk(number, scene.cast, state=State.SELF_CHECKED)
    Person.objects.filter(username__in=["colleague", "sub_colleague"]).update(is_active=False)
    at_stop(visitor, 6)
    assert (move(visitor, "go"), who(visitor)) == (reverse("console:case", args=[number]), "unit_head")


@pytest.mark.parametrize("number", range(1, len(steps.STEPS) + 1))
def test_every_stop_has_a_button_that_leads_to_a_page_of_its_post(
    visitor: Client, scene: Scene, number: int
) -> None:
    at_stop(visitor, number)
    elsewhere = reverse("console:posts")
    visitor.get(elsewhere)
    for key in [way.key for way in panel(visitor, reverse("console:stations")).ways]:
        url = move(visitor, key)
        assert visitor.get(url).status_code == 200, (number, key, url)
        assert panel(visitor, url).is_here


def test_changing_posts_keeps_the_tour_and_its_order(visitor: Client, scene: Scene) -> None:
    order = send(visitor, scene)
    at_stop(visitor, 3)
    visitor.post(reverse("console:switch"), {"role": "leader"})
    assert who(visitor) == "leader"
    assert panel(visitor, reverse("console:situation")).number == 3
    assert move(visitor, "go") == reverse("field:order", args=[order.number])


def test_a_post_chosen_directly_opens_its_first_page_without_the_tour(visitor: Client, scene: Scene) -> None:
    client = Client()  # a newcomer
    posts = client.get(reverse("console:posts")).content.decode()
    assert 'name="direct"' in posts
    answer = client.post(reverse("console:switch"), {"role": "leader", "direct": "on"}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("console:situation")
    assert not answer.context["tour"]
    move(client, "open")
    assert panel(client, reverse("console:situation")).number == 1


def test_whoever_is_on_the_tour_keeps_it_when_they_choose_another_post(visitor: Client, scene: Scene) -> None:
    visitor.post(reverse("console:switch"), {"role": "leader", "direct": "on"})
    assert panel(visitor, reverse("console:situation")).number == 1


def test_put_away_it_can_be_shown_again(visitor: Client, scene: Scene) -> None:
    situation = reverse("console:situation")
    move(visitor, "close")
    page = visitor.get(situation)
    assert not page.context["tour"] and "再看导览" in page.content.decode()
    move(visitor, "open")
    assert panel(visitor, situation).number == 1


def test_outside_the_demo_nothing_is_remembered(client: Client, scene: Scene, settings: Any) -> None:
    client.force_login(
        Person.objects.get(username="analyst"), backend="django.contrib.auth.backends.ModelBackend"
    )
    send(client, scene)
    assert not [name for name in dict(client.session) if name.startswith("tour_")]


@pytest.mark.parametrize("page", ["order", "visit", "finding", "filed"])
def test_the_phone_s_pages_carry_the_tour_and_the_posts(visitor: Client, scene: Scene, page: str) -> None:
    order = send(visitor, scene)
    at_stop(visitor, 3)
    move(visitor, "go")
    url = reverse("field:order", args=[order.number])
    if page != "order":
        visit: Visit = build.a_visit(scene.cast, order=order.number)
        url = reverse("field:finding" if page == "finding" else "field:visit", args=[visit.key])
        if page == "filed":
            build.a_problem(scene.cast, visit=visit)
    shown = visitor.get(url).content.decode()
    assert 'class="helps"' in shown and "导览" in shown
    assert '<option value="leader">' in shown and reverse("console:posts") in shown
