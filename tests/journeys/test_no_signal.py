"""A day without signal, in real Chromium: what is kept on the phone arrives, all of it, once.

The network is cut and comes back for moments, the browser is killed, the server restarted, the sign-in
expires and a new version comes; at every step what the phone says is on the server is there, byte for byte,
and the rest is on the phone.
"""

import hashlib
import io
import os
import random
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Error, Page, Playwright, sync_playwright

import lantian
from journeys.house import House, open_house

pytestmark = pytest.mark.browser
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
THINGS = """() => new Promise((resolve, reject) => {
  const asked = indexedDB.open("lantian-phone");
  asked.onerror = () => reject(asked.error);
  asked.onsuccess = () => {
    const deal = asked.result.transaction(["things", "photos"]);
    const things = deal.objectStore("things").getAll(), keys = deal.objectStore("photos").getAllKeys();
    deal.oncomplete = () => {
      asked.result.close();
      const hasBytes = id => keys.result.includes(id);
      resolve(things.result.map(t => [t.id, t.kind, t.state, t.sha256 || "", hasBytes(t.id), t.said]));
    };
  };
})"""
VERSIONS = "async () => (await caches.keys()).filter(name => name.startsWith('lantian-assets-'))"
LOOK_FOR_UPDATE = """async () => {
  const found = await navigator.serviceWorker.getRegistration();
  await found.update();
  for (let i = 0; i < 100 && !found.waiting; i++) await new Promise(done => setTimeout(done, 100));
  return !!found.waiting;
}"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path / "home", processes=("web",)) as opened:
        yield opened


@pytest.fixture
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


class Phone:
    """One phone: a browser with its own folder, which may be killed and started again."""

    def __init__(self, playwright: Playwright, house: House, folder: Path) -> None:
        self.playwright, self.house, self.folder = playwright, house, folder
        self.start()

    def start(self) -> None:
        self.context = self.playwright.chromium.launch_persistent_context(
            self.folder,
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            viewport={"width": 390, "height": 844},
            locale="zh-CN",
            geolocation={"longitude": 116.43, "latitude": 39.92},
            permissions=["geolocation"],
        )
        self.page: Page = self.context.pages[0] if self.context.pages else self.context.new_page()
        self.page.set_default_timeout(30_000)

    def kill(self) -> None:
        """End the browser as a full battery would not: at once, in the middle of whatever it does."""
        mine = f"--user-data-dir={self.folder}".encode()
        for entry in Path("/proc").iterdir():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if mine in words:
                os.kill(int(entry.name), signal.SIGKILL)
        with suppress(Error):  # it is gone, as was asked
            self.context.close()

    def cut(self, is_cut: bool) -> None:
        self.context.set_offline(is_cut)

    def go(self, path: str) -> None:
        self.page.goto(self.house.url + path)

    def sign_in(self, username: str) -> None:
        self.go("/posts/")
        self.page.locator(
            f"form:has(input[value='{username}']) button, button[value='{username}']"
        ).first.click()
        self.page.wait_for_load_state()

    def things(self) -> list[list[Any]]:  # Any: what the phone's records hold
        return self.page.evaluate(THINGS)

    def kept_today(self) -> None:
        """Wait until the pages of today are on this phone."""
        self.go("/field/")
        self.page.locator("html[data-pages-kept=yes]").wait_for(timeout=60_000)


def photo(chance: random.Random, *, side: int) -> bytes:
    """A photo of noise: it does not shrink, and no two are alike."""
    image = Image.frombytes("RGB", (side, side), chance.randbytes(side * side * 3))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def an_order(house: House) -> tuple[str, str]:
    """An order for an officer of the demo, issued by the desk."""
    said = house.run(
        "from decimal import Decimal; from lantian.accounts import queries as accounts\n"
        "from lantian.accounts.models import Person; from lantian.dispatch import actions\n"
        "from lantian.kernel import clock; from lantian.registry.models import Source\n"
        "desk = accounts.actor(Person.objects.get(username='duty-a').pk)\n"
        "source = Source.objects.filter(kind='site').order_by('code').first()\n"
        "officer = Person.objects.filter(role='grid_officer').order_by('username').first()\n"
        "number = actions.issue(kind='public_patrol', grid_code=source.grid.code, officer_id=officer.pk,\n"
        "    what='look_at_site_dust', hours=Decimal(20), clock='natural', by=desk, now=clock.now(),\n"
        "    source_code=source.code)\n"
        "print(number, officer.username)"
    )
    number, username = said.split()[-2:]
    return number, username


def on_server(house: House) -> dict[str, str]:
    """The photos of the visit by key, with the hash of their bytes as they lie on the disk."""
    found = {}
    for key, sha256 in house.rows(
        "select key, original_id from inspections_evidence where visit_id is not null"
    ):
        content = (house.home / "files" / sha256[:2] / sha256).read_bytes()
        assert hashlib.sha256(content).hexdigest() == sha256
        found[str(key).replace("-", "")] = sha256
    return found


def check_truth(phone: Phone, house: House, taken: list[str]) -> int:
    """What the phone calls kept is on the server, byte for byte, all else it holds; how many are kept."""
    photos = [thing for thing in phone.things() if thing[1] == "photo"]
    there = on_server(house)
    assert sorted(thing[3] for thing in photos) == sorted(taken), "every photo is on the phone's list, once"
    for thing_id, _, state, sha256, has_bytes, said in photos:
        assert state in {"waiting", "kept"}, said
        if state == "kept":
            assert there[thing_id.removeprefix("photo:").replace("-", "")] == sha256
        else:
            assert has_bytes
    return sum(thing[2] == "kept" for thing in photos)


def a_new_version(folder: Path) -> str:
    """The product with one script changed, as an update would bring it; where to import it from."""
    source = Path(lantian.__file__).parent
    shutil.copytree(
        source, folder / "lantian", ignore=shutil.ignore_patterns("tests", "__pycache__", "*.woff2")
    )
    script = folder / "lantian" / "field" / "static" / "field" / "sending.js"
    script.write_text(script.read_text(encoding="utf-8") + "/* the next version */\n", encoding="utf-8")
    return str(folder)


@pytest.mark.parametrize(
    ("photos", "drops", "side"),
    [
        pytest.param(9, 3, 480, id="9 over 3"),
        pytest.param(200, 30, 640, id="200 over 30", marks=pytest.mark.slow),
    ],
)
def test_everything_arrives_once_whatever_happens_on_the_way(
    house: House,
    playwright: Playwright,
    tmp_path: Path,
    photos: int,
    drops: int,
    side: int,
    record_property: Any,
) -> None:
    number, username = an_order(house)
    chance = random.Random(20251122)
    phone = Phone(playwright, house, tmp_path / "phone")
    phone.sign_in(username)
    phone.kept_today()

    phone.context.close()
    phone.start()
    phone.cut(True)
    starts = the_first_page_opens_without_signal(phone)
    ahead = the_check_in_is_kept(phone, number)

    taken: list[str] = []
    arrived: list[int] = []
    for drop in range(drops):
        batch = [photo(chance, side=side) for _ in range(photos * (drop + 1) // drops - len(taken))]
        take(phone, batch)
        taken += [hashlib.sha256(content).hexdigest() for content in batch]
        assert check_truth(phone, house, taken) <= len(taken)
        phone.cut(False)
        time.sleep(chance.uniform(0.2, 1.2))  # the length of a drop, not a wait for something
        if drop in {drops // 3, 2 * drops // 3}:
            phone.kill()
            phone.start()
            phone.cut(True)
            phone.go(ahead)
        if drop == drops // 2:
            house.stop("web")
            house.start("web")
            house.await_pages()
        phone.cut(True)
        phone.page.locator("#visit[data-ready=yes]").wait_for()
        arrived.append(check_truth(phone, house, taken))

    assert arrived[-1] > 0, "something went while the network was there"
    answer_everything_and_file(phone, ahead)
    check_truth(phone, house, taken)
    the_sign_in_expires_and_a_new_version_waits(phone, house, tmp_path, ahead, taken)
    phone.sign_in(username)
    phone.go("/field/kept/")
    phone.page.locator("#kept[data-open='0']").wait_for(timeout=300_000)

    assert check_truth(phone, house, taken) == len(taken)
    assert sorted(on_server(house).values()) == sorted(taken), "all of them, none doubled"
    assert house.rows("select count(*) from inspections_visit where said_at is not null") == [(1,)]
    assert house.rows("select result, words from inspections_finding") == [("nothing", "一切正常")]
    record_property("first page without signal, seconds", round(starts, 2))


def the_first_page_opens_without_signal(phone: Phone) -> float:
    begun = time.monotonic()
    phone.go("/field/")
    phone.page.locator("h1", has_text="我的一天").or_(phone.page.locator("h1")).first.wait_for()
    took = time.monotonic() - begun
    assert phone.page.locator(".todo li").count() >= 1
    phone.page.locator("#connection.is-offline").wait_for()
    return took


def the_check_in_is_kept(phone: Phone, number: str) -> str:
    page = phone.page
    page.locator(f"a[href$='/field/orders/{number}/']").first.click()
    page.locator("#id_lon[value]:not([value=''])").wait_for(state="attached")
    page.locator("footer button.go").click()
    page.wait_for_url("**/ahead/")
    page.locator("#visit[data-ready=yes]").wait_for()
    assert [thing[1:3] for thing in phone.things()] == [["check-in", "waiting"]]
    return f"/field/orders/{number}/ahead/"


def take(phone: Phone, batch: list[bytes]) -> None:
    """Take photos; each is on the phone's list before the next step."""
    before = sum(thing[1] == "photo" for thing in phone.things())
    files = [
        {"name": f"{place}.jpg", "mimeType": "image/jpeg", "buffer": content}
        for place, content in enumerate(batch)
    ]
    phone.page.locator("#camera").set_input_files(files)
    wanted = before + len(batch)
    for _ in range(600):
        if sum(thing[1] == "photo" for thing in phone.things()) == wanted:
            return
        phone.page.wait_for_timeout(50)
    raise AssertionError(f"{wanted} photos should be on the phone")


