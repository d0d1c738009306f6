"""How moments, hours, spans and numbers are written in an office, in the reader's language.

Moments arrive aware; they are shown in Django's current time zone. Numbers are rounded for showing as
GB/T 8170 rounds (half to even), never for reckoning on.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

from django.utils import dateformat, timezone
from django.utils.translation import gettext, ngettext, pgettext

MISSING = "—"
DAY = timedelta(hours=24)

# HJ 633-2026 table 1: the upper index of each level; the sixth has none.
LEVEL_TOPS = (50, 100, 150, 200, 300)

SUBSTANCES = {
    "pm25": "PM2.5",
    "pm10": "PM10",
    "so2": "SO2",
    "no2": "NO2",
    "co": "CO",
    "o3": "O3",
    "tsp": "TSP",
}
UNITS = {"co": "mg/m³", "ws": "m/s", "wd": "°", "t": "°C", "rh": "%", "p": "hPa"}
DECIMALS = {"co": 1, "ws": 1, "t": 1, "index": 2, "share": 2}


class NaiveMoment(ValueError):
    """A moment without a zone was given to be shown."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment
        super().__init__(f"{moment.isoformat()} has no time zone; local time needs one")


def local(moment: datetime) -> datetime:
    """The moment in the current time zone."""
    if timezone.is_naive(moment):
        raise NaiveMoment(moment)
    return timezone.localtime(moment)


def _written(moment: datetime | date, pattern: str) -> str:
    return dateformat.format(moment, pattern)


def when(moment: datetime) -> str:
    """2026年11月21日 14:00, 21 Nov 2026 14:00."""
    return _written(local(moment), pgettext("date pattern", "j M Y H:i"))


def when_weekday(moment: datetime) -> str:
    """2026年11月21日 周六 14:08, Sat 21 Nov 2026 14:08."""
    return _written(local(moment), pgettext("date pattern", "D j M Y H:i"))


def when_short(moment: datetime) -> str:
    """11月21日 14:00, 21 Nov 14:00: where the year is plain from the page."""
    return _written(local(moment), pgettext("date pattern", "j M H:i"))


def day(moment: datetime | date) -> str:
    """2026年11月21日, 21 Nov 2026; a date stays the date it is."""
    shown = local(moment) if isinstance(moment, datetime) else moment
    return _written(shown, pgettext("date pattern", "j M Y"))


def clock_time(moment: datetime) -> str:
    """14:00."""
    return _written(local(moment), "H:i")


def hour_label(begins_at: datetime) -> str:
    """The hour that starts at `begins_at`, by the interval it covers: 13–14 时, 13:00–14:00."""
    return hours_label(begins_at, begins_at)


def hours_label(first: datetime, last: datetime) -> str:
    """Several hours of one day by the interval they cover: 8–12 时, 08:00–12:00."""
    said = {"start": local(first).hour, "end": local(last).hour + 1}
    return pgettext("hour interval", "%(start)02d:00–%(end)02d:00") % said


def span(length: timedelta) -> str:
    """A length of time in the two largest units that matter: 47 分, 1 小时 52 分, 3 天 4 小时."""
    minutes = int(abs(length).total_seconds() // 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = []
    if days:
        parts.append(ngettext("%d day", "%d days", days) % days)
    if hours:
        parts.append(ngettext("%d h", "%d h", hours) % hours)
    if not days and (minutes or not hours):
        parts.append(ngettext("%d min", "%d min", minutes) % minutes)
    return " ".join(parts)


def ago(moment: datetime, now: datetime) -> str:
    """8 分钟前 within 24 h either way, otherwise nothing: the date beside it says it better."""
    past = now - moment
    if abs(past) >= DAY:
        return ""
    if past < timedelta(0):
        return gettext("in %(span)s") % {"span": span(past)}
    minutes = int(past.total_seconds() // 60)
    if minutes < 1:
        return gettext("just now")
    if minutes < 60:
        return ngettext("%d min ago", "%d min ago", minutes) % minutes
    return ngettext("%d h ago", "%d h ago", minutes // 60) % (minutes // 60)


def data_age(data_hour: datetime, now: datetime | None) -> str:
    """数据到 13–14 时，8 分钟前: the newest hour by its interval, its age counted from its end."""
    hour = hour_label(data_hour)
    age = ago(data_hour + timedelta(hours=1), now) if now else ""
    if not age:
        return gettext("Data up to %(hour)s") % {"hour": hour}
    return gettext("Data up to %(hour)s, %(age)s") % {"hour": hour, "age": age}


def remaining(left: timedelta) -> str:
    """剩 47 分, or 超时 2 小时 when the limit has passed."""
    if left < timedelta(0):
        return gettext("%(span)s overdue") % {"span": span(left)}
    return gettext("%(span)s left") % {"span": span(left)}


def substance(code: str) -> str:
    """PM2.5 for pm25; an unknown code is shown as it is."""
    return SUBSTANCES.get(code, code)


def unit(code: str) -> str:
    """The canonical unit of a parameter: µg/m³, for CO mg/m³."""
    return UNITS.get(code, "µg/m³" if code in SUBSTANCES else "")


def number(value: Decimal | float | int | None, code: str = "") -> str:
    """The value as it is shown for this parameter; — when there is none."""
    exact = _decimal(value)
    if exact is None:
        return MISSING
    step = Decimal(1).scaleb(-DECIMALS.get(code, 0))
    rounded = exact.quantize(step, rounding=ROUND_HALF_EVEN)
    if rounded == 0:
        rounded = abs(rounded)
    return f"{rounded:,f}".replace("-", "−")


def _decimal(value: Decimal | float | int | None) -> Decimal | None:
    if value is None:
        return None
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return None
    return exact if exact.is_finite() else None


def aqi_level(aqi: int | None) -> int | None:
    """Level 1 to 6 of an index; none for no index."""
    if aqi is None:
        return None
    return 1 + sum(aqi > top for top in LEVEL_TOPS)


def aqi_class(aqi: int | None) -> str:
    """The class that gives a mark the colour of its level."""
    level = aqi_level(aqi)
    return "aqi-none" if level is None else f"aqi-{level}"


def level_words() -> tuple[str, ...]:
    """The six level words of HJ 633, in order."""
    return (
        gettext("Excellent"),
        gettext("Good"),
        gettext("Light pollution"),
        gettext("Moderate pollution"),
        gettext("Heavy pollution"),
        gettext("Severe pollution"),
    )


def aqi_word(aqi: int | None) -> str:
    """The level's word; — for no index."""
    level = aqi_level(aqi)
    return MISSING if level is None else level_words()[level - 1]
