"""Where an episode may have come from, and what is known about a suspicion."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import prod
from typing import NamedTuple

from django.db.models import Count, Prefetch, Q, QuerySet

from airshed.sources import upwind
from lantian.accounts.rules import Actor
from lantian.assessment.queries import readings
from lantian.diagnosis import models, permissions, rules
from lantian.diagnosis.rules import Anemometer, Wedge, WindReading
from lantian.observations import queries as observations
from lantian.registry import queries as registry
from lantian.registry import rules as geodesy

HOUR = timedelta(hours=1)
Reasons = dict[str, dict[str, float | str]]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateView:
    """A candidate as a page shows it: 待查, with its score and the reasons."""

    rank: int
    code: str
    name_zh: str
    name_en: str
    kind: str
    grid: str
    grid_name_zh: str
    grid_name_en: str
    lon: float
    lat: float
    score: float
    distance_km: float
    bearing: float
    off_axis: float
    reasons: Mapping[str, Mapping[str, float | str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """A registered source near by when the wind gives no direction: no candidate, only a place to know."""

    code: str
    name_zh: str
    name_en: str
    kind: str
    lon: float
    lat: float
    distance_km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmView:
    """An alarm of the episode, with the numbers it rests on."""

    rule: str
    name_zh: str
    name_en: str
    parameter: str
    begins_at: datetime
    observed: str
    reference: str
    threshold: str
    peers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspicionView:
    """A suspicion with everything a page about it shows."""

    number: str
    state: str
    note: str
    episode: str
    station: str
    station_name_zh: str
    station_name_en: str
    lon: float
    lat: float
    parameter: str
    begins_at: datetime
    made_at: datetime
    wind_speed: float | None
    wind_station: str
    wind_addresses: tuple[str, ...]
    wedge: Wedge | None
    alarms: tuple[AlarmView, ...]
    candidates: tuple[CandidateView, ...]
    nearby: tuple[Nearby, ...]
    confirmed: tuple[str, ...]
    dismissed_reason: str
    sector_source: str
    position: int


def suspicion(number: str, by: Actor) -> SuspicionView:
    """One suspicion; Suspicion.DoesNotExist for somebody who may not see it."""
    return _view(_whole(permissions.visible_suspicions(by)).get(number=number))


def open_suspicions(by: Actor) -> list[SuspicionView]:
    """Suspicions nobody has decided about yet, the newest first."""
    found = permissions.visible_suspicions(by).filter(state=models.Suspicion.State.OPEN)
    return [_view(one) for one in _whole(found).order_by("-begins_at", "-pk")]


def suspicion_of_episode(episode_number: str, by: Actor) -> SuspicionView | None:
    """The suspicion of an episode, None where there is none or it may not be seen."""
    found = permissions.visible_suspicions(by).filter(episode__number=episode_number)
    one = _whole(found).first()
    return None if one is None else _view(one)


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


def survey(episode_number: str, *, on: date) -> Survey | None:
    """Look upwind of an episode in the first hour whose alarm points to a source; None when none does."""
    episode = models.Episode.objects.select_related("station__region__parent").get(number=episode_number)
    alarm = _pointing(episode)
    if alarm is None:
        return None
    rule = sector_rule(on)
    sector = rules.sector(rule.parameters, pollutant=alarm.parameter)
    wind = wind_at(episode.station, begins_at=alarm.begins_at, as_of=alarm.position)
    sources = registry.sources_near(episode.station.lon, episode.station.lat, within_m=sector.max_distance_m)
    looked = upwind.candidates(
        station=upwind.Place(lon=episode.station.lon, lat=episode.station.lat),
        wind=_for_science(wind),
        sources=_registered(sources),
        pollutant=alarm.parameter,
        sector=sector,
    )
    own = _own_monitors(episode.station, sector=sector, pollutant=alarm.parameter)
    found = _weighed(looked, own=own, by_code={source.code: source for source in sources})
    note = rules.NO_WIND if wind is None else (looked.reason or "")
    return Survey(episode, alarm.parameter, alarm.begins_at, rule, sector, wind, note, found, alarm.position)


def wind_at(station: models.Station, *, begins_at: datetime, as_of: int) -> WindReading | None:
    """The wind of an hour beside a station, as of a journal position; None when nobody measured it."""
    district = registry.district_of(station.region)
    places = {one.code: one for one in registry.stations(region=district)}
    frame = readings.counted_hours(
        stations=list(places), since=begins_at, until=begins_at + HOUR, as_of=as_of
    )
    return rules.nearest_wind(
        [
            Anemometer(
                code,
                geodesy.distance_m(station.lon, station.lat, places[code].lon, places[code].lat),
                speed,
                direction,
            )
            for code, speed, direction in frame.select("station", "ws", "wd").iter_rows()
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


def _registered(sources: list[models.Source]) -> list[upwind.Source]:
    hits = past_hits()
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


def _own_monitors(station: models.Station, *, sector: upwind.Sector, pollutant: str) -> list[Found]:
    """Sources the station itself stands at: weighed like a source on the axis at no distance, in any wind."""
    hits = past_hits()
    found = []
    for source in station.watches.select_related("grid", "answerable").order_by("code"):
        past = min(2.0, 1 + 0.25 * hits.get(source.code, 0))
        kind = sector.kind_weights.get((source.kind, pollutant), sector.other_kind_weight)
        reasons: Reasons = {
            rules.OWN_MONITOR: {"value": station.code, "unit": "its own monitor", "factor": 1.0},
            "kind": {"value": kind, "unit": f"weight of {source.kind} for {pollutant}", "factor": kind},
            "activity": {"value": source.activity, "unit": "of a usual day", "factor": source.activity},
            "past": {"value": hits.get(source.code, 0), "unit": "confirmed hits", "factor": past},
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


def _whole(found: QuerySet[models.Suspicion]) -> QuerySet[models.Suspicion]:
    candidates = models.Candidate.objects.select_related("source__grid").order_by("rank")
    return found.select_related("episode__station", "rule").prefetch_related(
        Prefetch("candidates", queryset=candidates), "episode__alarms__rule", "verdicts__source"
    )


def _view(one: models.Suspicion) -> SuspicionView:
    station = one.episode.station
    wedge = None
    if one.wind_from is not None:
        wedge = Wedge(
            lon=station.lon,
            lat=station.lat,
            wind_from=one.wind_from,
            half_angle=one.half_angle,
            near_km=one.near_km,
            far_km=one.far_km,
        )
    return SuspicionView(
        number=one.number,
        state=one.state,
        note=one.note,
        episode=one.episode.number,
        station=station.code,
        station_name_zh=station.name_zh,
        station_name_en=station.name_en,
        lon=station.lon,
        lat=station.lat,
        parameter=one.parameter,
        begins_at=one.begins_at,
        made_at=one.made_at,
        wind_speed=one.wind_speed,
        wind_station=one.wind_station,
        wind_addresses=_wind_addresses(one),
        wedge=wedge,
        alarms=tuple(_alarm_view(alarm) for alarm in _standing(one)),
        candidates=tuple(_candidate_view(candidate) for candidate in one.candidates.all()),
        nearby=_nearby(one) if wedge is None else (),
        confirmed=tuple(
            verdict.source.code for verdict in one.verdicts.all() if verdict.is_confirmed and verdict.source
        ),
        dismissed_reason=one.dismissed_reason,
        sector_source=one.rule.source,
        position=one.position,
    )


def _standing(one: models.Suspicion) -> list[models.Alarm]:
    alarms = [alarm for alarm in one.episode.alarms.all() if alarm.withdrawn_at is None]
    return sorted(alarms, key=lambda alarm: (alarm.begins_at, alarm.rule.code))


def _alarm_view(alarm: models.Alarm) -> AlarmView:
    return AlarmView(
        rule=alarm.rule.code,
        name_zh=alarm.rule.name_zh,
        name_en=alarm.rule.name_en,
        parameter=alarm.parameter,
        begins_at=alarm.begins_at,
        observed=alarm.observed,
        reference=alarm.reference,
        threshold=alarm.threshold,
        peers=alarm.peers,
    )


def _candidate_view(candidate: models.Candidate) -> CandidateView:
    source = candidate.source
    return CandidateView(
        rank=candidate.rank,
        code=source.code,
        name_zh=source.name_zh,
        name_en=source.name_en,
        kind=source.kind,
        grid=source.grid.code,
        grid_name_zh=source.grid.name_zh,
        grid_name_en=source.grid.name_en,
        lon=source.lon,
        lat=source.lat,
        score=candidate.score,
        distance_km=candidate.distance_km,
        bearing=candidate.bearing,
        off_axis=candidate.off_axis,
        reasons=candidate.reasons,
    )


def _nearby(one: models.Suspicion) -> tuple[Nearby, ...]:
    station = one.episode.station
    sources = registry.sources_near(station.lon, station.lat, within_m=one.far_km * 1000)
    return tuple(
        Nearby(
            code=source.code,
            name_zh=source.name_zh,
            name_en=source.name_en,
            kind=source.kind,
            lon=source.lon,
            lat=source.lat,
            distance_km=geodesy.distance_m(station.lon, station.lat, source.lon, source.lat) / 1000,
        )
        for source in sources
    )


def _wind_addresses(one: models.Suspicion) -> tuple[str, ...]:
    if not one.wind_station:
        return ()
    return tuple(
        str(
            observations.address_of(
                station=one.wind_station, parameter=name, begins_at=one.begins_at, as_of=one.position
            )
        )
        for name in ("wd", "ws")
    )
