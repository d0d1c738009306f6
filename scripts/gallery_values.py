"""Values that the style guide shows: made up, as a busy afternoon would have them."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import sin
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from lantian.ui import parts, words
from lantian.ui.figures import budget, district, line, scene, series, small_multiple, strip

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 21, 14, 8, tzinfo=ZONE)
HOUR = datetime(2026, 11, 21, 13, 0, tzinfo=ZONE)
MIDDLE = (116.0, 36.0)
UNITS_PER_KM = 27.0


def _place(x: float, y: float) -> tuple[float, float]:
    """A place on the made-up district, drawn on a sheet of 27 units a kilometre."""
    return MIDDLE[0] + (x - 254) / UNITS_PER_KM / 90.13, MIDDLE[1] - (y - 170) / UNITS_PER_KM / 110.94


def _township(name: str, *corners: tuple[float, float]) -> scene.Township:
    return scene.Township(name=name, rings=(tuple(_place(*corner) for corner in corners),))


TOWNSHIPS = (
    _township(
        "甲街道", (194, 90), (188, 24), (252, 22), (300, 44), (352, 40), (398, 78), (330, 118), (262, 106)
    ),
    _township("乙镇", (52, 160), (62, 120), (96, 62), (150, 44), (188, 24), (194, 90), (176, 140)),
    _township(
        "丙镇",
        (52, 160),
        (176, 140),
        (222, 176),
        (250, 230),
        (262, 312),
        (214, 318),
        (166, 290),
        (112, 282),
        (70, 248),
        (40, 206),
    ),
    _township(
        "丁街道",
        (176, 140),
        (194, 90),
        (262, 106),
        (330, 118),
        (350, 176),
        (330, 240),
        (250, 230),
        (222, 176),
    ),
    _township("戊街道", (330, 118), (398, 78), (440, 112), (452, 168), (350, 176)),
    _township("己镇", (350, 176), (452, 168), (470, 214), (448, 262), (404, 276), (372, 312), (330, 240)),
    _township("庚街道", (250, 230), (330, 240), (372, 312), (318, 326), (262, 312)),
)


def _station(name: str, x: float, y: float, aqi: int | None, **options: Any) -> scene.Station:
    lon, lat = _place(x, y)
    level = None if aqi is None else 1 + sum(aqi > top for top in (50, 100, 150, 200, 300))
    return scene.Station(name=name, lon=lon, lat=lat, aqi=aqi, level=level, **options)


def _source(name: str, x: float, y: float, kind: str, **options: Any) -> scene.Source:
    lon, lat = _place(x, y)
    return scene.Source(name=name, lon=lon, lat=lat, kind=kind, **options)


def district_map() -> str:
    """The district with one suspect station."""
    lon, lat = _place(318, 196)
    stations = (
        _station("中心", 318, 196, 126, note="187", is_main=True),
        _station("南园", 300, 283, 110),
        _station("东路", 392, 150, 105),
        _station("东塘", 432, 222, 103),
        _station("柳河", 214, 262, 102),
        _station("西岭", 84, 190, 98),
        _station("北湖", 226, 62, 92),
        _station("高岗", 120, 96, None, note="离线 2 小时"),
    )
    sources = (
        _source("示例工地 7 号", 256, 132, "site", standing="待查", is_candidate=True),
        _source("示例堆场 2 号", 226, 166, "stockpile", standing="待查", is_candidate=True),
        _source("示例路北段", 294, 92, "road", standing="待查", is_candidate=True),
        _source("示例工地 3 号", 356, 236, "site"),
        _source("示例工地 4 号", 150, 218, "site"),
        _source("示例工地 5 号", 280, 250, "site"),
        _source("示例堆场 1 号", 396, 256, "stockpile"),
        _source("示例企业 1 号", 118, 244, "plant"),
        _source("示例企业 2 号", 78, 150, "plant"),
        _source("示例搅拌站", 352, 300, "mixing"),
        _source("示例地块", 180, 100, "plot"),
    )
    sectors = tuple(
        scene.Sector(lon=lon, lat=lat, start=start, end=end, inner_km=0.8, outer_km=5.0, probability=share)
        for start, end, share in ((270, 360, 0.45), (284, 346, 0.45), (300, 330, 0.5))
    )
    return district.district_map(
        scene.DistrictMap(
            label="示例区地图：8 个站点，中心站 AQI 126 最高；西北风；疑似扇区在中心站西北 1 至 5 公里",
            words=words.map_words(),
            townships=TOWNSHIPS,
            stations=stations,
            sources=sources,
            sectors=sectors,
            no_spray=(scene.NoSpray(lon=lon, lat=lat, radius_km=0.8),),
            wind=scene.Wind(blows_from=315, name=words.wind_name(315), speed="2.4 m/s"),
        )
    )


def _hours(level: float, swing: float, last: float, *, gap: range = range(0)) -> tuple[float | None, ...]:
    values = [level + swing * sin(hour / 3.1) + 4 * sin(hour * 2.3) for hour in range(21)]
    values += [level + (last - level) * share for share in (0.25, 0.6, 1.0)]
    return tuple(None if hour in gap else round(value, 1) for hour, value in enumerate(values))


def panels() -> list[parts.Panel]:
    """Four small multiples that share a scale."""
    given = (
        ("中心", "+62", "24/24 h", _hours(105, 16, 187), _hours(98, 14, 125)),
        ("南园", "+13", "23/24 h", _hours(104, 14, 145, gap=range(6, 7)), _hours(100, 14, 132)),
        ("东路", "−3", "24/24 h", _hours(101, 13, 131), _hours(101, 14, 134)),
        ("北湖", "−30", "20/24 h", _hours(96, 10, 108, gap=range(9, 13)), _hours(102, 14, 138)),
    )
    top = small_multiple.shared_top(*(one[3] for one in given), *(one[4] for one in given))
    ticks = (
        series.Tick(index=0, text="昨14–15"),
        series.Tick(index=10, text="0–1"),
        series.Tick(index=23, text="13–14"),
    )
    return [
        parts.Panel(
            name=name,
            note=f"比其余站 {gap}",
            completeness=count,
            svg=small_multiple.small_multiple(
                small_multiple.SmallMultiple(
                    label=f"{name}站 PM10 24 小时",
                    values=own,
                    peers=peers,
                    ticks=ticks,
                    day_breaks=(10,),
                    top=top,
                )
            ),
        )
        for name, gap, count, own, peers in given
    ]


def rank_strip() -> str:
    """Seventeen districts."""
    values = (
        70.1,
        74.0,
        77.7,
        79.6,
        82.3,
        84.2,
        86.5,
        89.3,
        92.4,
        93.6,
        96.5,
        98.3,
        101.0,
        103.4,
        107.1,
        112.4,
        118.0,
    )
    return strip.strip(
        strip.Strip(
            label="17 个区 PM10 累计均值，我区 92.4 第 9，第 8 名 89.3",
            values=values,
            own=8,
            own_text="我区 92.4",
            ahead=7,
            ahead_text="第 8 名 89.3",
            gap_text="−3.1",
        )
    )


def allowance() -> str:
    """Today's control value."""
    return budget.budget_bar(
        budget.Budget(
            label="今日累计均值 94，控制值 85",
            so_far=94,
            control=85,
            so_far_text="已 94",
            control_text="控制 85",
            note="0–14 时，n = 14/14 h",
        )
    )


