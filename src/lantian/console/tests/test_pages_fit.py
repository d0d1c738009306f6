"""Every kind of page in a real browser, 390 px wide: nothing is wider than the screen or lies over it."""

import http.server
import mimetypes
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, sync_playwright

import build
from lantian.accounts.models import Person
from lantian.accounts.rules import Actor
from lantian.campaign import actions as campaign
from lantian.cases.states import State
from lantian.console.tests import scenes
from lantian.console.tests.scenes import Scene
from lantian.ingest.models import Link, Quarantine
from lantian.kernel.models import Delivery, Event
from lantian.observations import actions as observing
from lantian.observations.models import Flag
from lantian.observations.rules import Proposal

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("desk")]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
]
HEADER = 56  # one row
IN_BOTH = ("/field/", "/sign-in/", "/situation/", "/cases/", "/quarantine/")
LONG = "示例区住房和城乡建设局建筑工地扬尘污染防治管理办公室"
WIDER = """() => {
  const inside = (e) => {
    for (let p = e.parentElement; p; p = p.parentElement)
      if (getComputedStyle(p).overflowX !== 'visible') return true;
    return false;
  };
  const wide = [...document.querySelectorAll('body *')].filter(
    (e) => e.getBoundingClientRect().right > innerWidth + 1 && !inside(e) && !e.matches('.vh, .skip')
  );
  return {
    over: document.scrollingElement.scrollWidth - innerWidth,
    wide: wide.slice(0, 3).map((e) => `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 40)}`),
    header: document.querySelector('header.top')?.offsetHeight ?? 0,
    lying: [...document.querySelectorAll('body *')]
      .filter((e) => getComputedStyle(e).position === 'fixed' && e.offsetHeight)
      .map((e) => e.className),
  };
}"""


@pytest.fixture
def busy(scene: Scene, settings: Any) -> Scene:  # Any: has no type
    """The demo's office with a long name, a frame set aside, a door and a reaction that fails."""
    settings.LANTIAN_DEMO = True
    Person.objects.update(is_demo=True)
    campaign.seed(now=build.NOON)
    Person.objects.filter(username="handler").update(name_zh=LONG, name_en=LONG)
    noon = {"first_at": build.NOON, "last_at": build.NOON}
    Quarantine.objects.create(
        reason="unknown-device", mn="LTDEMO0000XX99ABCDEFGHIJ", peer="2001:db8:0:1:1:1:1:1", count=123456,
        first_position=12, head=b"##0388QN=20261121110000000;ST=22;CN=2061;PW=123456;MN=LTDEMO00", **noon,
    )  # fmt: skip
    Link.objects.create(
        door="hj212", listens_on="0.0.0.0:8212", state="open", connections=1234, frames=123456789,
        refused_connections=12345, opened_at=build.NOON, beat_at=build.NOON,
    )  # fmt: skip
    Delivery.objects.create(
        event=Event.objects.order_by("id")[0], handler="give_points_for_every_closed_case", attempts=7,
        next_at=build.NOON, error="KeyError: " + "x" * 90,
    )  # fmt: skip
    return scene


