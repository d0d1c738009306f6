"""The paper: it opens, it says it in Chinese, and the same briefing gives the same bytes."""

import re

import pypdfium2
import pytest

import build
from lantian.accounts.rules import Actor, Role
from lantian.assessment.models import DataLevel
from lantian.cases.states import State
from lantian.kernel import files
from lantian.registry.models import Region, Station
from lantian.reporting import actions, queries
from lantian.reporting.tests import district
from lantian.reporting.tests.district import DAY, MORNING

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst(home, ours) -> Actor:
    district.air_of_the_day(home)
    return build.an_actor(role=Role.DUTY_ANALYST)


def a_draft() -> str:
    return actions.write(region_code="district", day=DAY, by_id=None, now=MORNING).number


def words(pdf: bytes) -> str:
    """The paper's words, without the spaces that setting adds."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = []
        for page in document:
            text = page.get_textpage()
            pages.append(text.get_text_range())
            text.close()
            page.close()
    finally:
        document.close()
    return "".join("".join(pages).split())


def test_says_title_issue_day_blocks_table_and_where_to_check(analyst):
    number = a_draft()
    found = actions.issue(number=number, by=analyst, now=MORNING)
    said = words(queries.pdf(number, analyst))
    for part in (
        "大气污染防治攻坚简报",
        "第1期",
        "2026年11月21日",
        "一、空气质量分析数据截至11月20日24时；各站截至11月21日8时",
        "编写时最新数据截至2026年11月21日08:00",
        "二、污染形势",
        "三、管控意见",
        "四、结果",
        "示范新区AQI108，级别轻度污染，首要污染物PM10。",
        "站点类别AQI级别首要污染物A站国控100良PM10B站国控116轻度污染PM10",
        "AQI逐小时变化",
        "数据来源：手工编写的测试数据。",
        "评价标准：HJ633-2026（2026版）。统计站点2个；全区有效小时24/24。",
        "数据级别：实时。",
        f"数据截至流水位置{found.position}",
        f"reporting.figure:{number}/数字键",
        f"验证码{found.code}",
    ):
        assert part in said, part
    assert "草稿" not in said and "演示数据" not in said


def test_names_what_was_counted_also_on_paper(analyst):
    number = build.a_case(build.a_cast(), state=State.FILED, title="示例地块")
    assert f"立案1件：{number}示例地块（grid）。" in words(queries.pdf(a_draft(), analyst))


def test_says_it_all_in_english_too(analyst):
    number = a_draft()
    found = actions.issue(number=number, by=analyst, now=MORNING)
    said = words(queries.pdf(number, analyst, language="en"))
    for part in (
        "Dailybriefingonairpollutioncontrol",
        "No.1",
        "1.Theairasof2026-11-2024:00;stationsasof2026-11-2108:00",
        "2.Wherewestand",
        "3.Whattodo",
        "4.Whatitchanged",
        "Yesterday(2026-11-20):ordersissued0,",
        "StationKindAQILevelPrimarypollutantStationAnational100goodPM10",
        "Chinesepaperistheonethatisissuedandkept.",
        f"reporting.figure:{number}/KEY",
        f"Code{found.code}",
    ):
        assert part in said, part
    assert not re.search(r"[一-鿿]", said.replace("手工编写的测试数据", ""))
    assert found.pdf is not None and queries.pdf(number, analyst) == files.read(found.pdf.sha256)


def test_says_that_data_levels_are_mixed(analyst):
    DataLevel.objects.create(
        station=Station.objects.get(code="A"), first=DAY, last=DAY, level="reviewed", basis="审核表",
        declared_at=MORNING,
    )  # fmt: skip
    number = a_draft()
    assert "数据级别混用（站点·日）：实时1、已审核1" in words(queries.pdf(number, analyst))
    english = words(queries.pdf(number, analyst, language="en"))
    assert "Datalevelsaremixedhere,instation-days:real-time1,reviewed1." in english


def test_marks_a_draft_and_a_demo(analyst):
    Region.objects.filter(code="district").update(is_demo=True)
    said = words(queries.pdf(a_draft(), analyst))
    assert "草稿，未印发" in said
    assert "演示数据：区域、单位、人员、污染源均为虚构" in said


def test_the_same_briefing_gives_the_same_bytes(analyst):
    number = a_draft()
    assert queries.pdf(number, analyst) == queries.pdf(number, analyst)


def test_names_with_markup_are_printed_as_they_are(analyst):
    Region.objects.filter(code="lee").update(name_zh="#panic()*甲*区")
    assert "#panic()*甲*区" in words(queries.pdf(a_draft(), analyst))
