"""Tracing: the order that is proposed, refusals on the same page, and deciding that nobody goes."""

from django.test import Client
from django.urls import reverse

import build
from lantian.console.tests import scenes
from lantian.console.tests.scenes import Scene
from lantian.diagnosis.models import Suspicion
from lantian.dispatch.models import Order


def proposed(client: Client, number: str) -> dict[str, str]:
    """The form as it was filled in."""
    form = client.get(reverse("console:suspicion", args=[number])).context["send"]
    return {name: str(form[name].value() or "") for name in form.fields}


def send(client: Client, number: str, data: dict[str, str]):  # type: ignore[no-untyped-def]  # a test response
    """Press the button."""
    return client.post(reverse("console:suspicion-send", args=[number]), data)


def test_the_form_proposes_the_officer_of_the_grid_and_says_what_will_happen(
    client: Client, scene: Scene
) -> None:
    scenes.sign_in(client, scene.cast.analyst)
    shown = client.get(reverse("console:suspicion", args=[scene.suspicion]))
    form = proposed(client, scene.suspicion)
    assert form["officer_id"] == str(scene.cast.officer.id)
    assert form["what"] == "public_patrol:look_at_site_dust"
    assert "派给officer，11月20日 13:00 前到场（自然钟）；在公共区域看，不进企业。" in shown.content.decode()


def test_another_choice_changes_what_will_happen_before_anything_is_sent(
    client: Client, scene: Scene
) -> None:
    scenes.sign_in(client, scene.cast.analyst)
    asked = proposed(client, scene.suspicion) | {"hours": "3"}
    shown = client.get(reverse("console:suspicion", args=[scene.suspicion]), asked).content.decode()
    assert "11月20日 15:00 前到场" in shown
    assert Order.objects.filter(suspicion__number=scene.suspicion).count() == 0


def test_the_order_is_issued_and_shown(client: Client, scene: Scene) -> None:
    scenes.sign_in(client, scene.cast.analyst)
    answer = send(client, scene.suspicion, proposed(client, scene.suspicion))
    order = Order.objects.get(suspicion__number=scene.suspicion)
    assert answer.headers["Location"] == reverse("console:order", args=[order.number])
    assert order.officer_id == scene.cast.officer.id


def test_a_deadline_in_the_past_is_refused_with_a_sentence_and_the_form_is_kept(
    client: Client, scene: Scene
) -> None:
    scenes.sign_in(client, scene.cast.analyst)
    data = proposed(client, scene.suspicion) | {"hours": "0"}
    answer = send(client, scene.suspicion, data)
    assert answer.status_code == 422
    assert "不晚于现在" in answer.content.decode()
    assert answer.context["send"]["hours"].value() == "0"
    assert answer.context["send"]["officer_id"].value() == str(scene.cast.officer.id)
    assert Order.objects.filter(suspicion__number=scene.suspicion).count() == 0


def test_a_second_order_for_the_same_suspicion_is_refused_by_name(client: Client, scene: Scene) -> None:
    scenes.sign_in(client, scene.cast.analyst)
    data = proposed(client, scene.suspicion)
    first = build.an_order(scene.cast, suspicion=scene.suspicion)
    answer = send(client, scene.suspicion, data)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert first in shown
    assert Order.objects.filter(suspicion__number=scene.suspicion).count() == 1


def test_a_supervisor_sees_the_suspicion_and_has_no_button(client: Client, scene: Scene) -> None:
    scenes.sign_in(client, scene.cast.supervisor)
    shown = client.get(reverse("console:suspicion", args=[scene.suspicion]))
    assert "send" not in shown.context
    assert send(client, scene.suspicion, {}).status_code == 403


def test_dismissing_needs_a_reason_and_leaves_it(client: Client, scene: Scene) -> None:
    scenes.sign_in(client, scene.cast.analyst)
    url = reverse("console:suspicion-dismiss", args=[scene.suspicion])
    assert "请写明为什么不派人" in client.post(url, {"reason": ""}).content.decode()
    assert client.post(url, {"reason": "仪器校准"}).status_code == 302
    found = Suspicion.objects.get(number=scene.suspicion)
    assert (found.state, found.dismissed_reason) == ("dismissed", "仪器校准")


def test_deciding_twice_is_refused_in_words(client: Client, scene: Scene) -> None:
    scenes.sign_in(client, scene.cast.analyst)
    url = reverse("console:suspicion-dismiss", args=[scene.suspicion])
    client.post(url, {"reason": "仪器校准"})
    again = client.post(url, {"reason": "再说一次"})
    assert again.status_code == 422
    assert "此条已有决定" in again.content.decode()


def test_an_order_is_withdrawn_with_its_reason_until_somebody_has_arrived(
    client: Client, scene: Scene
) -> None:
    scenes.sign_in(client, scene.cast.analyst)
    url = reverse("console:order-withdraw", args=[scene.order])
    assert client.post(url, {"reason": ""}).status_code == 422
    build.a_visit(scene.cast, order=scene.order)
    refused = client.post(url, {"reason": "不用去了"})
    assert refused.status_code == 422
    assert "派单现为“已到场”，不能“撤回”" in refused.content.decode()
    assert 'value="不用去了"' in refused.content.decode()


def test_an_order_s_page_tells_what_was_seen(client: Client, scene: Scene) -> None:
    visit = build.a_visit(scene.cast, order=scene.order)
    build.a_problem(scene.cast, visit=visit)
    scenes.sign_in(client, scene.cast.supervisor)
    shown = client.get(reverse("console:order", args=[scene.order])).content.decode()
    assert "officer已查site：发现问题，裸土未覆盖，about 20 m² of bare soil。" in shown
    assert "照片 1 张" in shown
