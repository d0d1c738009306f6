"""Every act on targets, lists, levels, flags and tokens, tried by every post: the table decides."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver, reverse

import build
from build import NOON
from lantian.accounts.models import Person, Token
from lantian.accounts.rules import MAY, Role, Verb
from lantian.assessment import actions as assessment
from lantian.assessment.models import DataLevel, ImportedList, Target
from lantian.console.tests import scenes
from lantian.console.tests.scenes import LAST, Scene
from lantian.console.tests.test_judge_flags import propose, the_flag
from lantian.console.tests.test_who_may_open_pages import actor_of
from lantian.observations.models import Flag
from lantian.registry.models import Grid, Membership, Region, Station

pytestmark = pytest.mark.usefixtures("desk")
LIST = "地区,日期\ndistrict,2026-11-10\n".encode()
REASON = {"reason": "for a reason"}


@pytest.fixture(autouse=True)
def counted(scene: Scene) -> None:
    """A station counts for the district, so that the district is a place."""
    Membership.objects.create(
        station=Station.objects.get(code="ST01"), region=build.a_region(), valid_from=build.SINCE
    )


def a_list() -> ImportedList:
    return assessment.import_exceptional(
        content=LIST, name="dust.csv", title="dust", authority="province", by=None, now=NOON
    )


def target(client: Client, place: str = "district") -> Any:  # Any: Django's test answer
    given = {"figure": "pm25", "first": "2026-01-01", "last": "2026-12-31", "value": "40", "source": "paper"}
    return client.post(reverse("console:place-target", args=[place]), given)


def hand_in(client: Client) -> Any:
    given = {"kind": "exceptional", "title": "dust", "authority": "province"}
    return client.post(
        reverse("console:official-hand-in"), given | {"file": SimpleUploadedFile("dust.csv", LIST)}
    )


def withdraw(client: Client) -> Any:
    listed = ImportedList.objects.first() or a_list()
    return client.post(reverse("console:official-withdraw", args=[listed.pk]), REASON)


def declare(client: Client) -> Any:
    given = {"stations": ["ST01"], "first": "2026-11-01", "last": "2026-11-10", "level": "reviewed"}
    return client.post(reverse("console:quality-level"), given | {"basis": "a review"})


def judge(client: Client) -> Any:
    propose()
    given = REASON | {"move": "reject"}
    return client.post(reverse("console:flag-judge", args=[the_flag().pk]), given)


def make_token(client: Client) -> Any:
    return client.post(reverse("api:token-make"), {"title": "a sheet"})


def member(client: Client) -> Any:
    given = {"station": "ST01", "weight": "2", "first": "2026-11-01", "last": "2026-11-10"}
    return client.post(reverse("console:place-members", args=["district"]), given | REASON)


def traces() -> dict[str, int]:
    """What the acts leave behind, counted."""
    return {
        "targets": Target.objects.count(),
        "lists": ImportedList.objects.filter(withdrawn_at__isnull=True).count(),
        "withdrawn": ImportedList.objects.filter(withdrawn_at__isnull=False).count(),
        "levels": DataLevel.objects.count(),
        "judged": Flag.objects.exclude(state="proposed").count(),
        "tokens": Token.objects.count(),
        "ended": Membership.objects.filter(ended_position__isnull=False).count(),
    }


ACTS: dict[str, tuple[Verb, Callable[[Client], Any], str]] = {
    "target": (Verb.SET_TARGET, target, "targets"),
    "hand_in": (Verb.IMPORT_LIST, hand_in, "lists"),
    "withdraw": (Verb.IMPORT_LIST, withdraw, "withdrawn"),
    "declare": (Verb.DECLARE_LEVEL, declare, "levels"),
    "judge": (Verb.JUDGE_FLAG, judge, "judged"),
    "member": (Verb.SET_MEMBERSHIP, member, "ended"),
    "make_token": (Verb.HOLD_TOKEN, make_token, "tokens"),
}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_done_by_the_roles_of_its_verb_and_by_no_other(act: str, scene: Scene) -> None:
    verb, attempt, trace = ACTS[act]
    for role in sorted(Role, key=lambda role: role in MAY[verb]):  # the forbidden ones first
        client, before = scenes.sign_in(Client(), actor_of(scene, role)), traces()[trace]
        status = attempt(client).status_code
        if role in MAY[verb]:
            assert status in {200, 302}, (act, role)
            assert traces()[trace] == before + 1, (act, role)
        else:
            assert status == 403, (act, role)
            assert traces()[trace] == before, (act, role)


@pytest.mark.parametrize("act", ACTS)
def test_nobody_acts_without_signing_in(act: str, scene: Scene) -> None:
    answer = ACTS[act][1](Client())
    assert answer.status_code == 302 and answer.headers["Location"].startswith(reverse("console:sign-in"))
    assert traces()[ACTS[act][2]] == 0


@pytest.fixture
def elsewhere(scene: Scene) -> Client:
    """The duty analyst of another township, whose area holds none of the stations."""
    by = build.an_actor("far_analyst", role=Role.DUTY_ANALYST, unit="other_town", area="other_town")
    return scenes.sign_in(Client(), by)


@pytest.mark.parametrize("act", ["target", "declare", "judge"])
def test_a_desk_decides_about_its_own_area_alone(act: str, elsewhere: Client) -> None:
    assert ACTS[act][1](elsewhere).status_code == 403
    assert traces()[ACTS[act][2]] == 0


def test_a_place_no_unit_here_answers_for_is_any_desk_s(elsewhere: Client) -> None:
    city = Region.objects.create(code="city", name_zh="市", name_en="city", kind="city")
    Station.objects.create(
        code="C1", name_zh="C1", name_en="C1", kind="feed", region=city, lon=114.0, lat=35.0
    ).memberships.create(region=city, valid_from=build.SINCE)
    assert target(elsewhere, "city").status_code == 302
    assert Target.objects.get().subject == "city"


@pytest.fixture
def monitor(scene: Scene) -> Station:
    """A site's own monitor in the scene's grid."""
    return Station.objects.create(
        code="MON7", name_zh="工地七", name_en="Site seven", kind="site", region=build.a_region(),
        grid=Grid.objects.get(code="grid"), lon=build.HERE[0], lat=build.HERE[1],
    )  # fmt: skip


def test_a_stranger_finds_a_site_s_monitor_on_no_page_and_in_no_file(scene: Scene, monitor: Station) -> None:
    propose("MON7")
    client = scenes.sign_in(Client(), scene.stranger)
    flag = the_flag().pk
    hour = f"{LAST:%Y-%m-%dT%H:%MZ}"
    hidden = [
        reverse("console:flag", args=[flag]),
        reverse("console:station", args=["MON7"]),
        reverse("console:station-figure", args=["MON7"]),
        reverse("api:station-file", args=["MON7", "csv"]),
        f"{reverse('console:explain')}?a=assessment.hour:station/MON7/{hour}",
        f"{reverse('console:explain')}?a=observations.reading:MON7/pm10/1h/2026-11-20T03:00:00Z",
        "/v1/stations/MON7",
        "/v1/hours?kind=station&subject=MON7&since=2026-11-20T00:00:00Z&until=2026-11-21T00:00:00Z",
        "/v1/readings?station=MON7&since=2026-11-20T00:00:00Z&until=2026-11-21T00:00:00Z",
        f"/v1/explain?address=assessment.hour:station/MON7/{hour}",
    ]
    assert {url: client.get(url).status_code for url in hidden} == dict.fromkeys(hidden, 404)
    shown = [
        reverse(f"console:{name}")
        for name in ("situation", "stations", "quality", "changes", "compare", "places", "ranking", "explain")
    ]
    for url in [*shown, reverse("api:exports"), "/v1/stations", "/v1/latest"]:
        answer = client.get(url)
        assert answer.status_code == 200 and "MON7" not in answer.content.decode(), url
    compared = client.get(reverse("console:compare"), {"with": ["station:MON7", "station:ST01"]})
    assert "工地七" not in compared.content.decode()


def test_an_unseen_monitor_s_flag_is_judged_by_nobody_elsewhere(
    scene: Scene, monitor: Station, elsewhere: Client
) -> None:
    propose("MON7")
    url = reverse("console:flag-judge", args=[the_flag().pk])
    assert elsewhere.post(url, REASON | {"move": "accept"}).status_code == 404
    assert the_flag().state == "proposed"


def test_a_token_is_ended_by_its_own_person_alone(scene: Scene) -> None:
    owner, other = scene.cast.leader, scene.administrator
    make_token(scenes.sign_in(Client(), owner))
    token = Token.objects.get()
    url = reverse("api:token-revoke", args=[token.pk])
    assert scenes.sign_in(Client(), other).post(url).status_code == 404
    assert scenes.sign_in(Client(), owner).post(url).status_code == 302


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_no_question_of_v1_can_be_made_to_change_anything(role: Role, method: str, scene: Scene) -> None:
    client, before = scenes.sign_in(Client(), actor_of(scene, role)), traces()
    for path in QUESTIONS:
        assert getattr(client, method)(path).status_code in {404, 405}, path
    assert traces() == before


QUESTIONS = [
    "/v1/" + str(one.pattern).replace("<code>", "ST01").replace("<int:number>", "1").replace("<number>", "1")
    for root in get_resolver().url_patterns
    if str(root.pattern) == "v1/"
    for one in getattr(root, "url_patterns", [])
]


def test_a_closed_account_s_token_opens_nothing(scene: Scene) -> None:
    shown = make_token(scenes.sign_in(Client(), scene.cast.leader)).context["token"]
    given = {"authorization": f"Bearer {shown}"}
    assert Client().get("/v1/stations", headers=given).status_code == 200
    Person.objects.filter(pk=scene.cast.leader.id).update(is_active=False)
    assert Client().get("/v1/stations", headers=given).status_code == 401


def test_a_role_that_was_taken_away_is_gone_from_the_next_act_on(scene: Scene) -> None:
    client = scenes.sign_in(Client(), scene.cast.analyst)
    Person.objects.filter(pk=scene.cast.analyst.id).update(role=Role.LEADER)
    assert target(client).status_code == 403
    assert not Target.objects.exists()