def above_background() -> str:
    """A site's hours minus the background, before and after it was mended."""
    values: list[float | None] = [8 + 5 * sin(hour) for hour in range(86)]
    for hour in range(7, 20):
        values[hour] = 150 - 9 * (hour - 8) if hour > 8 else 60 + 50 * (hour - 7)
    for hour in range(30, 40):
        values[hour] = 60 + 22 * sin((hour - 30) / 3)
    values[56:59] = [None, None, None]
    return line.line_figure(
        line.LineFigure(
            label="工地 PM10 减背景：整改前日间均值约 85，整改后约 15",
            lines=(line.Line(values=tuple(values)),),
            ticks=tuple(series.Tick(index=24 * day, text=f"{18 + day}日") for day in range(4)),
            moments=(line.Moment(index=9.7, text="报警 09:42"), line.Moment(index=40.3, text="整改完成")),
            gaps=(line.Gap(first=56, last=58, text="缺 3 h 断网"),),
            shade_from=40.3,
        )
    )


def frame() -> dict[str, Any]:
    """What stands around every desk page."""
    item = parts.NavItem
    nav = [
        parts.NavGroup(
            title="每日",
            items=(
                item(label="今日态势", url="#", is_active=True),
                item(label="调度研判", url="#", count="10:30"),
                item(label="简报", url="#"),
            ),
        ),
        parts.NavGroup(
            title="闭环",
            items=(
                item(label="派单", url="#", count="1"),
                item(label="案件", url="#", count="31"),
                item(label="巡查", url="#", count="12"),
                item(label="复查销号", url="#", count="4"),
                item(label="督办通报", url="#", count="2"),
            ),
        ),
        parts.NavGroup(
            title="研判",
            items=(
                item(label="溯源", url="#"),
                item(label="站点", url="#", count="7/8"),
                item(label="排名", url="#", count="9/17"),
                item(label="作战图", url="#"),
            ),
        ),
        parts.NavGroup(
            title="数据",
            items=(
                item(label="数据质量", url="#"),
                item(label="设备墙", url="#"),
                item(label="数字从哪来", url="#"),
            ),
        ),
    ]
    return {
        "nav": nav,
        "place": "示例区大气攻坚办",
        "now": NOW,
        "data_hour": HOUR,
        "is_demo": True,
        "real_facts": "AQI 分级、颜色与断点（HJ 633-2026），报警规则 R1–R8 默认值",
        "made_facts": "区界、站点、来源、浓度、名次、案件、单位与岗位，种子 20261121",
        "roles": [
            parts.RoleChoice(key="duty", label="攻坚办值班", is_current=True),
            parts.RoleChoice(key="grid", label="网格员"),
        ],
        "role_label": "攻坚办值班",
        "role_url": "#",
        "csrf_token": "x" * 32,
    }


