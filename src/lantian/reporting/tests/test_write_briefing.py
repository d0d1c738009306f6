"""Writing a day: the blocks say the right numbers, and every number has its way down."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import transaction

import build
from lantian.accounts.rules import NotAllowed, Role
from lantian.cases.states import State
from lantian.diagnosis import events
from lantian.kernel import outbox
from lantian.registry.models import Region
from lantian.reporting import actions, models, queries
from lantian.reporting.rules.refusals import DayNotOver
from lantian.reporting.rules.sheet import keys_of
from lantian.reporting.tests import district
from lantian.reporting.tests.district import DAY, HOUR, MORNING

pytestmark = pytest.mark.django_db

AIR = [
    "昨日（11月20日）示范新区 AQI 108，级别轻度污染，首要污染物PM10。",
    "六项日值：PM2.5 50 µg/m³、PM10 140 µg/m³、SO₂ 8 µg/m³、NO₂ 40 µg/m³、CO 0.8 mg/m³、"
    "O₃日最大8小时 90 µg/m³。",
    "今日8时（前一小时均值）各站 AQI 见表；最高为B站 116（轻度污染）。",
]
SITUATION = [
    "昨日主导风向东北风，平均风速 2.0 m/s，平均相对湿度 60 %。",
    "昨日 AQI 由低到高在 3 个区县中列第 2 位（与tie区并列）；周边：lee区 100、tie区 108。",
    "11月1日至20日综合指数 5.89（暂计），单项指数最大为PM10 2.33；由低到高在 3 个区县中列第 2 位"
    "（与tie区并列）。",
]


def written(*, now=MORNING, by_id=None) -> models.Briefing:
    return actions.write(region_code="district", day=DAY, by_id=by_id, now=now)


def lines(briefing: models.Briefing, code: str) -> list[str]:
    """A block's Chinese lines as a reader sees them."""
    view = queries.briefing(briefing.number, build.an_actor(role=Role.LEADER))
    block = next(block for block in view.blocks if block.code == code)
    return ["".join(piece.text for piece in line.zh) for line in block.lines]


def a_worked_day(home: Path) -> build.Cast:
    """Noon: one case closed, one open, one visit for a suspicion that found bare soil; a suspicion waits."""
    cast = build.a_cast()
    district.a_district()
    build.a_case(cast, state=State.CLOSED)
    build.a_source("plot", north_m=500)
    build.a_case(cast, state=State.RECTIFYING, lat=35.08, source_code="plot")
    build.a_problem(cast)
    district.air_of_the_day(home, mended_at=build.NOON)
    return cast


def a_suspicion_made(number: str) -> events.SuspicionMade:
    """What diagnosis tells when it has looked upwind."""
    return events.SuspicionMade(
        about=f"diagnosis.suspicion:{number}",
        by=None,
        at=build.NOON,
        number=number,
        episode="",
        station="alarming",
        parameter="pm10",
        wind_station="",
        candidates=1,
        note="",
        position=1,
    )


def test_says_the_air_of_a_day_reckoned_by_hand(home, ours):
    district.air_of_the_day(home)
    district.same_days_before()
    briefing = written()
    # PM10 140: (150 − 100) / (250 − 120) × (140 − 120) + 100 = 107.7 → 108 (HJ 633-2026 table 1, 4.2.6)
    assert lines(briefing, "air") == AIR
    # 140/60 + 50/30 + 8/60 + 40/40 + 0.8/4 + 90/160, each to two places
    assert lines(briefing, "situation") == SITUATION


def test_places_nobody_by_a_month_of_one_day(home, ours):
    district.air_of_the_day(home)
    (line,) = [line for line in lines(written(), "situation") if "综合指数" in line]
    assert line.endswith("（暂计），单项指数最大为PM10 2.33。")


def test_tables_every_statutory_station_at_eight(home, ours):
    district.air_of_the_day(home)
    view = queries.briefing(written().number, build.an_actor(role=Role.LEADER))
    rows = [(row.code, row.aqi.text, row.word["zh"], row.primary["zh"]) for row in view.stations]
    assert rows == [("A", "100", "良", "首要污染物PM10"), ("B", "116", "轻度污染", "首要污染物PM10")]
    assert view.basis["hour"] == district.EIGHT.isoformat()


def test_asks_each_department_by_areas_and_never_names_a_candidate_or_orders_water(home, db):
    cast = build.a_cast()
    district.a_district()
    build.a_source("secret_firm", unit="firm", north_m=100, name_zh="某某公司")
    number = build.a_suspicion(source="secret_firm")
    with transaction.atomic():
        outbox.emit(a_suspicion_made(number))
    build.a_case(cast, state=State.ASSIGNED)
    district.air_of_the_day(home)
    asked = lines(written(), "measures")
    assert asked == [
        "1. 【town】疑似事件 1 起（来源待查）：从公共区域巡查核实，未核实前不认定责任；重点区域：grid。",
        "2. 【works】裸露土地在办案件 1 件：裸土全覆盖，按时限报送整改前后照片；重点区域：grid。",
        "3. 【各单位】站点禁洒范围内不洒水、不喷雾、不冲洗，不以任何方式干扰监测。",
    ]
    wet = [line for line in asked for word in ("洒水", "喷雾", "雾炮", "冲洗") if word in line]
    assert {line for line in wet if "不洒水、不喷雾、不冲洗" not in line} == set()
    assert "某某公司" not in str(models.Briefing.objects.get().blocks)


