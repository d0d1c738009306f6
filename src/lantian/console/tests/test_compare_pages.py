"""Comparing places and stations: the page, the figure, the file, and what is refused or not found."""

import csv
import io
from datetime import date

import polars as pl
import pytest
from django.test import Client

import build
from lantian.assessment.models import DailyAssessment, ExceptionalDay, ImportedList
from lantian.console.tests import scenes
from lantian.console.tests.scenes import Scene
from lantian.console.tests.test_rank_pages import FIRST, a_city
from lantian.registry.models import Region, Station

OVER = "first=2026-11-01&last=2026-11-19"
BOTH = f"place=A&place=B&{OVER}"
pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client, scene: Scene) -> Client:
    a_city("A", pm10=60)
    a_city("B", pm10=70, count=15)
    DailyAssessment.objects.filter(subject="B", day=date(2026, 11, 3)).update(
        aqi=130, values={"pm25": "60", "pm10": "170", "so2": "6", "no2": "20", "co": "0.6", "o3_8h": "100"}
    )
    return scenes.sign_in(client, scene.cast.leader)


def page(client: Client, query: str):
    return client.get(f"/compare/?{query}").context["page"]


def test_a_pollutant_has_its_period_value_best_and_worst_day_and_how_complete_it_is(reader: Client) -> None:
    shown = page(reader, f"{BOTH}&figure=pm10")
    first, second = shown.rows
    assert shown.sentence == (
        "2026年11月1日至2026年11月19日，PM10：A市最好，60 µg/m³；B市最差，77 µg/m³。"
    )  # fmt: skip
    assert (first.whole.text, first.counted) == ("60", "19/19 (100%)")
    assert first.whole.url == "/explain/?a=assessment.composite:region/A/2026-11-01..2026-11-19/pm10@5"
    assert (second.worst.text, second.worst.note, second.counted) == ("170", "2026年11月3日", "15/19 (79%)")
    assert second.worst.url == "/explain/?a=assessment.day:region/B/2026-11-03/pm10@5"
    assert shown.facts == ("19天", "各处日子不尽相同：B市19个数值中只有15个")
    assert shown.caption.averaging == "日均值" and shown.caption.n == "n = 34"
    assert shown.caption.completeness == "每处应有19个，实有15–19个"
    assert "HJ 633-2026" in shown.caption.source and "数据级别" in shown.caption.source


def test_the_index_of_days_is_compared_by_good_days(reader: Client) -> None:
    shown = page(reader, BOTH)
    assert [(row.whole.text, row.whole.note, row.whole.url) for row in shown.rows] == [
        ("100.0%", "19/19", ""), ("93.3%", "14/15", ""),
    ]  # fmt: skip
    assert shown.rows[1].worst.text == "130"


def test_ozone_is_the_highest_8_hours_of_the_day(reader: Client) -> None:
    shown = page(reader, f"{BOTH}&figure=o3")
    assert shown.rows[0].best.url.endswith("assessment.day:region/A/2026-11-01/o3_8h@5")
    assert shown.over_all == "各日值第90百分位数"


def test_the_composite_index_goes_by_months(reader: Client) -> None:
    shown = page(reader, "place=A&place=B&figure=composite&first=2026-10-15&last=2026-11-19")
    row = shown.rows[0]
    assert (row.whole.text, row.best.text, row.best.note, row.counted) == (
        "3.37", "3.37", "2026年11月", "1/2 (50%)",
    )  # fmt: skip
    assert row.best.url.endswith("region/A/2026-11-01..2026-11-19@5")


def test_lines_are_told_apart_by_name_and_dashes_and_more_than_three_stand_apart(reader: Client) -> None:
    shown = page(reader, f"{BOTH}&figure=pm10")
    assert "A市" in shown.lines and "B市" in shown.lines and 'stroke-dasharray="7 3"' in shown.lines
    assert "fig-at-narrow" in shown.lines and shown.panels == ()
    for code in "CD":
        a_city(code, pm10=50)
    shown = page(reader, f"{BOTH}&place=C&place=D&figure=pm10")
    assert shown.lines == ""
    assert [(one.name, one.completeness) for one in shown.panels] == [
        ("A市", "19/19"), ("B市", "15/19"), ("C市", "19/19"), ("D市", "19/19"),
    ]  # fmt: skip


def test_a_day_an_official_list_names_is_out_of_the_mean_and_said(reader: Client) -> None:
    listed = ImportedList.objects.create(
        kind="exceptional", title="扣沙", authority="总站", sha256="0" * 64, rows=1, imported_at=build.NOON,
        position=0,
    )  # fmt: skip
    ExceptionalDay.objects.create(
        listed=listed, region=Region.objects.get(code="B"), day=date(2026, 11, 3), parameters=["pm10"], row=1
    )
    row = page(reader, f"{BOTH}&figure=pm10").rows[1]
    assert (row.whole.text, row.whole.note) == ("70", "扣除例外事件1天")
    assert (row.worst.text, row.worst.note) == ("170", "2026年11月3日，例外事件")