def kinds(scene: Scene) -> Iterator[tuple[Actor | None, str]]:
    """One page of each kind, as somebody whom it is open to."""
    cast, named = scene.cast, {name: build.a_case(scene.cast, state=state) for name, state in STATES.items()}
    filed = build.a_problem(cast, visit=build.a_visit(cast, order=scene.order))
    open_visit, order, proposal = build.a_visit(cast), build.an_order(cast), a_proposal()
    yield None, reverse("console:sign-in")
    yield None, reverse("console:posts")
    for page in ("situation", "suspicions", "orders", "cases", "board", "briefings", "stations", "ranking"):
        yield cast.analyst, reverse(f"console:{page}")
    for page in ("official", "official-hand-in", "compare", "explain", "quarantine"):
        yield cast.analyst, reverse(f"console:{page}")
    yield cast.analyst, reverse("console:explain") + "?a=nowhere"
    yield cast.analyst, reverse("console:suspicion", args=[scene.suspicion])
    yield cast.analyst, reverse("console:order", args=[order])
    yield cast.leader, reverse("console:order", args=[scene.order])
    yield cast.analyst, reverse("console:station", args=["ST01"])
    yield cast.analyst, reverse("console:flag", args=[proposal])
    yield cast.analyst, reverse("console:case", args=[named["filed"]])
    yield cast.analyst, reverse("console:case-act", args=[named["filed"], "assign"])
    yield cast.handler, reverse("console:case-act", args=[named["rectifying"], "submit"])
    yield cast.supervisor, reverse("console:case-act", args=[named["submitted"], "recheck-pass"])
    yield cast.leader, reverse("console:case", args=[named["closed"]])
    yield scene.administrator, reverse("console:people")
    yield scene.administrator, reverse("console:person", args=["handler"])
    yield cast.leader, reverse("console:case", args=["QX-0"])
    yield cast.officer, reverse("field:day")
    yield cast.officer, reverse("field:order", args=[order])
    yield cast.officer, reverse("field:visit", args=[open_visit.key])
    yield cast.officer, reverse("field:finding", args=[open_visit.key])
    yield cast.officer, reverse("field:visit", args=[filed.key])


def a_proposal() -> int:
    """A check's proposal about a reading, with a long sentence."""
    observing.propose_flags(
        proposals=[
            Proposal(
                station="ST01", parameter="pm10", first=build.NOON - timedelta(hours=9),
                last=build.NOON - timedelta(hours=1), check_name="flatline", check_version="1",
                severity="impossible", seen_zh=LONG * 3, seen_en=LONG * 3, numbers={"observed": 9.0},
                parameters={"least": {"pm25": 5.0, "pm10": 8.0, "so2": 5.0, "no2": 5.0, "o3": 10.0}},
            )
        ],
        now=build.NOON,
    )  # fmt: skip
    return Flag.objects.get().pk


STATES = {
    "filed": State.FILED,
    "rectifying": State.RECTIFYING,
    "submitted": State.SELF_CHECKED,
    "closed": State.CLOSED,
}


def written(scene: Scene) -> dict[str, str]:
    """Every page as the house answers it: in English, whose words are longer, and some in Chinese."""
    pages = {}
    for actor, url in kinds(scene):
        for language in ("zh-hans", "en") if url.startswith(IN_BOTH) else ("en",):
            client = Client()
            if actor is not None:
                scenes.sign_in(client, actor)
            client.cookies["django_language"] = language
            answer = client.get(url)
            assert answer.status_code in {200, 400, 404}, (url, answer.status_code)
            pages[f"/{language}{url}"] = answer.content.decode()
    return pages


@contextmanager
def shown(pages: dict[str, str]) -> Iterator[tuple[Page, str]]:
    """A phone's browser, and a host that answers with the pages as written and with the house's files."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            is_file = path.startswith("/static/")
            found = finders.find(path.removeprefix("/static/")) if is_file else None
            body = Path(found).read_bytes() if found else pages.get(self.path, "").encode()
            self.send_response(200 if body else 404)
            kind = mimetypes.guess_type(path)[0] if is_file else "text/html; charset=utf-8"
            self.send_header("Content-Type", kind or "font/woff2")
            self.send_header("Cache-Control", "max-age=600" if is_file else "no-store")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield (
            chromium.new_page(viewport={"width": 390, "height": 844}),
            f"http://127.0.0.1:{server.server_port}",
        )
        chromium.close()
        server.shutdown()


def test_nothing_is_wider_than_a_phone_and_nothing_lies_over_the_page(busy: Scene) -> None:
    pages, trouble = written(busy), []
    with shown(pages) as (page, host):
        for url in pages:
            page.goto(host + url)
            seen = page.evaluate(WIDER)
            if seen["over"] > 0 or seen["wide"] or seen["lying"] or seen["header"] > HEADER:
                trouble.append((url, seen))
    assert not trouble, trouble