def test_names_cases_over_their_limit(home, db):
    cast = build.a_cast()
    district.a_district()
    build.a_case(cast, state=State.ASSIGNED, category="open_burning")  # two hours on the natural clock
    district.air_of_the_day(home)
    asked = lines(written(), "measures")
    assert "【town】超时限案件 1 件：今日完成整改或书面说明原因；重点区域：grid。" in asked[1]


def test_every_number_in_the_text_is_a_figure_that_leads_to_packets_or_items(home, db):
    a_worked_day(home)
    briefing = written()
    keys = {figure.key: figure for figure in briefing.figures.all()}
    said = keys_of([briefing.lead, *(line for block in briefing.blocks for line in block["lines"])])
    assert set(said) | {row["aqi"] for row in briefing.stations} == set(keys)
    for key, figure in keys.items():
        trace = queries.trace(f"reporting.figure:{briefing.number}/{key}")
        below = trace.top.below[0]
        kinds = {step.kind for step in trace.steps}
        if figure.address.startswith("reporting.count:"):
            items = trace.of_kind(queries.StepKind.ITEM)
            assert below.text == figure.text == str(len(items)), key
        else:
            assert queries.StepKind.PACKET in kinds, key
        assert queries.StepKind.GAP not in kinds or figure.address.startswith("assessment."), key


def test_a_traced_value_is_the_printed_one(home, ours):
    district.air_of_the_day(home)
    briefing = written()
    others = {
        "largest_single",
        "place_of",
        "month_place_of",
    }  # steps of another number tell them
    for figure in briefing.figures.exclude(key__in=others):
        below = queries.trace(f"reporting.figure:{briefing.number}/{figure.key}").top.below[0]
        assert below.text == figure.text, figure.key


def test_a_missing_value_is_a_dash_with_its_reason(home, ours):
    district.air_of_the_day(home, but=("A", "B"))
    briefing = written()
    assert lines(briefing, "air") == [
        "昨日（11月20日）示范新区 AQI —（尚无该时段评价结果），级别无法判定，无首要污染物。",
        "六项日值：PM2.5 —（尚无该时段评价结果） µg/m³、PM10 —（尚无该时段评价结果） µg/m³、"
        "SO₂ —（尚无该时段评价结果） µg/m³、NO₂ —（尚无该时段评价结果） µg/m³、"
        "CO —（尚无该时段评价结果） mg/m³、O₃日最大8小时 —（尚无该时段评价结果） µg/m³。",
        "今日8时（前一小时均值）各站无有效数据。",
    ]
    figure = briefing.figures.get(key="aqi")
    assert (figure.text, figure.reason) == ("—", "not_assessed")
    trace = queries.trace(f"reporting.figure:{briefing.number}/aqi")
    assert [step.kind for step in trace.steps] == [queries.StepKind.FIGURE, queries.StepKind.GAP]
    assert "no readings lie under" in trace.top.below[0].facts[0].text


def test_an_empty_house_still_gets_its_sheet(home, ours):
    briefing = written()
    assert lines(briefing, "measures")[0].startswith("1. 【各单位】截至昨日24时无待核实疑似")
    assert queries.pdf(briefing.number, build.an_actor(role=Role.LEADER)).startswith(b"%PDF")


def test_writes_a_draft_again_and_tells_of_it(home, ours):
    district.air_of_the_day(home, but=("B",))
    first = written()
    district.send(home, district.frames_of("B", district.B, since=district.MIDNIGHT, hours=32))
    district.assess(now=MORNING + HOUR)
    again = written(now=MORNING + HOUR)
    assert (again.number, again.issue, again.revision) == (first.number, 1, 1)
    assert again.digest != first.digest
    assert again.figures.get(key="pm10").text == "140"
    told = build.events("reporting.briefing_written")
    assert [event.facts["revision"] for event in told] == [0, 1]
    assert told[-1].facts["digest"] == again.digest


def test_the_clock_writes_once_a_day(home, ours):
    district.air_of_the_day(home)
    first = actions.write_once(region_code="district", day=DAY, now=MORNING)
    assert first is not None and first.written_by is None
    assert actions.write_once(region_code="district", day=DAY, now=MORNING + HOUR) is None
    assert models.Briefing.objects.count() == 1


def test_refuses_a_day_that_is_not_over_and_leaves_no_trace(home, ours):
    with pytest.raises(DayNotOver, match="2026-11-21 is not over yet"):
        actions.write(region_code="district", day=DAY + timedelta(days=1), by_id=None, now=MORNING)
    assert not models.Briefing.objects.exists()
    assert not build.events("reporting.briefing_written")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DUTY_ANALYST])
def test_only_the_desk_writes(home, ours, role):
    with pytest.raises(NotAllowed):
        written(by_id=build.a_person(role=role).pk)
    assert not models.Briefing.objects.exists()


def test_the_desk_of_another_district_does_not_write(home, ours):
    stranger = build.a_person(role=Role.DUTY_ANALYST, unit="lee", area="lee")
    with pytest.raises(NotAllowed):
        written(by_id=stranger.pk)


def test_an_unknown_region_is_not_written_about(db):
    with pytest.raises(Region.DoesNotExist):
        actions.write(region_code="nowhere", day=date(2026, 11, 20), by_id=None, now=MORNING)
