"""The words that stand on the paper beside the lines of a briefing, in both languages."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

Language = Literal["zh", "en"]
NUMERALS = "一二三四五六七八九十"
SHEET: Mapping[Language, Mapping[str, str]] = {
    "zh": {
        "title": "大气污染防治攻坚简报",
        "draft": "草稿，未印发",
        "watermark": "草稿",
        "demo": "演示数据：区域、单位、人员、污染源均为虚构，不得作为工作依据",
        "station": "站点",
        "kind": "类别",
        "level": "级别",
        "primary": "首要污染物",
        "limit": "良的上限 100",
        "code": "验证码",
        "check": "：与系统中本期内容摘要前 12 位一致即为原件。",
        "original": "",
        "sources": "数据来源：{sources}。",
        "between": "；",
        "standard": "评价标准：{standard}（{edition}版）。统计站点 {stations} 个；全区有效小时 "
        "{hours_with_index}/{hours}。",
        "level_of_data": "数据级别：{levels}。",
        "levels_mixed": "数据级别混用（站点·日）：{levels}，尚不能作同一级别看待。",
        "until": "编写时最新数据截至 {until}；各部分的截至时间见标题旁。",
        "written": "数据截至流水位置 {position}（{at} 编写）。此后补传或更正的数据不改动本期，更正另行印发。",
        "figures": "文中数字（蓝色）可凭地址查证：reporting.figure:{number}/数字键。",
    },
    "en": {
        "title": "Daily briefing on air pollution control",
        "draft": "Draft, not issued",
        "watermark": "DRAFT",
        "demo": "Demonstration: places, units, people and sources are made up; not a basis for any work",
        "station": "Station",
        "kind": "Kind",
        "level": "Level",
        "primary": "Primary pollutant",
        "limit": "100, upper end of good",
        "code": "Code",
        "check": ": the first 12 signs of the digest that the system keeps of this briefing.",
        "original": "English print of the same lines; the Chinese paper is the one that is issued and kept.",
        "sources": "Sources of the data: {sources}.",
        "between": "; ",
        "standard": "Standard: {standard} (edition {edition}). Stations counted: {stations}; valid hours of "
        "the district: {hours_with_index}/{hours}.",
        "level_of_data": "Data level: {levels}.",
        "levels_mixed": "Data levels are mixed here, in station-days: {levels}.",
        "until": "The newest data at the time of writing reached to {until}; how far each part reaches "
        "stands beside its heading.",
        "written": "Data up to journal position {position} (written {at}). What is sent or corrected later "
        "does not change this issue; a correction is a new issue.",
        "figures": "Numbers in blue can be checked by their address: reporting.figure:{number}/KEY.",
    },
}


LEVELS: Mapping[Language, Mapping[str, str]] = {
    "zh": {"real_time": "实时", "reviewed": "已审核", "verified": "已复核"},
    "en": {"real_time": "real-time", "reviewed": "reviewed", "verified": "verified"},
}


def data_level(days: Mapping[str, int], language: Language) -> str:
    """How far the readings of the day have been looked at; empty where nothing is known of it."""
    said = SHEET[language]
    if not days:
        return ""
    if len(days) == 1:
        return said["level_of_data"].format(levels=LEVELS[language][next(iter(days))])
    told = [f"{word} {days[level]}" for level, word in LEVELS[language].items() if level in days]
    return said["levels_mixed"].format(levels=("、" if language == "zh" else ", ").join(told))


def day(on: date, language: Language) -> str:
    """A day as an office writes it."""
    return f"{on.year}年{on.month}月{on.day}日" if language == "zh" else on.isoformat()


def serial(number: int | None, language: Language) -> str:
    """第 N 期 of its year; empty for a draft."""
    if number is None:
        return ""
    return f"第{number}期" if language == "zh" else f"No. {number}"


def correction(on: date, *, issue: int, language: Language) -> str:
    """That an issue corrects the one before; empty for the first."""
    if issue == 1:
        return ""
    if language == "zh":
        return f"（{day(on, language)}简报第{issue}次印发，更正前次）"
    return f"(issue {issue} about {day(on, language)}, corrects the one before)"


def heading(place: int, title: str, language: Language) -> str:
    """A block's title with its numeral; the first block has place 0."""
    return f"{NUMERALS[place]}、{title}" if language == "zh" else f"{place + 1}. {title}"


def hour(at: int, language: Language) -> str:
    """The beginning of an hour on the chart."""
    return f"{at}时" if language == "zh" else f"{at:02d}:00"


def chart_caption(on: date, region: str, language: Language) -> str:
    """What the chart shows."""
    if language == "zh":
        return f"{day(on, language)}{region} AQI 逐小时变化（横轴为各小时起始时刻）"
    return f"AQI of {region} on {day(on, language)}, hour by hour (each hour at its beginning)"
