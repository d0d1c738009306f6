"""A suspicion as pages show it, to those who may see it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from lantian.accounts.rules import Actor
from lantian.assessment import queries as assessment
from lantian.assessment.queries import AlarmView
from lantian.diagnosis import models, permissions
from lantian.diagnosis.rules import Wedge
from lantian.observations import queries as observations
from lantian.registry import queries as registry
from lantian.registry import rules as geodesy
from lantian.registry.models import Source


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
    least_speed: float
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


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspicionLine:
    """A suspicion in one line: how it stands, whose wind it was looked for in, and its candidates.

    Below `least_speed` a wind has no direction that could be trusted, and no sector is drawn.
    """

    number: str
    episode: str
    state: str
    note: str
    wedge: Wedge | None
    wind_speed: float | None
    least_speed: float
    candidates: tuple[CandidateView, ...]
    dismissed_reason: str
    made_at: datetime


def suspicion(number: str, by: Actor) -> SuspicionView:
    """One suspicion; Suspicion.DoesNotExist for somebody who may not see it."""
    return _views([_whole(permissions.visible_suspicions(by)).get(number=number)])[0]


def open_suspicions(by: Actor) -> list[SuspicionView]:
    """Suspicions nobody has decided about yet, the newest first."""
    found = permissions.visible_suspicions(by).filter(state=models.Suspicion.State.OPEN)
    return _views(list(_whole(found).order_by("-begins_at", "-pk")))


def suspicion_of_episode(episode_number: str, by: Actor) -> SuspicionView | None:
    """The suspicion of an episode, None where there is none or it may not be seen."""
    found = permissions.visible_suspicions(by).filter(episode__number=episode_number)
    return next(iter(_views(list(_whole(found)[:1]))), None)


def lines_of_episodes(episodes: Collection[str], by: Actor) -> dict[str, SuspicionLine]:
    """The suspicions of some episodes, by the episode's number; those a person may not see are left out."""
    candidates = models.Candidate.objects.select_related("source__grid").order_by("rank")
    found = permissions.visible_suspicions(by).filter(episode__number__in=list(episodes))
    found = found.select_related("episode__station", "rule").prefetch_related(
        Prefetch("candidates", queryset=candidates)
    )
    return {one.episode.number: _line(one) for one in found}


def _line(one: models.Suspicion) -> SuspicionLine:
    return SuspicionLine(
        number=one.number,
        episode=one.episode.number,
        state=one.state,
        note=one.note,
        wedge=_wedge(one),
        wind_speed=one.wind_speed,
        least_speed=_least_speed(one),
        candidates=tuple(_candidate_view(candidate) for candidate in one.candidates.all()),
        dismissed_reason=one.dismissed_reason,
        made_at=one.made_at,
    )


def _wedge(one: models.Suspicion) -> Wedge | None:
    if one.wind_from is None:
        return None
    station = one.episode.station
    return Wedge(
        lon=station.lon,
        lat=station.lat,
        wind_from=one.wind_from,
        half_angle=one.half_angle,
        near_km=one.near_km,
        far_km=one.far_km,
    )


def _least_speed(one: models.Suspicion) -> float:
    return float(one.rule.parameters["min_speed"])


def _whole(found: QuerySet[models.Suspicion]) -> QuerySet[models.Suspicion]:
    candidates = models.Candidate.objects.select_related("source__grid").order_by("rank")
    return found.select_related("episode__station", "rule").prefetch_related(
        Prefetch("candidates", queryset=candidates), "episode__alarms__rule", "verdicts__source"
    )


def _views(found: Sequence[models.Suspicion]) -> list[SuspicionView]:
    """The sources of the register are read once, and only where a wind gives no direction."""
    is_calm = any(one.wind_from is None for one in found)
    sources = list(registry.sources()) if is_calm else []
    return [_view(one, sources=sources) for one in found]


def _view(one: models.Suspicion, *, sources: Sequence[Source]) -> SuspicionView:
    station = one.episode.station
    wedge = _wedge(one)
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
        least_speed=_least_speed(one),
        wind_station=one.wind_station,
        wind_addresses=_wind_addresses(one),
        wedge=wedge,
        alarms=tuple(assessment.alarm_view(alarm, station=station.code) for alarm in _standing(one)),
        candidates=tuple(_candidate_view(candidate) for candidate in one.candidates.all()),
        nearby=_nearby(one, sources=sources) if wedge is None else (),
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


def _nearby(one: models.Suspicion, *, sources: Sequence[Source]) -> tuple[Nearby, ...]:
    station = one.episode.station
    near = registry.nearest(sources, station.lon, station.lat, within_m=one.far_km * 1000)
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
        for source in near
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
