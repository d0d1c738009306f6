"""A briefing as paper: the same bytes for the same briefing, from the fonts that ship."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import typst

from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.kernel import files
from lantian.reporting import permissions
from lantian.reporting.queries import issues
from lantian.reporting.queries.issues import BriefingView, LineView
from lantian.reporting.rules import words
from lantian.ui.figures import line, standalone
from lantian.ui.figures.series import Tick

Json = dict[str, Any]  # Any: JSON for the template

ROOM = Path(__file__).resolve().parents[1]
TEMPLATE = ROOM / "typst" / "briefing.typ"
FONTS = ROOM.parent / "ui" / "fonts"
TITLE = "大气污染防治攻坚简报"
NUMERALS = "一二三四五六七八九十"


def pdf(number: str, by: Actor) -> bytes:
    """The PDF of a briefing: the paper that was kept when it was issued, or a draft's, marked as one."""
    found = permissions.visible_briefings(by).select_related("region__organisation", "pdf").get(number=number)
    if found.pdf is not None:
        return files.read(found.pdf.sha256)
    return printed(issues.view_of(found))


def printed(view: BriefingView) -> bytes:
    """The PDF of a briefing as it stands."""
    made = typst.compile(
        TEMPLATE,
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_data(view), ensure_ascii=False, sort_keys=True)},
        timestamp=int((view.issued_at or view.written_at).timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError(f"typst gave {type(made).__name__}; the bytes of one PDF are needed")
    return made


def _data(view: BriefingView) -> Json:
    shown = view.issued_at or view.written_at
    return {
        "title": TITLE,
        "office": view.office["zh"],
        "region": view.region["zh"],
        "serial": "" if view.serial is None else f"第{view.serial}期",
        "correction": "" if view.issue == 1 else f"（{_day(view.day)}简报第{view.issue}次印发，更正前次）",
        "number": view.number,
        "date": _day(calendar.local_day(shown)),
        "day": _day(view.day),
        "is_draft": view.issued_at is None,
        "is_demo": view.is_demo,
        "lead": _pieces(view.lead),
        "blocks": [
            {
                "code": block.code,
                "heading": f"{NUMERALS[place]}、{block.title['zh']}",
                "lines": [_pieces(one) for one in block.lines],
            }
            for place, block in enumerate(view.blocks)
        ],
        "stations": [
            {
                "name": row.name["zh"],
                "kind": row.kind["zh"],
                "aqi": row.aqi.text,
                "level": row.level,
                "word": row.word["zh"],
                "primary": row.primary["zh"].removeprefix("首要污染物"),
            }
            for row in view.stations
        ],
        "levels": _level_colours(),
        "chart": chart(view),
        "chart_caption": f"{_day(view.day)}{view.region['zh']} AQI 逐小时变化（横轴为各小时起始时刻）",
        "notes": _notes(view),
        "code": view.code,
    }


def chart(view: BriefingView) -> str:
    """The district's index hour by hour as an SVG that stands alone; empty when no hour has one."""
    points = view.hours.get("points", [])
    values = [None if point["aqi"] is None else float(point["aqi"]) for point in points]
    if not any(value is not None for value in values):
        return ""
    figure = line.LineFigure(
        label=f"{view.region['zh']} AQI",
        lines=(line.Line(values=values),),
        ticks=tuple(Tick(index=at, text=f"{at}时") for at in range(0, len(points), 3)),
        limits=(line.Limit(value=100, text="良的上限 100"),),
        height=112,
    )
    return standalone.render(line.line_figure(figure), "light", ground=False)


def _pieces(view: LineView) -> list[Json]:
    return [{"text": piece.text, "is_figure": piece.figure is not None} for piece in view.zh]


def _level_colours() -> Json:
    """The colours of the six levels, from the same sheet as the pages."""
    tokens = standalone.tokens("light", standalone.TOKENS.read_text(encoding="utf-8"))
    return {
        str(level): standalone.literal(tokens[f"aqi-{level}"]) for level in range(1, len(words.LEVELS) + 1)
    }


def _notes(view: BriefingView) -> list[str]:
    basis = view.basis
    notes = [
        f"评价标准：{basis['standard']}（{basis['edition']}版）。统计站点 {basis['stations']} 个；"
        f"全区有效小时 {basis['hours_with_index']}/{basis['hours']}。",
        f"数据截至流水位置 {view.position}（{_minute(view.written_at)} 编写）。"
        "此后补传或更正的数据不改动本期，更正另行印发。",
        "文中数字（蓝色）可凭地址查证：reporting.figure:" + view.number + "/数字键。",
    ]
    if basis["sources"]:
        notes.insert(0, "数据来源：" + "；".join(basis["sources"]) + "。")
    return notes


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _minute(moment: datetime) -> str:
    local = moment.astimezone(calendar.local_zone())
    return f"{_day(local.date())} {local:%H:%M}"
