"""The ranking and what it takes: pages, files, and what is not found."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.test import Client
from tests import build

from lantian.assessment.models import DailyAssessment, DataLevel, HourlyIndex, Target
from lantian.console.tests import scenes
from lantian.console.tests.scenes import Scene
from lantian.registry.models import Membership, Region, Station

FIRST = date(2026, 11, 1)
CLEAN = {"pm25": "30", "so2": "6", "no2": "20", "co": "0.6", "o3_8h": "100"}
pytestmark = pytest.mark.django_db


def a_city(code: str, *, pm10: int, count: int = 19) -> None:
    """A city with its days of the month before NOON."""
    region = Region.objects.create(code=code, name_zh=f"{code}市", name_en=f"City {code}", kind="city")
    feed = Station.objects.create(
        code=f"C{code}", name_zh=code, name_en=code, kind="feed", region=region, lon=113, lat=35
    )
    Membership.objects.create(station=feed, region=region, valid_from=build.SINCE)
    DailyAssessment.objects.bulk_create(
        DailyAssessment(
            subject_kind="region", subject=code, day=FIRST + timedelta(days=ahead), edition="2026", aqi=70,
            level=2, values=CLEAN | {"pm10": f"{pm10}"}, position=5, computed_at=build.NOON,
        )
        for ahead in range(count)
    )  # fmt: skip


@pytest.fixture
def cities(scene: Scene) -> None:
    a_city("A", pm10=60)
    a_city("B", pm10=70)
    a_city("C", pm10=80, count=3)


def get(client: Client, scene: Scene, url: str):
    return scenes.sign_in(client, scene.cast.leader).get(url)


def test_places_values_and_those_without_a_place(client: Client, scene: Scene, cities: None) -> None:
    answer = get(client, scene, "/ranking/?group=cities")
    page = answer.context["rank"]
    assert [(line.place, line.name, line.value) for line in page.lines] == [
        ("1", "A市", "3.37"), ("2", "B市", "3.54"),
    ]  # fmt: skip
    assert page.unplaced[0].name == "C市"
    assert "PM10" in page.unplaced[0].reason and "有效" in page.unplaced[0].reason
    assert "too_few" not in answer.content.decode()
    assert page.facts[0] == "时段未结束，截至2026年11月19日"


def test_a_ranking_over_mixed_data_levels_says_so(client: Client, scene: Scene, cities: None) -> None:
    facts = get(client, scene, "/ranking/?group=cities").context["rank"].facts
    assert facts[-1] == "数据级别：实时"
    declare_reviewed("CA", last=FIRST + timedelta(days=9))
    facts = get(client, scene, "/ranking/?group=cities").context["rank"].facts
    assert facts[-1] == "数据级别混用（站点·日）：实时 47，已审核 10"
    facts = get(client, scene, "/prospects/cities/A/").context["page"].facts
    assert facts[0] == "数据级别混用（站点·日）：实时 9，已审核 10"
    facts = get(client, scene, "/prospects/cities/B/").context["page"].facts
    assert facts[0] == "数据级别：实时"


def test_a_ranking_of_micro_stations_says_that_they_are_clues(client: Client, scene: Scene) -> None:
    facts = get(client, scene, "/ranking/?group=micro").context["rank"].facts
    assert facts[0] == "微站只作线索，以下不是正式数值"
    assert facts[0] not in get(client, scene, "/ranking/?group=stations").context["rank"].facts


def declare_reviewed(code: str, *, last: date) -> None:
    DataLevel.objects.create(
        station=Station.objects.get(code=code), first=FIRST, last=last, level="reviewed", basis="审核表",
        declared_at=build.NOON,
    )  # fmt: skip


def test_every_figure_leads_to_where_it_comes_from(client: Client, scene: Scene, cities: None) -> None:
    page = get(client, scene, "/ranking/?group=cities").context["rank"]
    assert page.lines[0].value_url == ("/explain/?a=assessment.composite:region/A/2026-11-01..2026-11-19@5")
    assert page.lines[1].prospects_url == "/prospects/cities/B/"


def test_a_finished_month_has_a_next_and_a_file(client: Client, scene: Scene, cities: None) -> None:
    page = get(client, scene, "/ranking/?group=cities&on=2026-10-31").context["rank"]
    assert "on=2026-11-30" in page.later_url and "on=2026-09-30" in page.earlier_url
    links = {one.label: one.url for one in page.files}
    assert list(links) == ["排名 XLSX", "CSV", "Parquet"]
    text = b"".join(client.get(links["CSV"]).streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(line for line in io.StringIO(text) if not line.startswith("#")))
    assert [row["code"] for row in rows] == ["A", "B", "C"]


def test_a_heading_sorts_by_its_column_and_back_and_says_so(
    client: Client, scene: Scene, cities: None
) -> None:
    page = get(client, scene, "/ranking/?group=cities").context["rank"]
    headings = {one.label: one for one in page.headings}
    assert (headings["名次"].direction, headings["PM10"].direction) == ("ascending", "")
    assert page.lines[0].gap == "—" and page.lines[1].gap == "0.17"
    answer = get(client, scene, "/ranking/" + headings["PM10"].url.replace("=pm10", "=-pm10"))
    turned = answer.context["rank"]
    assert [line.name for line in turned.lines] == ["B市", "A市"]
    heading = next(one for one in turned.headings if one.label == "PM10")
    assert heading.direction == "descending" and heading.url.endswith("sort=pm10")
    assert 'aria-sort="descending"' in answer.content.decode()
    assert "sort=-pm10" in turned.kinds[0][1]
    by_gap = get(client, scene, "/ranking/?group=cities&sort=-gap").context["rank"]
    assert [line.gap for line in by_gap.lines] == ["0.17", "—"]


@pytest.mark.parametrize(
    "query",
    [
        "by=gold",
        "group=planets",
        "kind=aeon",
        "on=2026-02-30",
        "group=cities&kind=year",
        "on=0001-01-01",
        "sort=gold",
    ],
)
def test_what_nobody_ranks_is_not_found(client: Client, scene: Scene, query: str) -> None:
    assert get(client, scene, f"/ranking/?{query}").status_code == 404


def test_what_it_takes_says_the_way_up_and_what_the_rest_may_be(
    client: Client, scene: Scene, cities: None
) -> None:
    page = get(client, scene, "/prospects/cities/B/").context["page"]
    assert "B市第2名" in page.sentence and "PM10 −11 µg/m³" in page.sentence
    pm10 = next(way for way in page.ways if way.name == "PM10")
    assert (pm10.tie, pm10.passing, pm10.gained, pm10.so_far) == ("−10", "−11", "1", "70.0")
    assert page.gap_shares[-1].label == "PM2.5"


def test_supposing_values_recomputes_the_place(client: Client, scene: Scene, cities: None) -> None:
    answer = get(client, scene, "/prospects/cities/B/?kind=month&pm10=-11")
    told = answer.context["outcome"]
    assert told.sentence == "综合指数将为3.35，第1名，进1位。"
    assert [(row.place, row.name, row.before, row.index, row.moved) for row in told.rows] == [
        ("1", "B市", "3.54", "3.35", "↑1"), ("2", "A市", "3.37", "3.37", "↓1"),
    ]  # fmt: skip
    pm10 = next(one for one in told.parts if one.name == "PM10")
    assert (pm10.value, pm10.supposed, pm10.part, pm10.supposed_part) == ("70", "59", "1.17", "0.98")
    unchanged = get(client, scene, "/prospects/cities/B/?kind=month&pm10=").context["outcome"]
    assert not any(row.moved for row in unchanged.rows)


def test_a_moving_slider_gets_the_outcome_alone_and_the_page_s_address(
    client: Client, scene: Scene, cities: None
) -> None:
    answer = get(client, scene, "/prospects/cities/B/suppose/?kind=month&pm10=-11")
    assert answer.context["outcome"].sentence == "综合指数将为3.35，第1名，进1位。"
    assert "<html" not in answer.content.decode()
    assert answer["HX-Replace-Url"] == "/prospects/cities/B/?kind=month&pm10=-11"
    assert get(client, scene, "/prospects/cities/B/suppose/?pm10=many").status_code == 400
    for nowhere in ("/prospects/cities/C/suppose/", "/prospects/cities/Z/suppose/"):
        assert get(client, scene, nowhere).status_code == 404


def test_a_value_below_zero_is_refused_in_words(client: Client, scene: Scene, cities: None) -> None:
    answer = get(client, scene, "/prospects/cities/B/?kind=month&pm10=-100")
    told = answer.context["outcome"]
    assert (told.is_refused, told.sentence) == (True, "PM10会低于0，没有重算。")
    assert not any(row.moved for row in told.rows)


def test_a_target_shows_what_is_left_of_it(client: Client, scene: Scene, cities: None) -> None:
    Target.objects.create(
        subject_kind="region", subject="B", figure="pm10", first=FIRST, last=date(2026, 11, 30),
        sense="at_most", value=66, source="月度目标", set_at=build.NOON,
    )  # fmt: skip
    page = get(client, scene, "/prospects/cities/B/").context["page"]
    (aim,) = page.aims
    assert (aim.figure, aim.wanted, aim.now, aim.is_met) == ("PM10", "≤ 66", "70", False)
    assert (aim.rest.text, aim.rest.is_impossible) == ("≤ 60.4", False)
    how = client.get(aim.rest.url)
    told = {one.label: (one.before, one.after) for one in how.context["page"].worked}
    assert told["公布值上限与精确上界"] == ("≤ 66", "≤ 66.5")
    assert told["留给其余日子的总和"] == ("66.5 × 30 − 1330", "≤ 665")
    assert told["验证：恰取此值"][1] == "66 ≤ 66" and told["验证：再高一个公布单位"][1] == "67 > 66"
    assert how.context["page"].fed[0].url.startswith("/explain/?a=assessment.day:region/B/2026-11-01/pm10@5")


def test_a_target_out_of_reach_says_so_in_red_with_its_arithmetic(
    client: Client, scene: Scene, cities: None
) -> None:
    for figure, value, sense in (
        ("pm10", 40, "at_most"),
        ("good_days", 30, "at_least"),
        ("composite", 2, "at_most"),
    ):
        Target.objects.create(
            subject_kind="region", subject="B", figure=figure, first=FIRST, last=date(2026, 11, 30),
            sense=sense, value=value, source="月度目标", set_at=build.NOON,
        )  # fmt: skip
    answer = get(client, scene, "/prospects/cities/B/")
    aims = {aim.figure: aim.rest for aim in answer.context["page"].aims}
    assert [aims[name].is_impossible for name in ("PM10", "优良天数", "综合指数")] == [True, False, True]
    assert aims["优良天数"].text == "还可有0天不优良"
    assert 'class="out"' in answer.content.decode() and aims["PM10"].text == "已无法达到"
    page = client.get(aims["PM10"].url).context["page"]
    assert page.is_impossible and page.worked[-1].after == "44 > 40"
    assert page.worked[-1].before == "(1330 + 0) / 30 = 44.33333333…"


def test_todays_control_value_is_worked_out_from_the_hours_with_their_addresses(
    client: Client, scene: Scene, cities: None
) -> None:
    midnight = build.NOON.replace(hour=0, minute=0) - timedelta(hours=8)
    while midnight + timedelta(days=1) <= build.NOON:
        midnight += timedelta(days=1)
    HourlyIndex.objects.bulk_create(
        HourlyIndex(
            subject_kind="region", subject="B", begins_at=midnight + timedelta(hours=hour), edition="2026",
            aqi=70, level=2, values={"pm10": "90"}, position=6, computed_at=build.NOON,
        )
        for hour in range(12)
    )  # fmt: skip
    rows = get(client, scene, "/prospects/cities/B/").context["today"]
    pm10 = next(row for row in rows if row.name == "PM10")
    assert pm10.for_day.text == "≤ 151"
    page = client.get(pm10.for_day.url).context["page"]
    assert page.allowed == "≤ 151" and [one.after for one in page.worked[-2:]] == ["120 ≤ 120", "121 > 120"]
    assert len(page.fed) == 12 and "assessment.hour:region/B/" in page.fed[0].url
    assert pm10.for_month.text == "—"


def test_an_allowance_that_is_not_there_is_not_found(client: Client, scene: Scene, cities: None) -> None:
    for way in (
        "B/how/target/pm10",
        "B/how/gold/pm10",
        "B/how/pass/gold",
        "A/how/pass/pm10",
        "C/how/pass/pm10",
    ):
        assert get(client, scene, f"/prospects/cities/{way}/").status_code == 404
    page = get(client, scene, "/prospects/cities/B/how/pass/pm10/").context["page"]
    assert page.allowed.startswith("≤ ") and page.worked[-1].after == "60 > 59"


def test_a_unit_without_a_place_is_told_why(client: Client, scene: Scene, cities: None) -> None:
    answer = get(client, scene, "/prospects/cities/C/")
    assert answer.status_code == 200
    assert "C市在这一时段还没有名次" in answer.content.decode()
    assert get(client, scene, "/prospects/cities/Z/").status_code == 404
    assert get(client, scene, "/prospects/cities/B/?kind=day").status_code == 404


def test_places_over_the_year_say_how_many_days_they_rest_on(
    client: Client, scene: Scene, cities: None
) -> None:
    answer = get(client, scene, "/ranking/course/?group=cities")
    course = answer.context["course"]
    assert course.columns == ("截至11月19日",)
    assert [(line.name, line.cells[0][0]) for line in course.lines] == [
        ("A市", "1"),
        ("B市", "2"),
        ("C市", "3"),
    ]
    assert course.lines[2].cells[0][1] == "综合指数3.70，3个有效日"
    assert "暂计：最少只有3个有效日" in course.facts[1]
    assert "323天中各有3–19个有效日" in course.caption.facts
    file = client.get(course.downloads[0].url)
    assert file["Content-Type"] == "image/svg+xml" and b"var(--" not in file.content
    empty = client.get("/ranking/course/?group=cities&on=2026-02-01").context["course"]
    assert empty.is_empty and empty.sentence.startswith("城市2026年截至2026年2月1日：没有一个单位")


def test_a_stranger_is_sent_to_sign_in(client: Client, scene: Scene) -> None:
    for url in (
        "/ranking/",
        "/prospects/",
        "/prospects/cities/B/",
        "/prospects/cities/B/suppose/",
    ):
        assert client.get(url).status_code == 302