def test_a_place_without_days_says_so_and_the_other_is_still_told(reader: Client) -> None:
    a_city("E", pm10=60)
    DailyAssessment.objects.filter(subject="E").update(subject="gone")
    shown = page(reader, f"place=E&place=A&{OVER}&figure=pm10")
    assert shown.sentence == "2026年11月1日至2026年11月19日，PM10：A市为60 µg/m³。"
    row = shown.rows[0]
    assert (row.whole.text, row.whole.url, row.counted) == ("—", "", "0/19 (0%)")
    assert row.whole.note and row.best.text == "—"


def test_the_file_holds_every_value_with_its_address(reader: Client) -> None:
    links = {one.label: one.url for one in page(reader, f"{BOTH}&figure=pm10").files}
    assert list(links) == ["XLSX", "CSV", "Parquet"]
    text = b"".join(reader.get(links["CSV"]).streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(line for line in io.StringIO(text) if not line.startswith("#")))
    frame = pl.read_parquet(io.BytesIO(b"".join(reader.get(links["Parquet"]).streaming_content)))
    assert (frame.height, frame.schema["value"]) == (len(rows), pl.Float64)
    assert reader.get(f"/exports/compare.pdf?{BOTH}").status_code == 404
    assert len(rows) == 2 * (19 + 1)
    assert (rows[0]["code"], rows[0]["over"], rows[0]["first"], rows[0]["value"]) == (
        "A", "day", FIRST.isoformat(), "60",
    )  # fmt: skip
    assert rows[19]["over"] == "stretch" and rows[19]["address"].endswith("/pm10@5")
    assert [row["value"] for row in rows if row["code"] == "B" and row["first"] == "2026-11-16"] == [""]


def test_nobody_asked_for_is_our_district_and_its_official_stations(reader: Client) -> None:
    shown = page(reader, "")
    assert {name for name, _url in shown.chosen} >= {"站ST01", "站ST02", "站ST03"}
    assert [word for word, _url, on in shown.presets if on] == ["近30天"]
    assert page(reader, "chosen=1").chosen == ()


def test_one_is_taken_out_by_its_cross(reader: Client) -> None:
    (_first, url), _second = page(reader, f"{BOTH}&figure=pm10").chosen
    assert "place=B" in url and "place=A" not in url and "figure=pm10" in url


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("first=2026-02-30", "2026-02-30不是日期"),
        ("first=2026-11-10&last=2026-11-01", "2026-11-01早于2026-11-10"),
        ("first=2024-11-10&last=2026-11-01", "最多366天"),
    ],
)
def test_days_that_make_no_stretch_are_named(reader: Client, query: str, sentence: str) -> None:
    answer = reader.get(f"/compare/?place=A&{query}")
    assert answer.status_code == 400 and sentence in answer.content.decode()
    assert answer.context["form"]["first"].value() == query.partition("&")[0].removeprefix("first=")
    assert reader.get(f"/exports/compare.csv?place=A&{query}").url.startswith("/compare/?place=A&")


def test_a_seventh_is_left_out_and_named(reader: Client) -> None:
    codes = ["A", "B", *"CDEFG"]
    for code in codes[2:]:
        a_city(code, pm10=50)
    answer = reader.get("/compare/?" + "&".join(f"place={code}" for code in codes) + f"&{OVER}")
    assert answer.status_code == 400 and len(answer.context["page"].rows) == 6
    assert answer.context["page"].problems == ("最多比较6处；没有列入：G市。",)


@pytest.mark.parametrize("query", ["place=Z", "station=Z", "place=A&figure=gold", "place=A&over=aeon"])
def test_what_is_not_there_is_not_found(reader: Client, query: str) -> None:
    assert reader.get(f"/compare/?{query}").status_code == 404


def test_a_site_of_others_is_not_found_and_not_offered(client: Client, scene: Scene, reader: Client) -> None:
    Station.objects.create(
        code="SITE9", name_zh="工地九", name_en="Site nine", kind="site",
        region=build.a_region(), lon=113, lat=35,
    )  # fmt: skip
    outsider = scene.cast.unit_head
    scenes.sign_in(client, outsider)
    assert client.get("/compare/?station=SITE9").status_code == 404
    assert client.get("/exports/compare.csv?station=SITE9").status_code == 404
    assert "工地九" not in client.get("/compare/").content.decode()


def test_a_stranger_is_sent_to_sign_in(client: Client, scene: Scene) -> None:
    for url in ("/compare/", "/exports/compare.csv"):
        assert client.get(url).status_code == 302


def test_a_heading_sorts_the_table_and_the_choice_stays_in_every_link(reader: Client) -> None:
    assert [row.name for row in page(reader, f"{BOTH}&figure=pm10&sort=-whole").rows] == ["B市", "A市"]
    shown = page(reader, f"{BOTH}&figure=pm10&sort=-counted")
    assert [row.counted for row in shown.rows] == ["19/19 (100%)", "15/19 (79%)"]
    turned = next(one for one in shown.headings if one.direction)
    assert (turned.direction, turned.url.endswith("sort=counted")) == ("descending", True)
    assert all("sort=-counted" in url for _word, url, _on in shown.figures)
    assert reader.get(f"/compare/?{BOTH}&sort=gold").status_code == 404
