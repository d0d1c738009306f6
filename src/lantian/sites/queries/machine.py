"""What machines know of a site: its monitor beside the background, the weather, the gate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from lantian.assessment import queries as assessment
from lantian.assessment.models import HourlyIndex, SubjectKind
from lantian.calendar import queries as calendar
from lantian.observations import queries as observations
from lantian.registry import queries as registry
from lantian.registry.models import Source, Station
from lantian.registry.rules import distance_m
from lantian.sites import rules

HOUR = timedelta(hours=1)
SITE_DUST = "R7_site_dust"
POLLUTANT = "pm10"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """The weather of a day at the nearest official station that measured it, over its hours so far."""

    station_zh: str
    station_en: str
    wind_from: int | None
    wind_speed: float | None
    temperature: float | None
    humidity: float | None
    hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFacts:
    """What the machines say of a site's day; `monitor` is empty where none stands there.

    There is no gate data yet: `trips` stays empty, and pages say so.
    """

    monitor: str
    dust: rules.Dust | None
    weather: Weather | None
    trips: int | None = None


def day_facts(source: Source, day: date, *, now: datetime) -> DayFacts:
    """A day up to its last whole hour."""
    since, until = calendar.day_bounds(day)
    until = min(until, now.replace(minute=0, second=0, microsecond=0))
    weather = _weather(source, since=since, until=until) if until > since else None
    if source.monitor is None:
        return DayFacts(monitor="", dust=None, weather=weather)
    excess = assessment.above_background(source.monitor.code, figure=POLLUTANT, since=since, until=until)
    hours = [
        rules.Hour(begins_at=hour.begins_at, value=hour.value, above=hour.above) for hour in excess.hours
    ]
    dust = rules.dust_of(hours, limit=dust_limit(day))
    return DayFacts(monitor=source.monitor.code, dust=dust, weather=weather)


def as_kept(facts: DayFacts) -> dict[str, object]:
    """Facts as they are kept beside a signature."""
    dust, weather = facts.dust, facts.weather
    kept: dict[str, object] = {"monitor": facts.monitor, "trips": facts.trips}
    if dust is not None:
        kept["dust"] = {
            "of": dust.of,
            "online": dust.online,
            "mean": _text(dust.mean),
            "highest": _text(dust.highest),
            "highest_at": dust.highest_at.isoformat() if dust.highest_at else None,
            "over": [[at.isoformat(), str(above)] for at, above in dust.over],
            "limit": _text(dust.limit),
        }
    if weather is not None:
        kept["weather"] = {name: getattr(weather, name) for name in Weather.__slots__}
    return kept


def from_kept(kept: Mapping[str, object]) -> DayFacts:
    """The facts that were kept beside a signature."""
    dust, weather = kept.get("dust"), kept.get("weather")
    trips = kept.get("trips")
    return DayFacts(
        monitor=str(kept.get("monitor") or ""),
        dust=_dust(dust) if isinstance(dust, dict) else None,
        weather=Weather(**weather) if isinstance(weather, dict) else None,
        trips=trips if isinstance(trips, int) else None,
    )


def dust_limit(day: date) -> Decimal | None:
    """By how much a site may stand above the background on a day; None where no rule is in force."""
    rule = assessment.rules_in_force(day).get(SITE_DUST)
    return None if rule is None else Decimal(str(rule.parameters["limit"]))


def hours_online(station: Station, *, since: datetime, until: datetime) -> int:
    """In how many hours of a stretch a monitor gave a value; one statement."""
    rows = HourlyIndex.objects.filter(
        subject_kind=SubjectKind.STATION, subject=station.code, begins_at__gte=since, begins_at__lt=until
    )
    return sum(POLLUTANT in values for values in rows.values_list("values", flat=True))


def _weather(source: Source, *, since: datetime, until: datetime) -> Weather | None:
    district = registry.district_of(source.grid.region)
    nearest = sorted(
        registry.stations(kinds=registry.STATUTORY, region=district),
        key=lambda one: distance_m(source.lon, source.lat, one.lon, one.lat),
    )
    if not nearest:
        return None
    rows = observations.hourly(stations=[one.code for one in nearest], since=since, until=until)
    for station in nearest:
        own = rows.filter(rows["station"] == station.code)
        if own["ws"].drop_nulls().len():
            winds = own.select("ws", "wd").drop_nulls()
            return Weather(
                station_zh=station.name_zh,
                station_en=station.name_en,
                wind_from=rules.wind_from(winds.iter_rows()),
                wind_speed=_mean(own["ws"].mean()),
                temperature=_mean(own["t"].mean()),
                humidity=_mean(own["rh"].mean()),
                hours=own.height,
            )
    return None


def _mean(value: object) -> float | None:
    return round(value, 1) if isinstance(value, float) else None


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _number(text: object) -> Decimal | None:
    return None if text is None else Decimal(str(text))


def _dust(kept: Mapping[str, object]) -> rules.Dust:
    over, highest_at = kept["over"], kept["highest_at"]
    return rules.Dust(
        of=int(str(kept["of"])),
        online=int(str(kept["online"])),
        mean=_number(kept["mean"]),
        highest=_number(kept["highest"]),
        highest_at=datetime.fromisoformat(str(highest_at)) if highest_at else None,
        over=tuple((datetime.fromisoformat(at), Decimal(above)) for at, above in over)
        if isinstance(over, list)
        else (),
        limit=_number(kept["limit"]),
    )
