"""The quality desk narrowed: by state, check and station, page by page; and the hours that are missing."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

import build
from lantian.assessment.tests.build import Lake
from lantian.console.tests import scenes
from lantian.console.tests.scenes import HOUR, LAST, Scene
from lantian.observations import actions as observing
from lantian.observations import queries as observations
from lantian.observations.models import Flag
from lantian.observations.rules import Proposal

VALUES = {"pm25": 30.0, "pm10": 125.0, "so2": 5.0, "no2": 20.0, "co": 0.4, "o3": 80.0}


@pytest.fixture
def office(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """The office at work; the hours of a week, of ST02 without the newest five."""
    lake = Lake()
    for code in ("ST01", "ST02", "ST03"):
        hours = 7 * 24 + 2 - (6 if code == "ST02" else 0)
        lake.fill([code], since=LAST - (7 * 24) * HOUR, hours=hours, values=VALUES)
    monkeypatch.setattr(observations, "hourly", lake.hourly)
    return scene


def propose(number: int, *, check: str = "flatline", station: str = "ST01") -> None:
    found = [
        Proposal(
            station=station, parameter="pm10", first=LAST - 9 * k * HOUR - 9 * HOUR, last=LAST - 9 * k * HOUR,
            check_name=check, check_version="2", severity="doubtful", seen_zh=f"第{k}段看起来不对",
            seen_en=f"stretch {k} looks wrong", numbers={"observed": 5.0}, parameters={"hours": 5},
        )
        for k in range(1, 2 * number, 2)
    ]  # fmt: skip
    observing.propose_flags(proposals=found, now=build.NOON)


def page(client: Client, query: str = "") -> str:
    answer = client.get(reverse("console:quality") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def stretches(shown: str) -> int:
    return len(re.findall(r'class="proposal"', shown))


def test_a_dozen_at_once_and_the_rest_on_the_next_page(client: Client, office: Scene) -> None:
    propose(14)
    scenes.sign_in(client, office.cast.analyst)
    first, second = page(client), page(client, "?page=2")
    assert (stretches(first), stretches(second)) == (12, 2)
    assert "1–12 / 14" in first and "13–14 / 14" in second
    assert "?page=2" in first and 'rel="prev"' in second and 'rel="next"' not in second


def test_checks_and_stations_narrow_the_desk_and_the_page_keeps_them(client: Client, office: Scene) -> None:
    propose(13)
    propose(2, check="spike", station="ST03")
    scenes.sign_in(client, office.cast.analyst)
    assert stretches(page(client, "?check=spike")) == 2
    assert stretches(page(client, "?station=ST03&check=flatline")) == 0
    assert "没有待判定的标识符合筛选条件" in page(client, "?station=ST03&check=flatline")
    assert "check=flatline&amp;page=2" in page(client, "?check=flatline")


def test_each_state_is_a_tab_with_its_count(client: Client, office: Scene) -> None:
    propose(3)
    flag = Flag.objects.order_by("id").first()
    assert flag is not None
    observing.reject_flag(flag_id=flag.pk, by=office.cast.analyst, reason="附近修路", now=build.NOON)
    scenes.sign_in(client, office.cast.analyst)
    assert "附近修路" not in page(client)
    shown = page(client, "?state=rejected")
    assert "附近修路" in shown and stretches(shown) == 0
    assert re.search(r"待判定 <i>2</i>", shown) and re.search(r"照常计算 <i>1</i>", shown)


def test_what_cannot_be_meant_is_not_found(client: Client, office: Scene) -> None:
    scenes.sign_in(client, office.cast.analyst)
    for query in ("?state=gone", "?check=magic", "?page=0", "?page=x", "?page=99999999"):
        assert client.get(reverse("console:quality") + query).status_code == 404, query


def test_a_proposal_is_told_in_the_reader_s_language(client: Client, office: Scene) -> None:
    propose(2)
    scenes.sign_in(client, office.cast.analyst, language="en")
    shown = page(client)
    assert "stretch 3 looks wrong" in shown and "看起来不对" not in shown


def test_missing_hours_are_listed_with_the_station_that_fell_silent(client: Client, office: Scene) -> None:
    scenes.sign_in(client, office.cast.analyst)
    shown = page(client)
    assert "最近七天缺测时段" in shown
    row = next(row for row in shown.split("<tr>") if "站ST02" in row and "小时" in row and "全部" in row)
    assert "仍在持续" in row
    assert observations.hourly(
        stations=["ST02"], since=LAST - timedelta(hours=2), until=LAST + HOUR
    ).is_empty()
