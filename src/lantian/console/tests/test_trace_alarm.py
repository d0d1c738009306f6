"""From a red number to why, and on to who went: every page of the way leads to the next and back."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import build
from lantian.assessment import events as assessment_events
from lantian.assessment.models import Alarm, AlarmRule, Episode
from lantian.cases import actions as cases
from lantian.cases import events as case_events
from lantian.console.tests import scenes
from lantian.console.tests.scenes import Scene
from lantian.diagnosis import actions as diagnosis
from lantian.diagnosis.models import Suspicion
from lantian.kernel import outbox
from lantian.registry.models import Region, Station

STATEMENTS = (27, 25, 56)  # of a station, of the list of stations, of the situation


@pytest.fixture
def went(scene: Scene) -> tuple[Scene, str, str]:
    """Somebody was sent for the suspicion and found a problem, which is a case now: order and case."""
    order = build.an_order(scene.cast, suspicion=scene.suspicion)
    diagnosis.mark_ordered(
        number=scene.suspicion,
        officer_ids=[scene.cast.officer.id],
        now=build.NOON,
        by_id=scene.cast.analyst.id,
    )
    visit = build.a_problem(scene.cast, visit=build.a_visit(scene.cast, order=order))
    case = cases.report_finding(visit_key=visit.key, now=build.NOON)
    assert case is not None
    return scene, order, case


def shown(client: Client, scene: Scene, name: str, *args: str, who: str = "analyst", **asked: str) -> str:
    """A page as somebody sees it."""
    scenes.sign_in(client, getattr(scene.cast, who))
    return client.get(reverse(f"console:{name}", args=args), asked).content.decode()


def why(number: str) -> str:
    """Where an episode is told in full."""
    return f"{reverse('console:station', args=['ST01'])}?episode={number}#why"


def episode() -> Episode:
    """The episode of the scene."""
    return Episode.objects.get(suspicion__isnull=False)


def test_the_first_page_leads_from_the_number_to_why_to_the_suspicion_and_to_the_order(
    client: Client, went: tuple[Scene, str, str]
) -> None:
    scene, order, _case = went
    for asked in ({}, {"as": "table"}):
        page = shown(client, scene, "situation", **asked)
        assert f'href="{why(episode().number)}"' in page
        assert f'href="{reverse("console:suspicion", args=[scene.suspicion])}"' in page
    page = shown(client, scene, "situation")
    assert f'href="{reverse("console:order", args=[order])}"' in page
    assert "1 个站报警未结束" in page


def test_a_station_tells_its_alarm_with_rule_value_threshold_and_packet_then_who_went_and_what_they_found(
    client: Client, went: tuple[Scene, str, str]
) -> None:
    scene, order, case = went
    page = shown(client, scene, "station", "ST01")
    assert "R1 高于周边" in page and "周边均值 125" in page and "达 1.2 倍" in page
    assert "?a=assessment.hour:station/ST01/2026-11-20T03:00Z/pm10@77" in page
    assert "上风（南）1 处来源待查，先看site" in page
    for name, number in (("suspicion", scene.suspicion), ("order", order), ("case", case)):
        assert f'href="{reverse(f"console:{name}", args=[number])}"' in page
    assert "officer去site；已完成" in page
    assert "发现问题，裸土未覆盖，about 20 m² of bare soil" in page


def test_a_station_says_why_its_disc_has_its_colour(client: Client, scene: Scene) -> None:
    page = shown(client, scene, "station", "ST01", who="leader")
    assert "PM10 187 µg/m³ 的分指数 126 最高，即 AQI；101–150 为轻度污染，橙色（HJ 633-2026）。" in page


def test_an_older_episode_is_told_when_it_is_asked_for_and_one_of_another_station_is_not(
    client: Client, scene: Scene
) -> None:
    other = Episode.objects.create(
        number="SJ-2026-000900", station=Station.objects.get(code="ST02"), parameter="pm10", kind="air",
        begins_at=scenes.LAST, last_at=scenes.LAST, raised_at=build.NOON,
    )  # fmt: skip
    old = Episode.objects.create(
        number="SJ-2026-000901", station=Station.objects.get(code="ST01"), parameter="so2", kind="air",
        begins_at=scenes.LAST - 700 * scenes.HOUR, last_at=scenes.LAST - 700 * scenes.HOUR,
        raised_at=build.NOON, state="over",
    )  # fmt: skip
    scenes.sign_in(client, scene.cast.analyst)
    url = reverse("console:station", args=["ST01"])
    told = {
        asked: client.get(url, {"episode": asked}).context["station"].why.course.number
        for asked in ("", old.number, other.number)
    }
    assert told == {"": episode().number, old.number: old.number, other.number: episode().number}


def test_a_unit_reads_the_alarm_and_nothing_of_where_it_points(
    client: Client, went: tuple[Scene, str, str]
) -> None:
    scene, _order, _case = went
    for name, args in (("station", ["ST01"]), ("stations", []), ("situation", [])):
        page = shown(client, scene, name, *args, who="handler")
        assert "高于周边" in page
        assert scene.suspicion not in page
        assert "待查" not in page and "溯源" not in page


def test_a_suspicion_leads_back_to_its_station_and_alarms_and_on_to_order_finding_and_case(
    client: Client, went: tuple[Scene, str, str]
) -> None:
    scene, order, case = went
    page = shown(client, scene, "suspicion", scene.suspicion)
    assert f'href="{why(episode().number)}"' in page
    assert "?a=assessment.hour:station/ST01/2026-11-20T03:00Z/pm10@77" in page
    assert f'href="{reverse("console:order", args=[order])}"' in page
    assert "发现问题，裸土未覆盖" in page
    assert f'href="{reverse("console:case", args=[case])}"' in page


def test_an_order_leads_back_to_the_alarm_and_on_to_the_case_for_those_who_may_see_them(
    client: Client, went: tuple[Scene, str, str]
) -> None:
    scene, order, case = went
    page = shown(client, scene, "order", order)
    assert f'href="{reverse("console:suspicion", args=[scene.suspicion])}"' in page
    assert f'href="{why(episode().number)}"' in page
    assert f'href="{reverse("console:case", args=[case])}"' in page
    page = shown(client, scene, "order", order, who="grid_head")
    assert scene.suspicion not in page


@pytest.mark.parametrize(
    ("language", "told", "untold"),
    [
        ("zh-hans", "风速 0.5 m/s，不到 1 m/s，不划扇区", ("上风", "风向")),
        ("en", "wind 0.5 m/s, below 1 m/s: no sector is drawn", ("upwind", "direction")),
    ],
)
def test_without_a_direction_nothing_is_said_to_lie_upwind_or_not(
    client: Client, scene: Scene, language: str, told: str, untold: tuple[str, ...]
) -> None:
    calm(scene)
    for name, args in (("suspicion", [scene.suspicion]), ("station", ["ST01"])):
        html = scenes.sign_in(client, scene.cast.supervisor, language=language).get(
            reverse(f"console:{name}", args=args)
        )
        main = html.content.decode().partition("<main")[2].partition('class="tour')[0]
        assert told in main
        assert [word for word in untold if word in main] == []


def test_in_a_calm_the_station_s_own_site_is_still_to_be_checked(client: Client, scene: Scene) -> None:
    calm(scene, own=True)
    page = shown(client, scene, "suspicion", scene.suspicion, who="supervisor")
    assert "风速 0.5 m/s，不到 1 m/s，不划扇区；站点所在的site待查。" in page


def calm(scene: Scene, *, own: bool = False) -> None:
    """The suspicion as a calm hour would have made it."""
    found = Suspicion.objects.filter(number=scene.suspicion)
    found.update(wind_from=None, wind_speed=0.5, note="calm")
    if own:
        found.get().candidates.update(
            reasons={"own_monitor": {"value": "ST01", "unit": "its own monitor", "factor": 1.0}}
        )
    else:
        found.get().candidates.all().delete()


def test_each_thing_is_told_once_as_it_was_last_and_leads_to_its_page(client: Client, scene: Scene) -> None:
    case = build.a_case(scene.cast)
    for kind in ("remind", "supervise", "circular"):
        outbox.emit(rung(case, kind))
    rows = (
        scenes.sign_in(client, scene.cast.analyst)
        .get(reverse("console:situation"))
        .context["situation"]
        .happenings
    )
    drafted = [row for row in rows if "督办" in row.title]
    assert [row.text for row in drafted] == ["通报：超时；由人决定"]
    assert all(row.url for row in rows)


def rung(case: str, kind: str) -> Any:  # Any: an event of another room
    """A rung of a case's ladder."""
    return case_events.RungDrafted(
        about=f"cases.case:{case}",
        by=None,
        at=build.NOON,
        kind=kind,
        reason="overdue",
        unit=1,
        due_at=build.NOON,
    )


