"""Block one, 空气质量分析: the district's day, its six values, the stations this morning."""

from lantian.reporting.rules import words
from lantian.reporting.rules.facts import Air, StationHour
from lantian.reporting.rules.sheet import Block, Sheet, Words, both, lines_of

AS_READ_OUT = ("pm25", "pm10", "so2", "no2", "co", "o3_8h")  # offices name particles first, the law last


def air_block(air: Air, *, sheet: Sheet) -> Block:
    """What the air was yesterday and is this morning."""
    return {
        "code": "air",
        "title": both("空气质量分析", "The air"),
        "until": air.until_words,
        "lines": lines_of(_yesterday(air, sheet), _six(air, sheet), _this_morning(air)),
    }


def _yesterday(air: Air, sheet: Sheet) -> Words:
    day = air.yesterday
    aqi = sheet.put("aqi", day.aqi)
    level, primary, why = words.level(day.level), words.primary(day.primary), words.because(day.aqi.reason)
    return both(
        f"昨日（{air.day.month}月{air.day.day}日）{air.district['zh']} AQI {aqi}{why['zh']}，级别"
        f"{level['zh']}，{primary['zh']}。",
        f"Yesterday ({air.day.isoformat()}) the AQI of {air.district['en']} was {aqi}{why['en']}, "
        f"{level['en']}, {primary['en']}.",
    )


def _six(air: Air, sheet: Sheet) -> Words:
    zh, en = [], []
    for code in AS_READ_OUT:
        amount = air.yesterday.values[code]
        place, why = sheet.put(code, amount, code=code), words.because(amount.reason)
        suffix = both("日最大8小时", " (highest 8 h)") if code == "o3_8h" else both("", "")
        zh.append(f"{words.POLLUTANT_NAMES[code]}{suffix['zh']} {place}{why['zh']} {amount.unit}")
        en.append(f"{words.POLLUTANT_NAMES[code]}{suffix['en']} {place}{why['en']} {amount.unit}")
    return both("六项日值：" + "、".join(zh) + "。", "Daily values: " + ", ".join(en) + ".")


def _this_morning(air: Air) -> Words:
    when = air.hour_words
    known = [one for one in air.stations if one.aqi.value is not None]
    if not known:
        return both(f"{when['zh']}各站无有效数据。", f"{when['en']}: no station has valid data.")
    worst = max(known, key=lambda one: int(one.aqi.value or 0))
    silent = [one for one in air.stations if one.aqi.value is None]
    return both(
        f"{when['zh']}各站 AQI 见表；最高为{worst.name['zh']} "
        f"{{{station_key(worst)}}}（{words.level(worst.level)['zh']}）{_silent(silent)['zh']}。",
        f"{when['en']}: see the table; the highest AQI is {{{station_key(worst)}}} at {worst.name['en']} "
        f"({words.level(worst.level)['en']}){_silent(silent)['en']}.",
    )


def station_rows(air: Air, *, sheet: Sheet) -> list[dict[str, object]]:
    """The rows of the table of stations: names, the index as a figure, level and primary in words."""
    rows: list[dict[str, object]] = []
    for one in air.stations:
        key = station_key(one)
        sheet.put(key, one.aqi)
        rows.append(
            {
                "code": one.code,
                "name": one.name,
                "kind": one.kind,
                "aqi": key,
                "level": one.level,
                "word": words.level(one.level) if one.aqi.value is not None else words.reason(one.aqi.reason),
                "primary": words.primary(one.primary) if one.aqi.value is not None else both("—", "—"),
            }
        )
    return rows


def station_key(station: StationHour) -> str:
    """The key of a station's figure."""
    return f"station_{slug(station.code)}"


def slug(code: str) -> str:
    """A code as part of a figure's key."""
    return "".join(letter if letter.isalnum() and letter.isascii() else "_" for letter in code.lower())


def _silent(silent: list[StationHour]) -> Words:
    if not silent:
        return both("", "")
    zh = "、".join(f"{one.name['zh']}{words.because(one.aqi.reason)['zh']}" for one in silent)
    en = ", ".join(f"{one.name['en']}{words.because(one.aqi.reason)['en']}" for one in silent)
    return both(f"；无指数：{zh}", f"; without an index: {en}")
