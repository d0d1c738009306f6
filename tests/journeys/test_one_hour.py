"""One hour, from the packet to the briefing and back: real TCP, real HTTP, real Chromium for what people do.

packet → episode → suspicion → order → visit with photo → case → rectified → recheck refused for the handler's
colleague → recheck passed → score → briefing line → back to the packet.
"""

import io
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, sync_playwright

import hj212
from journeys.house import House, as_json, open_house

pytestmark = pytest.mark.browser
FLAGS = [
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--disable-background-networking",
    "--disable-component-update",
]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
CODES = {"pm25": "a34004", "pm10": "a34002", "so2": "a21026", "no2": "a21004", "co": "a21005", "o3": "a05024"}
CLEAN = {"pm25": "35", "pm10": "60", "so2": "8", "no2": "41", "co": "0.8", "o3": "30"}
WEATHER = {"a01007": "2.4", "a01008": "315", "a01001": "6.5", "a01002": "48", "a01006": "102.1"}
SITE_PM10 = "412"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


def photo(colour: str) -> bytes:
    """A small drawn photo; each colour is another photo."""
    image = Image.new("RGB", (320, 240), colour)
    ImageDraw.Draw(image).rectangle((40, 120, 280, 200), fill="grey")
    kept = io.BytesIO()
    image.save(kept, "JPEG")
    return kept.getvalue()


def upload(mn: str, password: str, labelled_at: datetime, values: dict[str, str]) -> bytes:
    """The hour's 2061 frame of one device, as its standard (2017) writes it; times are the office's."""
    local = labelled_at + timedelta(hours=8)
    fields = {"DataTime": f"{local:%Y%m%d%H%M%S}"}
    for code, value in values.items():
        fields |= {f"{code}-Avg": value, f"{code}-Flag": "N"}
    qn = f"{local + timedelta(hours=1):%Y%m%d%H%M%S}000"
    header = hj212.Header(
        qn=qn,
        st="22",
        cn="2061",
        pw=password,
        mn=mn,
        flag=5,
        pnum=None,
        pno=None,
        is_backfill=False,
        faults=(),
    )
    return hj212.encode(header, fields)


class Desk:
    """Somebody at a browser, who may change places with somebody else."""

    def __init__(self, browser: Browser, house: House, *, width: int = 1440) -> None:
        place = {"longitude": 116.43, "latitude": 39.92}
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            geolocation=place,
            permissions=["geolocation"],
            locale="zh-CN",
        )
        self.house, self.page = house, context.new_page()
        self.page.set_default_timeout(20_000)

    def take_place(self, username: str, then: str) -> Page:
        """Take a post of the demo by the switch, and go somewhere."""
        page = self.page
        page.goto(f"{self.house.url}/posts/")
        page.locator(f"form:has(input[value='{username}']) button, button[value='{username}']").first.click()
        page.goto(self.house.url + then)
        return page


