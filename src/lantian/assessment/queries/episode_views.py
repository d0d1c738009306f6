"""Episodes and their alarms, as pages show them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, QuerySet

from airshed.standards.tables import POLLUTANTS
from lantian.accounts.rules import Actor
from lantian.assessment import models, permissions
from lantian.assessment.models import SubjectKind
from lantian.assessment.queries import addresses
from lantian.assessment.rules.judging import LAST_PLACES
from lantian.assessment.rules.keys import INDEX
from lantian.calendar import queries as calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmView:
    """One alarm with the numbers it rests on; `address` is the seen value's, empty where none was seen."""

    rule: str
    rule_version: int
    name_zh: str
    name_en: str
    source: str
    parameter: str
    begins_at: datetime
    severity: str
    observed: str
    reference: str
    threshold: str
    peers: int
    is_index: bool
    points_to_source: bool
    withdrawn_at: datetime | None
    position: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeView:
    """One episode: where, since when, how grave, and its alarms, the newest first."""

    number: str
    station: str
    station_name_zh: str
    station_name_en: str
    station_kind: str
    kind: str
    parameter: str
    state: str
    severity: str
    begins_at: datetime
    last_at: datetime
    peak: str
    raised_at: datetime
    over_at: datetime | None
    alarms: tuple[AlarmView, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """The codes of the rules met, each once."""
        return tuple(dict.fromkeys(alarm.rule for alarm in self.alarms if alarm.withdrawn_at is None))


def episode(number: str, by: Actor) -> EpisodeView:
    """One episode; Episode.DoesNotExist for somebody who may not see it."""
    return _view(_whole(permissions.visible_episodes(by)).get(number=number))


def episodes_today(by: Actor, *, now: datetime) -> list[EpisodeView]:
    """Episodes that alarmed or were raised on this local day, void ones left out, the newest first."""
    since, until = calendar.day_bounds(calendar.local_day(now))
    return episodes(by, since=since, until=until)


def episodes(
    by: Actor, *, since: datetime, until: datetime, station: str = "", limit: int = 200
) -> list[EpisodeView]:
    """Episodes with an alarming hour in a stretch of time, of one station or all, the newest first."""
    found = permissions.visible_episodes(by).filter(
        begins_at__lt=until, last_at__gt=since - timedelta(hours=1)
    )
    if station:
        found = found.filter(station__code=station)
    found = found.exclude(state=models.Episode.State.VOID).order_by("-last_at", "-pk")
    return [_view(one) for one in _whole(found)[:limit]]


def running_episodes(by: Actor, *, limit: int = 200) -> list[EpisodeView]:
    """Episodes that are not over, those that alarmed last first."""
    found = permissions.visible_episodes(by).filter(state=models.Episode.State.OPEN)
    return [_view(one) for one in _whole(found.order_by("-last_at", "number"))[:limit]]


def episodes_numbered(numbers: Collection[str], by: Actor) -> dict[str, EpisodeView]:
    """Some episodes by their number; those a person may not see are left out."""
    found = permissions.visible_episodes(by).filter(number__in=list(numbers))
    return {one.number: _view(one) for one in _whole(found)}


def _whole(found: QuerySet[models.Episode]) -> QuerySet[models.Episode]:
    alarms = models.Alarm.objects.select_related("rule").order_by("-begins_at", "rule__code")
    return found.select_related("station").prefetch_related(Prefetch("alarms", queryset=alarms))


def _view(one: models.Episode) -> EpisodeView:
    return EpisodeView(
        number=one.number,
        station=one.station.code,
        station_name_zh=one.station.name_zh,
        station_name_en=one.station.name_en,
        station_kind=one.station.kind,
        kind=one.kind,
        parameter=one.parameter,
        state=one.state,
        severity=one.severity,
        begins_at=one.begins_at,
        last_at=one.last_at,
        peak=one.peak,
        raised_at=one.raised_at,
        over_at=one.over_at,
        alarms=tuple(alarm_view(alarm, station=one.station.code) for alarm in one.alarms.all()),
    )


def alarm_view(alarm: models.Alarm, *, station: str) -> AlarmView:
    """An alarm of a station as pages show it."""
    is_index = alarm.rule.code == LAST_PLACES or alarm.threshold in {
        str(step) for step in alarm.rule.parameters.get("aqi_steps", ())
    }
    return AlarmView(
        rule=alarm.rule.code,
        rule_version=alarm.rule.version,
        name_zh=alarm.rule.name_zh,
        name_en=alarm.rule.name_en,
        source=alarm.rule.source,
        parameter=alarm.parameter,
        begins_at=alarm.begins_at,
        severity=alarm.severity,
        observed=alarm.observed,
        reference=alarm.reference,
        threshold=alarm.threshold,
        peers=alarm.peers,
        is_index=is_index,
        points_to_source=bool(alarm.rule.parameters.get("points_to_source")),
        withdrawn_at=alarm.withdrawn_at,
        position=alarm.position,
        address=_address(alarm, station=station, is_index=is_index),
    )


def _address(alarm: models.Alarm, *, station: str, is_index: bool) -> str:
    """Where the seen value comes from; a silent device has sent none."""
    if not is_index and alarm.parameter not in POLLUTANTS:
        return ""
    figure = INDEX if is_index else alarm.parameter
    return addresses.of_hour(
        SubjectKind.STATION, station, alarm.begins_at, figure=figure, position=alarm.position
    )