def answer_everything_and_file(phone: Phone, ahead: str) -> None:
    page = phone.page
    items = page.locator("fieldset.it")
    for place in range(items.count()):
        items.nth(place).locator("label:has([value=ok])").click()
    page.locator("#answered", has_text=str(items.count())).wait_for()
    page.locator("#finish").click()
    page.locator("#finding[data-ready=yes]").wait_for()
    page.locator("#finding label:has([value=nothing])").click()
    page.locator("#id_words").fill("一切正常")
    page.locator("footer button.go").click()
    page.locator("#finding-state", has_text="已存本机").wait_for()


def the_sign_in_expires_and_a_new_version_waits(
    phone: Phone, house: House, folder: Path, ahead: str, taken: list[str]
) -> None:
    """Signed out, nothing goes and nothing is lost; the new version is there and waits."""
    before = phone.page.evaluate(VERSIONS)
    house.stop("web")
    house.start("web", PYTHONPATH=a_new_version(folder / "next"))
    house.await_pages()
    phone.context.clear_cookies(name="sessionid")
    phone.cut(False)
    phone.page.locator("#connection-text", has_text="已退出").wait_for()
    assert phone.page.evaluate(LOOK_FOR_UPDATE), "the new version was fetched"
    now = phone.page.evaluate(VERSIONS)
    assert set(before) < set(now) and len(now) == 2, "the old version still serves"
    check_truth(phone, house, taken)
    assert {thing[2] for thing in phone.things() if thing[1] == "finding"} == {"waiting"}
