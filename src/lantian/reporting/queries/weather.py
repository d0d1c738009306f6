"""Wind and humidity of a local day over a region's statutory stations."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import atan2, cos, degrees, hypot, radians, sin
from typing import NamedTuple

from lantian.calendar import queries as calendar
from lantian.kernel.references import Address
from lantian.observations import queries as observations
from lantian.registry import queries as registry
from lantian.registry.models import Region
from lantian.reporting.rules.facts import Weather
from lantian.reporting.rules.sheet import Amount

PARAMETERS = {"ws": "m/s", "rh": "%"}


class BadWeather(ValueError):
    """A key does not name weather of a day."""

    def __init__(self, seen: str) -> None:
        self.seen = seen
        super().__init__(f"{seen!r} names no weather; REGION/2026-11-21/ws or …/rh is needed")


@dataclass(frozen=True, slots=True, kw_only=True)
class WeatherKey:
    """The mean of one parameter over a region's stations and a local day."""

    region: str
    day: date
    parameter: str

    def __str__(self) -> str:
        return f"{self.region}/{self.day.isoformat()}/{self.parameter}"


class Felt(NamedTuple):
    """One station's hour."""

    station: str
    begins_at: datetime
    ws: float | None
    wd: float | None
    rh: float | None


def read_weather(key: str) -> WeatherKey:
    """The weather a key names; BadWeather otherwise."""
    parts = key.split("/")
    if len(parts) != 3 or parts[2] not in PARAMETERS:
        raise BadWeather(key)
    try:
        day = date.fromisoformat(parts[1])
    except ValueError:
        raise BadWeather(key) from None
    return WeatherKey(region=parts[0], day=day, parameter=parts[2])


def weather(region: Region, *, day: date, position: int) -> Weather:
    """What the day's weather was, as of a journal position."""
    hours = list(felt(region, day=day, as_of=position))
    return Weather(
        wind_from=prevailing(hours),
        wind_speed=_mean(region, hours, day=day, parameter="ws", position=position),
        humidity=_mean(region, hours, day=day, parameter="rh", position=position),
    )


def felt(region: Region, *, day: date, as_of: int | None) -> Iterator[Felt]:
    """Every hour of the day at the region's statutory stations."""
    since, until = calendar.day_bounds(day)
    codes = registry.members_by_day(region, first=day, last=day)[day]
    if codes:
        frame = observations.hourly(stations=codes, since=since, until=until, as_of=as_of)
        for row in frame.iter_rows(named=True):
            yield Felt(row["station"], row["begins_at"], row["ws"], row["wd"], row["rh"])


def mean_of(hours: list[Felt], parameter: str) -> Decimal | None:
    """The plain mean of what was felt; None without any."""
    values = [Decimal(str(value)) for one in hours if (value := getattr(one, parameter)) is not None]
    return sum(values, Decimal(0)) / len(values) if values else None


def prevailing(hours: list[Felt]) -> float | None:
    """Degrees from which the mean wind vector blows; None when it has no length."""
    winds = [(one.ws, one.wd) for one in hours if one.ws is not None and one.wd is not None]
    east = sum(speed * sin(radians(bearing)) for speed, bearing in winds)
    north = sum(speed * cos(radians(bearing)) for speed, bearing in winds)
    if not winds or hypot(east, north) / len(winds) < 0.05:
        return None
    return degrees(atan2(east, north)) % 360


def _mean(region: Region, hours: list[Felt], *, day: date, parameter: str, position: int) -> Amount:
    key = WeatherKey(region=region.code, day=day, parameter=parameter)
    value = mean_of(hours, parameter)
    return Amount(
        value=value,
        address=str(Address(room="reporting", kind="weather", key=str(key), as_of=position)),
        unit=PARAMETERS[parameter],
        reason="" if value is not None else "no_values",
    )
