"""Today's situation: one sentence, the picture, what needs whom, in two languages, at a fixed price."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

import build
from lantian.assessment.models import Alarm, AlarmRule, HourlyIndex
from lantian.console.tests import scenes
from lantian.console.tests.scenes import Scene
from lantian.console.words import ROLES

CJK = re.compile(r"[一-鿿]")
STATEMENTS = 92  # the first time; what the district comes to is kept until an hour or a day comes in
STATEMENTS_KEPT = 60

pytestmark = pytest.mark.usefixtures("desk")


class Words(HTMLParser):
    """The text of a page, without scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def page(client: Client, **asked: str) -> str:
    """The page as it was sent."""
    return client.get(reverse("console:situation"), asked).content.decode()


def words(html: str) -> str:
    """What a reader sees."""
    reader = Words()
    reader.feed(html)
    return " ".join(" ".join(reader.said).split())


def test_the_sentence_says_the_hour_the_station_the_value_and_what_waits(
    client: Client, scene: Scene
) -> None:
    shown = words(page(scenes.sign_in(client, scene.cast.analyst)))
    assert "11–12 时站ST01 PM10 187 µg/m³，比周边高 62，疑似本地来源，1 条派单待您确认。" in shown
    assert "周边＝区内其余同类 2 站均值 125" in shown
    assert "3 个国省控站到 3 个" in shown


def test_the_number_in_the_sentence_leads_to_where_it_comes_from(client: Client, scene: Scene) -> None:
    shown = page(scenes.sign_in(client, scene.cast.analyst))
    row = HourlyIndex.objects.get(subject="ST01", begins_at=scenes.LAST)
    assert f"?a=assessment.hour:station/ST01/2026-11-20T03:00Z/pm10@{row.position}" in shown


def test_a_person_who_may_not_see_suspicions_reads_the_value_and_no_suspicion(
    client: Client, scene: Scene
) -> None:
    shown = words(page(scenes.sign_in(client, scene.cast.handler)))
    assert "站ST01 PM10 187 µg/m³，比周边高 62" in shown
    assert "疑似本地来源" not in shown
    assert "待查" not in shown


def test_the_map_draws_the_wedge_only_for_those_who_may_see_it(client: Client, scene: Scene) -> None:
    assert "疑似扇区" in page(scenes.sign_in(client, scene.cast.analyst))
    assert "疑似扇区" not in page(scenes.sign_in(client, scene.cast.unit_head))


def test_what_waits_is_sorted_and_has_one_filled_button(client: Client, scene: Scene) -> None:
    build.a_case(scene.cast)
    shown = page(scenes.sign_in(client, scene.cast.analyst))
    assert shown.index("派单：站ST01，查site") < shown.index("立案：bare soil")
    assert shown.count('class="btn go"') == 1


def test_an_officer_s_need_leads_to_the_phone(client: Client, scene: Scene) -> None:
    shown = page(scenes.sign_in(client, scene.cast.officer))
    assert reverse("field:order", args=[scene.order]) in shown


def test_the_table_stands_behind_the_map(client: Client, scene: Scene) -> None:
    shown = words(page(scenes.sign_in(client, scene.cast.analyst), **{"as": "table"}))
    assert "187 比周边 +62" in shown


def test_an_empty_home_says_so_and_shows_no_number(client: Client, db: None) -> None:
    cast = build.a_cast()
    shown = words(page(scenes.sign_in(client, cast.leader)))
    assert "还没有评价过的小时" in shown


def test_the_page_asks_for_itself_every_minute_and_holds_no_inline_script(
    client: Client, scene: Scene
) -> None:
    shown = page(scenes.sign_in(client, scene.cast.analyst))
    assert 'hx-trigger="every 60s"' in shown
    assert " style=" not in shown
    assert not re.search(r"<script(?![^>]*\bsrc=)", shown)


@pytest.mark.parametrize(
    "name", ["situation", "stations", "ranking", "orders", "cases", "suspicions", "people"]
)
def test_an_english_page_has_no_chinese_but_the_name_of_the_language(
    name: str, client: Client, scene: Scene
) -> None:
    who = scene.administrator if name == "people" else scene.cast.analyst
    html = scenes.sign_in(client, who, language="en").get(reverse(f"console:{name}")).content.decode()
    left = [part for part in pieces(html) if CJK.search(part) and part.strip() != "中文"]
    assert left == []


def test_a_chinese_page_has_no_english_words_of_ours(client: Client, scene: Scene) -> None:
    shown = words(page(scenes.sign_in(client, scene.cast.analyst)))
    for word in ("Needs me now", "Today's situation", "natural clock", str(ROLES["leader"].__class__)):
        assert word not in shown


def test_the_page_costs_a_fixed_number_of_statements(
    client: Client, scene: Scene, django_assert_max_num_queries: Any
) -> None:
    scenes.sign_in(client, scene.cast.analyst)
    for _ in range(3):
        build.a_case(scene.cast)
    with django_assert_max_num_queries(STATEMENTS):
        page(client)
    with django_assert_max_num_queries(STATEMENTS_KEPT):
        page(client)


def test_our_district_stands_at_one_glance_with_counts_limits_and_last_year(
    client: Client, scene: Scene
) -> None:
    scenes.sign_in(client, scene.cast.leader)
    shown = client.get(reverse("console:situation")).context["situation"].glance
    titles = [row.title for row in shown.rows]
    assert titles[:4] == ["现在", "小时限值（二级）", "今天至今", "日限值（二级）"]
    assert {"2026年11月", "2025年11月"} <= set(titles)
    assert all(row.complete for row in shown.rows if not row.is_target)
    assert "小时均值" in shown.rows[2].values[4].told
    assert "8小时滑动平均" in shown.rows[2].values[3].told and shown.rows[3].values[3].told == "8小时平均"


def pieces(html: str) -> list[str]:
    """The pieces of text on a page."""
    reader = Words()
    reader.feed(html)
    return reader.said


def test_an_alarm_about_a_site_is_told_by_its_own_comparison_alone(client: Client, scene: Scene) -> None:
    rule = AlarmRule.objects.create(
        code="R7_site_dust", version=1, name_zh="工地扬尘超背景", name_en="Site dust", parameters={},
        source="test", valid_from=build.SINCE,
    )  # fmt: skip
    Alarm.objects.update(rule=rule, reference="100", threshold="80")
    scenes.sign_in(client, scene.cast.analyst)
    shown = words(page(client))
    assert "比背景高 87" in shown and "背景＝国省控站均值 100" in shown
    assert "比周边高" not in shown and "周边＝" not in shown
    station = words(client.get(reverse("console:station", args=["ST01"])).content.decode())
    assert "PM10 187 µg/m³，比背景高 87。" in station