def test_an_alarm_in_today_s_events_leads_to_the_episode(client: Client, scene: Scene) -> None:
    outbox.emit(opened())
    page = shown(client, scene, "situation")
    assert f'<a href="{why(episode().number)}"><b>报警 站ST01</b></a> PM10 高于周边' in page


def opened() -> Any:  # Any: an event of another room
    """The episode of the scene begins."""
    found = episode()
    return assessment_events.EpisodeOpened(
        about=f"assessment.episode:{found.number}", by=None, at=build.NOON, number=found.number,
        station="ST01", kind="air", parameter="pm10", rule="R1_above_peers", begins_at=found.begins_at,
    )  # fmt: skip


def test_the_list_counts_our_stations_and_shows_neighbours_apart(client: Client, scene: Scene) -> None:
    neighbour = scenes.another_district()
    Station.objects.filter(code="ST02").update(region=Region.objects.get(pk=neighbour.pk))
    page = scenes.sign_in(client, scene.cast.leader).get(reverse("console:stations")).context["stations"]
    assert page.sentence == "11–12 时我区 3 个站有 2 个出 AQI；国省控站 2 个，超 100 的 1 个。"
    assert "邻区另计：国省控站 1 个，超 100 的 0 个" in page.facts
    assert [row.name for row in page.neighbours] == ["站ST02"]
    assert "站ST02" not in [row.name for row in page.rows]
    Station.objects.filter(code="ST02").update(kind="feed")
    page = client.get(reverse("console:stations")).context["stations"]
    assert page.neighbours == () and not any("邻区" in fact for fact in page.facts)