def todo() -> list[parts.TodoItem]:
    """Five things, the dearest to wait for first."""
    act, item = parts.Act, parts.TodoItem
    more = (act(label="换人", url="#"), act(label="作废", url="#"))
    return [
        item(
            remaining="剩 47 分",
            clock="自然钟",
            title="派单：中心站西北公共区域巡查",
            note="派给中心网格甲岗，14:55 前到场；不进企业",
            act=act(label="确认派单", url="#", is_main=True),
            more=more,
        ),
        item(
            remaining="超时 2 小时",
            clock="工作钟",
            title="示例工地 3 号围挡破损，整改未报",
            note="发督办给示例住建局；撤回期到对方签收",
            is_overdue=True,
            act=act(label="发督办", url="#"),
            more=more,
        ),
        item(
            remaining="剩 1 小时 52 分",
            clock="自然钟",
            title="市级黄色预警通知已到，待签收",
            note="签收后转 17 个单位，明日 00:00 启动",
            act=act(label="签收并转", url="#"),
            more=more,
        ),
        item(
            remaining="剩 40 分",
            clock="工作钟 · 周一",
            title="示例工地 7 号复查须改派外单位",
            note="派给区督查组丙岗，周一 09:10 前",
            act=act(label="改派复查", url="#"),
            more=more,
        ),
        item(
            remaining="剩 9 小时",
            clock="自然钟",
            title="高岗站离线 2 小时 09 分",
            note="通知运维乙岗；数据记“—”，不补 0",
            act=act(label="通知运维", url="#"),
            more=more,
        ),
    ]


def events() -> list[parts.TimelineRow]:
    """The day so far."""
    row = parts.TimelineRow
    return [
        row(
            when="14:05",
            title="中心站 PM10 高于周边并连升",
            text="R1、R2 合并为 1 个事件，草拟派单 1 条",
            kind="now",
        ),
        row(when="13:22", text="市级黄色预警通知送达，明日 00:00 启动"),
        row(when="11:59", text="高岗站断数，已转设备事件（R6）"),
        row(when="10:52", text="调度研判结束：管控意见 4 条，已派 3 条"),
        row(when="08:40", text="西岭站平值 6 小时，查为零点校准，事件作废", kind="no"),
        row(when="08:00", text="晨报已出：昨日 AQI 98 良，首要污染物 PM10"),
    ]


def history() -> list[parts.TimelineRow]:
    """A case, a line a trace."""
    row = parts.TimelineRow
    return [
        row(
            when="周三 09:42",
            title="监测报警",
            text="工地监测 PM10 比背景高 148 µg/m³（R7），3 条合并为 1 个事件",
            url="#",
        ),
        row(when="09:51", title="派巡查", text="中心网格甲岗，公共区域，自然钟 1 小时"),
        row(
            when="10:17", title="到场核实", text="路边可见裸土未覆盖约 1,200 m²，照片 3 张。报警到核实 35 分"
        ),
        row(when="10:31", title="立案", text="一般 · 裸土覆盖 · 《大气污染防治法》第六十九条"),
        row(
            when="周四 16:20",
            title="整改完成",
            text="铺防尘网 1,240 m²，同角度照片 1 对。用时 11 小时 40 分（工作钟）",
        ),
        row(
            when="周五 15:30",
            title="复查被拒",
            text="同单位人员不得复查。丁岗与经办人乙岗同属示例住建局。案件状态未变，时限不重计。",
            kind="refused",
        ),
        row(when="现在", title="待改派复查", text="建议：区督查组丙岗，外单位，本月复查 6 件", kind="now"),
        row(when="之后", text="复查通过 → 网格长签销号；不通过 → 回整改，拟督办", kind="no"),
    ]


