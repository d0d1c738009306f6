"""The first sentence: what the day was and what was done, in words anybody understands."""

from lantian.reporting.rules import words
from lantian.reporting.rules.facts import Air, Work
from lantian.reporting.rules.sheet import Sheet, Words, both


def opening(air: Air, work: Work, *, sheet: Sheet) -> Words:
    """One sentence for a reader who reads nothing else."""
    day = air.yesterday
    aqi = sheet.put("aqi", day.aqi)
    level, primary = words.level(day.level), words.primary(day.primary)
    why = words.because(day.aqi.reason)
    orders, closed = (sheet.put(kind, work.counts[kind]) for kind in ("orders", "closed"))
    return both(
        f"{air.day.month}月{air.day.day}日{air.district['zh']}空气质量{level['zh']}"
        f"（AQI {aqi}{why['zh']}），{primary['zh']}；当日派单 {orders} 件，销号 {closed} 件。",
        f"On {air.day.isoformat()} the air in {air.district['en']} was {level['en']} "
        f"(AQI {aqi}{why['en']}), {primary['en']}; orders issued: {orders}, cases closed: {closed}.",
    )
