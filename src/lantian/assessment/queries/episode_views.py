"""Episodes and their alarms, as pages show them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, QuerySet

from lantian.accounts.rules import Actor
from lantian.assessment import models, permissions
from lantian.calendar import queries as calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmView:
    """One alarm with the numbers it rests on."""

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
    withdrawn_at: datetime | None
    position: int


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


def episodes(by: Actor, *, since: datetime, until: datetime, limit: int = 200) -> list[EpisodeView]:
    """Episodes with an alarming hour in a stretch of time, the newest first."""
    found = permissions.visible_episodes(by).filter(
        begins_at__lt=until, last_at__gt=since - timedelta(hours=1)
    )
    found = found.exclude(state=models.Episode.State.VOID).order_by("-last_at", "-pk")
    return [_view(one) for one in _whole(found)[:limit]]


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
        alarms=tuple(_alarm(alarm) for alarm in one.alarms.all()),
    )


def _alarm(alarm: models.Alarm) -> AlarmView:
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
        withdrawn_at=alarm.withdrawn_at,
        position=alarm.position,
    )
