"""Every address of the desk: who comes in, who is sent to the door, who is told that nothing is there."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import build
from lantian.accounts.models import Person
from lantian.accounts.rules import MAY, Actor, Role, Verb
from lantian.console.tests import scenes
from lantian.console.tests.scenes import Scene

pytestmark = pytest.mark.usefixtures("desk")

OPEN_TO_ALL = {"sign-in", "sign-out", "switch", "posts", "tour", "verify", "verify-any"}
POSTED = {
    "suspicion-send",
    "suspicion-dismiss",
    "order-withdraw",
    "order-merge",
    "draw-class",
    "draw-publish",
    "paper-print",
    "letter-print",
    "official-withdraw",
    "quality-level",
    "flag-judge",
    "quarantine-settle",
    "sign-out",
    "switch",
    "tour",
    "briefing-act",
    "reach-confirm",
    "sweep-excuse",
    "sweep-close",
    "person-leave",
    "person-means",
    "leave-end",
    "means-end",
    "template-act",
    "hint-judge",
    "cases-filter-drop",
}


def patterns() -> Iterator[URLPattern]:
    """Every named address of the desk."""

    def walk(found: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
        for one in found:
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns)
            elif one.name and one.callback.__module__.startswith("lantian.console"):
                yield one

    return walk(get_resolver().url_patterns)


PAGES = {str(pattern.name): pattern for pattern in patterns()}
GUARDED = sorted(set(PAGES) - OPEN_TO_ALL)
PLAIN = sorted(name for name in GUARDED if not PAGES[name].pattern.converters and name not in POSTED)
OF_THINGS = sorted(name for name in GUARDED if PAGES[name].pattern.converters)


def address(name: str, **known: object) -> str:
    """The address of a page, with what is known or something that does not exist."""
    nothing = {
        "IntConverter": 99,
        "UUIDConverter": uuid4(),
        "SlugConverter": "nothing",
        "StringConverter": "NO-0",
    }
    arguments = {
        key: known.get(key, nothing[type(converter).__name__])
        for key, converter in PAGES[name].pattern.converters.items()
    }
    return reverse(f"console:{name}", kwargs=arguments)


def visit(client: Client, name: str, url: str) -> int:
    """The answer's status, by the method the page takes."""
    return (client.post(url) if name in POSTED else client.get(url)).status_code


def actor_of(scene: Scene, role: Role) -> Actor:
    """Somebody of the scene in a role."""
    cast = scene.cast
    people = (
        cast.analyst,
        cast.officer,
        cast.unit_head,
        cast.handler,
        cast.supervisor,
        cast.leader,
        scene.administrator,
        cast.dust_officer,
        cast.manager,
    )
    return next(one for one in people if one.role is role)


def test_every_page_says_whom_it_is_open_to() -> None:
    assert len(PAGES) > 30
    assert [
        name for name in GUARDED if not isinstance(getattr(PAGES[name].callback, "verb", None), Verb)
    ] == []


@pytest.mark.parametrize("name", GUARDED)
def test_somebody_who_has_not_signed_in_is_sent_to_the_door(name: str, client: Client, db: None) -> None:
    url = address(name)
    answer = client.post(url) if name in POSTED else client.get(url)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("console:sign-in"))


@pytest.mark.parametrize("name", PLAIN)
def test_a_page_opens_for_the_roles_of_its_verb_and_for_no_other(
    name: str, client: Client, scene: Scene
) -> None:
    verb = PAGES[name].callback.verb  # type: ignore[attr-defined]  # checked above
    for role in Role:
        scenes.sign_in(client, actor_of(scene, role))
        status = client.get(address(name), follow=True).status_code
        empty = name == "board"  # no campaign runs in this scene
        expected = (404 if empty else 200) if role in MAY[verb] else 403
        assert status == expected, (name, role)


@pytest.mark.parametrize("name", OF_THINGS)
def test_what_is_not_there_is_not_found(name: str, client: Client, scene: Scene) -> None:
    verb = PAGES[name].callback.verb  # type: ignore[attr-defined]  # checked above
    for role in sorted(MAY[verb])[:2]:
        scenes.sign_in(client, actor_of(scene, role))
        expected = {404} if name != "quarantine-settle" else {302}
        assert visit(client, name, address(name)) in expected, (name, role)


def test_a_stranger_of_another_area_finds_nothing(client: Client, scene: Scene) -> None:
    case = build.a_case(scene.cast)
    photo = build.a_photo(scene.cast.officer)
    scenes.sign_in(client, scene.stranger)
    known = {
        "suspicion": {"number": scene.suspicion},
        "order": {"number": scene.order},
        "case": {"number": case},
        "photo": {"key": photo.key},
    }
    for name, arguments in known.items():
        assert client.get(address(name, **arguments)).status_code == 404, name
    for name in ("orders", "cases", "situation", "suspicions"):
        shown = client.get(address(name)).content.decode()
        assert scene.order not in shown and case not in shown and scene.suspicion not in shown, name


def test_the_unit_that_answers_for_a_source_never_sees_a_candidate(client: Client, scene: Scene) -> None:
    scenes.sign_in(client, scene.cast.unit_head)
    assert client.get(address("suspicion", number=scene.suspicion)).status_code == 403
    assert "待查" not in client.get(address("situation")).content.decode()


def test_a_closed_account_is_out_at_once(client: Client, scene: Scene) -> None:
    scenes.sign_in(client, scene.cast.analyst)
    assert client.get(address("situation")).status_code == 200
    Person.objects.filter(pk=scene.cast.analyst.id).update(is_active=False)
    assert client.get(address("situation")).status_code == 302
