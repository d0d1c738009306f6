"""The operator's and the administrator's pages, and photos."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

import build
from lantian.accounts.models import Person
from lantian.accounts.rules import Role
from lantian.console.quarantine import wording
from lantian.console.tests import scenes
from lantian.console.tests.scenes import Scene
from lantian.ingest.models import Link, Quarantine
from lantian.ingest.rules import Reason
from lantian.kernel import chain, files
from lantian.kernel.models import Delivery, Event

NOON = build.NOON


@pytest.fixture
def set_aside(scene: Scene) -> Quarantine:
    """A frame of a device nobody knows."""
    return Quarantine.objects.create(
        reason="unknown-device", mn="MN404", peer="192.0.2.7", count=3,
        first_at=NOON, last_at=NOON, first_position=12, head=b"##0101QN=2026",
    )  # fmt: skip


def test_what_was_set_aside_is_shown_in_words_with_its_bytes(
    client: Client, scene: Scene, set_aside: Quarantine
) -> None:
    shown = scenes.sign_in(client, scene.cast.analyst).get("/quarantine/").content.decode()
    assert "1 类报文被隔离" in shown
    assert "未登记的设备" in shown and "登记它，或制止发送者" in shown
    assert "MN404" in shown and "##0101QN=2026" in shown
    assert "?a=observations.packet:12" in shown


def test_every_reason_has_a_word_and_an_advice() -> None:
    reasons = {reason.value for reason in Reason}
    assert set(wording.QUARANTINE) == reasons == set(wording.QUARANTINE_ADVICE)


def test_the_row_of_a_file_is_named(client: Client, scene: Scene) -> None:
    Quarantine.objects.create(
        reason="bad-row", detail="march.csv, row 5: pm25 is not a number", peer="march.csv", count=1,
        first_at=NOON, last_at=NOON, head=b"",
    )  # fmt: skip
    shown = scenes.sign_in(client, scene.cast.analyst).get("/quarantine/").content.decode()
    assert "march.csv, row 5: pm25 is not a number" in shown


def test_settling_is_done_once(client: Client, scene: Scene, set_aside: Quarantine) -> None:
    scenes.sign_in(client, scene.cast.analyst)
    url = reverse("console:quarantine-settle", args=[set_aside.pk])
    assert "已处理。再来会另起一行。" in client.post(url, follow=True).content.decode()
    assert "已有人处理过" in client.post(url, follow=True).content.decode()


def test_a_failing_reaction_and_a_silent_door_are_shown(client: Client, scene: Scene) -> None:
    event = Event.objects.order_by("id").first()
    Delivery.objects.create(
        event=event, handler="give_points", attempts=2, next_at=NOON, error="KeyError: 'unit'"
    )
    Link.objects.create(
        door="hj212",
        listens_on="127.0.0.1:8212",
        state="open",
        opened_at=NOON,
        beat_at=NOON - timedelta(hours=1),
    )
    shown = scenes.sign_in(client, scene.administrator).get("/quarantine/").content.decode()
    assert "1 项后续处理失败" in shown and "give_points" in shown
    assert "1 个接收口未接收" in shown


def test_the_chain_is_walked_when_asked_and_a_changed_row_is_named(client: Client, scene: Scene) -> None:
    chain.seal(now=NOON)
    scenes.sign_in(client, scene.administrator)
    assert "封存链从头到尾完好" in client.get("/quarantine/?walk=1").content.decode()
    event = Event.objects.order_by("id").first()
    Event.objects.filter(pk=event.pk).update(facts={"changed": "by hand"})
    shown = client.get("/quarantine/?walk=1").content.decode()
    assert "封存链有断" in shown and f"event {event.pk}" in shown


def test_an_administrator_changes_a_role_and_closes_an_account(client: Client, scene: Scene) -> None:
    scenes.sign_in(client, scene.administrator)
    client.post("/people/handler/role/", {"role-role": "unit_head"})
    client.post("/people/colleague/close/", {"close-sure": "on"})
    assert Person.objects.get(username="handler").role == "unit_head"
    assert Person.objects.get(username="colleague").is_active is False
    assert [event.facts["after"] for event in build.events("accounts.role_changed")] == ["unit_head"]


def test_the_last_administrator_reads_why_the_role_stays(client: Client, scene: Scene) -> None:
    scenes.sign_in(client, scene.administrator)
    answer = client.post("/people/administrator/role/", {"role-role": "leader"})
    assert answer.status_code == 422
    assert "最后一个管理员" in answer.content.decode()
    answer = client.post("/people/administrator/close/", {"close-sure": "on"})
    assert "须由另一名管理员停用" in answer.content.decode()


def test_an_administrator_of_a_township_sees_its_accounts_and_no_others(client: Client, scene: Scene) -> None:
    of_town = build.an_actor("of_town", role=Role.ADMINISTRATOR, unit="town", area="town")
    scenes.sign_in(client, of_town)
    shown = client.get("/people/").content.decode()
    assert "grid_head" in shown and "colleague" not in shown
    assert client.get("/people/colleague/").status_code == 404
    assert client.post("/people/colleague/close/", {"close-sure": "on"}).status_code == 404
    assert Person.objects.get(username="colleague").is_active


def test_a_weak_password_is_refused_on_the_same_page(client: Client, scene: Scene) -> None:
    scenes.sign_in(client, scene.administrator)
    answer = client.post("/people/handler/password/", {"password-password": "password123"})
    assert answer.status_code == 422
    assert "常见" in answer.content.decode()


def test_nobody_but_an_administrator_sees_accounts(client: Client, scene: Scene) -> None:
    for who in (scene.cast.analyst, scene.cast.leader, scene.cast.handler):
        assert scenes.sign_in(client, who).get("/people/").status_code == 403


def test_a_photo_shows_its_public_copy_and_its_original_only_to_those_who_check(
    client: Client, scene: Scene
) -> None:
    visit = build.a_visit(scene.cast, order=scene.order)
    photo = build.a_photo(scene.cast.officer, visit=visit)
    public = reverse("console:photo", args=[photo.key])
    sealed = reverse("console:photo-original", args=[photo.key])
    scenes.sign_in(client, scene.cast.analyst)
    assert client.get(public).content == files.read(photo.public_copy_id)
    assert client.get(sealed).status_code == 403
    scenes.sign_in(client, scene.cast.supervisor)
    answer = client.get(sealed)
    assert answer.content == files.read(photo.original_id)
    assert answer.headers["Content-Type"] == "application/octet-stream"  # no browser shows an original
    assert "private" in answer.headers["Cache-Control"]
    assert client.get(reverse("console:photo", args=[uuid4()])).status_code == 404


def test_a_photo_the_disk_has_lost_is_not_found(client: Client, scene: Scene) -> None:
    photo = build.a_photo(scene.cast.officer, visit=build.a_visit(scene.cast, order=scene.order))
    files.path_of(photo.public_copy_id).unlink()
    scenes.sign_in(client, scene.cast.analyst)
    assert client.get(reverse("console:photo", args=[photo.key])).status_code == 404