def test_the_list_leads_from_a_station_to_why_and_to_the_suspicion(client: Client, scene: Scene) -> None:
    page = shown(client, scene, "stations")
    assert f'href="{why(episode().number)}"' in page
    assert f'href="{reverse("console:suspicion", args=[scene.suspicion])}"' in page


def test_pages_cost_no_more_with_more_that_alarms(client: Client, scene: Scene) -> None:
    scenes.sign_in(client, scene.cast.analyst)
    urls = [
        reverse("console:station", args=["ST01"]),
        reverse("console:stations"),
        reverse("console:situation"),
    ]
    client.get(urls[-1])  # the ranking is kept
    before = [statements(client, url) for url in urls]
    more_alarms()
    assert [statements(client, url) for url in urls] == before
    assert tuple(before) == STATEMENTS


def statements(client: Client, url: str) -> int:
    """How many a page costs."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def more_alarms() -> None:
    """Five more episodes at every station, each with an alarm."""
    rule = AlarmRule.objects.get(code="R1_above_peers")
    for number in range(15):
        station = Station.objects.get(code=f"ST0{number % 3 + 1}")
        at = scenes.LAST - (number + 1) * scenes.HOUR
        found = Episode.objects.create(
            number=f"SJ-2026-0007{number:02d}", station=station, parameter="pm10", kind="air", begins_at=at,
            last_at=at, raised_at=build.NOON,
        )  # fmt: skip
        Alarm.objects.create(
            episode=found, rule=rule, station=station, parameter="pm10", begins_at=at, observed="150",
            reference="100", threshold="1.2", peers=2, position=7, raised_at=build.NOON,
        )  # fmt: skip
