"""A problem met where there is no signal: three taps, a dead battery in between, one case in the end."""

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from journeys.house import House, open_house
from journeys.test_no_signal import Phone, photo

pytestmark = pytest.mark.browser


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path / "home", processes=("web",)) as opened:
        yield opened


@pytest.fixture
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


def test_a_report_survives_no_signal_and_a_dead_battery(
    house: House, playwright: Playwright, tmp_path: Path
) -> None:
    lon, lat = house.run(
        "from lantian.registry.models import Source\n"
        "one = Source.objects.filter(kind='site', grid__duties__person__username='grid-a').first()\n"
        "print(one.lon, one.lat)"
    ).split()[-2:]
    phone = Phone(playwright, house, tmp_path / "phone")
    phone.context.set_geolocation({"longitude": float(lon), "latitude": float(lat)})
    phone.sign_in("grid-a")
    phone.kept_today()
    phone.cut(True)

    phone.go("/field/")
    phone.page.locator("a[href$='/field/report/']").click()
    ready(phone)
    content = photo(random.Random(7), side=320)
    phone.page.set_input_files("#camera", [{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": content}])
    phone.page.locator("#shots figcaption span:not(:empty)").wait_for()
    phone.kill()

    phone.start()
    phone.context.set_geolocation({"longitude": float(lon), "latitude": float(lat)})
    phone.cut(True)
    phone.go("/field/report/")
    ready(phone)
    assert phone.page.locator("#shots figure").count() == 1, "the photo taken before is still here"
    phone.page.locator("input[name=category][value=bare_land]").check()
    phone.page.locator("footer button.go").click()
    phone.page.locator("#parcel-state", has_text="已存本机").wait_for()
    assert house.rows("select count(*) from cases_case") == [(0,)]

    phone.cut(False)
    phone.sign_in("grid-a")  # the browser had not written its sign-in down when it died
    phone.go("/field/kept/")
    phone.page.locator("#kept[data-open='0']").wait_for()
    told = house.rows("select category, channel, source_id is not null from cases_case")
    assert [row[0] for row in told] == ["bare_land"]
    assert told[0][2] == 1, "the place next to the phone was found by the phone itself"
    sha256 = hashlib.sha256(content).hexdigest()
    assert house.rows("select original_id from inspections_evidence") == [(sha256,)]


def ready(phone: Phone) -> None:
    phone.page.locator("#parcel[data-ready=yes]").wait_for()
