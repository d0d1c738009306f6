"""Stations: the newest hour, one station against the others, and its files."""

import csv
import io

from django.conf import settings
from django.test import Client

import build
from lantian.assessment.models import HourlyIndex
from lantian.console.tests import scenes
from lantian.console.tests.scenes import Scene
from lantian.observations.models import Flag, Latest
from lantian.observations.tests import build as observed
from lantian.registry.models import Station


def test_the_list_shows_every_station_s_value_and_why_one_has_none(client: Client, scene: Scene) -> None:
    page = scenes.sign_in(client, scene.cast.leader).get("/stations/").context["stations"]
    rows = {row.name: row for row in page.rows}
    assert rows["站ST01"].aqi == 126
    assert dict(rows["站ST01"].values)["PM10"] == "187"
    assert rows["alarming"].aqi is None
    assert rows["alarming"].missing == "从未来过报文"


def test_the_map_stands_beside_the_list(client: Client, scene: Scene) -> None:
    shown = scenes.sign_in(client, scene.cast.leader).get("/stations/?as=map").content.decode()
    assert "<svg" in shown and "126" in shown


def test_a_station_stands_against_the_others_and_each_number_can_be_asked(
    client: Client, scene: Scene
) -> None:
    shown = scenes.sign_in(client, scene.cast.handler).get("/stations/ST01/")
    assert "11–12 时站ST01 AQI 126 轻度污染；PM10 187 µg/m³，比周边 +62。" in shown.content.decode()
    assert "?a=assessment.hour:station/ST01/2026-11-20T03:00Z/pm10@77" in shown.content.decode()
    assert shown.context["station"].caption.completeness == "24/24 h"


def test_three_days_are_longer_than_what_came_and_say_so(client: Client, scene: Scene) -> None:
    shown = scenes.sign_in(client, scene.cast.handler).get("/stations/ST01/?h=72")
    assert shown.context["station"].caption.completeness == "26/72 h"
    assert "缺 46 h" in shown.content.decode()


def test_a_figure_leaves_as_a_file_with_the_same_numbers(client: Client, scene: Scene) -> None:
    scenes.sign_in(client, scene.cast.handler)
    drawn = client.get("/stations/ST01/figure.svg?p=pm10&h=24")
    assert drawn.headers["Content-Type"] == "image/svg+xml"
    assert b"var(--" not in drawn.content
    answer = client.get("/exports/station/ST01.csv?p=pm10&h=24")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(line for line in io.StringIO(text) if not line.startswith("#")))
    for form in ("xlsx", "parquet"):
        assert b"".join(client.get(f"/exports/station/ST01.{form}?p=pm10&h=24").streaming_content)
    assert len(rows) == 24
    assert (rows[-1]["pm10"], rows[-1]["peers_mean"]) == ("187", "125")
    assert rows[-1]["begins_at"] == "2026-11-20T11:00:00+08:00"


def test_a_parameter_nobody_measures_is_not_found(client: Client, scene: Scene) -> None:
    assert scenes.sign_in(client, scene.cast.handler).get("/stations/ST01/?p=gold").status_code == 404


def test_a_site_s_own_monitor_is_hidden_from_other_units(client: Client, scene: Scene) -> None:
    Station.objects.filter(code="ST03").update(kind="site")
    assert scenes.sign_in(client, scene.cast.outsider).get("/stations/ST03/").status_code == 404
    assert scenes.sign_in(client, scene.cast.analyst).get("/stations/ST03/").status_code == 200


def test_a_flag_is_shown_with_reason_and_author(client: Client, scene: Scene) -> None:
    Flag.objects.create(
        station=Station.objects.get(code="ST01"), parameter="pm10", first_begins_at=scenes.LAST,
        last_begins_at=scenes.LAST, kind="invalid", reason="零点校准", author_id=scene.cast.analyst.id,
        created_at=build.NOON, position=77,
    )  # fmt: skip
    shown = scenes.sign_in(client, scene.cast.leader).get("/stations/ST01/").content.decode()
    assert "零点校准" in shown and "analyst" in shown


def test_what_else_is_measured_stands_there_and_leads_to_its_packet(client: Client, scene: Scene) -> None:
    observed.a_device(station="ST01")
    frame = observed.a_frame(
        {"pm10": "187", "ws": "2.14", "rh": "35", "t": "9"}, marks={"t": "M"}, at=scenes.LAST
    )
    (position,) = observed.record(settings.LANTIAN_HOME, frame, received_at=build.NOON)
    known = dict(scenes.sign_in(client, scene.cast.leader).get("/stations/ST01/").context["station"].known)
    also = known["另测"]
    assert "风速" in also and ">2.1</a>" in also and "m/s" in also and "相对湿度" in also
    assert f"?a=observations.reading:ST01/ws/1h/2026-11-20T03:00:00Z@{position}" in also
    assert "气温" not in also and "PM10" not in also


def test_an_hour_that_is_only_late_is_no_silence(client: Client, scene: Scene) -> None:
    HourlyIndex.objects.filter(subject__in=["ST02", "ST03"], begins_at=scenes.LAST).delete()
    for code, back in (("ST02", 1), ("ST03", 3)):
        Latest.objects.create(
            station=Station.objects.get(code=code), period="1h", begins_at=scenes.LAST - back * scenes.HOUR,
            received_at=build.NOON, position=1,
        )  # fmt: skip
    rows = scenes.sign_in(client, scene.cast.leader).get("/stations/").context["stations"].rows
    assert {row.name: row.missing for row in rows if row.name in ("站ST02", "站ST03")} == {
        "站ST02": "本小时还没到",
        "站ST03": "11月20日 09:00 起无声",
    }
