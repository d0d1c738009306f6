"""What the block of results says: each count with the things it counts, told apart and never twice."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

import build
from lantian.accounts.rules import Role
from lantian.assessment import actions as assessment
from lantian.assessment.models import Episode
from lantian.cases import actions as cases
from lantian.cases.models import Case
from lantian.cases.states import State
from lantian.kernel.models import Event
from lantian.registry.models import Grid, Station
from lantian.reporting import actions, models, queries
from lantian.reporting.rules.results import FEW
from lantian.reporting.tests import district
from lantian.reporting.tests.district import DAY, HOUR, MIDNIGHT, MORNING
from lantian.scoring import actions as scoring

pytestmark = pytest.mark.django_db
NEXT_MIDNIGHT = MIDNIGHT + timedelta(days=1)


@pytest.fixture
def cast(home: Path, db: None) -> build.Cast:
    found = build.a_cast()
    district.a_district()
    return found


def written(*, day=DAY, now: datetime = MORNING) -> models.Briefing:
    return actions.write(region_code="district", day=day, by_id=None, now=now)


def lines(briefing: models.Briefing, *, language: str = "zh") -> list[str]:
    """The lines of the results as a reader sees them."""
    view = queries.briefing(briefing.number, build.an_actor(role=Role.LEADER))
    block = next(block for block in view.blocks if block.code == "results")
    said = [line.zh if language == "zh" else line.en for line in block.lines]
    return ["".join(piece.text for piece in line) for line in said]


def an_episode(
    number: str, *, begins_at: datetime, last_at: datetime, state: str = "over", kind: str = "air"
):
    station, _ = Station.objects.get_or_create(
        code="alarming",
        defaults={"name_zh": "朝霞站", "name_en": "Zhaoxia", "kind": "micro", "region": build.a_region(),
        "grid": build.a_grid(), "lon": build.HERE[0], "lat": build.HERE[1]},
    )  # fmt: skip
    Episode.objects.create(
        number=number, station=station, parameter="pm10", group="pm", kind=kind, state=state,
        begins_at=begins_at, last_at=last_at, raised_at=last_at + timedelta(days=2),
    )  # fmt: skip


def test_names_what_every_count_counts(cast, home):
    build.a_case(cast, state=State.CLOSED)
    build.a_source("plot", north_m=500)
    build.a_case(cast, state=State.RECTIFYING, lat=35.08, source_code="plot", title="示例地块")
    build.a_problem(cast)
    district.air_of_the_day(home, mended_at=build.NOON)
    order = build.events("dispatch.order_issued")[0].about.partition(":")[2]
    assert lines(written()) == [
        "昨日（11月20日）派单 1 件，发现问题 1 处，立案 2 件；报送整改 1 件，复查通过 1 件，销号 1 件。",
        "空气事件：当日新发 0 起，此前开始、当日仍在持续 0 起；当日24时尚未结束 0 起。",
        f"派单 1 件：{order} grid（从路边查看工地围挡、裸土覆盖和出入口带泥）。",
        f"到场 1 次：{order} grid（裸露土地）。",
        f"发现问题 1 处：{order} grid（裸露土地）。",
        "立案 2 件：QX-2026-000001 bare soil（grid）、QX-2026-000002 示例地块（grid）。",
        "报送整改 1 件：QX-2026-000001 bare soil（grid）。",
        "复查通过 1 件：QX-2026-000001 bare soil（grid）。",
        "销号 1 件：QX-2026-000001 bare soil（grid）。",
        "整改成效，QX-2026-000001 bare soil（grid）（已销号）：工地监测与背景站 PM10 之差，上报前 160.0 µg/m³"
        "（12 小时），整改后 30.0 µg/m³（11 小时），未扣除气象影响。",
        "当日无积分变动。",
        "当日没有的：未发现问题 0 处，看不到 0 处，复查未通过 0 件，复查被拒 0 次，退回 0 件，"
        "当日超时限 0 件，反弹重开 0 件。",
    ]


def test_of_many_it_names_the_list_that_has_them(cast, home):
    for place in range(FEW + 1):
        build.a_source(f"site{place}", north_m=300.0 * place)
        build.a_case(cast, state=State.FILED, source_code=f"site{place}", lat=35.05 + 0.003 * place)
    briefing = written()
    said = next(line for line in lines(briefing) if line.startswith("立案"))
    assert said == f"立案 {FEW + 1} 件：件数较多，见逐件清单。"
    listed = next(thing for thing in briefing.things.values() if thing["name"]["zh"] == "逐件清单")
    assert len(queries.trace(listed["address"]).top.below) == FEW + 1


@pytest.mark.parametrize(
    ("state", "standing"),
    [
        (State.SUBMITTED, "已报送整改，尚未复查确认"),
        (State.PASSED, "复查通过，尚未销号"),
        (State.CLOSED, "已销号"),
    ],
)
def test_tells_the_effect_of_every_mending_and_how_far_its_case_came(cast, home, state, standing):
    build.a_case(cast, state=state)
    district.air_of_the_day(home, mended_at=build.NOON)
    [effect] = [line for line in lines(written()) if line.startswith("整改成效")]
    assert f"（{standing}）" in effect and "上报前 160.0 µg/m³" in effect and "整改后 30.0 µg/m³" in effect


def test_tells_a_mending_that_the_recheck_did_not_confirm(cast, home):
    number = build.a_case(cast, state=State.SELF_CHECKED)
    look = build.a_look(cast.supervisor, has_passed=False)
    cases.recheck_fail(number=number, look=look, by=cast.supervisor, now=build.NOON)
    district.air_of_the_day(home, mended_at=build.NOON)
    [effect] = [line for line in lines(written(), language="en") if line.startswith("Effect")]
    assert "(the recheck did not confirm it)" in effect


def test_without_a_monitor_there_is_nothing_to_compare(cast, home):
    build.a_source("plot", north_m=500)
    build.a_case(cast, state=State.SUBMITTED, lat=35.08, source_code="plot")
    [effect] = [line for line in lines(written()) if line.startswith("整改成效")]
    assert effect.endswith("：该处无监测设备，前后无从比较。")


def test_tells_new_episodes_from_those_that_went_on(cast, home):
    an_episode("SJ-1", begins_at=MIDNIGHT + HOUR, last_at=MIDNIGHT + 2 * HOUR)
    an_episode("SJ-2", begins_at=MIDNIGHT - HOUR, last_at=MIDNIGHT)
    an_episode("SJ-3", begins_at=MIDNIGHT - 3 * HOUR, last_at=NEXT_MIDNIGHT)
    an_episode("SJ-4", begins_at=MIDNIGHT - 3 * HOUR, last_at=MIDNIGHT - HOUR)
    an_episode("SJ-5", begins_at=MIDNIGHT + HOUR, last_at=MIDNIGHT + HOUR, state="open")
    an_episode("SJ-6", begins_at=MIDNIGHT + HOUR, last_at=MIDNIGHT + HOUR, state="void")
    an_episode("SJ-7", begins_at=MIDNIGHT + HOUR, last_at=MIDNIGHT + HOUR, kind="device")
    an_episode("SJ-8", begins_at=NEXT_MIDNIGHT, last_at=NEXT_MIDNIGHT, state="open")
    briefing = written()
    assert lines(briefing)[1:5] == [
        "空气事件：当日新发 2 起，此前开始、当日仍在持续 2 起；当日24时尚未结束 2 起。",
        "新发：朝霞站 PM10（SJ-1）、朝霞站 PM10（SJ-5）。",
        "此前开始、仍在持续：朝霞站 PM10（SJ-3）、朝霞站 PM10（SJ-2）。",
        "当日24时尚未结束：朝霞站 PM10（SJ-3）、朝霞站 PM10（SJ-5）。",
    ]
    for key in ("episodes", "episodes_before", "episodes_open"):
        trace = queries.trace(f"reporting.figure:{briefing.number}/{key}")
        assert trace.top.text == trace.top.below[0].text == "2"


def test_a_case_runs_over_its_limit_once_however_many_steps_are_drafted(cast, home):
    number = build.a_case(cast, state=State.ASSIGNED, category="open_burning")  # two hours
    due_at = Case.objects.get(number=number).due_at
    for late in (timedelta(minutes=5), timedelta(hours=25), timedelta(hours=49)):
        assert cases.draft_overdue_rungs(now=due_at + late) == [number]
    after = due_at + timedelta(days=4)
    [line] = [one for one in lines(written(now=after)) if one.startswith("当日超时限")]
    assert line == f"当日超时限 1 件：{number} bare soil（grid）。"
    following = lines(written(day=DAY + timedelta(days=1), now=after))
    assert not [one for one in following if one.startswith("当日超时限")]


def test_points_stand_with_their_rule_their_case_and_the_reason(cast, home):
    build.a_case(cast, state=State.CLOSED)
    for event in build.events():
        scoring.score(event=event, now=event.at)
    briefing = written()
    assert [line for line in lines(briefing) if line.startswith("积分")] == [
        "积分，town +1.0 分：有效上报（一般），QX-2026-000001 bare soil（grid）（立案，定级一般）。",
        "积分，works +2.0 分：按时销号，QX-2026-000001 bare soil（grid）（销号，按时限）。",
    ]
    step = queries.trace(f"reporting.figure:{briefing.number}/points_works").top.below[0]
    facts = {fact.label: fact.zh for fact in step.below[0].facts}
    assert (step.text, step.below[0].text) == ("+2.0", "+2.0")
    assert (facts["Rule"], facts["Reason"]) == ("按时销号", "销号，按时限")


def test_braces_that_somebody_wrote_stay_as_they_are(cast, home):
    build.a_case(cast, state=State.FILED, title="{aqi} {thing.1}")
    Grid.objects.filter(code="grid").update(name_zh="{orders}格")
    said = "".join(lines(written()))
    assert "QX-2026-000001 {aqi} {thing.1}（{orders}格）" in said


@pytest.mark.parametrize(
    ("first_at", "said"),
    [
        (build.NOON + timedelta(days=1), "11月20日11时"),
        (build.NOON + timedelta(days=1, minutes=20), "11月20日12时"),
        (build.NOON + timedelta(days=2), "11月21日11时"),
        (build.NOON, None),
    ],
)
def test_it_says_from_when_alarms_were_evaluated(cast, home, first_at, said):
    """Readings that come at noon are judged back to 11:00 of the day before, and no further."""
    assessment.seed(now=MORNING)
    Event.objects.create(
        uuid=uuid4(), name="observations.batch_recorded", at=first_at, about="observations.lake:1", facts={}
    )
    told = [line for line in lines(written()) if line.startswith("报警自")]
    whole = f"报警自{said}起逐时评价；此前的小时未逐时评价，起数可能偏少。"
    assert told == ([whole] if said else [])