def test_one_hour_from_the_packet_to_the_briefing_and_back(house: House, browser: Browser) -> None:
    hour = datetime.now(tz=UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
    site, unit = send_the_hour(house, hour)
    suspicion = house.wait("a suspicion", lambda: house.rows("select number from diagnosis_suspicion"))[0][0]

    order, officer = the_desk_sends_somebody(house, browser, suspicion)
    the_officer_goes_and_files_what_is_there(house, browser, order, officer)
    case = house.wait("a case", lambda: house.rows("select number from cases_case"))[0][0]
    about = f"cases.case:{case}"
    handler, colleague = the_case_is_assigned_and_mended(house, browser, case)
    the_colleague_is_refused(house, browser, case, colleague)
    the_supervisor_rechecks_and_closes(house, browser, case)

    house.wait(
        "points for the closing", lambda: house.rows("select 1 from scoring_score where about = ?", about)[1:]
    )
    earners = house.rows(
        "select distinct p.username from scoring_score s join accounts_person p on p.id = s.person_id"
    )
    assert (officer,) in earners, "the officer's report was valid"
    packet = the_briefing_says_so_and_leads_back_to_the_packet(house, browser, hour)
    assert CODES["pm10"] in packet

    verified = house.lantian("verify")
    assert verified.returncode == 0, verified.stdout
    assert "The chain holds." in verified.stdout
    assert house.rows("select count(*) from kernel_delivery where not is_done") == [(0,)]
    assert handler != colleague and site and unit


def send_the_hour(house: House, hour: datetime) -> tuple[str, str]:
    """Clean air at the three national stations, dust at one site monitor; every packet is acknowledged."""
    devices = house.rows(
        "select d.mn, d.password, d.hour_label, s.code, s.kind from registry_device d"
        " join registry_station s on s.id = d.station_id join registry_region r on r.id = s.region_id"
        " where r.is_ours or r.parent_id is not null order by s.code"
    )
    site = next(code for _, _, _, code, kind in devices if kind == "site")
    for mn, password, label, code, kind in devices:
        if kind == "national" or code == site:
            values = {CODES[p]: v for p, v in CLEAN.items()} | (WEATHER if kind == "national" else {})
            if code == site:
                values[CODES["pm10"]] = SITE_PM10
            labelled_at = hour + timedelta(hours=label == "end")
            answer = house.send(upload(mn, password, labelled_at, values))
            assert answer.header.cn == "9014", answer
    (unit,) = house.rows(
        "select o.code from registry_source r join accounts_organisation o on o.id = r.answerable_id"
        " join registry_station s on s.id = r.monitor_id where s.code = ?",
        site,
    )[0]
    return site, unit


def the_desk_sends_somebody(house: House, browser: Browser, suspicion: str) -> tuple[str, str]:
    desk = Desk(browser, house)
    page = desk.take_place("duty-a", "/situation/")
    assert "PM10" in page.locator("h1").first.inner_text()
    page.goto(f"{house.url}/suspicions/{suspicion}/")
    assert page.locator("text=待查").count() > 0
    page.locator("form[action$='/send/'] button.go").click()
    page.wait_for_load_state()
    number, officer = house.wait(
        "an order",
        lambda: house.rows(
            "select o.number, p.username from dispatch_order o join accounts_person p on p.id = o.officer_id"
        ),
    )[0]
    return number, officer


def the_officer_goes_and_files_what_is_there(
    house: House, browser: Browser, order: str, officer: str
) -> None:
    phone = Desk(browser, house, width=390)
    page = phone.take_place(officer, "/field/")
    page.locator(f"a[href$='/field/orders/{order}/']").first.click()
    page.locator("#id_lon[value]:not([value=''])").wait_for(state="attached")
    page.locator("footer button.go").click()
    page.locator("#camera").set_input_files(
        [{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo("tan")}]
    )
    page.locator("#photos figure", has_text="已到服务器").first.wait_for()
    items = page.locator("fieldset.it")
    for place in range(items.count()):
        items.nth(place).locator(f"label:has([value={'no' if place == 1 else 'ok'}])").click()
    page.locator("#answered", has_text=str(items.count())).wait_for()
    failed = items.nth(1)
    failed.locator("input[value=no]").focus()
    page.locator("#camera").set_input_files(
        [{"name": "b.jpg", "mimeType": "image/jpeg", "buffer": photo("peru")}]
    )
    page.locator("#photos figure", has_text="已到服务器").nth(1).wait_for()
    page.locator("#finish").click()
    page.locator("#id_words").fill("北侧裸土未盖")
    page.locator("footer button.go").click()
    page.locator("text=发现问题").first.wait_for()


def act(page: Page, house: House, case: str, slug: str, **fields: str) -> None:
    """Open the page of an act, fill in what is asked, and do it."""
    page.goto(f"{house.url}/cases/{case}/{slug}/")
    for name, value in fields.items():
        field = page.locator(f"[name={name}]").first
        (field.select_option if field.evaluate("e => e.tagName") == "SELECT" else field.fill)(value)
    page.locator("form.form button.go").first.click()
    page.wait_for_url(re.compile(rf"/cases/{case}/$"))


def the_case_is_assigned_and_mended(house: House, browser: Browser, case: str) -> tuple[str, str]:
    desk = Desk(browser, house)
    page = desk.take_place("duty-a", f"/cases/{case}/")
    act(page, house, case, "file", level="minor")
    act(page, house, case, "assign")
    people = house.rows(
        "select p.username from accounts_person p join cases_case c on c.unit_id = p.organisation_id"
        " where p.role = 'handler' order by p.username"
    )
    handler, colleague = people[0][0], people[1][0]
    page = desk.take_place(handler, f"/cases/{case}/")
    act(page, house, case, "accept")
    act(page, house, case, "start")
    page.goto(f"{house.url}/cases/{case}/submit/")
    page.locator("[name=after]").set_input_files(
        [{"name": "after.jpg", "mimeType": "image/jpeg", "buffer": photo("seagreen")}]
    )
    page.locator("[name=what_was_done]").fill("铺防尘网 600 平方米")
    page.locator("form.form button.go").first.click()
    page.wait_for_url(re.compile(rf"/cases/{case}/$"))
    assert house.rows("select state from cases_case") == [("submitted",)]
    (head,) = house.rows(
        "select p.username from accounts_person p join cases_case c on c.unit_id = p.organisation_id"
        " where p.role = 'unit_head'"
    )[0]
    page = desk.take_place(head, f"/cases/{case}/")
    act(page, house, case, "pass-self-check")
    assert house.rows("select state from cases_case") == [("self_checked",)]
    return handler, colleague


def recheck(page: Page, house: House, case: str) -> None:
    page.goto(f"{house.url}/cases/{case}/recheck-pass/")
    tests = page.locator("fieldset.test")
    for place in range(tests.count() - 1):
        tests.nth(place).locator("label:has([value=yes])").click()
    page.locator("label:has([name=is_on_site][value=yes])").click()
    page.locator("[name=photo]").set_input_files(
        [{"name": "own.jpg", "mimeType": "image/jpeg", "buffer": photo("teal")}]
    )
    page.locator("button.go[formaction]").click()
    page.wait_for_load_state()


def the_colleague_is_refused(house: House, browser: Browser, case: str, colleague: str) -> None:
    """The page says why not; who sends the form all the same is refused, and it stays in the history."""
    page = Desk(browser, house).take_place(colleague, f"/cases/{case}/")
    assert page.locator("text=不可选").count() > 0
    token = next(c["value"] for c in page.context.cookies() if c["name"] == "csrftoken")
    answer = page.request.post(
        f"{house.url}/cases/{case}/recheck-pass/",
        form={"csrfmiddlewaretoken": token, "is_on_site": "yes"},
        headers={"Referer": house.url},
    )
    assert answer.status == 422
    assert "同单位" in answer.text() or "同一单位" in answer.text()
    assert house.rows("select state from cases_case") == [("self_checked",)]
    page.goto(f"{house.url}/cases/{case}/")
    assert page.locator(".tl", has_text="复查被拒").count() == 1
    assert house.rows("select count(*) from kernel_event where name = 'cases.recheck_refused'") == [(1,)]


def the_supervisor_rechecks_and_closes(house: House, browser: Browser, case: str) -> None:
    page = Desk(browser, house).take_place("super-a", f"/cases/{case}/")
    recheck(page, house, case)
    page.wait_for_url(re.compile(rf"/cases/{case}/$"))
    (signer,) = house.rows(
        "select p.username from registry_duty d join accounts_person p on p.id = d.person_id"
        " join cases_case c on c.grid_id = d.grid_id where d.is_head"
    )[0]
    page = Desk(browser, house).take_place(signer, f"/cases/{case}/")
    act(page, house, case, "close")
    assert house.rows("select state from cases_case") == [("closed",)]


def the_briefing_says_so_and_leads_back_to_the_packet(house: House, browser: Browser, hour: datetime) -> str:
    """Tomorrow morning's briefing about today: only the clock is set forward, as an argument."""
    today = (datetime.now(tz=UTC) + timedelta(hours=8)).date()
    number = as_json(
        house.run(
            "import json; from datetime import UTC, date, datetime, timedelta\n"
            "from lantian.accounts.models import Person; from lantian.reporting import actions\n"
            f"day = date.fromisoformat('{today}')\n"
            "now = datetime(day.year, day.month, day.day, 23, 30, tzinfo=UTC)\n"
            "by = Person.objects.get(username='duty-a').pk\n"
            "written = actions.write(region_code='DS01', day=day, by_id=by, now=now)\n"
            "print(json.dumps(written.number))"
        )
    )
    page = Desk(browser, house).take_place("duty-a", f"/briefings/{number}/")
    assert "销号" in page.locator("main").inner_text()
    link = page.locator("main a[href*='/explain/']").first
    link.click()
    page.locator("h1").first.wait_for()
    address = house.rows("select code from registry_station where kind = 'site' order by code limit 1")[0][0]
    page.goto(f"{house.url}/explain/?a=observations.reading:{address}/pm10/1h/{hour:%Y-%m-%dT%H:%M}Z")
    text = page.locator("main").inner_text()
    assert SITE_PM10 in text
    assert "******" in text or "PW=" not in text, "no password is shown"
    return text
