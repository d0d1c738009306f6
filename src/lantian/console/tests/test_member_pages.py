"""Who counts for a place: everybody at the desk sees it, an administrator states it with a reason."""

import pytest
from django.test import Client

from lantian.console.tests import scenes
from lantian.console.tests.scenes import Scene
from lantian.console.tests.test_rank_pages import a_city
from lantian.kernel.models import Event
from lantian.registry.models import Membership, Station

pytestmark = pytest.mark.django_db
SAID = {"weight": "2.5", "first": "2026-11-10", "last": "", "reason": "按建成区面积"}


@pytest.fixture
def feed(scene: Scene) -> str:
    a_city("A", pm10=60)
    return Station.objects.get(memberships__region__code="A").code


def test_a_statement_is_shown_with_its_reason_and_the_one_before_it(
    client: Client, scene: Scene, feed: str
) -> None:
    admin = scenes.sign_in(client, scene.administrator)
    answer = admin.post("/places/A/members/", {"station": feed, **SAID}, follow=True)
    page = answer.context["page"]
    assert page.sentence == "今天有 1 个站点计入A市。"
    assert [(one.weight, one.is_now, one.reason) for one in page.standing] == [
        ("1", False, ""), ("2.5", True, "按建成区面积"),
    ]  # fmt: skip
    assert [(one.weight, one.until) for one in page.replaced] == [("1", "")]
    assert Event.objects.get(name="registry.membership_set").facts["weight"] == "2.5"
    shown = scenes.sign_in(client, scene.cast.leader).get("/places/A/members/")
    assert shown.context["form"] is None and len(shown.context["page"].standing) == 2


@pytest.mark.parametrize("who", ["analyst", "leader", "handler", "unit_head"])
def test_nobody_else_states_anything(client: Client, scene: Scene, feed: str, who: str) -> None:
    answer = scenes.sign_in(client, getattr(scene.cast, who)).post(
        "/places/A/members/", {"station": feed, **SAID}
    )
    assert answer.status_code in {403, 404}
    assert Membership.objects.filter(region__code="A").count() == 1


def test_what_is_refused_says_why_and_keeps_what_was_entered(client: Client, scene: Scene, feed: str) -> None:
    admin = scenes.sign_in(client, scene.administrator)
    answer = admin.post("/places/A/members/", {"station": feed, **SAID, "weight": "1"})
    assert answer.status_code == 422 and "没有改动" in answer.content.decode()
    answer = admin.post("/places/A/members/", {"station": feed, **SAID, "last": "2026-11-01"})
    assert answer.status_code == 422 and "按建成区面积" in answer.content.decode()
    assert Membership.objects.filter(region__code="A").count() == 1


def test_a_place_nobody_knows_is_not_found(client: Client, scene: Scene) -> None:
    assert scenes.sign_in(client, scene.cast.leader).get("/places/XYZ/members/").status_code == 404