class FindingForm(forms.Form):
    """A form with every kind of field, filled wrongly."""

    place = forms.CharField(label="地点", help_text="路名和门牌，或离最近路口的距离")
    kind = forms.ChoiceField(label="问题", choices=[("soil", "裸土未覆盖"), ("fence", "围挡破损")])
    answer = forms.ChoiceField(
        label="符合吗",
        choices=[("yes", "符合"), ("no", "不符合"), ("na", "不适用")],
        widget=forms.RadioSelect,
    )
    due = forms.DateTimeField(
        label="到期", help_text="按自然钟", widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    words = forms.CharField(label="说明", required=False, widget=forms.Textarea)
    told = forms.BooleanField(label="已当面告知")

    def clean(self) -> None:
        """Refuses as a whole, for the picture."""
        raise forms.ValidationError("到期时间已过：11月21日 09:00。请选一个以后的时间。")


def case() -> dict[str, Any]:
    """The case page."""
    photo = (
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 9'%3E"
        "%3Cpath fill='%23A9B4BD' d='M0 6h16v3H0z'/%3E%3C/svg%3E"
    )
    return {
        **frame(),
        "history": history(),
        "before": parts.Photo(
            url=photo, alt="整改前：围挡后土堆裸露，未盖网", taken="11月18日 10:17", by="网格甲岗"
        ),
        "after": parts.Photo(
            url=photo, alt="整改后：土堆已全部盖防尘网", taken="11月19日 16:12", by="经办乙岗"
        ),
        "above": above_background(),
        "downloads": [parts.Download(label="SVG", url="#"), parts.Download(label="CSV", url="#")],
        "above_caption": parts.Caption(
            place="示例工地 7 号减中心站",
            period="18日 0 时至 21日 14 时",
            averaging="小时均值",
            n="n = 83",
            completeness="83/86 h",
            source="工地监测",
            sentence="整改前均值 53，整改后 13。",
        ),
        "clocks": [
            parts.ClockBar(
                name="复查", limit="工作钟 1 个工作日", standing="剩 40 分，停走", share=0.91, is_running=True
            ),
            parts.ClockBar(name="整改", limit="工作钟 2 个工作日", standing="按时，用 78%", share=0.78),
            parts.ClockBar(
                name="到场核实", limit="自然钟 1 小时", standing="超时 5 分", share=1.0, is_overdue=True
            ),
        ],
        "chain": [
            parts.ChainRow(part="领导", who="包片区领导 党、政各 1 岗", standing="已知悉"),
            parts.ChainRow(part="部门", who="示例住建局 主责", standing="已整改"),
            parts.ChainRow(part="属地", who="中心街道办 网格长", standing="待签"),
        ],
        "facts": [
            parts.KeyValue(key="立案", value="11月18日 10:31", note="3 天前"),
            parts.KeyValue(key="到期", value="周一 11月23日 09:10", note="周末停走"),
            parts.KeyValue(key="来源", value="数字从哪来", url="#"),
        ],
    }


def pages() -> dict[str, dict[str, Any]]:
    """Every page of the gallery with its values."""
    bar = parts.BarRow
    form = FindingForm({"place": "", "kind": "soil", "answer": "no", "due": "2026-11-21T09:00"})
    desk = {
        **frame(),
        "facts": ["周边＝区内其余 6 站均值 125", "8 站到 7 站，高岗离线", "小时均值，HJ 633-2026"],
        "map": district_map(),
        "todo": todo(),
        "strip": rank_strip(),
        "budget": allowance(),
        "panels": panels(),
        "events": events(),
        "downloads": [parts.Download(label="SVG", url="#"), parts.Download(label="CSV", url="#")],
        "bars": [
            bar(label="已超时", value="2", share=2 / 14, kind="late"),
            bar(label="今日到期", value="5", share=5 / 14, kind="us"),
            bar(label="1–3 个工作日", value="9", share=9 / 14),
            bar(label="3 个工作日以上", value="14", share=1.0),
            bar(label="挂账", value="1", share=1 / 14),
        ],
        "left": timedelta(minutes=-125),
        "links": parts.PageLinks(shown="第 51–100 件，共 10,000 件", previous_url="#", next_url="#"),
    }
    error = {
        "status": 404,
        "what": "这个网址没有内容。",
        "why": "可能已移走，或不在您的角色与辖区之内。",
        "todo": "请核对网址，或从今日态势重新进入。",
        "request_id": "0193-7c1e",
    }
    return {"desk": desk, "case": case(), "form": {**frame(), "form": form}, "phone": frame(), "error": error}
