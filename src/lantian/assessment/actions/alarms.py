"""Raising alarms, merging them into episodes, and ending episodes."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby

from django.db import transaction

from airshed.alarms import devices
from lantian.assessment import events, models
from lantian.assessment.actions import episodes
from lantian.assessment.actions.episodes import Ground
from lantian.assessment.queries import judged, rules
from lantian.assessment.rules import judging, merging
from lantian.assessment.rules.judging import Met
from lantian.assessment.rules.merging import HOUR
from lantian.calendar import queries as calendar
from lantian.kernel import outbox
from lantian.observations import queries as observations
from lantian.registry import queries as registry

SILENCE = ""  # the parameter of an alarm about the device itself
Standing = dict[tuple[str, str, str], models.Alarm]


def raise_alarms(*, begins_at: datetime, now: datetime, as_of: int | None = None) -> list[models.Alarm]:
    """Judge one hour of every station; alarms whose ground is gone are withdrawn. Returns the new alarms.

    An hour that ended longer ago than the episode rule allows alarms nobody.
    """
    return raise_alarms_of(hours=[begins_at], now=now, as_of=as_of)


@transaction.atomic
def raise_alarms_of(
    *, hours: Collection[datetime], now: datetime, as_of: int | None = None
) -> list[models.Alarm]:
    """Judge some hours that lie near each other, one after the other, as `raise_alarms` judges one."""
    position = observations.lake_position() if as_of is None else as_of
    raised: list[models.Alarm] = []
    for day, of_day in groupby(sorted(hours), key=calendar.local_day):
        oldest = timedelta(hours=rules.episode_parameters(day)["oldest_hours"])
        young = [begins_at for begins_at in of_day if now - (begins_at + HOUR) <= oldest]
        raised += _raise(young, day=day, position=position, now=now)
    return raised


def _raise(hours: Collection[datetime], *, day: date, position: int, now: datetime) -> Iterator[models.Alarm]:
    """Judge hours of one local day by the rules in force on it."""
    in_force = rules.rules_in_force(day)
    window = _window(rules.episode_parameters(day))
    judge = judging.Judge({code: rule.parameters for code, rule in in_force.items()})
    stations = {station.code: station for station in registry.stations()}
    known = _standing(hours)
    for begins_at, found in judged.hours_of_stations(hours, judge=judge, as_of=position):
        standing = known.get(begins_at, {})
        for hour in found:
            for met in judge.judge(hour):
                old = standing.pop((met.rule, hour.station, met.parameter), None)
                if old is not None and old.withdrawn_at is None:
                    continue
                ground = Ground(
                    met=met,
                    rule=in_force[met.rule],
                    station=stations[hour.station],
                    begins_at=begins_at,
                    value=_value(hour, met),
                    position=position,
                )
                yield episodes.take_in(ground, old=old, window=window, now=now)
        _withdraw(standing.values(), position=position, now=now)


@transaction.atomic
def watch_devices(*, now: datetime) -> list[models.Alarm]:
    """Raise one alarm for each device that has been silent too long; a silence that goes on stays one alarm.

    A station that was never heard, or whose devices are all retired, is no silence.
    """
    day = calendar.local_day(now)
    rule = rules.rule_in_force(judging.DEVICE, on=day)
    window = _window(rules.episode_parameters(day))
    heard = observations.latest(period="1h")
    raised = []
    for station in registry.stations().prefetch_related("devices"):
        newest = heard.get(station.code)
        if newest is None or station.kind not in rule.parameters["kinds"] or _is_retired(station):
            continue
        silence_begins = newest.begins_at + HOUR
        allowed = judging.silent(parameters=rule.parameters)
        verdict = devices.silent(last_at=silence_begins, now=now, rule=allowed)
        if verdict is None:
            continue
        known = models.Alarm.objects.filter(
            rule__code=judging.DEVICE, station=station, parameter=SILENCE, begins_at=silence_begins
        ).first()
        if known is None:
            ground = Ground(
                met=judging.met(judging.DEVICE, verdict, parameter=SILENCE),
                rule=rule,
                station=station,
                begins_at=silence_begins,
                value=None,
                position=newest.position,
            )
            known = episodes.take_in(ground, old=None, window=window, now=now)
            raised.append(known)
        episodes.last_until(known.episode_id, _last_full_hour(now))
    return raised


@transaction.atomic
def close_quiet_episodes(*, now: datetime) -> list[str]:
    """End the episodes that have been quiet for as long as the rule asks; returns their numbers."""
    quiet = timedelta(hours=rules.episode_parameters(calendar.local_day(now))["quiet_hours"])
    ended = []
    for episode in models.Episode.objects.filter(state=models.Episode.State.OPEN).select_related("station"):
        if merging.is_quiet(episode.last_at, now=now, quiet=quiet) and episodes.end(episode, now=now):
            ended.append(episode.number)
    return ended


def _standing(hours: Collection[datetime]) -> dict[datetime, Standing]:
    """Alarms already kept for some hours, by hour, except silences, which the clock judges."""
    found = models.Alarm.objects.filter(begins_at__in=list(hours)).exclude(parameter=SILENCE)
    standing: dict[datetime, Standing] = {}
    for alarm in found.select_related("rule", "station", "episode"):
        key = (alarm.rule.code, alarm.station.code, alarm.parameter)
        standing.setdefault(alarm.begins_at, {})[key] = alarm
    return standing


def _withdraw(alarms: Iterable[models.Alarm], *, position: int, now: datetime) -> None:
    for alarm in alarms:
        gone = models.Alarm.objects.filter(
            pk=alarm.pk, withdrawn_at__isnull=True, position__lte=position
        ).update(withdrawn_at=now)
        if gone:
            outbox.emit(
                events.AlarmWithdrawn(
                    about=episodes.address(alarm.episode.number),
                    by=None,
                    at=now,
                    number=alarm.episode.number,
                    rule=alarm.rule.code,
                    station=alarm.station.code,
                    parameter=alarm.parameter,
                    begins_at=alarm.begins_at,
                    position=position,
                )
            )
            episodes.void_if_empty(alarm.episode, now=now)


def _value(hour: judging.Hour, met: Met) -> Decimal | None:
    """The concentration an alarm is about, for the episode's peak."""
    series = hour.series.get(met.parameter, ())
    last = series[-1] if series else None
    return None if last is None else Decimal(last.numerator) / last.denominator


def _window(parameters: Mapping[str, int]) -> timedelta:
    return timedelta(hours=parameters["window_hours"])


def _is_retired(station: models.Station) -> bool:
    devices_of = list(station.devices.all())
    return bool(devices_of) and not any(device.is_active for device in devices_of)


def _last_full_hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0) - HOUR
