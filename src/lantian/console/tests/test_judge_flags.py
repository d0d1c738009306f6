"""The quality desk: what waits, what would move, who may decide; and the page of what moved."""

from datetime import date, timedelta

import polars as pl
import pytest
from django.test import Client
from django.urls import reverse

import build
from lantian.assessment.models import Change, DailyAssessment, DataLevel
from lantian.assessment.tests.build import Lake
from lantian.console.tests import scenes
from lantian.console.tests.scenes import HOUR, LAST, Scene
from lantian.observations import actions as observing
from lantian.observations import queries as observations
from lantian.observations.models import Flag
from lantian.observations.rules import Proposal
from lantian.registry.models import Membership, Region, Station

FIRST = LAST - 6 * HOUR
VALUES = {"pm25": 30.0, "pm10": 125.0, "so2": 5.0, "no2": 20.0, "co": 0.4, "o3": 80.0}


@pytest.fixture
def office(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """The office at work with readings behind its hours, and a proposal of a check about ST01."""
    lake = Lake()
    for code in ("ST01", "ST02", "ST03"):
        lake.fill([code], since=LAST - 25 * HOUR, hours=26, values=VALUES)
    monkeypatch.setattr(observations, "hourly", given(lake))
    monkeypatch.setattr(observations, "lake_position", lambda: 100)
    monkeypatch.setattr(observations, "act_position", lambda: 101)
    region = Region.objects.get(is_ours=True)
    for station in Station.objects.filter(code__startswith="ST0"):
        Membership.objects.create(station=station, region=region, valid_from=date(2020, 1, 1))
    propose()
    return scene


def given(lake: Lake) -> object:
    """A lake that knows what was supposed: those readings are taken out."""

    def hourly(*, supposed: observations.Supposed | None = None, **asked: object) -> pl.DataFrame:
        found = lake.hourly(**asked)
        for one in supposed.invalid if supposed else ():
            here = (pl.col("station") == one.station) & pl.col("begins_at").is_between(one.first, one.last)
            taken = pl.col(f"^flagged_{one.parameter}$") | (here & pl.col(one.parameter).is_not_null())
            found = found.with_columns(taken, pl.when(~here).then(pl.col(one.parameter)).alias(one.parameter))
        return found

    return hourly


def propose(station: str = "ST01", parameter: str = "pm10") -> None:
    found = Proposal(
        station=station, parameter=parameter, first=FIRST, last=FIRST + 4 * HOUR, check_name="flatline",
        check_version="1", severity="doubtful", seen_zh="PM10 连续 5 个小时都是 125",
        seen_en="PM10 was 125 for 5 hours in a row", numbers={"observed": 5.0, "threshold": 4.0},
        parameters={"hours": 5},
    )  # fmt: skip
    observing.propose_flags(proposals=[found], now=build.NOON)


def the_flag() -> Flag:
    return Flag.objects.get()


def page(client: Client, name: str, *arguments: object, query: str = "") -> str:
    answer = client.get(reverse(f"console:{name}", args=arguments) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def judge(client: Client, move: str, *, reason: str = "采样口堵塞", **other: str) -> int:
    flag = the_flag()
    sent = {"move": move, "reason": reason, "first": flag.first_begins_at.isoformat(),
            "last": flag.last_begins_at.isoformat(), **other}  # fmt: skip
    answer = client.post(reverse("console:flag-judge", args=[flag.pk]), sent)
    client.said = answer.content.decode()  # type: ignore[attr-defined]  # for the tests below
    return answer.status_code


def test_the_desk_says_first_what_waits_and_groups_it_by_station(client: Client, office: Scene) -> None:
    scenes.sign_in(client, office.cast.analyst)
    shown = page(client, "quality")
    assert "1 个站点有 1 段读数待判定" in shown
    assert "PM10 连续 5 个小时都是 125" in shown and "数值恒定" in shown
    assert shown.count("<svg") >= 1 and "看哪些数会变，并判定" in shown
    scenes.sign_in(client, office.cast.analyst, language="en")
    assert "PM10 was 125 for 5 hours in a row" in page(client, "quality")
    shown = page(client, "flag", the_flag().pk)
    assert "PM10 was 125 for 5 hours in a row" in shown and "连续 5 个小时" not in shown


def test_a_flag_lists_what_would_move_and_with_which_rule_it_was_found(client: Client, office: Scene) -> None:
    scenes.sign_in(client, office.cast.analyst)
    shown = page(client, "flag", the_flag().pk)
    assert "个已公布的数变动" in shown and "站ST01" in shown
    assert "第 1 版" in shown and "hours = 5" in shown
    assert "采纳" in shown and "不采纳" in shown
    assert the_flag().state == "proposed" and not Change.objects.exists()


def test_somebody_else_sees_it_all_and_decides_nothing(client: Client, office: Scene) -> None:
    for actor in (office.cast.leader, office.cast.officer):
        scenes.sign_in(client, actor)
        assert "采纳：不参与计算" not in page(client, "flag", the_flag().pk)
        assert "申明数据级别" not in page(client, "quality")
        assert judge(client, "accept") == 403
    assert the_flag().state == "proposed"


def test_accepting_rejecting_and_restoring_each_with_a_reason(client: Client, office: Scene) -> None:
    scenes.sign_in(client, office.cast.analyst)
    assert judge(client, "accept", reason=" ") == 422 and the_flag().state == "proposed"
    assert judge(client, "accept") == 302
    flag = the_flag()
    assert (flag.state, flag.kind, flag.judged_reason, flag.judged_by_id) == (
        "accepted", "invalid", "采样口堵塞", office.cast.analyst.id,
    )  # fmt: skip
    shown = page(client, "flag", flag.pk)
    assert "恢复：重新参与计算" in shown and "采样口堵塞" in shown
    assert "采样口堵塞" not in page(client, "quality")
    assert "采样口堵塞" in page(client, "quality", query="?state=accepted")
    assert judge(client, "restore", reason="查过，没有堵") == 302 and the_flag().state == "lifted"


def test_the_slower_of_two_people_is_told_in_a_sentence(client: Client, office: Scene) -> None:
    scenes.sign_in(client, office.cast.analyst)
    assert judge(client, "reject", reason="附近修路") == 302
    assert judge(client, "accept") == 422
    assert "已有人判定了这条标识" in client.said  # type: ignore[attr-defined]
    assert "未采纳，照常计算" in client.said and the_flag().judged_reason == "附近修路"  # type: ignore[attr-defined]


def test_consequences_read_for_other_hours_are_not_confirmed(client: Client, office: Scene) -> None:
    scenes.sign_in(client, office.cast.analyst)
    assert judge(client, "accept", last=(FIRST + 2 * HOUR).isoformat()) == 422
    assert "之前列出的变动是按别的时段算的" in client.said  # type: ignore[attr-defined]
    assert the_flag().state == "proposed"


def test_what_is_no_decision_is_refused(client: Client, office: Scene) -> None:
    scenes.sign_in(client, office.cast.analyst)
    assert judge(client, "delete") == 422
    assert the_flag().state == "proposed"


def test_a_flag_of_a_station_somebody_may_not_see_is_not_there(client: Client, office: Scene) -> None:
    Station.objects.filter(code="ST01").update(kind="site", grid=None, region=other_region())
    scenes.sign_in(client, office.cast.unit_head)
    assert client.get(reverse("console:flag", args=[the_flag().pk])).status_code == 404
    assert "PM10 连续 5 个小时" not in page(client, "quality")


def other_region() -> Region:
    return Region.objects.create(code="X9", name_zh="外区", name_en="Elsewhere", kind="district")


def test_completeness_of_a_week_and_a_level_that_is_declared(client: Client, office: Scene) -> None:
    yesterday = build.NOON.date() - timedelta(days=1)
    DailyAssessment.objects.create(
        subject_kind="station", subject="ST01", day=yesterday, edition="2026", position=77,
        computed_at=build.NOON, completeness={"pm25": 24, "pm10": 17, "so2": 24, "no2": 24, "co": 23},
    )  # fmt: skip
    scenes.sign_in(client, office.cast.analyst)
    assert '<b class="b short">17</b> <span class="q">PM10</span>' in page(client, "quality")
    sent = {"stations": ["ST01"], "first": f"{yesterday}", "last": f"{yesterday}", "level": "reviewed"}
    url = reverse("console:quality-level")
    assert client.post(url, sent).status_code == 422 and not DataLevel.objects.exists()
    later = client.post(url, sent | {"last": "2099-01-01", "basis": "周审核"})
    assert later.status_code == 422 and not DataLevel.objects.exists()
    assert client.post(url, sent | {"basis": "周审核"}).status_code == 302
    assert DataLevel.objects.get().level == "reviewed"
    assert "级别混合" in page(client, "quality")
    scenes.sign_in(client, office.cast.leader)
    assert client.post(url, sent | {"basis": "周审核"}).status_code == 403


def a_change(number: int, *, subject: str = "ST01", kind: str = "station") -> Change:
    return Change.objects.create(
        subject_kind=kind, subject=subject, period="hour", at="2026-03-01T05:00Z", figure="pm10",
        old=str(number), new="", why="flag", because_of=["ST01"], old_position=7, position=9,
        noted_at=build.NOON - timedelta(minutes=number),
    )  # fmt: skip


def test_what_moved_is_listed_with_both_addresses_and_page_by_page(client: Client, office: Scene) -> None:
    scenes.sign_in(client, office.cast.leader)
    assert "近 24 小时没有已公布的数变动" in page(client, "changes")
    rows = [a_change(number) for number in range(52)]
    shown = page(client, "changes")
    assert "近 24 小时有 52 个已公布的数变动" in shown and "读数经判定" in shown
    for position in (7, 9):
        assert f"assessment.hour:station/ST01/2026-03-01T05:00Z/pm10@{position}" in shown
    assert f"before={rows[49].pk}" in shown
    rest = page(client, "changes", query=f"?before={rows[49].pk}")
    assert rest.count('data-label="原来"') == 2


def test_a_period_that_moved_is_said_in_words_with_the_list_that_moved_it(
    client: Client, office: Scene
) -> None:
    ours = Region.objects.get(is_ours=True)
    for figure, group in (("composite", ""), ("place", "districts")):
        Change.objects.create(
            subject_kind="region", subject=ours.code, period="span", at="2026-03-01..2026-03-09",
            figure=figure, group=group, old="3", new="2", why="list", basis="三月扣沙清单", old_position=7,
            position=9, noted_at=build.NOON,
        )  # fmt: skip
    shown = page(scenes.sign_in(client, office.cast.leader), "changes")
    assert "例外事件扣除清单" in shown and "三月扣沙清单" in shown and "综合指数" in shown
    assert f"assessment.composite:region/{ours.code}/2026-03-01..2026-03-09@9" in shown
    assert f"assessment.rank:districts/composite/2026-03-01..2026-03-09/{ours.code}@7" in shown
    a_change(3)
    assert page(client, "changes", query="?period=span").count('data-label="原来"') == 2
    assert page(client, "changes", query="?period=hour").count('data-label="原来"') == 1
    assert client.get(reverse("console:changes") + "?period=week").status_code == 404


def test_changes_of_one_region_alone(client: Client, office: Scene) -> None:
    ours = Region.objects.get(is_ours=True)
    a_change(1)
    a_change(2, subject=ours.code, kind="region")
    scenes.sign_in(client, office.cast.leader)
    shown = page(client, "changes", query=f"?of=region/{ours.code}")
    assert shown.count('data-label="原来"') == 1
    for wrong in ("?of=city/1", "?before=x", "?before=99999"):
        assert client.get(reverse("console:changes") + wrong).status_code == 404
