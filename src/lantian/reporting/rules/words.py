"""The office's words that stand in a briefing, in both languages."""

from collections.abc import Sequence
from datetime import date

from lantian.reporting.rules.sheet import Words, both

LEVELS = (
    both("优", "excellent"),
    both("良", "good"),
    both("轻度污染", "lightly polluted"),
    both("中度污染", "moderately polluted"),
    both("重度污染", "heavily polluted"),
    both("严重污染", "severely polluted"),
)
PRIMARY = both("首要污染物", "primary pollutant ")
UNKNOWN_LEVEL = both("无法判定", "not determined")
POLLUTANT_NAMES = {
    "pm25": "PM2.5",
    "pm10": "PM10",
    "so2": "SO₂",
    "no2": "NO₂",
    "co": "CO",
    "o3": "O₃",
    "o3_8h": "O₃",
}
WINDS = (
    both("北风", "north"),
    both("东北风", "north-east"),
    both("东风", "east"),
    both("东南风", "south-east"),
    both("南风", "south"),
    both("西南风", "south-west"),
    both("西风", "west"),
    both("西北风", "north-west"),
)
REASONS = {
    "not_assessed": both("尚无该时段评价结果", "not assessed"),
    "no_values": both("无有效数据", "no valid data"),
    "incomplete": both("有效数据不足", "not enough valid data"),
    "too_few_hours": both("有效小时数不足", "too few valid hours"),
    "too_few_windows": both("有效8小时均值不足", "too few valid 8 h windows"),
    "kept_above_limit": both("有效8小时均值不足，但已超限值，仍有效", "few 8 h windows, but above the limit"),
    "no_packet": both("未收到报文", "no packet came"),
    "negative": both("负值，无效", "negative value"),
    "not_finite": both("不是数", "not a number"),
    "above_table": both("超出标准表", "above the table of the standard"),
    "too_few_days": both("有效天数不足", "too few valid days"),
    "too_few_stations": both("有效站点数不足", "too few stations"),
    "no_stations": both("没有计入的站点", "no station counts"),
    "missing": both("无数据", "no data"),
    "not_monitored": both("未监测", "not monitored"),
    "flag": both("数据已标记无效", "flagged invalid"),
    "calm": both("静风", "calm"),
    "no_monitor": both("该处无监测设备", "no monitor there"),
    "no_pairs": both("前后无可比小时", "no comparable hours"),
    "unranked": both("不参与排名", "not ranked"),
}
CATEGORIES = {
    "construction_dust": both("施工扬尘", "construction dust"),
    "bare_land": both("裸露土地", "bare soil"),
    "stockpile": both("物料堆场", "stockpiles"),
    "road_dust": both("道路扬尘", "road dust"),
    "open_burning": both("露天焚烧", "open burning"),
    "smoke": both("冒烟", "smoke"),
    "odour": both("异味", "odour"),
    "industry": both("企业排放", "plant emissions"),
    "vehicle": both("车辆排放", "vehicle emissions"),
    "catering": both("餐饮油烟", "cooking fumes"),
    "device": both("监测设备", "monitoring devices"),
}
OTHER_CATEGORY = both("其他问题", "other problems")


def level(number: int | None) -> Words:
    """The word of a level from 1 to 6."""
    return UNKNOWN_LEVEL if number is None else LEVELS[number - 1]


def primary(codes: Sequence[str]) -> Words:
    """The primary pollutants, all of them where tied; none at AQI 50 or less."""
    names = [POLLUTANT_NAMES.get(code, code) for code in codes]
    if not names:
        return both("无首要污染物", "no primary pollutant")
    return both(PRIMARY["zh"] + "、".join(names), PRIMARY["en"] + ", ".join(names))


def reason(code: str) -> Words:
    """Why there is no number."""
    if code.startswith("mark:"):
        return both(f"设备标记 {code[5:]}", f"device mark {code[5:]}")
    return REASONS.get(code, both("数据不足", "not enough data"))


def because(code: str) -> Words:
    """The reason in brackets after a missing number; empty when there is a number."""
    if not code:
        return both("", "")
    why = reason(code)
    return both(f"（{why['zh']}）", f" ({why['en']})")


def wind(degrees: float | None) -> Words:
    """The wind by the one of eight directions it blows from."""
    return both("静风", "calm") if degrees is None else WINDS[round(degrees / 45) % 8]


def day_s_end(day: date) -> Words:
    """To which moment figures of a whole day stand: its midnight."""
    return both(f"数据截至{day.month}月{day.day}日24时", f"as of {day.isoformat()} 24:00")


def category(code: str) -> Words:
    """The word for a kind of problem."""
    return CATEGORIES.get(code, OTHER_CATEGORY)
