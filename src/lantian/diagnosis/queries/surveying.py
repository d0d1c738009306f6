"""Looking upwind of an episode: which hour, whose wind, which sources, with what weight."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from math import prod
from typing import NamedTuple

from django.db.models import Count, Q

from airshed.sources import upwind
from lantian.assessment.queries import readings
from lantian.diagnosis import models, rules
from lantian.diagnosis.rules import Anemometer, WindReading
from lantian.registry import queries as registry
from lantian.registry import rules as geodesy
from lantian.registry.models import Region

HOUR = timedelta(hours=1)
Reasons = dict[str, dict[str, float | str]]
Winds = list[tuple[models.Station, float | None, float | None]]
"""Stations with the speed and the direction of the wind there. [m/s, degrees]"""


class NoSectorRule(LookupError):
    """No sector rule is in force on a day."""

    def __init__(self, on: date) -> None:
        self.on = on
        super().__init__(f"no sector rule is in force on {on}; the rules must be seeded first")


class Found(NamedTuple):
    """A source that may have to do with it, and why."""

    source: models.Source
    score: float
    distance_km: float
    bearing: float
    off_axis: float
    reasons: Reasons


class Survey(NamedTuple):
    """What looking upwind of an episode gave."""

    episode: models.Episode
    parameter: str
    begins_at: datetime
    rule: models.SectorRule
    sector: upwind.Sector
    wind: WindReading | None
    note: str
    candidates: tuple[Found, ...]
    position: int


def sector_rule(on: date) -> models.SectorRule:
    """The newest sector rule in force on a day; NoSectorRule otherwise."""
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    found = models.SectorRule.objects.filter(current, valid_from__lte=on).order_by("-version").first()
    if found is None:
        raise NoSectorRule(on)
    return found


def source_of(code: str) -> models.Source:
    """A registered source; Source.DoesNotExist otherwise."""
    return models.Source.objects.get(code=code)


class Surroundings:
    """What episodes looked at together share: the register, past verdicts, the readings of an hour.

    Each is read once, when it is first asked for; it is made for one transaction and lives no longer.
    """

    def __init__(self) -> None:
        self._winds: dict[tuple[int, datetime, int], Winds] = {}

    @cached_property
    def sources(self) -> list[models.Source]:
        """Every registered source."""
        return list(registry.sources())

    @cached_property
    def hits(self) -> dict[str, int]:
        """How often each source was confirmed on the spot."""
        return past_hits()

    def winds(self, region: Region, *, begins_at: datetime, as_of: int) -> Winds:
        """Every station of a region with the wind it measured in an hour, as of a journal position."""
        key = (region.pk, begins_at, as_of)
        if key not in self._winds:
            places = {one.code: one for one in registry.stations(region=region)}
            frame = readings.counted_hours(
                stations=list(places), since=begins_at, until=begins_at + HOUR, as_of=as_of
            )
            rows = frame.select("station", "ws", "wd").iter_rows()
            self._winds[key] = [(places[code], speed, direction) for code, speed, direction in rows]
        return self._winds[key]


def survey(episode_number: str, *, on: date, around: Surroundings | None = None) -> Survey | None:
    """Look upwind of an episode in the first hour whose alarm points to a source; None when none does."""
    episode = models.Episode.objects.select_related("station__region__parent").get(number=episode_number)
    alarm = _pointing(episode)
    if alarm is None:
        return None
    around = around or Surroundings()
    station, rule = episode.station, sector_rule(on)
    sector = rules.sector(rule.parameters, pollutant=alarm.parameter)
    wind = _wind_at(station, begins_at=alarm.begins_at, as_of=alarm.position, around=around)
    sources = registry.nearest(around.sources, station.lon, station.lat, within_m=sector.max_distance_m)
    looked = upwind.candidates(
        station=upwind.Place(lon=station.lon, lat=station.lat),
        wind=_for_science(wind),
        sources=_registered(sources, hits=around.hits),
        pollutant=alarm.parameter,
        sector=sector,
    )
    own = _own_monitors(station, sector=sector, pollutant=alarm.parameter, around=around)
    found = _weighed(looked, own=own, by_code={source.code: source for source in sources})
    note = rules.NO_WIND if wind is None else (looked.reason or "")
    return Survey(episode, alarm.parameter, alarm.begins_at, rule, sector, wind, note, found, alarm.position)


def _wind_at(
    station: models.Station, *, begins_at: datetime, as_of: int, around: Surroundings
) -> WindReading | None:
    """The wind of an hour beside a station; None when nobody in its district measured it."""
    district = registry.district_of(station.region)
    return rules.nearest_wind(
        [
            Anemometer(
                other.code,
                geodesy.distance_m(station.lon, station.lat, other.lon, other.lat),
                speed,
                direction,
            )
            for other, speed, direction in around.winds(district, begins_at=begins_at, as_of=as_of)
        ]
    )


def past_hits() -> dict[str, int]:
    """How often each source was confirmed on the spot, by code."""
    rows = (
        models.Verdict.objects.filter(is_confirmed=True, source__isnull=False)
        .values("source__code")
        .annotate(n=Count("pk"))
    )
    return {row["source__code"]: row["n"] for row in rows}


def _pointing(episode: models.Episode) -> models.Alarm | None:
    """The first standing alarm of an episode whose rule points to a source near by."""
    if episode.kind != models.Episode.Kind.AIR or episode.state == models.Episode.State.VOID:
        return None
    standing = episode.alarms.filter(withdrawn_at__isnull=True).select_related("rule")
    pointing = [alarm for alarm in standing if alarm.rule.parameters["points_to_source"]]
    return min(pointing, key=lambda alarm: (alarm.begins_at, alarm.rule.code), default=None)


def _for_science(wind: WindReading | None) -> upwind.Wind:
    if wind is None:
        return upwind.Wind(from_direction=float("nan"), speed=float("nan"))
    return upwind.Wind(from_direction=wind.direction, speed=wind.speed)


def _registered(sources: list[models.Source], *, hits: Mapping[str, int]) -> list[upwind.Source]:
    return [
        upwind.Source(
            id=source.code,
            kind=source.kind,
            lon=source.lon,
            lat=source.lat,
            activity=source.activity,
            past_hits=hits.get(source.code, 0),
        )
        for source in sources
    ]


def _own_monitors(
    station: models.Station, *, sector: upwind.Sector, pollutant: str, around: Surroundings
) -> list[Found]:
    """Sources the station itself stands at: weighed like a source on the axis at no distance, in any wind."""
    found = []
    for source in (one for one in around.sources if one.monitor_id == station.pk):
        hits = around.hits.get(source.code, 0)
        past = min(2.0, 1 + 0.25 * hits)
        kind = sector.kind_weights.get((source.kind, pollutant), sector.other_kind_weight)
        reasons: Reasons = {
            rules.OWN_MONITOR: {"value": station.code, "unit": "its own monitor", "factor": 1.0},
            "kind": {"value": kind, "unit": f"weight of {source.kind} for {pollutant}", "factor": kind},
            "activity": {"value": source.activity, "unit": "of a usual day", "factor": source.activity},
            "past": {"value": hits, "unit": "confirmed hits", "factor": past},
        }
        found.append(Found(source, kind * source.activity * past, 0.0, 0.0, 0.0, reasons))
    return found


def _weighed(
    looked: upwind.Upwind, *, own: list[Found], by_code: Mapping[str, models.Source]
) -> tuple[Found, ...]:
    """All candidates on one scale, scores adding up to 1, likeliest first."""
    codes = {found.source.code for found in own}
    found = list(own)
    for one in looked.candidates:
        if one.source.id not in codes:
            reasons: Reasons = {
                reason.name: {"value": reason.value, "unit": reason.unit, "factor": reason.factor}
                for reason in one.reasons
            }
            weight = prod(reason.factor for reason in one.reasons)
            found.append(
                Found(by_code[one.source.id], weight, one.distance_m / 1000, one.bearing, one.angle, reasons)
            )
    total = sum(one.score for one in found)
    if total <= 0:
        return ()
    shares = [one._replace(score=one.score / total) for one in found if one.score > 0]
    return tuple(sorted(shares, key=lambda one: (-one.score, one.distance_km, one.source.code)))
