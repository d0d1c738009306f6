"""Places: the overview, one place with its periods and calendar, its days as a file, its targets."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.test import Client
from tests import build

from lantian.assessment.models import DailyAssessment, HourlyIndex, Target
from lantian.console.tests import scenes
from lantian.console.tests.scenes import Scene
from lantian.console.tests.test_rank_pages import a_city

pytestmark = pytest.mark.django_db
WANTED = {"figure": "pm10", "first": "2026-11-01", "last": "2026-11-30", "value": "66", "source": "任务书"}


@pytest.fixture
def city(scene: Scene) -> None:
    a_city("A", pm10=60)
    HourlyIndex.objects.create(
        subject_kind="region", subject="A", begins_at=scenes.LAST, edition="2026", aqi=88, level=2,
        primary=["pm10"], values={"pm10": "75"}, completeness={"pm10": 1, "of": 1}, position=6,
        computed_at=build.NOON,
    )  # fmt: skip


def get(client: Client, person, url: str):
    return scenes.sign_in(client, person).get(url)


def test_the_overview_shows_now_and_yesterday(client: Client, scene: Scene, city: None) -> None:
    groups = get(client, scene.cast.leader, "/places/").context["groups"]
    (row,) = groups["城市"]
    assert (row.name, row.aqi, row.primary, row.yesterday) == ("A市", 88, "PM10", 70)


def test_the_overview_is_sorted_by_a_heading(client: Client, scene: Scene, city: None) -> None:
    a_city("B", pm10=90)
    first = get(client, scene.cast.leader, "/places/")
    assert not any(one.direction for one in first.context["headings"])
    for sort, names in (("aqi", ["A市", "B市"]), ("-name", ["B市", "A市"]), ("-begins_at", ["A市", "B市"])):
        answer = get(client, scene.cast.leader, f"/places/?sort={sort}")
        assert [row.name for row in answer.context["groups"]["城市"]] == names
    assert get(client, scene.cast.leader, "/places/?sort=gold").status_code == 404


def test_a_place_has_its_stretches_with_counts_and_addresses(
    client: Client, scene: Scene, city: None
) -> None:
    page = get(client, scene.cast.leader, "/places/A/").context["seen"]
    assert page.sentence == "A市：今年已评价19天，优良19天，重污染0天。"
    month = next(row for row in page.rows if row.title == "2026年11月")
    assert (month.index.text, month.values[4].text, month.good) == ("3.37", "60", "19/19 (100.0%)")
    assert month.complete == "19天中19天"
    assert "assessment.composite:region/A/2026-11-01..2026-11-19/pm10@5" in month.values[4].url
    last_year = page.rows[-1]
    assert last_year.values[0].why


def test_the_calendar_shows_each_day_in_its_colour(client: Client, scene: Scene, city: None) -> None:
    page = get(client, scene.cast.leader, "/places/A/").context["seen"]
    assert page.calendar.count("var(--aqi-2)") == 19
    assert "2026年11月1日 AQI 70" in page.calendar


def test_days_come_as_a_file_with_their_addresses(client: Client, scene: Scene, city: None) -> None:
    page = get(client, scene.cast.leader, "/places/A/").context["seen"]
    assert [one.label for one in page.days] == ["日值 XLSX", "CSV", "Parquet"]
    answer = client.get(page.days[1].url)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(line for line in io.StringIO(text) if not line.startswith("#")))
    assert len(rows) == 19
    assert (rows[0]["aqi"], rows[0]["pm10"]) == ("70", "60")
    assert rows[0]["address"] == "assessment.day:region/A/2026-11-01@5"


def test_the_desk_sets_a_target_and_the_page_shows_it(client: Client, scene: Scene, city: None) -> None:
    scenes.sign_in(client, scene.cast.analyst)
    assert client.post("/places/A/target/", WANTED).status_code == 302
    target = Target.objects.get()
    assert (target.figure, target.value, target.source) == ("pm10", 66, "任务书")
    page = client.get("/places/A/").context["seen"]
    shown = next(row for row in page.rows if row.is_target and "目标" in row.title)
    assert (shown.title, shown.values[4].text) == ("2026年11月目标", "≤ 66")


def test_a_target_without_sense_is_refused_in_words(client: Client, scene: Scene, city: None) -> None:
    scenes.sign_in(client, scene.cast.analyst)
    answer = client.post("/places/A/target/", WANTED | {"last": "2026-10-01"})
    assert "早于开始日" in answer.content.decode()
    assert not Target.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"value": "sixty"}, "这不是数字"),
        ({"value": "1,200"}, "这不是数字"),
        ({"value": "1，200"}, "这不是数字"),
        ({"value": "NaN"}, "这不是数字"),
        ({"value": ""}, "value"),
        ({"value": "-5"}, "-5小于0"),
        ({"value": "99999"}, "超过任何空气的浓度"),
        ({"first": "2026-02-30"}, "没有这一天"),
        ({"first": "0026-11-01"}, "请核对年份"),
        ({"last": "2126-11-30"}, "请核对年份"),
        ({"first": "2026-11-10", "last": "2026-12-31"}, "同一指标已有"),
        ({"figure": "noise"}, "noise"),
        ({"source": " "}, "source"),
    ],
)
def test_a_slip_in_the_target_form_is_said_and_nothing_is_saved(
    client: Client, scene: Scene, city: None, given: dict[str, str], said: str
) -> None:
    scenes.sign_in(client, scene.cast.analyst)
    assert client.post("/places/A/target/", WANTED).status_code == 302
    answer = client.post("/places/A/target/", WANTED | given)
    errors = answer.context["form"].errors
    assert errors and (said in errors or said in str(errors)), errors
    assert Target.objects.get().value == 66


def test_strangers_set_no_target_and_unknown_places_are_not_found(
    client: Client, scene: Scene, city: None
) -> None:
    assert get(client, scene.cast.leader, "/places/A/target/").status_code == 403
    assert get(client, scene.cast.leader, "/places/Z/").status_code == 404


def test_the_year_for_a_wall_has_its_days_its_parts_and_says_what_they_are(
    client: Client, scene: Scene, city: None
) -> None:
    answer = get(client, scene.cast.leader, "/places/A/year/?paper=a3")
    wall = answer.context["wall"]
    assert wall.sentence == "A市2026年：已评价19天，优良19天，重污染0天。"
    assert wall.calendar.svg.count("var(--aqi-2)") == 19
    facts = " · ".join(wall.calendar.caption.facts)
    assert "n = 19" in facts and "323天中19天" in facts and "HJ 633-2026" in facts
    assert wall.parts.caption.sentence == "上年同期没有综合指数，无法对比。"
    assert "PM2.5 1.00" in wall.parts.svg and "3.37" in wall.parts.svg
    assert 'class="wall wall-a3"' in answer.content.decode()
    for one in (*wall.calendar.downloads, *wall.parts.downloads):
        file = client.get(one.url)
        assert file["Content-Type"] == "image/svg+xml" and b"var(--" not in file.content


def test_a_year_against_the_one_before_names_what_changed_most(
    client: Client, scene: Scene, city: None
) -> None:
    DailyAssessment.objects.bulk_create(
        DailyAssessment(
            subject_kind="region", subject="A", day=date(2025, 11, day), edition="2012", aqi=90, level=2,
            values={"pm25": "30", "so2": "6", "no2": "20", "co": "0.6", "o3_8h": "100", "pm10": "90"},
            position=5, computed_at=build.NOON,
        )
        for day in range(1, 20)
    )  # fmt: skip
    wall = get(client, scene.cast.leader, "/places/A/year/").context["wall"]
    assert wall.parts.caption.sentence == "比上年同期−0.50，变化最大的是PM10（−0.50）。"
    assert [word for word, _url, _on in wall.years] == ["2025", "2026"]


@pytest.mark.parametrize("query", ["year=1999", "year=2027", "year=many", "year=²"])
def test_a_year_that_is_none_is_not_found(client: Client, scene: Scene, city: None, query: str) -> None:
    assert get(client, scene.cast.leader, f"/places/A/year/?{query}").status_code == 404
    assert client.get("/places/Z/year/").status_code == 404
    assert client.get("/places/A/year/?year=2025").context["wall"].calendar is None
    assert client.get("/places/A/year/calendar.svg?year=2025").status_code == 404


def test_a_place_has_today_limits_and_three_years_each_with_counts(
    client: Client, scene: Scene, city: None
) -> None:
    for year in (2023, 2024, 2025):
        DailyAssessment.objects.bulk_create(
            DailyAssessment(
                subject_kind="region", subject="A", day=date(year, 1, 1) + timedelta(days=ahead),
                edition="2012", aqi=90, level=2, values={"pm25": f"{year - 1990}"}, position=5,
                computed_at=build.NOON,
            )
            for ahead in range(366 if year == 2024 else 365)
        )  # fmt: skip
    rows = {row.title: row for row in get(client, scene.cast.leader, "/places/A/").context["seen"].rows}
    today = rows["今天至今"]
    assert (today.values[4].text, today.values[4].told[:4]) == ("75", "小时均值")
    assert rows["日限值（二级）"].values[4].text == "≤ 120"
    three = rows["三年滑动平均"]
    assert (three.note, three.values[5].text) == ("2023–2025", "34")
    assert three.values[4].why == "3年中0年有值，须年年有值"
    assert three.complete == "3年中0–3年，各年365–366天"
    month = rows["2026年11月"]
    assert month.values[0].told == "日值均值，19天中19天"
