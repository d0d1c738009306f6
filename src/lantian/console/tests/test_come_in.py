"""Coming in and going out, resting after six failures, the demo's posts."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

import build
from lantian.accounts.models import Person
from lantian.accounts.rules import Role

pytestmark = pytest.mark.usefixtures("desk")
PASSWORD = "a-long-enough-word"


@pytest.fixture
def leader(db: None) -> Person:
    """Somebody with a password."""
    person = build.a_person("leader", role=Role.LEADER)
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def demo(settings: Any) -> None:  # Any: pytest-django's settings wrapper has no type
    """The demo's helps are shown."""
    settings.LANTIAN_DEMO = True


def sign_in(client: Client, password: str):  # type: ignore[no-untyped-def]  # a test response
    """Name and password."""
    return client.post(reverse("console:sign-in"), {"username": "leader", "password": password})


def test_the_right_password_opens_the_situation_and_leaves_a_line(client: Client, leader: Person) -> None:
    assert sign_in(client, PASSWORD).headers["Location"] == reverse("console:home")
    assert [event.facts for event in build.events("accounts.signed_in")] == [{"by_switch": False}]


def test_a_wrong_password_says_what_to_do_and_keeps_the_name(client: Client, leader: Person) -> None:
    shown = sign_in(client, "wrong").content.decode()
    assert "登录名与口令不符" in shown
    assert 'value="leader"' in shown


def test_six_failures_let_the_account_rest_even_for_the_right_password(
    client: Client, leader: Person
) -> None:
    for _ in range(6):
        sign_in(client, "wrong")
    answer = sign_in(client, PASSWORD)
    assert answer.status_code == 429
    assert "此账号暂停 15 分钟" in answer.content.decode()


def test_going_out_ends_it(client: Client, leader: Person) -> None:
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    client.post(reverse("console:sign-out"))
    assert client.get(reverse("console:situation")).status_code == 302


def test_outside_the_demo_there_is_no_switch_no_posts_and_no_tour(client: Client, leader: Person) -> None:
    Person.objects.filter(pk=leader.pk).update(is_demo=True)
    assert client.post(reverse("console:switch"), {"role": "leader"}).status_code == 404
    assert client.get(reverse("console:posts")).status_code == 404
    assert client.post(reverse("console:tour"), {"move": "next"}).status_code == 404


@pytest.mark.usefixtures("demo")
def test_a_real_person_s_place_cannot_be_taken(client: Client, leader: Person) -> None:
    assert client.post(reverse("console:switch"), {"role": "leader"}).status_code == 404
    assert client.get(reverse("console:situation")).status_code == 302


@pytest.mark.usefixtures("demo")
def test_a_demo_post_is_taken_at_one_click_and_it_is_written_down(client: Client, leader: Person) -> None:
    Person.objects.filter(pk=leader.pk).update(is_demo=True)
    assert "领导 · leader" in client.get(reverse("console:sign-in")).content.decode()
    assert client.post(reverse("console:switch"), {"role": "leader"}).status_code == 302
    assert "角色" in client.get(reverse("console:situation")).content.decode()
    assert [event.facts for event in build.events("accounts.signed_in")] == [{"by_switch": True}]


@pytest.mark.usefixtures("demo")
def test_a_switch_never_leads_away_from_the_house(client: Client, leader: Person) -> None:
    Person.objects.filter(pk=leader.pk).update(is_demo=True)
    answer = client.post(reverse("console:switch"), {"role": "leader", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == reverse("console:home")


@pytest.mark.usefixtures("demo")
def test_the_demo_begins_at_its_posts_and_a_real_house_in_the_form(
    client: Client, leader: Person, settings: Any
) -> None:
    Person.objects.filter(pk=leader.pk).update(is_demo=True)
    shown = client.get(reverse("console:sign-in")).content.decode()
    assert "开始导览" in shown and shown.count("autofocus") == 1 and "<details" in shown
    assert shown.index("开始导览") < shown.index('name="username"')
    settings.LANTIAN_DEMO = False
    shown = client.get(reverse("console:sign-in")).content.decode()
    assert "开始导览" not in shown and "<details" not in shown
    assert "autofocus" in shown[shown.index('name="username"') :]


def test_the_language_is_chinese_until_another_is_chosen(client: Client, db: None) -> None:
    url = reverse("console:sign-in")
    assert "登录" in client.get(url, headers={"accept-language": "en"}).content.decode()
    client.post(reverse("set_language"), {"language": "en", "next": url})
    assert "Sign in" in client.get(url).content.decode()
