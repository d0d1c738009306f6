"""Block two, 污染形势: wind and humidity, the neighbours, the month so far."""

from lantian.reporting.rules import words
from lantian.reporting.rules.air import slug
from lantian.reporting.rules.facts import Air, Neighbour, Place
from lantian.reporting.rules.sheet import Block, Sheet, Words, both, lines_of


def situation_block(air: Air, *, sheet: Sheet) -> Block:
    """How the weather was, and how the district stands."""
    return {
        "code": "situation",
        "title": both("污染形势", "Where we stand"),
        "until": words.day_s_end(air.day),
        "lines": lines_of(_weather(air, sheet), _neighbours(air, sheet), _month(air, sheet)),
    }


def _weather(air: Air, sheet: Sheet) -> Words:
    weather = air.weather
    speed = sheet.put("wind_speed", weather.wind_speed, code="ws")
    humidity = sheet.put("humidity", weather.humidity)
    wind = words.wind(weather.wind_from)
    why_speed, why_humidity = words.because(weather.wind_speed.reason), words.because(weather.humidity.reason)
    if weather.wind_speed.value is None:
        wind = both("风向不明", "direction unknown")
    return both(
        f"昨日主导风向{wind['zh']}，平均风速 {speed}{why_speed['zh']} m/s，平均相对湿度 "
        f"{humidity}{why_humidity['zh']} %。",
        f"Prevailing wind yesterday: {wind['en']}; mean speed {speed}{why_speed['en']} m/s, mean relative "
        f"humidity {humidity}{why_humidity['en']} %.",
    )


def _neighbours(air: Air, sheet: Sheet) -> Words:
    place = _place(air.place, key="place", sheet=sheet)
    zh = "、".join(_neighbour(one, sheet)["zh"] for one in air.neighbours)
    en = ", ".join(_neighbour(one, sheet)["en"] for one in air.neighbours)
    if not zh:
        return both("周边区县无可比数据。", "No neighbouring district has data to compare with.")
    return both(
        f"昨日 AQI 由低到高{place['zh']}；周边：{zh}。",
        f"By AQI, the lowest first, {place['en']}; neighbours: {en}.",
    )


def _neighbour(one: Neighbour, sheet: Sheet) -> Words:
    value = sheet.put(f"neighbour_{slug(one.code)}", one.aqi)
    why = words.because(one.aqi.reason)
    return both(f"{one.name['zh']} {value}{why['zh']}", f"{one.name['en']} {value}{why['en']}")


def _month(air: Air, sheet: Sheet) -> Words:
    month = air.month
    index = sheet.put("composite", month.composite, code="composite")
    why = words.because(month.composite.reason)
    zh = f"{month.first.month}月{month.first.day}日至{air.day.day}日综合指数 {index}{why['zh']}（暂计）"
    en = f"Composite index from {month.first.isoformat()} to {air.day.isoformat()}: {index}{why['en']}"
    if month.largest:
        single = sheet.put("largest_single", month.largest_single, code="single")
        names = [words.POLLUTANT_NAMES.get(code, code) for code in month.largest]
        zh += f"，单项指数最大为{'、'.join(names)} {single}"
        en += f" (provisional), the largest single index is {', '.join(names)} {single}"
    if month.place is not None:
        place = _place(month.place, key="month_place", sheet=sheet)
        zh, en = f"{zh}；由低到高{place['zh']}", f"{en}; the lowest first, {place['en']}"
    return both(zh + "。", en + ".")


def _place(place: Place, *, key: str, sheet: Sheet) -> Words:
    number, of = sheet.put(key, place.place), sheet.put(f"{key}_of", place.of)
    why = words.because(place.place.reason)
    zh, en = f"在 {of} 个区县中列第 {number}{why['zh']} 位", f"place {number}{why['en']} of {of} districts"
    if place.tied_with:
        zh += f"（与{'、'.join(one['zh'] for one in place.tied_with)}并列）"
        en += f" (tied with {', '.join(one['en'] for one in place.tied_with)})"
    return both(zh, en)
