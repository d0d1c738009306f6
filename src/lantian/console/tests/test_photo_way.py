"""A photo's whole way on one page, hints to decide about, masks."""

import pytest
from django.test import Client
from django.urls import reverse

import build
from build import NOON
from lantian.accounts.rules import Actor
from lantian.console.tests import scenes
from lantian.console.tests.scenes import Scene
from lantian.inspections import actions
from lantian.inspections.models import Evidence, Hint
from lantian.kernel import chain

pytestmark = pytest.mark.usefixtures("desk")


def _twice(scene: Scene) -> Evidence:
    """A photo that was sent before."""
    content = build.photo_bytes()
    build.a_photo(scene.cast.officer, content=content)
    return build.a_photo(scene.cast.officer, content=content)


def _address(name: str, photo: Evidence, *more: str) -> str:
    return reverse(f"console:{name}", args=[photo.key, *more])


def test_the_page_shows_arrival_seal_openings_and_masks(client: Client, scene: Scene) -> None:
    photo = _twice(scene)
    actions.open_original(photo=photo, door="console", by=scene.cast.supervisor, now=NOON)
    actions.mask(
        photo_key=photo.key, rectangles=[(0, 0, 500, 500)], version=0, by=scene.cast.analyst, now=NOON
    )
    chain.seal(now=NOON)
    scenes.sign_in(client, scene.cast.supervisor)
    shown = client.get(_address("photo-custody", photo)).content.decode()
    for said in (photo.original_id, "lantian verify", "打开原件", "遮挡 1 处", "待判定", "非法定期限"):
        assert said in shown, said
    told = client.get(_address("photo-custody", photo), {"format": "json"}).json()
    assert told["is_sound"] and told["key"] == str(photo.key) and len(told["opened"]) == 1


def test_fetching_the_original_is_written_down_and_never_opens_in_a_page(
    client: Client, scene: Scene
) -> None:
    photo = _twice(scene)
    scenes.sign_in(client, scene.cast.supervisor)
    answer = client.get(_address("photo-original", photo))
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    [event] = build.events("inspections.original_opened")
    assert event.by_id == scene.cast.supervisor.id


def test_wrong_posts_see_no_way_no_original_and_no_mask(client: Client, scene: Scene) -> None:
    photo = _twice(scene)
    names = ("photo-custody", "photo-original", "photo-mask")
    for person in (scene.cast.officer, scene.cast.unit_head, scene.cast.handler):
        scenes.sign_in(client, person)
        assert [client.get(_address(name, photo)).status_code for name in names] == [403, 403, 403]
    scenes.sign_in(client, scene.stranger)
    assert {client.get(_address(name, photo)).status_code for name in names} <= {403, 404}
    assert not build.events("inspections.original_opened")


def _judge(client: Client, photo: Evidence, by: Actor, **changes: str) -> int:
    scenes.sign_in(client, by)
    given = {"decision": "not_accepted", "reason": "the same heap as in May", **changes}
    return client.post(_address("hint-judge", photo, "reused"), given).status_code


def test_a_hint_is_listed_until_somebody_decides(client: Client, scene: Scene) -> None:
    photo = _twice(scene)
    scenes.sign_in(client, scene.cast.supervisor)
    assert str(photo.key) in client.get(reverse("console:hints")).content.decode()
    assert reverse("console:hints") in client.get(reverse("console:situation")).content.decode()
    assert _judge(client, photo, scene.cast.supervisor, reason=" ") == 302
    assert Hint.objects.filter(decision="").count() == 1
    assert _judge(client, photo, scene.cast.supervisor) == 302
    shown = client.get(reverse("console:hints")).content.decode()
    assert "不予采信" in shown and "the same heap as in May" in shown
    assert _judge(client, photo, scene.cast.analyst, decision="all_right") == 302
    assert Hint.objects.get().decision == "not_accepted"


def test_wrong_posts_decide_nothing(client: Client, scene: Scene) -> None:
    photo = _twice(scene)
    for person in (scene.cast.officer, scene.cast.unit_head, scene.cast.leader, scene.stranger):
        assert _judge(client, photo, person) in {403, 404}
    assert Hint.objects.get().decision == ""


def test_rectangles_in_numbers_mask_without_a_script(client: Client, scene: Scene) -> None:
    photo = _twice(scene)
    scenes.sign_in(client, scene.cast.analyst)
    url = _address("photo-mask", photo)
    wrong = client.post(url, {"rectangles": "10 10 9", "version": 0})
    assert wrong.status_code == 422
    assert "第 1 行“10 10 9”" in wrong.content.decode()
    assert client.post(url, {"rectangles": "100 100 300 300", "version": 0}).status_code == 302
    late = client.post(url, {"rectangles": "0 0 300 300", "version": 0})
    assert late.status_code == 422 and "已有人遮挡" in late.content.decode()
    shown = client.get(_address("photo", photo))
    assert shown.headers["ETag"] == f'"{Evidence.objects.get(pk=photo.pk).public_copy_id}"'
    assert "100 100 300 300" in client.get(url).content.decode()
